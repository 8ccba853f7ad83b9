"""A session with impossible values is left out of all that is shown, and named; the others stay."""

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from session_records import SESSION

from posecoach.cli.app import run
from posecoach.cli.options import AppContext
from posecoach.errors import UsageError
from posecoach.practice.session_log import SessionLog
from posecoach.storage.history.history import History
from posecoach.storage.history.journal_lines import UnreadableJournalError, replay, to_line
from posecoach.storage.history.soundness import condition
from posecoach.storage.history.tables import insert_session

OTHER_DAY = "2025-06-02T08:00:00+02:00"

WRONG = [
    ("sessions", "started", "'2025-02-31T08:00:00+01:00'"),
    ("sessions", "started", "'yesterday'"),
    ("sessions", "started", "'2025-06-01'"),
    ("sessions", "started", "'0001-01-01T00:00:00+00:00'"),
    ("sessions", "started", "'1968-12-31T23:59:59+00:00'"),
    ("sessions", "started", "'9999-12-31T23:59:59+00:00'"),
    ("sessions", "started", "17"),
    ("sessions", "started", "CAST(x'ff00fe' AS TEXT)"),
    ("sessions", "name", "x'00ff'"),
    ("sessions", "name", "CAST(zeroblob(50000) AS TEXT)"),
    ("sessions", "name", "hex(zeroblob(50000))"),
    ("sessions", "duration_s", "'ten minutes'"),
    ("sessions", "duration_s", "-1"),
    ("sessions", "duration_s", "1e18"),
    ("sessions", "duration_s", "9e999"),
    ("sessions", "judged_share", "1.5"),
    ("sessions", "dose_share", "0"),
    ("sessions", "dose_share", "'half'"),
    ("sessions", "ended", "'exploded'"),
    ("sessions", "pain_before", "11"),
    ("sessions", "pain_after", "2.5"),
    ("sessions", "reason", "'{}'"),
    ("sets", "exercise", "x''"),
    ("sets", "asked_reps", "-5"),
    ("sets", "asked_hold_s", "'[10'"),
    ("reps", "side", "'up'"),
    ("reps", "hold_s", "-3"),
    ("reps", "hold_s", "'long'"),
    ("reps", "good_s", "1e300"),
    ("reps", "start_s", "x'01'"),
    ("reps", "unjudged", "-1"),
    ("faults", "code", "x''"),
    ("faults", "value", "9e999"),
    ("faults", "unit", "x''"),
]


@pytest.fixture(scope="module")
def two(tmp_path_factory):
    """A file with two sessions."""
    path = tmp_path_factory.mktemp("two") / "history.sqlite"
    for started in (SESSION.started, OTHER_DAY):
        History(path).save(replace(SESSION, started=started))
    return path


@pytest.fixture
def path(two, tmp_path):
    return Path(shutil.copy(two, tmp_path / "history.sqlite"))


def damage(path, table: str, column: str, value: str, number: int = 1) -> History:
    """Change a value of a session in the file."""
    key = "id" if table == "sessions" else "session_id"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute(f"UPDATE {table} SET {column} = {value} WHERE {key} = {number}")
    return History(path)


@pytest.mark.parametrize(("table", "column", "value"), WRONG)
def test_every_reader_leaves_out_a_session_with_an_impossible_value(table, column, value, path):
    history = damage(path, table, column, value)
    assert [session.id for session in history.sessions()] == [2]
    assert [summary.session.id for summary in history.summaries()] == [2]
    assert [summary.session.id for summary in history.summaries(since_day=date(2000, 1, 1))] == [2]
    assert history.days() == [date(2025, 6, 2)]
    assert [session["id"] for session in history.export()["sessions"]] == [2]
    assert f"session 1 (impossible: {column}" in history.notice


def test_the_last_session_that_can_be_read_decides_the_dose(path):
    log = SessionLog(damage(path, "sets", "asked_reps", "'five'", number=2), "safety")
    assert log.last.id == 1 and "session 2 (impossible: asked_reps of an exercise)" in log.problem


def test_a_sound_history_says_nothing(path):
    history = History(path)
    assert len(history.sessions()) == 2 and history.notice is None


@pytest.mark.parametrize("started", ["1970-01-01T00:03:00+00:00", "1969-12-31T19:03:00-05:00"])
def test_a_session_under_a_clock_that_was_never_set_is_kept(started, path):
    history = History(path)
    number = history.save(replace(SESSION, started=started))
    assert history.last() == replace(SESSION, started=started, id=number) and history.notice is None
    assert replay([to_line(replace(SESSION, started=started))]).started == started


@pytest.mark.parametrize(
    ("field", "value"),
    [("started", "2150-06-01T08:00:00+02:00"), ("judged_share", 1.01), ("duration_s", 1e6), ("name", "n" * 50_000)],
)
def test_what_would_be_left_out_is_not_saved_and_the_field_is_named(field, value, path):
    history = History(path)
    with pytest.raises(UsageError, match=rf"cannot be saved \(impossible: {field}\)"):
        history.save(replace(SESSION, **{field: value}))
    assert len(history.sessions()) == 2 and history.notice is None


def test_a_damaged_session_can_be_deleted(path, capsys):
    damage(path, "sessions", "duration_s", "-1")
    assert run(["history"], AppContext(history=path)) == 0
    shown = capsys.readouterr()
    assert "2025-06-02" in shown.out and "2025-06-01" not in shown.out
    assert "posecoach history delete 1" in shown.err and "Traceback" not in shown.err
    assert run(["history", "delete", "1"], AppContext(history=path)) == 0
    assert run(["history"], AppContext(history=path)) == 0
    assert "left out" not in capsys.readouterr().err


def test_of_many_damaged_sessions_a_few_are_named(path):
    with closing(sqlite3.connect(path)) as connection, connection:
        for _ in range(8):
            insert_session(connection, replace(SESSION, ended="exploded"))
    history = History(path)
    assert [session.id for session in history.sessions()] == [2, 1]
    assert history.notice.count("session ") == 5 and "and 3 more" in history.notice


def test_only_the_sessions_that_are_asked_for_are_checked_and_those_in_place_of_damaged_ones(path):
    history = damage(path, "sessions", "duration_s", "-1")
    assert [session.id for session in history.sessions(limit=1)] == [2] and history.notice is None
    number = history.save(SESSION)
    damage(path, "reps", "hold_s", "-1", number)
    assert [session.id for session in history.sessions(limit=1)] == [2]
    assert f"session {number} " in history.notice and "session 1 " not in history.notice
    assert [summary.session.id for summary in history.summaries(limit=2)] == [2]
    assert f"session {number} " in history.notice and "session 1 " in history.notice


@pytest.mark.parametrize(("kind", "error"), [(int, KeyError), (float | None, KeyError), (bool, TypeError)])
def test_a_field_of_which_nobody_says_what_is_possible_is_an_error_not_a_damage(kind, error):
    with pytest.raises(error, match="steps"):
        condition("steps", kind, {})


def test_an_impossible_day_of_what_was_said_is_none(path):
    history = History(path)
    history.record_said("bridge left", date(2025, 6, 1))
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE said SET day = 'never'")
    assert history.said("bridge left") is None


def test_a_file_whose_table_names_are_damaged_is_moved_aside(path):
    path.write_bytes(path.read_bytes().replace(b"CREATE TABLE sets", b"CREATE \xa0\xa0\xa0\xa0\xa0 sets"))
    history = History(path)
    assert history.sessions() == [] and "is damaged" in history.notice


@pytest.mark.parametrize("version", [-5, 0, 4])
def test_another_database_is_moved_aside(version, path):
    path.unlink()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE sessions (id INTEGER)")
        connection.execute(f"PRAGMA user_version = {version}")
    history = History(path)
    assert history.sessions() == [] and "is no history of posecoach" in history.notice
    assert history.save(SESSION) == 1


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        ('"duration_s":600.5', '"duration_s":"x"'),
        ('"duration_s":600.5', '"duration_s":-1'),
        ('"duration_s":600.5', '"duration_s":1e999'),
        ('"duration_s":600.5', '"duration_s":' + "9" * 5000),
        ("2025-06-01T", "2025-02-31T"),
        ('"complete"', '"exploded"'),
        ('"sets":[', '"sets":["x",'),
        ('"name":"routine"', '"name":"\\ud800"'),
        ('"name":"routine"', '"name":' + "[" * 50_000),
        ('"dose_share":0.7', '"dose_share":0'),
        ('"pain_before":3', '"pain_before":11'),
        ('"exercise":"bridge"', '"exercise":{}'),
    ],
)
def test_a_journal_of_impossible_values_is_damaged(written, instead):
    line = to_line(SESSION).decode()
    assert written in line
    with pytest.raises(UnreadableJournalError, match="is damaged"):
        replay([line.replace(written, instead, 1).encode()])
