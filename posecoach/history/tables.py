"""The tables, in the words of the values, and the way there from every earlier version.

`sets`, `reps` and `faults` have no numbers of their own: each is found by its session and its place in it, and lies
there on the disk, so that a session is read and deleted without looking through the others.
"""

from __future__ import annotations

import sqlite3

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
