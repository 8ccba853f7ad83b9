"""The history's tables and the queries on them: SQL stands in this file alone."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from sqlite3 import Connection
from typing import Any, TypeVar

from posecoach.storage.history.records import (
    FIELD_NAMES,
    FaultRecord,
    RepRecord,
    SessionRecord,
    SessionSummary,
    SetRecord,
    SideTotal,
)

KEYS = ("session_id", "set_number", "rep_number", "fault_number")
"""What a row is found by: a set by the first two, an attempt by three, a fault by all."""

FIRST = (
    # AUTOINCREMENT: the number of a deleted session is never given to another one.
    "CREATE TABLE sessions (id INTEGER PRIMARY KEY AUTOINCREMENT, started TEXT NOT NULL, name TEXT NOT NULL,"
    " posecoach TEXT NOT NULL, duration_s REAL NOT NULL, judged_share REAL NOT NULL,"
    " dose_share REAL NOT NULL CHECK (dose_share > 0 AND dose_share <= 1), ended TEXT NOT NULL,"
    " pain_before INTEGER CHECK (pain_before BETWEEN 0 AND 10),"
    " pain_after INTEGER CHECK (pain_after BETWEEN 0 AND 10))",
    "CREATE TABLE sets (session_id INTEGER REFERENCES sessions ON DELETE CASCADE, set_number INTEGER,"
    " exercise TEXT NOT NULL, asked_reps INTEGER, asked_hold_s REAL,"
    " PRIMARY KEY (session_id, set_number)) WITHOUT ROWID",
    "CREATE TABLE reps (session_id INTEGER REFERENCES sessions ON DELETE CASCADE, set_number INTEGER,"
    " rep_number INTEGER, side TEXT, start_s REAL NOT NULL, hold_s REAL NOT NULL, good_s REAL NOT NULL,"
    " unjudged INTEGER NOT NULL, PRIMARY KEY (session_id, set_number, rep_number)) WITHOUT ROWID",
    "CREATE TABLE faults (session_id INTEGER REFERENCES sessions ON DELETE CASCADE, set_number INTEGER,"
    " rep_number INTEGER, fault_number INTEGER, code TEXT NOT NULL, value REAL NOT NULL, unit TEXT NOT NULL,"
    " PRIMARY KEY (session_id, set_number, rep_number, fault_number)) WITHOUT ROWID",
)


# The safety words that were confirmed, by the hash of their wording.
CONFIRMED = ("CREATE TABLE confirmations (text_id TEXT PRIMARY KEY, confirmed TEXT NOT NULL) WITHOUT ROWID",)

MIGRATIONS: tuple[tuple[str, ...], ...] = (FIRST, CONFIRMED)
"""The statements from version 0, an empty file, to 1, from 1 to 2, and so on. What was released is never altered."""


def version_of(connection: sqlite3.Connection) -> int:
    """Return the version of the tables; 0 = there are none."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the tables up to date, within the connection's transaction."""
    for statements in MIGRATIONS[version_of(connection) :]:
        for statement in statements:
            connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")


Keys = tuple[int, ...]
T = TypeVar("T")

LATEST = "SELECT id FROM sessions ORDER BY id DESC LIMIT ?"
"""The sessions last saved; of a limit of -1 all."""
SINCE = "SELECT id FROM sessions WHERE started >= ?"
"""The sessions since a day (ISO 8601), in the person's calendar of then."""
TOTALS = """
SELECT session_id, exercise, side, asked_reps, asked_hold_s, count(rep_number), total(hold_s), total(good_s),
       coalesce(max(hold_s), 0.0), count(*) FILTER (WHERE faults), count(*) FILTER (WHERE unjudged > 0)
FROM sets LEFT JOIN (
    SELECT *, EXISTS (
        SELECT 1 FROM faults f
        WHERE f.session_id = r.session_id AND f.set_number = r.set_number AND f.rep_number = r.rep_number
    ) AS faults FROM reps r
) USING (session_id, set_number)
WHERE session_id IN ({chosen}) GROUP BY session_id, set_number, side
"""
"""In the order of the fields of `SideTotal`, behind the session's number."""


def insert_session(connection: Connection, session: SessionRecord) -> int:
    """Write a session with all that belongs to it; return its number."""
    number = _insert(connection, "sessions", SessionRecord, [((), session)])
    sets = [((number, i), one) for i, one in enumerate(session.sets, 1)]
    reps = [((*keys, i), rep) for keys, one in sets for i, rep in enumerate(one.reps, 1)]
    faults = [((*keys, i), fault) for keys, rep in reps for i, fault in enumerate(rep.faults, 1)]
    _insert(connection, "sets", SetRecord, sets)
    _insert(connection, "reps", RepRecord, reps)
    _insert(connection, "faults", FaultRecord, faults)
    return number


def _insert(connection: Connection, table: str, kind: type, values: Sequence[tuple[Keys, object]]) -> int:
    """Write values under their keys; return the number of the last row."""
    number = 0
    for keys, value in values:
        names = (*KEYS[: len(keys)], *FIELD_NAMES[kind])
        row = (*keys, *(getattr(value, name) for name in FIELD_NAMES[kind]))
        marks = ", ".join("?" * len(names))
        cursor = connection.execute(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", row)
        number = cursor.lastrowid or 0
    return number


def read_sessions(connection: Connection, chosen: str, *bound: object) -> list[SessionRecord]:
    """Read sessions with all that belongs to them, the newest first; `chosen` selects their numbers."""

    def grouped(
        table: str, kind: type, depth: int, make: Callable[[Keys, Sequence[Any]], Any]
    ) -> dict[Keys, list[Any]]:
        """Make the values of a table, in lists by the keys of what they belong to: the first `depth` of their own."""
        keys = ", ".join(KEYS[: depth + 1])
        query = (
            f"SELECT {keys}, {', '.join(FIELD_NAMES[kind])} FROM {table} WHERE session_id IN ({chosen}) ORDER BY {keys}"
        )
        found: dict[Keys, list[Any]] = {}
        for row in connection.execute(query, bound):
            found.setdefault(row[:depth], []).append(make(row[: depth + 1], row[depth + 1 :]))
        return found

    faults = grouped("faults", FaultRecord, 3, lambda keys, row: _value(FaultRecord, row))
    reps = grouped("reps", RepRecord, 2, lambda keys, row: _value(RepRecord, row, faults=tuple(faults.get(keys, ()))))
    sets = grouped("sets", SetRecord, 1, lambda keys, row: _value(SetRecord, row, reps=tuple(reps.get(keys, ()))))
    rows = _session_rows(connection, chosen, bound)
    return [_value(SessionRecord, plain, id=number, sets=tuple(sets.get((number,), ()))) for number, *plain in rows]


def read_summaries(connection: Connection, chosen: str, *bound: object) -> list[SessionSummary]:
    """Read sessions without their single attempts, the newest first; `chosen` selects their numbers."""
    totals: dict[int, list[SideTotal]] = {}
    for number, *row in connection.execute(TOTALS.format(chosen=chosen), bound):
        totals.setdefault(number, []).append(SideTotal(*row))
    rows = _session_rows(connection, chosen, bound)
    return [
        SessionSummary(_value(SessionRecord, plain, id=number), tuple(totals.get(number, ())))
        for number, *plain in rows
    ]


def _session_rows(connection: Connection, chosen: str, bound: Sequence[object]) -> Iterable[Sequence[Any]]:
    plain = ", ".join(FIELD_NAMES[SessionRecord])
    return connection.execute(f"SELECT id, {plain} FROM sessions WHERE id IN ({chosen}) ORDER BY id DESC", bound)


def _value(kind: type[T], plain: Sequence[Any], **more: Any) -> T:
    """Make a value of its plain fields, in order, and of what belongs to it."""
    return kind(**dict(zip(FIELD_NAMES[kind], plain, strict=True)), **more)
