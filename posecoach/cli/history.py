"""The commands for past sessions: show, delete and export them, and write the progress page."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from posecoach.cli.options import OUT, AppContext, Folder, Force
from posecoach.errors import UsageError
from posecoach.translation import N_, _, joined

if TYPE_CHECKING:
    from posecoach.storage.history.history import History


LIMIT = 20
"""Sessions to show: a screenful, three weeks at one a day."""
DAYS = 84
"""Days that `progress` covers: twelve weeks, a usual length of back training."""

history_app = typer.Typer(rich_markup_mode=None)


@history_app.callback(
    invoke_without_command=True,
    help=N_("Show your last sessions; delete or export them. They stay on this machine."),
)
def history(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help=N_("Print JSON, with every attempt."))] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help=N_("Print CSV, one row per session."))] = False,
    limit: Annotated[int, typer.Option(help=N_("How many of the last sessions to show."), min=1)] = LIMIT,
) -> None:
    """Show your last sessions; delete or export them. They stay on this machine."""
    if context.invoked_subcommand:
        return
    from posecoach.cli.terminal import print_json, print_out, show_history
    from posecoach.storage.history.export import history_csv, history_json

    if as_json and as_csv:
        raise UsageError(N_("Use either --json or --csv."))
    past = _open(context)
    if as_json:
        print_json(history_json(past.export(limit)))
    elif as_csv:
        print_out(history_csv(past.summaries(limit)))
    else:
        show_history(past.summaries(limit))
    _print_notice(past)


@history_app.command(help=N_("Delete one session for good."))
def delete(
    context: typer.Context,
    number: Annotated[int, typer.Argument(metavar="ID", help=N_("Id from `posecoach history`."), show_default=False)],
) -> None:
    """Delete one session for good."""
    from posecoach.cli.terminal import print_sentence

    past = _open(context, recover=False)
    found = past.delete(number)
    _print_notice(past)
    if not found:
        raise UsageError(
            N_("There is no session {number}. posecoach history lists them with their numbers.", number=number)
        )
    print_sentence(N_("Session {number} is deleted. Its result files, if you kept them, remain.", number=number))


@history_app.command(help=N_("Delete all sessions for good. This includes damaged history files."))
def purge(context: typer.Context, yes: Annotated[bool, typer.Option("--yes", help=N_("Do not ask."))] = False) -> None:
    """Delete all sessions for good. This includes damaged history files."""
    from posecoach.cli.terminal import print_sentence

    past = _open(context, recover=False)
    aside = joined(map(str, past.set_aside()), N_(", "))
    if aside:
        question = N_("Delete all past sessions for good, and {files}?", files=aside)
    else:
        question = N_("Delete all past sessions for good?")
    if not yes:
        typer.confirm(_(question), abort=True, err=True)
    past.purge()
    print_sentence(N_("All past sessions are deleted. Their result files, if you kept them, remain."))


@history_app.command(help=N_("Write the whole history as JSON."))
def export(
    context: typer.Context,
    file: Annotated[Path | None, typer.Argument(show_default=N_("standard output"))] = None,
    force: Force = False,
) -> None:
    """Write the whole history as JSON."""
    from posecoach.cli.terminal import print_json, print_out
    from posecoach.files.overwriting import check_replaceable
    from posecoach.files.writing import write_text
    from posecoach.storage.history.export import history_json

    check_replaceable([file] if file else [], force=force, kind="json")
    past = _open(context)
    text = history_json(past.export())
    _print_notice(past)
    if file is None:
        print_json(text)
        return
    write_text(file, text, private=True)
    print_out(f"{file}\n")


def progress(
    context: typer.Context,
    days: Annotated[int, typer.Option(help=N_("How many days to look back."), min=1)] = DAYS,
    everything: Annotated[bool, typer.Option("--all", help=N_("Look back over all sessions."))] = False,
    out: Folder = OUT,
    force: Force = False,
) -> None:
    """Write progress.html: holds, form, pain and dose over time."""
    from datetime import date, timedelta

    from posecoach.cli.terminal import print_out
    from posecoach.files.overwriting import check_replaceable
    from posecoach.files.writing import output_folder, write_text
    from posecoach.reports.progress import render_progress

    file = output_folder(out) / "progress.html"
    check_replaceable([file], force=force)

    today = date.today()
    since = None if everything else today - timedelta(days=days - 1)
    past = _open(context)
    text = render_progress(past.summaries(since_day=since), past.days(), today, since)
    _print_notice(past)
    write_text(file, text, private=True)
    print_out(f"{file}\n")


def _open(context: typer.Context, recover: bool = True) -> History:
    """Open the history; what is shown has the sessions that were interrupted."""
    from posecoach.storage.history.history import History

    app_context: AppContext = context.obj
    past = History(app_context.history)
    if recover:
        done = past.recover()
        past.check_readable()  # what is wrong with the file would be said by both
        for sentence in done:
            _print_note(sentence)
    return past


def _print_notice(past: History) -> None:
    """Print on standard error that a damaged history was set aside."""
    if past.notice:
        _print_note(past.notice)
    if past.left_out:
        _print_note(N_("To delete one for good: posecoach history delete {number}.", number=past.left_out[0]))


def _print_note(sentence: str) -> None:
    """Print a sentence on standard error."""
    print(_(sentence), file=sys.stderr)
