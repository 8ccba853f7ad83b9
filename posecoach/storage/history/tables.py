"""The history's tables, their migrations and the queries for whole sessions."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from datetime import date
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
"""Primary keys: a set has the first two, an attempt three, a fault all four."""

CREATE_SESSIONS = (
    # AUTOINCREMENT: the number of a deleted session is never used again.
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

CREATE_CONFIRMATIONS = ("CREATE TABLE confirmations (text_id TEXT PRIMARY KEY, confirmed TEXT NOT NULL) WITHOUT ROWID",)
"""The safety texts that the user has confirmed, by the hash of their wording."""

CREATE_SAID = ("CREATE TABLE said (what TEXT PRIMARY KEY, day TEXT NOT NULL) WITHOUT ROWID",)
"""What posecoach has said once about the sessions, and the day on which it did."""

ADD_REASON = ("ALTER TABLE sessions ADD COLUMN reason TEXT CHECK (reason IN ('pain', 'tired', 'other'))",)

MIGRATIONS: tuple[tuple[str, ...], ...] = (CREATE_SESSIONS, CREATE_CONFIRMATIONS, ADD_REASON, CREATE_SAID)
"""The statements from version 0, an empty file, to 1, from 1 to 2, and so on. Never change a released one."""


def version_of(connection: sqlite3.Connection) -> int:
    """Return the version of the tables; 0 = no tables."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(connection: sqlite3.Connection) -> None:
    """Migrate the tables to the newest version, within the connection's transaction."""
    for statements in MIGRATIONS[version_of(connection) :]:
        for statement in statements:
            connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")


Keys = tuple[int, ...]
T = TypeVar("T")

LATEST_IDS = "SELECT id FROM sessions WHERE id NOT IN left_out ORDER BY id DESC LIMIT ?"
"""The latest sessions; a limit of -1 means all."""
IDS_SINCE = "SELECT id FROM sessions WHERE id NOT IN left_out AND started >= ?"
"""The sessions since a day (ISO 8601), by the local date at that time."""
HAS_STARTED = "SELECT 1 FROM sessions WHERE started = ?"
"""Whether a session that began at this moment is there: nobody begins two in the same millisecond."""
TOTALS = """
SELECT session_id, exercise, side, asked_reps, asked_hold_s, count(rep_number), total(hold_s), total(good_s),
       coalesce(max(hold_s), 0.0), count(*) FILTER (WHERE faults), count(*) FILTER (WHERE unjudged > 0)
FROM sets LEFT JOIN (
    SELECT *, EXISTS (
        SELECT 1 FROM faults f
        WHERE f.session_id = r.session_id AND f.set_number = r.set_number AND f.rep_number = r.rep_number
    ) AS faults FROM reps r
) USING (session_id, set_number)
WHERE session_id IN ({ids}) GROUP BY session_id, set_number, side
"""
"""The session's number, then the fields of `SideTotal` in order."""


def insert_session(connection: Connection, session: SessionRecord) -> int:
    """Write a session with its sets, attempts and faults; return its number."""
    number = _insert(connection, "sessions", SessionRecord, [((), session)])
    sets = [((number, i), each) for i, each in enumerate(session.sets, 1)]
    reps = [((*keys, i), rep) for keys, each in sets for i, rep in enumerate(each.reps, 1)]
    faults = [((*keys, i), fault) for keys, rep in reps for i, fault in enumerate(rep.faults, 1)]
    _insert(connection, "sets", SetRecord, sets)
    _insert(connection, "reps", RepRecord, reps)
    _insert(connection, "faults", FaultRecord, faults)
    return number


def _insert(connection: Connection, table: str, record: type, values: Sequence[tuple[Keys, object]]) -> int:
    """Write records with their keys; return the number of the last row."""
    number = 0
    for keys, value in values:
        names = (*KEYS[: len(keys)], *FIELD_NAMES[record])
        row = (*keys, *(getattr(value, name) for name in FIELD_NAMES[record]))
        placeholders = ", ".join("?" * len(names))
        cursor = connection.execute(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({placeholders})", row)
        number = cursor.lastrowid or 0
    return number


def read_sessions(connection: Connection, ids: str, *parameters: object) -> list[SessionRecord]:
    """Read complete sessions, newest first; `ids` is the query for their numbers, `parameters` are its values."""

    def grouped(
        table: str, kind: type, depth: int, make: Callable[[Keys, Sequence[Any]], Any]
    ) -> dict[Keys, list[Any]]:
        """Read a table's records, grouped by the keys of their parent, which are the first `depth` of their own."""
        keys = ", ".join(KEYS[: depth + 1])
        query = (
            f"SELECT {keys}, {', '.join(FIELD_NAMES[kind])} FROM {table} WHERE session_id IN ({ids}) ORDER BY {keys}"
        )
        groups: dict[Keys, list[Any]] = {}
        for row in connection.execute(query, parameters):
            groups.setdefault(row[:depth], []).append(make(row[: depth + 1], row[depth + 1 :]))
        return groups

    faults = grouped("faults", FaultRecord, 3, lambda keys, row: _record(FaultRecord, row))
    reps = grouped("reps", RepRecord, 2, lambda keys, row: _record(RepRecord, row, faults=tuple(faults.get(keys, ()))))
    sets = grouped("sets", SetRecord, 1, lambda keys, row: _record(SetRecord, row, reps=tuple(reps.get(keys, ()))))
    rows = _session_rows(connection, ids, parameters)
    return [_record(SessionRecord, row, id=number, sets=tuple(sets.get((number,), ()))) for number, *row in rows]


def read_summaries(connection: Connection, ids: str, *parameters: object) -> list[SessionSummary]:
    """Read session summaries, newest first; `ids` and `parameters` as in `read_sessions`."""
    totals: dict[int, list[SideTotal]] = {}
    for number, *row in connection.execute(TOTALS.format(ids=ids), parameters):
        totals.setdefault(number, []).append(SideTotal(*row))
    rows = _session_rows(connection, ids, parameters)
    return [
        SessionSummary(_record(SessionRecord, row, id=number), tuple(totals.get(number, ()))) for number, *row in rows
    ]


def read_days(connection: Connection, ids: str, *parameters: object) -> list[date]:
    """Read the days of the sessions with an attempt, earliest first; `ids` and `parameters` as in `read_sessions`."""
    has_attempts = "EXISTS (SELECT 1 FROM reps WHERE session_id = id)"
    query = (
        "SELECT DISTINCT substr(started, 1, 10) AS day FROM sessions"
        f" WHERE id IN ({ids}) AND {has_attempts} ORDER BY day"
    )
    return [date.fromisoformat(day) for (day,) in connection.execute(query, parameters)]


def _session_rows(connection: Connection, ids: str, parameters: Sequence[object]) -> Iterable[Sequence[Any]]:
    columns = ", ".join(FIELD_NAMES[SessionRecord])
    return connection.execute(f"SELECT id, {columns} FROM sessions WHERE id IN ({ids}) ORDER BY id DESC", parameters)


def _record(kind: type[T], row: Sequence[Any], **children: Any) -> T:
    """Create a record from the values of its columns, in order, and the records that belong to it."""
    return kind(**dict(zip(FIELD_NAMES[kind], row, strict=True)), **children)
