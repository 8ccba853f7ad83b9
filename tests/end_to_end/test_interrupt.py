"""Ctrl-C, SIGTERM, a closed terminal at any moment: the right code, no traceback, and what was written is whole."""

from __future__ import annotations

import csv
import os
import random
import select
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import av
import fakes
import mjpeg_server
import pytest

from posecoach.cli.app import run
from posecoach.cli.options import AppContext
from posecoach.process import Stop
from posecoach.storage import landmark_file, result_json

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc to know when posecoach listens")
AT_MOST_S = 30.0
"""It ends soon, in a second or two; on a busy machine this bound only tells a program that hangs."""
CODES = {signal.SIGINT: 130, signal.SIGTERM: 143}
SIGNALS = pytest.mark.parametrize("number", list(CODES), ids=["ctrl_c", "sigterm"])


@pytest.fixture(scope="module")
def clip(tmp_path_factory) -> Path:
    return fakes.video(tmp_path_factory.mktemp("clips") / "clip.mp4", 12.0)


@pytest.fixture(scope="module")
def camera():
    with mjpeg_server.MjpegServer([fakes.picture(i) for i in range(20)], fps=20) as server:
        yield server.url


def listens(process: subprocess.Popen[str]) -> bool:
    """Whether the process has taken SIGTERM, which is the first thing it does."""
    for line in Path(f"/proc/{process.pid}/status").read_text().splitlines():
        if line.startswith("SigCgt:"):
            return bool(int(line.split()[1], 16) >> (signal.SIGTERM - 1) & 1)
    return False


def interrupted(process: subprocess.Popen[str], number: int, after_s: float, times: int = 1) -> tuple[int, str]:
    """Send a signal this long after it began to listen, and perhaps again; exit code and standard error."""
    while not listens(process) and process.poll() is None:
        time.sleep(0.005)
    time.sleep(after_s)
    sent_s = time.monotonic()
    for _ in range(times):
        process.send_signal(number)
        time.sleep(0.05)
    code, _, err = fakes.finish(process)
    assert time.monotonic() - sent_s < AT_MOST_S
    return code, err


def check(code: int, err: str, number: int, folder: Path) -> None:
    """Nothing but the word that it stopped, the right code unless it was done already, and only whole files."""
    assert (code, err) in [(CODES[number], "posecoach: Stopped.\n"), (0, "")]
    check_files(folder)


def check_files(folder: Path) -> None:
    for path in folder.iterdir() if folder.exists() else ():
        if path.suffix == ".json":
            result_json.read(path)
        elif path.suffix == ".csv":
            assert len({len(row) for row in csv.reader(path.read_text().splitlines())}) == 1
        elif path.suffix == ".npz":
            landmark_file.read(path)
        elif path.suffix == ".html":
            assert path.read_text().rstrip().endswith("</html>")
        else:
            assert path.suffix == ".mp4", "nothing temporary is left"
            with av.open(str(path)) as film:
                assert next(film.decode(video=0))


@pytest.mark.slow
@SIGNALS
@pytest.mark.parametrize(
    "after_s", [0.0, *(random.Random(3).uniform(0.1, 3.5) for _ in range(3))], ids="{:.2f}s".format
)
def test_an_analysis_may_be_stopped_at_any_moment(number, after_s, clip, tmp_path):
    process = fakes.posecoach("analyze", clip, "-o", tmp_path / "out", env={"FRAME_TAKES_S": "0.02"})
    check(*interrupted(process, number, after_s), number, tmp_path / "out")


@pytest.mark.slow
def test_what_was_seen_until_ctrl_c_is_judged_and_marked_partial(clip, tmp_path):
    process = fakes.posecoach("analyze", clip, "-o", tmp_path, env={"FRAME_TAKES_S": "0.5"})
    code, _ = interrupted(process, signal.SIGINT, 4.0)
    assert code == 130
    answer = result_json.read(tmp_path / "clip.json")
    assert answer.partial.startswith("stopped by the user after") and answer.video.frames < 120
    assert (tmp_path / "clip.csv").read_text().count("\n") == answer.video.frames + 1


@pytest.mark.slow
def test_a_second_and_third_ctrl_c_change_nothing(clip, tmp_path):
    process = fakes.posecoach("analyze", clip, "-o", tmp_path, env={"FRAME_TAKES_S": "0.02"})
    check(*interrupted(process, signal.SIGINT, 2.0, times=8), signal.SIGINT, tmp_path)


@pytest.mark.slow
def test_further_videos_are_left_out_after_ctrl_c(clip, tmp_path):
    other = fakes.video(tmp_path / "other.mp4")
    process = fakes.posecoach("analyze", clip, other, "-o", tmp_path / "out", env={"FRAME_TAKES_S": "0.5"})
    assert interrupted(process, signal.SIGINT, 3.0)[0] == 130
    assert not list((tmp_path / "out").glob("other.*"))


@pytest.mark.slow
@SIGNALS
@pytest.mark.parametrize("after_s", [0.0, 1.2, 3.0], ids="{:.1f}s".format)
def test_a_practice_may_be_stopped_at_any_moment(number, after_s, camera, tmp_path):
    process = fakes.posecoach(
        "practice", "bridge", "--camera", camera, "--no-window", "--record", tmp_path / "film.mp4", "-o", tmp_path
    )
    code, err = interrupted(process, number, after_s)
    assert code == CODES[number] and err.endswith("posecoach: Stopped.\n") and "Traceback" not in err
    check_files(tmp_path)


@contextmanager
def terminal():
    """A new terminal, which is closed at the end; yields its end and the options that start a process in it."""
    import fcntl
    import termios

    own, theirs = os.openpty()
    ends = dict.fromkeys(("stdin", "stdout", "stderr"), theirs)
    try:
        yield own, ends | {"start_new_session": True, "preexec_fn": lambda: fcntl.ioctl(theirs, termios.TIOCSCTTY)}
    finally:
        os.close(theirs)
        os.close(own)


@pytest.mark.slow
def test_a_closed_terminal_costs_nothing_of_an_analysis(clip, tmp_path):
    with terminal() as (screen, there):
        env = {"FRAME_TAKES_S": "0.5", "TERM": "xterm"}
        process = fakes.posecoach("analyze", clip, "-o", tmp_path, env=env, **there)
        while select.select([screen], [], [], AT_MOST_S)[0] and b"Watching" not in os.read(screen, 4096):
            pass
    assert fakes.finish(process)[0] == 129
    assert result_json.read(tmp_path / "clip.json").partial.startswith("stopped by the user after")
    check_files(tmp_path)


@pytest.mark.slow
def test_a_closed_terminal_costs_nothing_of_a_practice(camera, tmp_path):
    with terminal() as (_, there):
        process = fakes.posecoach("practice", "bridge", "--camera", camera, "--no-window", "-o", tmp_path, **there)
        while not list(tmp_path.iterdir()) and process.poll() is None:
            time.sleep(0.05)
    assert fakes.finish(process)[0] == 129
    assert {path.suffix for path in tmp_path.iterdir()} == {".json", ".csv", ".npz", ".html"}
    check_files(tmp_path)


def test_ctrl_c_ends_the_wait_for_a_camera_that_is_being_opened(tmp_path):
    import socket

    with socket.create_server(("127.0.0.1", 0)) as silent:  # takes the call and never answers
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        process = fakes.posecoach("practice", "bridge", "--camera", url, "--no-window", "-o", tmp_path / "out")
        silent.settimeout(20)
        with silent.accept()[0]:
            began_s = time.monotonic()
            code, err = interrupted(process, signal.SIGINT, 0.2)
            assert (code, err) == (130, "posecoach: Stopped.\n")
            assert time.monotonic() - began_s < 4.0, "sooner than the camera's own patience"


def test_the_exit_code_of_the_signal_wins_over_that_of_an_error(tmp_path, capfd):
    stop = Stop()
    stop.receive(signal.SIGINT)
    assert run(["practice", "bridge", "--camera", "nowhere.mp4", "-o", str(tmp_path)], AppContext(stop)) == 130
    assert capfd.readouterr().err == "posecoach: Stopped.\n"


@pytest.mark.slow
@pytest.mark.parametrize(("number", "after_s"), [(2, 0.6), (15, 2.0), (2, 5.0), (15, 9.0)])
def test_an_analysis_with_the_real_model_may_be_stopped_at_any_moment(number, after_s, tmp_path):
    process = fakes.posecoach("analyze", fakes.SAMPLE, "-o", tmp_path / "out", model=True)
    check(*interrupted(process, number, after_s, times=2), number, tmp_path / "out")
