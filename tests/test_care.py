"""What is remembered of a person for their safety, and that no trouble with it stops them."""

import os
import signal
import stat
import subprocess
import sys
import time

import pytest

from posecoach import care
from posecoach.care import Diary
from posecoach.core.dose import SessionEntry

ENTRY = SessionEntry("2025-06-01T08:00:00+02:00", 0.7, "complete", 3, 2)
UNTOLD = SessionEntry("2025-06-02T08:00:00+02:00", 0.7, "pain")
needs_ordinary_user = pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="permissions do not bind this user"
)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "posecoach" / "care.jsonl"


# -- the words ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sign", ["numbness around the seat", "bladder", "bowel", "fever", "a recent fall", "weakness in a leg"]
)
def test_every_red_flag_is_shown_and_spoken(sign):
    assert sign in " ".join(care.SAFETY).lower()
    assert sign in " ".join(care.SAFETY_SAID).lower()


def test_spoken_words_are_short_enough_to_be_understood():
    for sentence in (*care.SAFETY_SAID, care.PAIN_SAID):
        assert len(sentence.split()) <= 7


# -- remembering -------------------------------------------------------------------------------------------------


def test_who_comes_for_the_first_time_is_asked_and_nothing_is_wrong(path):
    diary = Diary(path)
    assert not diary.confirmed
    assert diary.entries == ()
    assert diary.problem is None
    assert not path.parent.exists()


def test_who_confirmed_is_not_asked_again(path):
    diary = Diary(path)
    diary.confirm()
    assert diary.confirmed
    assert Diary(path).confirmed


def test_when_the_words_change_they_are_to_be_confirmed_again(path):
    Diary(path).confirm()
    path.write_text(path.read_text().replace(care.SAFETY_ID, "of another day"))
    assert not Diary(path).confirmed


def test_sessions_are_remembered_in_order_answered_or_not(path):
    diary = Diary(path)
    diary.add(ENTRY)
    diary.confirm()
    diary.add(UNTOLD)
    assert diary.entries == (ENTRY, UNTOLD)
    assert Diary(path).entries == (ENTRY, UNTOLD)
    assert Diary(path).confirmed


@pytest.mark.skipif(sys.platform == "win32", reason="no permission bits")
def test_nobody_else_can_read_it(path):
    Diary(path).add(ENTRY)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_it_lies_in_the_users_own_data():
    assert care.diary_path().parts[-2:] == ("posecoach", "care.jsonl")


# -- when things go wrong ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "harm",
    [
        b'\n{"session": {"when": "2025-06-01T08', b"\n\x00\x00\xff", b"\nhello", b"\n[1]",
        b'\n{"session": {"when": "today", "share": 7, "ended": "complete"}}',
        b'\n{"session": {"when": "today", "share": 1, "ended": "complete", "pain_after": 11}}',
    ],
    ids=["torn", "no text", "no JSON", "no object", "share beyond all", "pain beyond all"],
)  # fmt: skip
def test_a_damaged_line_costs_no_other_and_is_named(path, harm):
    Diary(path).add(ENTRY)
    with path.open("ab") as file:
        file.write(harm)
    Diary(path).add(UNTOLD)
    diary = Diary(path)
    assert diary.entries == (ENTRY, UNTOLD)
    assert f"{path}, line 3." in diary.problem
    assert harm in path.read_bytes()


def test_what_a_newer_posecoach_adds_is_passed_over_in_peace(path):
    Diary(path).add(ENTRY)
    with path.open("ab") as file:
        file.write(b'\n{"mood": "fine"}\n{"session": {"when": "x", "share": 1.0, "ended": "quit", "mood": "fine"}}')
    diary = Diary(path)
    assert diary.entries == (ENTRY, SessionEntry("x", 1.0, "quit"))
    assert diary.problem is None


def test_a_place_that_cannot_be_written_does_not_stop_the_session(tmp_path):
    (tmp_path / "posecoach").write_text("in the way")
    diary = Diary(tmp_path / "posecoach" / "care.jsonl")
    diary.confirm()
    diary.add(ENTRY)
    assert diary.confirmed
    assert diary.entries == (ENTRY,)
    assert "could not be noted" in diary.problem


def test_a_folder_in_the_files_place_does_not_stop_the_session(path):
    path.mkdir(parents=True)
    assert "cannot be read" in Diary(path).problem


@needs_ordinary_user
def test_a_file_that_may_not_be_read_does_not_stop_the_session(path):
    Diary(path).add(ENTRY)
    path.chmod(0)
    diary = Diary(path)
    assert diary.entries == ()
    assert "Permission denied" in diary.problem


@pytest.fixture
def full_disk():
    """Lets no file grow beyond its 40th byte: what is written breaks off there, as on a disk that fills up."""
    resource = pytest.importorskip("resource")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (40, limits[1]))
    yield lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    resource.setrlimit(resource.RLIMIT_FSIZE, limits)


def test_a_full_disk_does_not_stop_the_session_nor_spoil_the_next(path, full_disk):
    diary = Diary(path)
    diary.add(ENTRY)
    assert diary.entries == (ENTRY,)
    assert "No space left" in diary.problem
    full_disk()
    Diary(path).add(UNTOLD)
    assert Diary(path).entries == (UNTOLD,)


# -- several at once, and the end of one -------------------------------------------------------------------------

ADDING = """
import sys
from pathlib import Path
from posecoach.care import Diary
from posecoach.core.dose import SessionEntry
diary = Diary(Path(sys.argv[1]))
for number in range(int(sys.argv[3])):
    diary.add(SessionEntry(f"{sys.argv[2]} {number}", 1.0, "complete"))
    print(number, flush=True)
"""


def adding(path, name, many):
    return subprocess.Popen([sys.executable, "-c", ADDING, path, name, str(many)], stdout=subprocess.PIPE, text=True)


def test_two_sessions_at_once_lose_nothing(path):
    both = [adding(path, name, 50) for name in ("left", "right")]
    assert [process.communicate()[0].count("\n") for process in both] == [50, 50]
    diary = Diary(path)
    assert diary.problem is None
    assert {entry.when for entry in diary.entries} == {f"{name} {n}" for name in ("left", "right") for n in range(50)}


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_a_session_killed_at_any_moment_leaves_every_earlier_entry_whole(path):
    with adding(path, "killed", 100_000) as process:
        process.stdout.readline()
        time.sleep(0.05)
        process.send_signal(signal.SIGKILL)
        told = 1 + process.stdout.read().count("\n")
    diary = Diary(path)
    assert diary.problem is None
    assert len(diary.entries) in (told, told + 1)
