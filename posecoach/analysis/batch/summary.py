"""summary.csv, a row a video, and summary.parquet, a row an attempt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, fields
from pathlib import Path
from typing import IO

from posecoach.analysis.batch.outcome import Attempt, VideoOutcome
from posecoach.analysis.settings import SUMMARY
from posecoach.files.overwriting import WRITTEN_BY
from posecoach.files.text import csv_text
from posecoach.files.writing import write_text

COLUMNS = (
    "file",
    "exit_code",
    "exercise",
    "attempts",
    "faultless",
    "hold_s",
    "good_s",
    "judged_share",
    "problem",
    "remark",
)
KEY = "key"
"""Column of the video's key, which joins the two tables."""
ROWS_AT_ONCE = 10_000
"""Attempts that are in memory while the table is written: some 5 MB."""


def write_summary(outcomes: Iterable[VideoOutcome], folder: Path) -> Path:
    """Write summary.csv with one row per video; return its path.

    Raises
    ------
    UsageError
        The file cannot be written.
    """
    path = folder / SUMMARY
    write_text(path, csv_text([COLUMNS, *map(_row, outcomes)]))
    return path


def keyed_csv(outcomes: Iterable[VideoOutcome]) -> str:
    """Return summary.csv as text, with a last column that has each video's key."""
    return csv_text([(*COLUMNS, KEY), *((*_row(outcome), outcome.key) for outcome in outcomes)])


def _row(outcome: VideoOutcome) -> list[object]:
    cells: list[object] = [""] * 6
    found = outcome.findings
    if found:
        held = found.hold_s, found.good_s, found.judged_share
        cells = [found.exercise or "", len(found.attempts), found.faultless, *held]
    return [outcome.video, outcome.exit_code, *cells, outcome.problem, found.remark if found else ""]


def write_attempts(outcomes: Iterable[VideoOutcome], file: IO[bytes]) -> None:
    """Write a Parquet table with a row per attempt: the video, its key, and the fields of `Attempt`.

    Why pyarrow: it is the reference implementation of the format, and what pandas reads it with.
    """
    import pyarrow as pa
    from pyarrow import parquet

    kinds = {"int": pa.int32(), "float": pa.float64(), "bool": pa.bool_(), "tuple[str, ...]": pa.list_(pa.string())}
    columns = [(one.name, kinds.get(str(one.type), pa.string())) for one in fields(Attempt)]
    schema = pa.schema([("file", pa.string()), (KEY, pa.string()), *columns], {"comment": WRITTEN_BY})
    with parquet.ParquetWriter(file, schema) as table:
        rows: list[dict[str, object]] = []
        for row in _attempts(outcomes):
            rows.append(row)
            if len(rows) == ROWS_AT_ONCE:
                table.write_table(pa.Table.from_pylist(rows, schema))
                rows = []
        table.write_table(pa.Table.from_pylist(rows, schema))


def _attempts(outcomes: Iterable[VideoOutcome]) -> Iterator[dict[str, object]]:
    for outcome in outcomes:
        for attempt in outcome.findings.attempts if outcome.findings else ():
            yield {"file": outcome.video, KEY: outcome.key, **asdict(attempt)}
