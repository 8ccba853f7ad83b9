"""What the terminal shows: progress and messages on standard error, results on standard output."""

from __future__ import annotations

import json
import logging
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TextIO, cast

from rich.console import Console, ConsoleOptions, RenderableType
from rich.padding import Padding
from rich.progress import BarColumn, DownloadColumn, Progress, ProgressColumn, TaskID, TextColumn, TimeRemainingColumn
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from posecoach.cli.streams import PlainStream, plain_streams
from posecoach.files.text import visible
from posecoach.process.native import quiet_native
from posecoach.reports.reasons import explain
from posecoach.reports.verdict import VERDICT_HEADER, verdict_rows
from posecoach.storage.history.records import SessionSummary
from posecoach.translation import N_, _, joined

if TYPE_CHECKING:
    from posecoach.core.result import Result


class _PlainConsole(Console):
    """A console for text from outside: it is shown as it is, without markup and without control characters."""

    def __init__(self, stream: TextIO) -> None:
        plain = stream.with_commands() if isinstance(stream, PlainStream) else stream
        super().__init__(file=cast(IO[str], plain), highlight=False, markup=False, emoji=False)

    def render_str(self, text: str, **options: Any) -> Text:
        """Make a text of a string, by which tables measure their columns."""
        return super().render_str(visible(_(text)), **options)

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterator[Segment]:
        """Render into segments; only rich's own may control the terminal."""
        for segment in super().render(renderable, options):
            yield segment if segment.control else Segment(visible(segment.text), segment.style)


def print_out(text: str) -> None:
    """Write to standard output, at once."""
    print(text, end="", flush=True)


def print_sentence(sentence: str) -> None:
    """Write a line to standard output, at once, in the chosen language."""
    print_out(f"{_(sentence)}\n")


def print_json(text: str) -> None:
    """Write JSON to standard output, in characters that every encoding has: JSON is UTF-8, the terminal may not be."""
    print_out(re.sub(r"[^\x00-\x7f]", lambda found: json.dumps(found[0])[1:-1], text))


def output_console() -> Console:
    """Return a console on standard output."""
    return _PlainConsole(sys.stdout)


def error_console() -> Console:
    """Return a console on standard error."""
    return _PlainConsole(sys.stderr)


@contextmanager
def terminal(debug: bool) -> Iterator[Console]:
    """Open a console on standard error, without the noise of native libraries."""
    logging.basicConfig(level=logging.DEBUG if debug else logging.ERROR, format="%(levelname)s %(name)s: %(message)s")
    with quiet_native(enabled=not debug), plain_streams():
        yield error_console()


def print_line_to(console: Console) -> Callable[[str], None]:
    """Return a function that prints plain lines on a console."""
    return partial(console.print, soft_wrap=True)


@contextmanager
def _bar(console: Console, *columns: ProgressColumn) -> Iterator[Progress]:
    """Open a progress bar that vanishes at the end; on a terminal that cannot redraw there is none."""
    name = TextColumn("{task.description}", markup=False)
    shown = console.is_terminal and not console.is_dumb_terminal
    with Progress(name, BarColumn(), *columns, console=console, transient=True, disable=not shown) as bar:
        yield bar


@contextmanager
def frame_progress(console: Console, name: str) -> Iterator[Callable[[str, int, int | None], None]]:
    """Show the progress of a video's steps, with frames per second and the time left."""
    form = N_("{speed} frames/s", speed="{task.fields[speed]:>4.0f}")
    speed = TextColumn(_(form))
    with _bar(console, TextColumn("{task.percentage:>3.0f} %"), speed, TimeRemainingColumn()) as bar:
        tasks: dict[str, TaskID] = {}

        def progress(step: str, done: int, total: int | None) -> None:
            if step not in tasks:
                tasks[step] = bar.add_task(f"{_(step)} {name}", total=total, speed=0.0)
            bar.update(tasks[step], advance=done)
            task = next(task for task in bar.tasks if task.id == tasks[step])
            if task.elapsed:
                bar.update(task.id, speed=task.completed / task.elapsed)

        yield progress


@contextmanager
def archive_progress(console: Console, videos: int) -> Iterator[Callable[[float], None]]:
    """Show how many videos of an archive are done, how many minutes they have, and the time left.

    What is yielded takes the length (s) of a video that is done.
    """
    # TRANSLATORS: beside a bar; for example 3/14 videos, 12.5 min of video
    form = N_(
        "{done}/{total} videos, {minutes} min of video",
        done="{task.completed}",
        total="{task.total}",
        minutes="{task.fields[minutes]:.1f}",
    )
    # TRANSLATORS: before the time that is left
    left = N_("left:")
    what = N_("Analysing")
    with _bar(console, TextColumn(_(form)), TextColumn(_(left)), TimeRemainingColumn()) as bar:
        task = bar.add_task(_(what), total=videos, minutes=0.0)
        length_s = 0.0

        def progress(seconds: float) -> None:
            nonlocal length_s
            length_s += seconds
            bar.update(task, advance=1, minutes=length_s / 60)

        yield progress


@contextmanager
def download_progress(console: Console) -> Iterator[Callable[[int, int, str], None]]:
    """Show the progress of a download."""
    with _bar(console, DownloadColumn()) as bar:
        first = N_("Looking for the pose model")
        task = bar.add_task(_(first), total=None)
        yield lambda done, total, what: bar.update(task, description=_(what), completed=done, total=total or None)


def show_verdict(name: str, result: Result, files: Iterable[Path]) -> None:
    """Print a table of the attempts, or why there are none, what could not be judged, and the written files."""
    out, sentences = output_console(), explain(result)
    if result.reps:
        table = Table(*VERDICT_HEADER, title=name)
        for row in verdict_rows(result.reps):
            table.add_row(*row)
        out.print(table)
    else:
        out.print(f"{_(name)}: {_(sentences.pop(0))}", soft_wrap=True)
    for sentence in sentences:
        _print_below(out, sentence)
    for file in files:
        out.print(f"  {file}", soft_wrap=True)


def _print_below(out: Console, sentence: str) -> None:
    """Print a sentence below a title: in lines of a terminal's width, or whole for another program."""
    if out.is_terminal:
        out.print(Padding(sentence, (0, 0, 0, 2), expand=False))
    else:
        out.print(f"  {_(sentence)}", soft_wrap=True)


NONE_YET = N_("No sessions yet. posecoach practice notes each one here.")
# TRANSLATORS: headings of narrow columns: number, time, exercise, minutes, repetitions, seconds held, share of it in
# good form, share of the dose, pain before and after, how it ended
COLUMNS = (
    N_("id"),
    N_("when"),
    N_("what"),
    N_("min"),
    N_("reps"),
    N_("held s"),
    N_("good"),
    N_("dose"),
    N_("pain"),
    N_("ended"),
)


# TRANSLATORS: how a session ended, and why, in a narrow column
ENDED = (N_("complete"), N_("nobody"), N_("quit"), N_("interrupted"), N_("tired"), N_("other"))
"""Of the words that the history keeps, those that only this table shows."""


def show_history(summaries: Sequence[SessionSummary]) -> None:
    """Print a table with a line per session."""
    if not summaries:
        print_sentence(NONE_YET)
        return
    lines = Table(box=None, padding=(0, 1, 0, 0))
    for name in COLUMNS:
        lines.add_column(_(name), no_wrap=name != "what", overflow="fold", min_width=7 if name == "what" else None)
    for summary in summaries:
        lines.add_row(*_history_row(summary))
    output_console().print(lines)


def _history_row(summary: SessionSummary) -> tuple[str, ...]:
    session = summary.session
    pain = [str(level) if level is not None else "?" for level in (session.pain_before, session.pain_after)]
    return (
        str(session.id),
        session.started[: len("2025-06-01T08:00")].replace("T", " "),
        session.name,
        f"{session.duration_s / 60:.0f}",
        str(summary.reps),
        f"{summary.hold_s:.0f}",
        _good_form(summary),
        f"{session.dose_share:.0%}",
        " → ".join(pain) if pain != ["?", "?"] else "",
        joined(filter(None, (session.ended, session.reason)), N_(", ")),
    )


def _good_form(summary: SessionSummary) -> str:
    """Return the share of the hold time in good form; unjudged time may have been good too."""
    if not summary.hold_s:
        return ""
    return f"{'≥ ' if summary.unjudged else ''}{summary.good_s / summary.hold_s:.0%}"
