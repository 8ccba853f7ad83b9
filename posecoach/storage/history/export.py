"""The history as text for other programs: JSON with every attempt, and CSV with a row per session."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from posecoach.files.text import csv_text
from posecoach.storage.history.records import FIELD_NAMES, SessionRecord, SessionSummary

TOTALS = ("reps", "faulty", "unjudged", "hold_s", "good_s")
"""Totals of a session, after its own values."""


def history_json(exported: dict[str, Any]) -> str:
    """Return what `History.export` returns as JSON."""
    return json.dumps(exported, indent=1, ensure_ascii=False) + "\n"


def history_csv(summaries: Sequence[SessionSummary]) -> str:
    """Return CSV with a header and a row per session, with its totals."""
    names = FIELD_NAMES[SessionRecord]
    rows: list[Iterable[object]] = [("id", *names, *TOTALS)]
    for summary in summaries:
        session = summary.session
        totals = (round(getattr(summary, name), 2) for name in TOTALS)
        rows.append((session.id, *(getattr(session, name) for name in names), *totals))
    return csv_text(rows)
