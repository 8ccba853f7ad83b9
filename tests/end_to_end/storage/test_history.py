"""The history, written by several processes at once or by one that is killed: no saved session is lost."""

import random
import signal
import subprocess
import sys
import time

import pytest

from posecoach.storage.history.database import BUSY_S
from posecoach.storage.history.history import History

unix = pytest.mark.skipif(sys.platform == "win32", reason="needs the signals of Unix")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "posecoach" / "history.sqlite"


SAVING = """
import sys
from pathlib import Path
from posecoach.storage.history.records import FaultRecord, RepRecord, SessionRecord, SetRecord
from posecoach.storage.history.history import History
history = History(Path(sys.argv[1]))
rep = RepRecord(None, 3.0, 10.0, 9.0, 0, (FaultRecord("hips_low", 150.0, "deg"),))
for number in range(int(sys.argv[3])):
    sets = (SetRecord("bridge", 5, 10.0, (rep,) * 10),)
    session = SessionRecord("2025-06-01T08:00:00+02:00", sys.argv[2], "0.1.0", 60.0, 1.0, 1.0, "complete", sets=sets)
    print(history.save(session), flush=True)
"""


def saving(path, name, many):
    return subprocess.Popen(
        [sys.executable, "-c", SAVING, str(path), name, str(many)], stdout=subprocess.PIPE, text=True
    )


def test_two_sessions_saved_at_once_lose_nothing(path):
    both = [saving(path, name, 40) for name in ("left", "right")]
    saved = [number for process in both for number in process.communicate(timeout=8 * BUSY_S)[0].split()]
    sessions = History(path).sessions()
    assert sorted(map(int, saved)) == sorted(session.id for session in sessions) == list(range(1, 81))
    assert all(len(session.sets[0].reps) == 10 for session in sessions)


@unix
@pytest.mark.slow
def test_killed_at_twenty_random_moments_it_loses_no_session_reported_as_saved(path):
    saved: set[int] = set()
    dice = random.Random(20)
    for _ in range(20):
        with saving(path, "killed", 100_000) as process:
            saved.add(int(process.stdout.readline()))
            time.sleep(dice.uniform(0.0, 0.2))
            process.send_signal(signal.SIGKILL)
            saved |= {int(line) for line in process.stdout.read().splitlines(keepends=True) if line.endswith("\n")}
        history = History(path)
        sessions = history.sessions()
        assert history.notice is None
        assert saved <= {session.id for session in sessions}
        assert all(len(session.sets[0].reps) == 10 for session in sessions), "a session is whole or not there"
    assert len(saved) > 100
