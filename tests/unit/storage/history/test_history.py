"""The history: nothing reported as saved is lost, nothing deleted stays, nobody else reads it."""

import os
import sqlite3
import stat
import sys
from dataclasses import replace

import pytest
from session_records import FAULTY, GOOD, SESSION

from posecoach.core.judging import events as core
from posecoach.core.session.routine import Step
from posecoach.exercises.registry import EXERCISES
from posecoach.storage.history.database import HistoryFile
from posecoach.storage.history.history import History, history_path
from posecoach.storage.history.records import FaultRecord, RepRecord, SetRecord, SideTotal, group_into_sets
from posecoach.storage.history.tables import CREATE_SESSIONS, MIGRATIONS, insert_session

# -- remembering -------------------------------------------------------------------------------------------------


def test_a_session_is_remembered_with_all_that_belongs_to_it(path):
    number = History(path).save(SESSION)
    assert History(path).sessions() == [replace(SESSION, id=number)]
    assert History(path).last().id == number


def test_before_the_first_session_nothing_is_known_and_nothing_made(path):
    history = History(path)
    assert (history.sessions(), history.summaries(), history.days(), history.last()) == ([], [], [], None)
    assert not history.delete(1)
    history.purge()
    assert history.notice is None and not path.parent.exists()


def test_the_newest_session_comes_first(path):
    history = History(path)
    numbers = [history.save(replace(SESSION, name=name)) for name in "abc"]
    assert [session.id for session in history.sessions()] == numbers[::-1]
    assert [session.name for session in history.sessions(limit=2)] == ["c", "b"]
    assert [outline.session.name for outline in history.summaries(limit=2)] == ["c", "b"]


def test_pain_recorded_afterwards_is_added_to_its_session(path):
    history = History(path)
    first, second = (history.save(replace(SESSION, pain_after=None)) for _ in range(2))
    history.record_pain(first, 6)
    assert {session.id: session.pain_after for session in history.sessions()} == {first: 6, second: None}


def test_the_reason_for_stopping_early_is_added_to_its_session(path):
    history = History(path)
    first, second = (history.save(replace(SESSION, ended="quit")) for _ in range(2))
    history.record_reason(first, "tired")
    assert {session.id: session.reason for session in history.sessions()} == {first: "tired", second: None}
    assert history.summaries()[1].session.reason == "tired"


def test_an_outline_sums_up_each_exercise_on_each_side(path):
    bird_dog = SetRecord("bird_dog", 2, 30.0, (FAULTY, FAULTY, replace(FAULTY, side="right", faults=(), hold_s=8.0)))
    history = History(path)
    history.save(
        replace(SESSION, sets=(bird_dog, SetRecord("bridge", 5, 10.0, (GOOD, GOOD)), SetRecord("press_up", 3, None)))
    )
    (outline,) = history.summaries()
    assert set(outline.totals) == {
        SideTotal("bird_dog", "left", 2, 30.0, 2, 62.0, 24.0, 31.0, 2, 2),
        SideTotal("bird_dog", "right", 2, 30.0, 1, 8.0, 12.0, 8.0, 0, 1),
        SideTotal("bridge", None, 5, 10.0, 2, 20.5, 19.0, 10.25, 0, 0),
        SideTotal("press_up", None, 3, None, 0, 0.0, 0.0, 0.0, 0, 0),
    }
    assert (outline.reps, outline.faulty, outline.hold_s, outline.session.sets) == (5, 2, 90.5, ())


def test_days_are_those_of_the_persons_own_calendar_with_an_attempt(path):
    history = History(path)
    idle = replace(SESSION, started="2025-06-05T08:00:00+02:00", sets=(SetRecord("bridge", 5, 10.0),))
    late, early = "2025-06-01T23:59:00+14:00", "2025-06-03T00:01:00-11:00"
    for session in (replace(SESSION, started=early), replace(SESSION, started=late), SESSION, idle):
        history.save(session)
    assert [day.isoformat() for day in history.days()] == ["2025-06-01", "2025-06-03"]


def test_outlines_are_given_since_a_day(path):
    history = History(path)
    history.save(SESSION)
    history.save(replace(SESSION, started="2025-06-02T00:00:00+02:00"))
    day = history.days()[1]
    assert [outline.session.started[:10] for outline in history.summaries(since_day=day)] == ["2025-06-02"]


def test_a_confirmation_is_known_for_its_text_alone(path):
    history = History(path)
    assert not history.confirmed("a")
    for _ in range(2):
        history.confirm("a", "2025-06-01T08:00:00+02:00")
    assert History(path).confirmed("a") and not History(path).confirmed("b")


def test_attempts_are_sorted_into_the_exercises_of_the_session():
    fault = core.Fault("hips_low", 4.0, 6.0, 150.0, (165.0, 190.0), "deg", "Raise your hips.", "Hips up")
    bridge = core.Rep(
        1,
        "bridge",
        None,
        1.0,
        2.0,
        12.0,
        13.0,
        10.0,
        8.0,
        faults=(fault,),
        unjudged=(core.Unjudged("feet_moved", "unseen"),),
    )
    other = replace(bridge, index=2, exercise="leg_lift", faults=(), unjudged=(), asked_hold_s=8.0)
    steps = [Step(EXERCISES[key], reps, 10.0, 0.0) for key, reps in (("bridge", 3), ("press_up", 2), ("bridge", 2))]
    first, second, third = group_into_sets([bridge, other], steps)
    assert first == SetRecord(
        "bridge", 5, 10.0, (RepRecord(None, 1.0, 10.0, 8.0, 1, (FaultRecord("hips_low", 150.0, "deg"),)),)
    )
    assert second == SetRecord("press_up", 2, 10.0)
    assert (third.exercise, third.asked_reps, third.asked_hold_s, len(third.reps)) == ("leg_lift", None, 8.0, 1)


# -- deleting ----------------------------------------------------------------------------------------------------


def test_a_deleted_session_is_gone_from_the_disk_and_its_number_is_not_given_again(path):
    history = History(path)
    history.save(SESSION)
    secret = history.save(replace(SESSION, name="SECRET", sets=(SetRecord("SECRET-SET", 1, 1.0, (FAULTY,)),)))
    assert history.delete(secret) and not history.delete(secret)
    assert b"SECRET" not in path.read_bytes()
    assert history.save(SESSION) > secret
    assert len(history.sessions()) == 2


def test_a_purge_leaves_no_session_not_even_one_set_aside(path):
    history = History(path)
    history.save(replace(SESSION, name="SECRET"))
    history.confirm("text", "today")
    (path.parent / "history-aside-20250101.sqlite").write_bytes(b"SECRET")
    history.purge()
    assert [file.name for file in path.parent.iterdir()] == ["history.sqlite"]
    assert b"SECRET" not in path.read_bytes() and history.sessions() == []
    assert history.confirmed("text"), "what was confirmed is no session"
    assert history.save(SESSION) == 1


# -- nobody else's business --------------------------------------------------------------------------------------


def test_it_lies_in_the_users_own_data():
    assert history_path().parts[-2:] == ("posecoach", "history.sqlite")


@pytest.mark.skipif(sys.platform == "win32", reason="needs the permissions of Unix")
def test_nobody_else_can_read_it_even_while_it_is_written(path):
    before = os.umask(0)
    try:
        HistoryFile(path).write(lambda connection: insert_session(connection, SESSION) and modes(path))
        assert modes(path) == {0o600}
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@pytest.mark.skipif(sys.platform == "win32", reason="needs the permissions of Unix")
def test_what_others_could_read_is_closed_to_them_and_said_once(path):
    History(path).save(SESSION)
    aside = path.with_name(f"{path.stem}-aside-1.sqlite")
    aside.touch()
    for open_to_all in (path, aside, path.parent):
        open_to_all.chmod(0o777)
    (sentence,) = History(path).recover()
    assert "Other users" in sentence and str(path.parent) in sentence
    assert [stat.S_IMODE(one.stat().st_mode) for one in (path.parent, path, aside)] == [0o700] * 3
    assert History(path).recover() == []


def modes(path):
    """Return the permissions of the file and its journal."""
    found = {stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    assert found == {0o600}
    return found


# -- when things go wrong ----------------------------------------------------------------------------------------


def newer(path):
    History(path).save(SESSION)
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    connection.close()


def torn(path):
    for _ in range(30):
        History(path).save(SESSION)
    path.write_bytes(path.read_bytes()[:5000] + os.urandom(9000))


def no_database(path):
    path.parent.mkdir()
    path.write_bytes(b"hello " * 300)


@pytest.mark.parametrize("harm", [newer, torn, no_database])
def test_an_unusable_file_is_set_aside_with_a_sentence_and_kept(path, harm):
    harm(path)
    before = path.read_bytes()
    history = History(path)
    number = history.save(SESSION)
    assert [session.id for session in history.sessions()] == [number]
    (aside,) = history.set_aside()
    assert aside.read_bytes() == before
    assert str(aside) in history.notice
    assert ("newer posecoach" if harm is newer else "damaged") in history.notice
    assert History(path).sessions() and History(path).notice is None, "the notice comes once"


def test_a_history_of_the_first_version_is_migrated_with_its_sessions(path):
    path.parent.mkdir()
    with sqlite3.connect(path) as connection:
        for statement in CREATE_SESSIONS:
            connection.execute(statement)
        connection.execute(
            "INSERT INTO sessions VALUES (7, '2025-06-01T08:00:00+02:00', 'routine', '0.1.0', 9.0, 1, 1, 'quit', 1, 2)"
        )
        connection.execute("PRAGMA user_version = 1")
    connection.close()
    history = History(path)
    assert not history.confirmed("text")
    assert [(session.id, session.pain_after) for session in history.sessions()] == [(7, 2)]
    assert history.notice is None
