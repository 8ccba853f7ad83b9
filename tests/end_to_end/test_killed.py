"""A practice that is killed: what was done until then is in the history, and two at once keep apart."""

from __future__ import annotations

import csv
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import fakes
import mjpeg_server
import pytest

from posecoach.storage.history.history import History
from posecoach.storage.history.records import SessionRecord

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="needs the signals of Unix"),
]
LOST_S = 2.0
"""At most so much of a killed session is lost."""
DICE = random.Random(61)
MOMENTS_S = [DICE.uniform(1.0, 11.0) for _ in range(3)]
"""When sessions are killed, from their first frame on."""


@pytest.fixture(scope="module")
def camera():
    with mjpeg_server.MjpegServer([fakes.picture(i) for i in range(20)], fps=20) as server:
        yield server.url


def practising(camera: str, history: Path, out: Path) -> subprocess.Popen[str]:
    words = ("practice", "bridge", "--no-window", "--no-look", "--mute", "--camera", camera, "-o", out)
    return fakes.posecoach(*words, env={"HISTORY": str(history)})


def rows(out: Path) -> list[dict[str, str]]:
    """Return the frames of the session so far."""
    return [row for path in out.glob("*.csv") for row in csv.DictReader(path.read_text().splitlines())]


def wait_for_frames(out: Path) -> None:
    deadline_s = time.monotonic() + 30.0
    while not rows(out) and time.monotonic() < deadline_s:
        time.sleep(0.05)


def killed(camera: str, history: Path, out: Path, after_s: float) -> None:
    """Practise, and be killed this long after the first frame."""
    process = practising(camera, history, out)
    wait_for_frames(out)
    time.sleep(after_s)
    process.send_signal(signal.SIGKILL)
    fakes.finish(process)


def holds_s(frames: list[dict[str, str]]) -> dict[str, float]:
    """Return how long each attempt of the frame table was held."""
    found: dict[str, float] = {}
    for row in frames:
        if row["rep"]:
            found[row["rep"]] = max(found.get(row["rep"], 0.0), float(row["hold_s"]))
    return {rep: hold_s for rep, hold_s in found.items() if hold_s}


def lost_s(session: SessionRecord, frames: list[dict[str, str]]) -> tuple[float, float]:
    """Return how much of the time and of the holds is not in the history."""
    kept_s = sum(rep.hold_s for one in session.sets for rep in one.reps)
    return float(frames[-1]["t_s"]) - session.duration_s, sum(holds_s(frames).values()) - kept_s


@pytest.mark.parametrize("after_s", MOMENTS_S, ids="{:.1f}s".format)
def test_a_killed_session_is_recovered_at_the_next_start(after_s, camera, tmp_path):
    history, out = tmp_path / "data" / "history.sqlite", tmp_path / "out"
    killed(camera, history, out, after_s)
    frames = rows(out)
    again = practising(camera, history, tmp_path / "again")
    wait_for_frames(tmp_path / "again")
    again.send_signal(signal.SIGINT)
    _, _, err = fakes.finish(again)
    sets = ": 1 set recovered" if holds_s(frames) else " before the first attempt"
    assert f"Your last session was interrupted{sets}." in err and "Traceback" not in err
    later, session = History(history).sessions()
    assert (session.ended, later.ended, later.dose_share) == ("interrupted", "quit", 1.0)
    assert all(-0.5 <= lost <= LOST_S for lost in lost_s(session, frames))
    assert [path.name for path in history.parent.iterdir()] == ["history.sqlite"], "no journal is left"


def test_of_two_sessions_at_once_both_are_saved_and_neither_recovers_the_other(camera, tmp_path):
    history = tmp_path / "history.sqlite"
    both = []
    for name in ("one", "two"):
        both.append(practising(camera, history, tmp_path / name))
        wait_for_frames(tmp_path / name)
    errors = []
    for process in both:
        process.send_signal(signal.SIGINT)
        errors.append(fakes.finish(process)[2])
    assert all("Saved as session" in err and "interrupted" not in err for err in errors)
    assert [session.ended for session in History(history).sessions()] == ["quit", "quit"]
    assert not list(tmp_path.glob("*running*"))
