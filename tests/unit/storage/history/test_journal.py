"""The journal: an interrupted session is recovered from what is whole in it, once, and only when nobody runs it."""

import errno
import os
import stat
import sys
from dataclasses import replace

import pytest
from session_records import FAULTY, GOOD, SESSION

from posecoach.storage.history.history import History
from posecoach.storage.history.journal import Journal
from posecoach.storage.history.journal_lines import VERSION, JournalEntry, replay, to_line
from posecoach.storage.history.records import ExerciseRep, SetRecord

BEGINNING = replace(
    SESSION,
    duration_s=0.0,
    judged_share=0.0,
    ended="interrupted",
    pain_after=None,
    sets=(SetRecord("bridge", 5, 10.0), SetRecord("press_up", None, None)),
)
BRIDGE, BIRD_DOG = ExerciseRep("bridge", 10.0, GOOD), ExerciseRep("bird_dog", 30.0, FAULTY)
ENTRIES = (
    JournalEntry(1.0, 0.5, (), None),
    JournalEntry(9.0, 0.8, (), BRIDGE),
    JournalEntry(15.0, 0.9, (BRIDGE, BRIDGE), None),
    JournalEntry(40.0, 0.95, (BIRD_DOG,), BRIDGE),
)
ABSURD = JournalEntry(9.0, 0.8, (BIRD_DOG._replace(asked_hold_s=1e300),), None)
LINES = [to_line(value) for value in (BEGINNING, *ENTRIES)]


def ignore(sentence: str) -> None:
    pass


def holds(session):
    return {one.exercise: len(one.reps) for one in session.sets}


# -- what the lines add up to ------------------------------------------------------------------------------------


def test_the_lines_add_up_to_the_session_with_the_attempt_that_was_being_made():
    session = replay(LINES)
    assert session == replace(
        BEGINNING,
        duration_s=40.0,
        judged_share=0.95,
        sets=(
            SetRecord("bridge", 5, 10.0, (GOOD, GOOD, GOOD)),
            SetRecord("press_up", None, None),
            SetRecord("bird_dog", None, 30.0, (FAULTY,)),
        ),
    )


def test_an_attempt_that_ended_is_no_running_one_any_more():
    assert [holds(replay(LINES[:n]))["bridge"] for n in (1, 2, 3, 4)] == [0, 0, 1, 2]


def test_the_session_at_its_end_replaces_what_came_before():
    assert replay([*LINES, to_line(SESSION)]) == SESSION


@pytest.mark.parametrize("end", [b"", b"\0" * 300, b'{"journal":1}\n', b"\xff\n"])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_a_last_line_that_is_not_whole_costs_only_itself(share, end):
    torn = LINES[4][: int(share * len(LINES[4]))]
    assert replay([*LINES[:4], torn + end]) == replay(LINES[:4])


def test_nothing_is_recovered_when_not_even_the_beginning_is_whole():
    assert replay([]) is None and replay([LINES[0][:40]]) is None


# -- recovering --------------------------------------------------------------------------------------------------


def interrupted(path, *values) -> None:
    """Leave the journal of a session whose program ended."""
    with History(path).journal(BEGINNING, ignore) as journal:
        for value in values:
            journal.append(value)


def journals(path):
    return list(path.parent.glob("*running*"))


def test_an_interrupted_session_is_recovered_once_and_its_journal_removed(path):
    interrupted(path, *ENTRIES)
    (journal,) = journals(path)
    assert journal.read_bytes() == b"".join(LINES)
    assert History(path).recover() == ["Your last session was interrupted: 2 sets recovered."]
    assert History(path).recover() == []
    assert History(path).sessions() == [replace(replay(LINES), id=1)] and not journals(path)


def test_it_is_said_when_a_session_was_interrupted_before_anything_was_done(path):
    interrupted(path)
    assert History(path).recover() == ["Your last session was interrupted before the first attempt."]


def test_several_interrupted_sessions_are_one_sentence(path):
    for second in range(3):
        with History(path).journal(replace(BEGINNING, started=f"2025-06-01T08:00:0{second}"), ignore) as journal:
            journal.append(ENTRIES[2])
    assert History(path).recover() == ["Your last 3 sessions were interrupted: 3 sets recovered."]
    assert [session.started[-1] for session in History(path).sessions()] == ["2", "1", "0"]


def test_a_session_that_still_runs_is_not_recovered(path):
    with History(path).journal(BEGINNING, ignore):
        assert History(path).recover() == [] and len(journals(path)) == 1


def test_the_journal_of_a_saved_session_is_removed(path):
    history = History(path)
    with history.journal(BEGINNING, ignore) as journal:
        history.save(SESSION)
        journal.remove()
    assert not journals(path) and history.recover() == []


def test_a_program_that_ends_just_after_saving_leaves_no_second_session(path):
    interrupted(path, *ENTRIES, SESSION)
    History(path).save(SESSION)
    assert History(path).recover() == []
    assert len(History(path).sessions()) == 1 and not journals(path)


def test_a_session_that_could_not_be_saved_is_saved_as_it_ended_the_next_time(path):
    interrupted(path, *ENTRIES, replace(SESSION, ended="pain"))
    History(path).recover()
    assert History(path).last().ended == "pain"


def test_a_journal_without_a_line_is_removed_once_it_is_old(path):
    empty = path.with_name(f"{path.stem}-running-1.jsonl")
    empty.parent.mkdir(parents=True)
    empty.touch(0o600)
    assert History(path).recover() == [] and empty.exists(), "its session may be about to begin"
    os.utime(empty, (0, 0))
    assert History(path).recover() == [] and not empty.exists()


def test_a_purge_leaves_no_journal_of_a_past_session(path):
    History(path).save(SESSION)
    interrupted(path, *ENTRIES)
    History(path).purge()
    assert not journals(path) and History(path).recover() == []


@pytest.mark.skipif(sys.platform == "win32", reason="needs the permissions of Unix")
def test_nobody_else_can_read_it(path):
    before = os.umask(0)
    try:
        with History(path).journal(BEGINNING, ignore):
            (journal,) = journals(path)
            assert stat.S_IMODE(journal.stat().st_mode) == 0o600
            assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    finally:
        os.umask(before)


# -- when things go wrong ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (LINES[0].replace(b'"journal":1', b'"journal":%d' % (VERSION + 1)), "was written by a newer posecoach"),
        (b"no journal\n" * 5, "is damaged"),
        (b"\xff\xfe\n", "is damaged"),
        (b'{"journal":1,"session":{"started":3}}\n', "is damaged"),
        (LINES[0] + to_line(ABSURD), "is damaged (impossible: asked_hold_s of an exercise)"),
    ],
)
def test_a_journal_that_cannot_be_read_is_set_aside_with_one_sentence(path, content, reason):
    interrupted(path)
    journals(path)[0].write_bytes(content)
    history = History(path)
    (sentence,) = history.recover()
    (aside,) = history.set_aside()
    assert reason in sentence and str(aside) in sentence and aside.read_bytes() == content
    assert history.recover() == [] and history.sessions() == []


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="permissions do not bind this user")
def test_a_journal_that_may_not_be_opened_is_a_sentence(path):
    interrupted(path)
    journals(path)[0].chmod(0)
    (sentence,) = History(path).recover()
    assert "permission denied" in sentence


def test_while_the_history_cannot_be_written_the_journal_stays(path):
    interrupted(path, *ENTRIES)
    path.mkdir()
    (sentence,) = History(path).recover()
    assert "cannot be used" in sentence and len(journals(path)) == 1
    path.rmdir()
    assert History(path).recover() == ["Your last session was interrupted: 2 sets recovered."]


class Disk:
    """A disk that takes some bytes, and is full after them until it is given more."""

    def __init__(self, room: int) -> None:
        self.room = room

    def write(self, handle: int, data: bytes) -> int:
        if not self.room:
            raise OSError(errno.ENOSPC, "No space left on device")
        taken = data[: self.room]
        self.room -= len(taken)
        return os.write(handle, taken)


def test_a_full_disk_is_one_sentence_and_costs_no_earlier_entry(tmp_path):
    said: list[str] = []
    path = tmp_path / "journal"
    with Journal(path, BEGINNING, said.append, Disk(sum(map(len, LINES[:3])) + 20).write) as journal:
        for entry in ENTRIES:
            journal.append(entry)
    assert said == ["If this session is interrupted, it cannot be recovered: the disk is full."]
    assert replay(path.read_bytes().splitlines(keepends=True)) == replay(LINES[:3])


def test_when_the_disk_has_room_again_the_journal_is_whole_again(tmp_path):
    said: list[str] = []
    disk = Disk(len(LINES[0]) + 20)

    def make_room(sentence: str) -> None:
        said.append(sentence)
        disk.room = 10_000

    path = tmp_path / "journal"
    with Journal(path, BEGINNING, make_room, disk.write) as journal:
        for entry in ENTRIES:
            journal.append(entry)
    assert path.read_bytes() == b"".join(LINES) and len(said) == 1


def test_nobody_waits_for_the_disk(tmp_path):
    """The disk answers only after everything was handed over."""
    import threading

    handed_over = threading.Event()
    with Journal(tmp_path / "journal", BEGINNING, ignore, sync=lambda handle: handed_over.wait(10) or None) as journal:
        for entry in ENTRIES:
            journal.append(entry)
        handed_over.set()
    assert (tmp_path / "journal").read_bytes() == b"".join(LINES)
