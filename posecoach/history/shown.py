"""Past sessions as text: a table for people, CSV for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from posecoach.history.session import PLAIN, Outline, Session

NONE_YET = "No sessions yet. posecoach practice notes each one here.\n"
COLUMNS = ("id", "when", "what", "min", "reps", "held s", "good", "dose", "pain", "ended")
TOTALS = ("reps", "faulty", "unjudged", "hold_s", "good_s")
"""What a row of the CSV adds up."""


def table(outlines: Sequence[Outline]) -> str:
    """Return a line a session."""
    if not outlines:
        return NONE_YET
    out, lines = Console(highlight=False), Table(box=None, padding=(0, 1, 0, 0))
    for name in COLUMNS:
        lines.add_column(name, no_wrap=name != "what", overflow="fold", min_width=7 if name == "what" else None)
    for outline in outlines:
        lines.add_row(*map(Text, _line(outline)))
    with out.capture() as shown:
        out.print(lines)
    return shown.get()


def _line(outline: Outline) -> tuple[str, ...]:
    session = outline.session
    pain = [str(told) if told is not None else "?" for told in (session.pain_before, session.pain_after)]
    return (
        str(session.id),
        session.started[: len("2025-06-01T08:00")].replace("T", " "),
        session.name,
        f"{session.duration_s / 60:.0f}",
        str(outline.reps),
        f"{outline.hold_s:.0f}",
        _good_form(outline),
        f"{session.dose_share:.0%}",
        " → ".join(pain) if pain != ["?", "?"] else "",
        session.ended,
    )


def _good_form(outline: Outline) -> str:
    """Return the share of the held time in good form; what could not be judged may have been good too."""
    if not outline.hold_s:
        return ""
    return f"{'≥ ' if outline.unjudged else ''}{outline.good_s / outline.hold_s:.0%}"


def table_csv(outlines: Sequence[Outline]) -> str:
    """Return a row a session with its totals, and the names of the columns above."""
    names = PLAIN[Session]
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(("id", *names, *TOTALS))
    for outline in outlines:
        session = outline.session
        totals = (round(getattr(outline, name), 2) for name in TOTALS)
        rows.writerow((session.id, *(getattr(session, name) for name in names), *totals))
    return text.getvalue()
