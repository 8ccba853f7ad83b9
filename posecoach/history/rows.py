"""Sessions to rows and back. A table's columns bear the names of the fields of its value, behind its `KEYS`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from sqlite3 import Connection
from typing import Any, TypeVar

from posecoach.history.session import PLAIN, Fault, Outline, Rep, Session, Set, SideTotal
from posecoach.history.tables import KEYS

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


def insert_session(connection: Connection, session: Session) -> int:
    """Write a session with all that belongs to it; return its number."""
    number = _insert(connection, "sessions", Session, [((), session)])
    sets = [((number, i), one) for i, one in enumerate(session.sets, 1)]
    reps = [((*keys, i), rep) for keys, one in sets for i, rep in enumerate(one.reps, 1)]
    faults = [((*keys, i), fault) for keys, rep in reps for i, fault in enumerate(rep.faults, 1)]
    _insert(connection, "sets", Set, sets)
    _insert(connection, "reps", Rep, reps)
    _insert(connection, "faults", Fault, faults)
    return number


def _insert(connection: Connection, table: str, kind: type, values: Sequence[tuple[Keys, object]]) -> int:
    """Write values under their keys; return the number of the last row."""
    number = 0
    for keys, value in values:
        names = (*KEYS[: len(keys)], *PLAIN[kind])
        row = (*keys, *(getattr(value, name) for name in PLAIN[kind]))
        marks = ", ".join("?" * len(names))
        cursor = connection.execute(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", row)
        number = cursor.lastrowid or 0
    return number


def read_sessions(connection: Connection, chosen: str, *bound: object) -> list[Session]:
    """Read sessions with all that belongs to them, the newest first; `chosen` selects their numbers."""

    def grouped(
        table: str, kind: type, depth: int, make: Callable[[Keys, Sequence[Any]], Any]
    ) -> dict[Keys, list[Any]]:
        """Make the values of a table, in lists by the keys of what they belong to: the first `depth` of their own."""
        keys = ", ".join(KEYS[: depth + 1])
        query = f"SELECT {keys}, {', '.join(PLAIN[kind])} FROM {table} WHERE session_id IN ({chosen}) ORDER BY {keys}"
        found: dict[Keys, list[Any]] = {}
        for row in connection.execute(query, bound):
            found.setdefault(row[:depth], []).append(make(row[: depth + 1], row[depth + 1 :]))
        return found

    faults = grouped("faults", Fault, 3, lambda keys, row: _value(Fault, row))
    reps = grouped("reps", Rep, 2, lambda keys, row: _value(Rep, row, faults=tuple(faults.get(keys, ()))))
    sets = grouped("sets", Set, 1, lambda keys, row: _value(Set, row, reps=tuple(reps.get(keys, ()))))
    rows = _session_rows(connection, chosen, bound)
    return [_value(Session, plain, id=number, sets=tuple(sets.get((number,), ()))) for number, *plain in rows]


def read_outlines(connection: Connection, chosen: str, *bound: object) -> list[Outline]:
    """Read sessions without their single attempts, the newest first; `chosen` selects their numbers."""
    totals: dict[int, list[SideTotal]] = {}
    for number, *row in connection.execute(TOTALS.format(chosen=chosen), bound):
        totals.setdefault(number, []).append(SideTotal(*row))
    rows = _session_rows(connection, chosen, bound)
    return [Outline(_value(Session, plain, id=number), tuple(totals.get(number, ()))) for number, *plain in rows]


def _session_rows(connection: Connection, chosen: str, bound: Sequence[object]) -> Iterable[Sequence[Any]]:
    plain = ", ".join(PLAIN[Session])
    return connection.execute(f"SELECT id, {plain} FROM sessions WHERE id IN ({chosen}) ORDER BY id DESC", bound)


def _value(kind: type[T], plain: Sequence[Any], **more: Any) -> T:
    """Make a value of its plain fields, in order, and of what belongs to it."""
    return kind(**dict(zip(PLAIN[kind], plain, strict=True)), **more)
