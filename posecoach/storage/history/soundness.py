"""What a session in the history may say; one that says anything else is left out, and named.

The file is the person's own: a disk or another program may have changed it. SQLite itself finds the sessions whose
values have another type or lie out of their range, so that no reader of the history meets one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from sqlite3 import Connection
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from posecoach.errors import UsageError
from posecoach.storage.history.records import FIELD_NAMES, FaultRecord, RepRecord, SessionRecord, SetRecord
from posecoach.storage.history.tables import insert_session
from posecoach.storage.validation import LENGTH_S, MAX_CHARACTERS, MEASURED, SHARE, TIME_S, Range, Ranges
from posecoach.translation import N_, joined, plural

YEARS = (1969, 2099)
"""A clock that was never set begins with 1970 in UTC, when it is still 1969 in the west."""
IS_MOMENT = (
    "(typeof(started) = 'text' AND julianday(started) NOTNULL AND substr(started, 11, 1) = 'T'"
    " AND date(substr(started, 1, 10), '+0 days') = substr(started, 1, 10)"  # 31 February becomes 3 March
    f" AND CAST(substr(started, 1, 4) AS INTEGER) BETWEEN {YEARS[0]} AND {YEARS[1]})"
)
"""Whether a session began at a date and time in ISO 8601, within `YEARS`."""
PAIN: Range = (0, 10)
ASKED: Range = (0, 1e6)
"""Repetitions and seconds that a person may ask for."""
UNJUDGED: Range = (0, 1000)

RANGES: Ranges = {
    SessionRecord: {
        "duration_s": LENGTH_S,
        "judged_share": SHARE,
        "dose_share": (0.001, 1),
        "pain_before": PAIN,
        "pain_after": PAIN,
    },
    SetRecord: {"asked_reps": ASKED, "asked_hold_s": ASKED},
    RepRecord: {"start_s": TIME_S, "hold_s": LENGTH_S, "good_s": LENGTH_S, "unjudged": UNJUDGED},
    FaultRecord: {"value": MEASURED},
}
TABLES: Sequence[tuple[str, str, type, str]] = (
    ("sessions", "id", SessionRecord, "{field}"),
    # TRANSLATORS: a field of the history's file
    ("sets", "session_id", SetRecord, N_("{field} of an exercise")),
    ("reps", "session_id", RepRecord, N_("{field} of an attempt")),
    ("faults", "session_id", FaultRecord, N_("{field} of a fault")),
)
"""Each table, its column with the session's number, its record, and how a message names one of its values."""
NUMBERS = {int: "('integer')", float: "('integer', 'real')"}
"""Type of a number -> SQLite's types of its values."""
NAMED_MAX = 5
"""Sessions that a message names; who has more has lost the file."""


class UnsoundError(UsageError):
    """A session says what cannot be.

    Parameters
    ----------
    wrong : str
        The field, as a message names it.
    """

    def __init__(self, wrong: str) -> None:
        super().__init__(
            N_(
                "This session cannot be saved (impossible: {field}). Check the clock of this computer, "
                "and the routine or exercise.",
                field=wrong,
            )
        )
        self.why = N_("its record is damaged (impossible: {field})", field=wrong)


def leave_out_unsound(connection: Connection, ids: str, *parameters: object) -> dict[int, str]:
    """Note in the table `left_out` of this connection the unsound sessions among those that will be read.

    Only these are checked, since years of sessions take a while, and those that take the place of one left out.

    Parameters
    ----------
    connection : Connection
        The open file.
    ids : str
        The query for the numbers of the sessions that will be read, without those in `left_out`.
    *parameters
        The query's values.

    Returns
    -------
    dict of int to str
        Number of the session -> what is wrong with it.
    """
    connection.execute("CREATE TEMP TABLE left_out (number PRIMARY KEY)")
    found: dict[int, str] = {}
    while more := _unsound(connection, ids, *parameters):
        connection.executemany("INSERT INTO left_out VALUES (?)", [(session,) for session in more])
        found |= more
    return found


def insert_sound(connection: Connection, session: SessionRecord) -> int:
    """Write a session; return its number.

    Raises
    ------
    UnsoundError
        It would be left out when it is read; the transaction must not be committed.
    """
    number = insert_session(connection, session)
    if wrong := _unsound(connection, "?", number).get(number):
        raise UnsoundError(wrong)
    return number


def _unsound(connection: Connection, ids: str, *parameters: object) -> dict[int, str]:
    """Return the unsound sessions among those of a query, and what is wrong with each; as `leave_out_unsound`."""
    found: dict[int, str] = {}
    for table, number, record, words in TABLES:
        for session, wrong in connection.execute(_query(table, number, record, ids), parameters):
            found.setdefault(session, N_(words, field=wrong))
    return found


def sentence(left_out: dict[int, str]) -> str | None:
    """Say which sessions are left out, and why; None when none is."""
    if not left_out:
        return None
    first = list(left_out.items())[:NAMED_MAX]
    named = (N_("session {number} (impossible: {field})", number=number, field=wrong) for number, wrong in first)
    sessions, more = joined(named, N_(", ")), len(left_out) - NAMED_MAX
    if more <= 0:
        return N_("Damaged, and left out here: {sessions}.", sessions=sessions)
    return plural(
        "Damaged, and left out here: {sessions}, and {n} more.",
        "Damaged, and left out here: {sessions}, and {n} more.",
        more,
        sessions=sessions,
    )


def is_moment(text: str) -> bool:
    """Whether a text is a date and time, as `IS_MOMENT` has it in SQL."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return False
    return YEARS[0] <= moment.year <= YEARS[1] and text.startswith(f"{moment:%Y-%m-%d}T")


def condition(name: str, kind: Any, ranges: Mapping[str, Range]) -> str:
    """Return the SQL condition that a column has a value of the kind of its field, within its range.

    Raises
    ------
    KeyError
        The field is a number without a range.
    TypeError
        The history has no values of this kind.
    """
    if name == "started":
        return IS_MOMENT
    if kind is str:
        return f"(typeof({name}) = 'text' AND length(CAST({name} AS BLOB)) <= {4 * MAX_CHARACTERS})"
    if kind in NUMBERS:
        low, high = ranges[name]
        return f"(typeof({name}) IN {NUMBERS[kind]} AND {name} BETWEEN {low:f} AND {high:f})"
    if kind is NoneType:
        return f"{name} IS NULL"
    if get_origin(kind) is Literal:
        return f"{name} IN ({', '.join(repr(word) for word in get_args(kind))})"
    if get_origin(kind) in (Union, UnionType):
        return "(" + " OR ".join(condition(name, each, ranges) for each in get_args(kind)) + ")"
    raise TypeError(f"{name}: the history has no values of the kind {kind}")


def _query(table: str, number: str, record: type, ids: str) -> str:
    """Return the query for the sessions with an impossible value in a table, and for the value's name."""
    kinds, ranges = get_type_hints(record), RANGES[record]
    wrong = " ".join(
        f"WHEN NOT coalesce({condition(name, kinds[name], ranges)}, 0) THEN '{name}'" for name in FIELD_NAMES[record]
    )
    return f"SELECT {number}, CASE {wrong} END AS wrong FROM {table} WHERE {number} IN ({ids}) AND wrong IS NOT NULL"
