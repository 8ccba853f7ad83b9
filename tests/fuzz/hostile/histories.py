"""The history's database and the journals of interrupted sessions: other values in rows, and changed bytes."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

from session_records import FAULTY, SESSION

from hostile.changes import VALUES, changed_bytes, changed_json, changed_tree
from hostile.commands import run_line
from hostile.feeding import Target
from posecoach.practice.session_log import SessionLog
from posecoach.reports.progress import render_progress
from posecoach.storage.history.history import History
from posecoach.storage.history.journal_lines import JournalEntry, to_line
from posecoach.storage.history.records import ExerciseRep
from posecoach.storage.history.tables import insert_session, migrate

TODAY = date(2025, 7, 1)
NOT_IN_A_CELL = (2**63, 10**400, "\ud800")
"""SQLite refuses them, as it does lists."""
CELLS = tuple(value for value in VALUES if not isinstance(value, list | dict) and value not in NOT_IN_A_CELL)
BLOBS = (b"", b"\xff\xfe", b"\x00" * 50)


def _databases() -> list[bytes]:
    with closing(sqlite3.connect(":memory:")) as connection:
        migrate(connection)
        for month in "456":
            insert_session(connection, replace(SESSION, started=SESSION.started.replace("-06-", f"-0{month}-")))
        connection.execute("INSERT INTO said VALUES ('bridge left', '2025-06-01')")
        connection.commit()
        return [connection.serialize()]


def _change_database(data: bytes, random: Random) -> bytes:
    """Write other values into rows, as SQLite lets anybody, or change bytes."""
    if random.random() < 0.3:
        return changed_bytes(data, random)
    with closing(sqlite3.connect(":memory:")) as connection:
        try:
            connection.deserialize(data)
            connection.execute("PRAGMA ignore_check_constraints = ON")
            for _ in range(random.choice((1, 1, 2, 3))):
                _change_rows(connection, random)
            connection.commit()
            return connection.serialize()
        except (sqlite3.Error, OverflowError, UnicodeError):
            return changed_bytes(data, random)


def _change_rows(connection: sqlite3.Connection, random: Random) -> None:
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    table = random.choice(tables)
    columns = [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')]
    what = random.randrange(12)
    if what < 9:
        column, value = random.choice(columns), random.choice((*CELLS, *BLOBS))
        where = random.choice(("1", "rowid = 1")) if table == "sessions" else "1"
        connection.execute(f'UPDATE OR IGNORE "{table}" SET "{column}" = ? WHERE {where}', (value,))
    elif what == 9:
        connection.execute(f'DROP TABLE "{table}"')
    elif what == 10:
        connection.execute(f"PRAGMA user_version = {random.choice((0, 1, 2, 3, 5, -1, 2**31 - 1))}")
    else:
        connection.execute(f'ALTER TABLE "{table}" RENAME COLUMN "{random.choice(columns)}" TO other')


def _read_database(data: bytes, folder: Path) -> str:
    """Show the history, then save a session in it, and answer how it was."""
    path = folder / "history.sqlite"
    path.write_bytes(data)
    past = History(path)
    sessions = _show(past, folder)
    log = SessionLog(past, "safety", TODAY)
    log.confirm()
    log.save(SESSION)
    assert log.number or log.problem
    log.record_pain(3)
    return f"{sessions} sessions, {'aside' if past.notice else 'kept'}, {'problem' if log.problem else 'saved'}"


def _show(past: History, folder: Path) -> int:
    """Show the history in every way; return how many sessions it has."""
    summaries = past.summaries()
    json.dumps(past.export(), ensure_ascii=False).encode()
    assert render_progress(summaries, past.days(), TODAY, None).count("<script") == 1, "that of the charts"
    for options in ((), ("--csv",)):
        assert run_line(["history", *options], folder, folder / "history.sqlite") == 0
    return len(summaries)


def _journals() -> list[bytes]:
    rep = ExerciseRep("bird_dog", None, FAULTY)
    entries = (JournalEntry(3.0, 0.5, (), rep), JournalEntry(9.5, 0.9, (rep, rep), None, "pain"))
    lines = [to_line(value) for value in (SESSION, *entries)]
    return [b"".join(lines), lines[0]]


def _change_journal(data: bytes, random: Random) -> bytes:
    """Change one line, or the bytes of all."""
    lines = data.splitlines(keepends=True)
    if not lines or random.random() < 0.2:
        return changed_bytes(data, random, (b"\n", b"{}\n", b'{"journal":2}\n'))
    at = random.randrange(len(lines))
    try:
        lines[at] = json.dumps(changed_tree(json.loads(lines[at]), random)).encode() + b"\n"
    except (ValueError, RecursionError):
        lines[at] = changed_json(lines[at], random)
    if random.random() < 0.2:
        random.shuffle(lines)
    return b"".join(lines)


def _read_journal(data: bytes, folder: Path) -> str:
    """Recover a session; either it is in the history then, or its record is kept."""
    (folder / "history-running-20250601-080000-000000.jsonl").write_bytes(data)
    past = History(folder / "history.sqlite")
    sentences = past.recover()
    kept = [path for path in folder.iterdir() if path.suffix == ".jsonl"]
    sessions = _show(past, folder)
    assert all(len(sentence) < 1000 for sentence in sentences)
    return f"{sessions} sessions, {len(kept)} kept, {len(sentences)} sentences"


HISTORY = Target("history", _databases, _change_database, _read_database, frozenset({2}), tried=8)
JOURNAL = Target("journal", _journals, _change_journal, _read_journal, frozenset({2}), tried=12)
