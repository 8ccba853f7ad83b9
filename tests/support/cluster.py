"""Clusters for tests: their processes, videos that an estimator tells apart, and an estimator that some of them kill.

``python -c 'import cluster; cluster.main()' ARGUMENTS`` is posecoach with that estimator. It is no program of its own,
since what travels to a worker must come from a module that the worker can import.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import fakes

import posecoach
from posecoach.core.body.pose import Frame, Pose

SUPPORT = Path(__file__).parent
BEGUN = "BEGUN"
"""Variable that names the file with a line for each video that was begun."""
FRAME_TAKES_S = "FRAME_TAKES_S"
"""Variable with what a frame takes the estimator."""
HEIGHT_PX = 64
POISON, HANG = 60, 61
"""Numbers of the videos that kill the process which analyses them, and that hang it; pictures are 640 px at most."""


def video(folder: Path, number: int, name: str = "") -> Path:
    """Write a video of a second whose number shows in the width of its pictures."""
    return fakes.video(folder / f"{name or f'v{number:02d}'}.mp4", 1.0, size=(HEIGHT_PX + 8 * number, HEIGHT_PX))


def archive(folder: Path, numbers: Iterable[int]) -> Path:
    """Write a folder of videos with these numbers."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in numbers:
        video(folder, number)
    return folder


@contextmanager
def estimator(model: Path) -> Iterator[Callable[[Frame], Pose]]:
    """Open an estimator that finds the stick figure, notes which video it is in, and dies or hangs in some."""
    pause_s = float(os.environ.get(FRAME_TAKES_S, "0"))
    new = True

    def find(frame: Frame) -> Pose:
        nonlocal new
        if new:
            begin((frame.image.shape[1] - HEIGHT_PX) // 8)
        new = False
        time.sleep(pause_s)
        return fakes.bridging(frame)

    yield find


def begin(number: int) -> None:
    """Note that a video is begun; then the bad ones show what they are."""
    with Path(os.environ[BEGUN]).open("a") as file:  # short lines are appended whole
        file.write(f"{number} {os.getpid()}\n")
    if number == POISON:
        os.kill(os.getpid(), signal.SIGSEGV)  # as native code crashes
    if number == HANG:
        time.sleep(3600)


def analyzing(videos: Path, out: Path, *options: object, start: str = "", **environ: str) -> subprocess.Popen[str]:
    """Start the analysis of an archive; its workers, if they are its own, note what they begin beside the results.

    `start` is code that it runs first.
    """
    program = f"{start}\nimport cluster; cluster.main()"
    words = [sys.executable, "-c", program, "analyze", videos, "-o", out, "--no-video", *options]
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    env = environment(begun_file(out), **environ)
    return subprocess.Popen(list(map(str, words)), text=True, env=env, start_new_session=True, **pipes)


def environment(begun: Path, **more: str) -> dict[str, str]:
    """Return the environment of posecoach and its workers: they find this module."""
    return os.environ | {"PYTHONPATH": f"{fakes.ROOT}{os.pathsep}{SUPPORT}", BEGUN: str(begun)} | more


def begun_file(out: Path) -> Path:
    return out.with_suffix(".begun")


@contextmanager
def dask(folder: Path, what: str, *options: object, **environ: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run ``dask scheduler`` or ``dask worker``; they find each other by a file in the folder."""
    file = folder / "scheduler.json"
    words = [sys.executable, "-P", "-m", "dask", what, "--scheduler-file", file, "--host", "127.0.0.1", *options]
    if what == "scheduler":
        file.unlink(missing_ok=True)
    with (folder / f"{what}.log").open("ab") as log:
        env = environment(folder / "begun", **environ)
        process = subprocess.Popen(list(map(str, words)), env=env, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


def address(folder: Path) -> str:
    """Return the address of the scheduler, once it is there."""
    file = folder / "scheduler.json"
    wait_until(lambda: file.exists() and file.stat().st_size)
    return json.loads(file.read_text())["address"]


def wait_until(happened: Callable[[], object], within_s: float = 60.0) -> None:
    """Wait until something has happened; fail when it does not."""
    until_s = time.monotonic() + within_s
    while not happened():
        assert time.monotonic() < until_s, "it never happened"
        time.sleep(0.02)


def begun(file: Path) -> list[tuple[int, int]]:
    """Return the number of each video that was begun, and the process in which it was."""
    lines = file.read_text().splitlines() if file.exists() else []
    return [(int(number), int(pid)) for number, pid in map(str.split, lines)]


def times_begun(file: Path) -> Counter[int]:
    """Return how often each video was begun."""
    return Counter(number for number, _ in begun(file))


def parent(pid: int) -> int:
    """Return the process that started another one: of an analysis, its worker."""
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def processes_of(session: int) -> list[str]:
    """Return the command lines of what runs in the session of a process, itself included."""
    found = []
    for entry in Path("/proc").iterdir():
        with suppress(OSError, ValueError):
            words = (entry / "cmdline").read_bytes()  # empty where it has ended already
            if words and os.getsid(int(entry.name)) == session:
                found.append(words.replace(b"\0", b" ").decode())
    return found


def check_results(out: Path, videos: Iterable[str]) -> None:
    """Check that the results of these videos are there, whole, with their receipts, and nothing that is unfinished."""
    files = {str(path.relative_to(out)) for path in out.rglob("*") if path.is_file()}
    assert not [name for name in files if name.endswith(".part")]
    for name in videos:
        assert f".posecoach/{name}.json" in files
        result = posecoach.load_result(out / f"{name}.json")
        assert Path(result.video.path).stem == name


def main() -> None:
    from posecoach.process import Stop

    stop = Stop()
    stop.listen()
    from posecoach.cli.app import run
    from posecoach.cli.options import AppContext

    code = run(sys.argv[1:], AppContext(stop, estimator))
    stop.ignore_signals()
    sys.exit(code)
