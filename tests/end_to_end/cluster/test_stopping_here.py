"""Ctrl-C while processes of this machine analyse, and a machine without Dask."""

from __future__ import annotations

import os
import signal
import time

import cluster
import fakes
import pytest

pytestmark = pytest.mark.slow
SOON_S = 10.0
"""It takes a second or two; on a busy machine this bound only tells what waits for the videos in work."""


def test_ctrl_c_also_twice_ends_all_processes_at_once_and_keeps_what_is_done(tmp_path):
    videos, out = cluster.archive(tmp_path / "videos", range(6)), tmp_path / "out"
    process = cluster.analyzing(videos, out, "--scheduler", "local:2", FRAME_TAKES_S="0.1")
    begun = cluster.begun_file(out)
    cluster.wait_until(lambda: len(cluster.begun(begun)) >= 4)
    began_s = time.monotonic()
    for _ in range(2):
        os.killpg(process.pid, signal.SIGINT)
    code, shown, err = fakes.finish(process)
    assert code == 130 and time.monotonic() - began_s < SOON_S
    cluster.wait_until(lambda: not cluster.processes_of(process.pid), SOON_S)
    assert shown.split() == [str(out / "summary.csv"), str(out / "summary.parquet")]
    *lines, stopped = err.splitlines()
    assert stopped == "posecoach: Stopped." and " Left for the next run: " in lines[-1]
    assert all(line.startswith(str(videos)) for line in lines[3:-1]), "no library says anything"
    done = sorted(path.stem for path in (out / ".posecoach").glob("v*.json"))
    assert 2 <= len(done) <= 4
    cluster.check_results(out, done)


def test_without_dask_a_sentence_says_what_to_install(tmp_path):
    hide = "import sys; sys.modules['distributed'] = None"
    ended = fakes.finish(cluster.analyzing(tmp_path, tmp_path / "out", "--scheduler", "local", start=hide))
    assert ended == (
        2,
        "",
        "posecoach: A cluster needs a library that is not installed (distributed). Install it: pip install "
        '"posecoach[cluster]"; or leave --scheduler out.\n',
    )
