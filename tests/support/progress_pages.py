"""The progress page of invented sessions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from html import unescape

from posecoach.reports.progress import render_progress
from posecoach.storage.history.records import SessionRecord, SessionSummary, SideTotal

TODAY = date(2026, 3, 20)
SESSION = SessionRecord("2026-03-20T08:00:00+01:00", "Lower back", "0.1.0", 600.0, 0.95, 1.0, "complete", 3, 3, id=1)
BRIDGE = SideTotal("bridge", None, 5, 10.0, 5, 40.0, 30.0, 9.5, 2, 0)
LEFT = SideTotal("bird_dog", "left", 3, 10.0, 3, 24.0, 20.0, 9.0, 0, 0)
RIGHT = LEFT._replace(side="right", hold_s=30.0, longest_s=11.0)


def summary(ago: int, *totals: SideTotal, **fields: object) -> SessionSummary:
    started = f"{TODAY - timedelta(days=ago)}T08:00:00+01:00"
    return SessionSummary(replace(SESSION, started=started, **fields), totals or (BRIDGE,))


def days_of(summaries: Sequence[SessionSummary]) -> list[date]:
    return sorted({date.fromisoformat(one.session.started[:10]) for one in summaries if one.reps})


def page(*oldest_first: SessionSummary, since: date | None = None) -> str:
    return render_progress(oldest_first[::-1], days_of(oldest_first), TODAY, since)


def in_short(*oldest_first: SessionSummary) -> str:
    """Return the words at the top of the page."""
    text = page(*oldest_first)
    return unescape(re.sub(r"<[^>]+>", "", text[text.index("In short") : text.index("<h2>Practice")]))


def daily(n: int = 12, **by_session: Sequence[object]) -> list[SessionSummary]:
    """Return `n` sessions on consecutive days; each keyword gives a field of all of them, in order."""
    return [summary(n - 1 - i, **{name: values[i] for name, values in by_session.items()}) for i in range(n)]


RISING = daily(pain_before=[2] * 6 + [4] * 6, pain_after=[2] * 6 + [5] * 6)
FALLING = daily(pain_before=[5] * 6 + [2] * 6, pain_after=[5] * 6 + [2] * 6)
