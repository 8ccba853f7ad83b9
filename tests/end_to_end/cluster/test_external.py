"""A cluster that was there before: workers that differ, one that joins, a scheduler that is lost, damaged videos."""

from __future__ import annotations

import os
import shutil
import signal
from contextlib import ExitStack
from pathlib import Path

import cluster
import fakes
import pytest
from distributed import Client

pytestmark = pytest.mark.slow
FRAME_TAKES_S = "0.1"
"""A video takes a second, which is time to stop, kill or join something."""
THREADS = 3


class Running:
    """A scheduler and its workers, in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.begun, self._stack = folder, folder / "begun", ExitStack()
        self.scheduler = self._stack.enter_context(cluster.dask(folder, "scheduler", "--port", 0, "--no-dashboard"))
        self.address = cluster.address(folder)

    def add_worker(self, threads: int = 1, **environ: str) -> None:
        options = ("--nthreads", threads, "--no-nanny", "--no-dashboard", "--local-directory", self.folder)
        environ = {"FRAME_TAKES_S": FRAME_TAKES_S} | environ
        self._stack.enter_context(cluster.dask(self.folder, "worker", *options, **environ))

    def wait_for(self, workers: int) -> None:
        with Client(self.address) as client:
            client.wait_for_workers(workers, timeout=60)

    def analyzing(self, videos: Path, out: Path):
        return cluster.analyzing(videos, out, "--scheduler", self.address)

    def wait_until_begun(self, videos: int) -> None:
        cluster.wait_until(lambda: len(cluster.begun(self.begun)) >= videos)

    def __enter__(self):
        return self

    def __exit__(self, *exc: object) -> None:
        self._stack.close()


def other_model(folder: Path) -> Path:
    """Write a pose model that is not the client's."""
    path = folder / "other.task"
    shutil.copyfile(fakes.ROOT / "models" / "pose_landmarker_full.task", path)
    with path.open("ab") as file:
        file.write(b"\0")
    return path


def other_posecoach(folder: Path, name: str, code: str) -> dict[str, str]:
    """Return the environment in which code runs before anything of posecoach is loaded."""
    (folder / name).mkdir()
    (folder / name / "sitecustomize.py").write_text(code)
    return {"PYTHONPATH": os.pathsep.join(map(str, (folder / name, fakes.ROOT, cluster.SUPPORT)))}


def test_workers_that_differ_are_refused_and_named_also_when_they_join_later(tmp_path):
    videos = cluster.archive(tmp_path / "videos", range(8))
    older = other_posecoach(tmp_path, "older", "import posecoach._version as v; v.__version__ = '0.0.1'")
    broken = other_posecoach(tmp_path, "broken", "import sys; sys.modules['posecoach'] = None")
    with Running(tmp_path) as running:
        for environ in (older, broken, {"POSECOACH_MODEL": str(other_model(tmp_path))}):
            running.add_worker(**environ)
        running.wait_for(3)
        code, _, err = fakes.finish(running.analyzing(videos, tmp_path / "out"))
        assert code == 2 and "posecoach: No worker can take part." in err
        assert "takes no part: it has posecoach 0.0.1, and the client " in err
        assert "takes no part: it cannot load posecoach " in err
        assert "takes no part: its variable POSECOACH_MODEL names the pose model " in err
        running.add_worker(FRAME_TAKES_S="0.2")  # so that there is work left for those who come later
        running.wait_for(4)
        process = running.analyzing(videos, tmp_path / "out")
        running.wait_until_begun(1)
        running.add_worker(**older)
        running.add_worker()
        code, _, err = fakes.finish(process)
    assert code == 0 and "1 at once on the cluster." in err and "With a result: 8 of 8." in err
    assert err.count("takes no part: it has posecoach 0.0.1, and the client ") == 2
    assert "Traceback" not in err and "distributed" not in err
    assert len({pid for _, pid in cluster.begun(running.begun)}) == 2, "the one that joined last has worked, too"


def test_a_lost_scheduler_is_a_sentence_and_what_was_under_way_is_done_all_the_same(tmp_path):
    videos, out = cluster.archive(tmp_path / "videos", range(6)), tmp_path / "out"
    with Running(tmp_path) as running:
        running.add_worker()
        process = running.analyzing(videos, out)
        running.wait_until_begun(2)
        running.scheduler.kill()
        code, _, err = fakes.finish(process, 20.0)
        assert code == 2 and "Traceback" not in err and "distributed" not in err
        assert f"posecoach: The scheduler {running.address} was lost. Start it and its workers again" in err
    begun = len(cluster.begun(running.begun))
    with Running(tmp_path) as running:
        process = running.analyzing(videos, out)
        while "The cluster has no worker yet" not in process.stderr.readline():
            assert process.poll() is None
        running.add_worker()
        code, _, err = fakes.finish(process)
    assert code == 0 and f"With a result: 6 of 6. From an earlier run: {begun}." in err
    assert cluster.times_begun(running.begun) == dict.fromkeys(range(6), 1)


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    with Running(tmp_path_factory.mktemp("cluster")) as it:
        it.add_worker(THREADS)
        it.wait_for(1)
        yield it


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["ctrl_c", "sigterm"])
def test_the_user_may_stop_and_later_go_on(number, code, running, tmp_path):
    videos, out = cluster.archive(tmp_path / "videos", range(6)), tmp_path / "out"
    before = len(cluster.begun(running.begun))
    process = running.analyzing(videos, out)
    running.wait_until_begun(before + THREADS + 1)
    os.killpg(process.pid, number)
    ended, shown, err = fakes.finish(process, 10.0)
    *_, total, stopped = err.splitlines()
    assert ended == code and "Traceback" not in err
    assert " Left for the next run: " in total and stopped == "posecoach: Stopped."
    assert shown.split() == [str(out / "summary.csv"), str(out / "summary.parquet")]
    begun = cluster.begun(running.begun)[before:]
    assert len({pid for _, pid in begun[:THREADS]}) == THREADS, "each thread has its own process"
    cluster.wait_until(lambda: all((out / ".posecoach" / f"v{number:02d}.json").exists() for number, _ in begun))
    code, _, err = fakes.finish(running.analyzing(videos, out))
    assert code == 0 and f"With a result: 6 of 6. From an earlier run: {len(begun)}." in err
    assert len(cluster.begun(running.begun)) == before + 6


def test_a_damaged_video_has_the_partial_result_of_one_machine_and_is_not_judged_again(running, tmp_path):
    whole, videos = fakes.video(tmp_path / "whole.mkv", 2.0), tmp_path / "videos"
    videos.mkdir()
    cut = videos / "cut.mkv"
    cut.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    code, _, err = fakes.finish(running.analyzing(videos, tmp_path / "out"))
    assert code == 5 and "With a result: 1 of 1. Partial: 1." in err
    code, _, _ = fakes.finish(fakes.posecoach("analyze", cut, "-o", tmp_path / "here", "--no-video"))
    assert code == 5
    assert (tmp_path / "here" / "cut.json").read_bytes() == (tmp_path / "out" / "cut.json").read_bytes()
    again = cluster.analyzing(videos, tmp_path / "out", DASK_SCHEDULER_ADDRESS=running.address)
    code, _, err = fakes.finish(again)
    assert code == 5 and "With a result: 1 of 1. From an earlier run: 1. Partial: 1." in err
