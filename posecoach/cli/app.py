"""The command line: arguments -> objects -> pipeline. It, and `console` for it, are the only ones to print.

Heavy libraries are imported inside the commands, so that `--help` answers at once.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer

from posecoach._version import __version__
from posecoach.cli.analyze import analyze, diff
from posecoach.cli.clips import moments
from posecoach.cli.exercises import exercises_app
from posecoach.cli.history import history_app, progress
from posecoach.cli.options import AppContext, Debug
from posecoach.cli.practice import check, practice, routine
from posecoach.errors import INTERNAL_ERROR, explain
from posecoach.exercises.registry import PluginWarning
from posecoach.process import Stopped

app = typer.Typer(
    add_completion=True,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help: rich's would double the time until it shows
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Coaches lower-back exercises through a webcam or from a recorded video. Nothing leaves this machine.\n\n"
    "Ask your doctor before you begin, and stop when it hurts.",
)
models_app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="The pose model: fetch it once, see what is there."
)
app.command()(practice)
app.command()(check)
app.command()(routine)
app.command()(analyze)
app.command()(diff)
app.command()(moments)
app.add_typer(history_app, name="history")
app.command()(progress)
app.add_typer(exercises_app, name="exercises")
app.add_typer(models_app, name="models")


def run(arguments: list[str], world: AppContext | None = None) -> int:
    """Run the command line; return the exit code, which is the signal's if one came."""
    world = world or AppContext()
    try:
        with _sentences_for_plugins():
            code = _main(arguments, world)
    except Stopped:
        code = world.stop.code
    except Exception as error:
        code, sentence = explain(error)
        if code == INTERNAL_ERROR and "--debug" in arguments:
            raise
        if not world.stop():  # what breaks while everything ends is of no interest
            _complain(sentence)
    if world.stop():
        _complain("Stopped.")
    return world.stop.code or code


def _main(arguments: list[str], world: AppContext) -> int:
    """Let typer parse and run; it exits by itself, with usage and a hint when the arguments are wrong."""
    try:
        typer.main.get_command(app).main(arguments, prog_name="posecoach", obj=world)
    except SystemExit as done:
        return done.code if isinstance(done.code, int) else INTERNAL_ERROR if done.code else 0
    return 0


@contextmanager
def _sentences_for_plugins() -> Iterator[None]:
    """Print what is wrong with exercises of other packages as sentences; leave other warnings as they are."""
    with warnings.catch_warnings():
        warnings.simplefilter("always", PluginWarning)
        others = warnings.showwarning

        def show(message: Warning | str, category: type[Warning], *rest: Any, **named: Any) -> None:
            if issubclass(category, PluginWarning):
                _complain(str(message))
            else:
                others(message, category, *rest, **named)

        warnings.showwarning = show
        yield


def _complain(sentence: str) -> None:
    print(f"posecoach: {sentence}", file=sys.stderr)


def _show_version(wanted: bool) -> None:
    if wanted:
        print(f"posecoach {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version and exit.", callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    pass


# -- models ------------------------------------------------------------------------------------------------------


@models_app.command()
def fetch(
    context: typer.Context,
    variant: Annotated[str, typer.Argument(help="full, lite or heavy.")] = "full",
    debug: Debug = False,
) -> None:
    """Fetch the pose model, once; verified against its known hash."""
    from posecoach.cli.terminal import download_progress, terminal

    world: AppContext = context.obj
    with terminal(debug) as console:
        from posecoach.vision import weights

        with download_progress(console) as progress, world.stop.interruptible():
            path = weights.fetch(variant, progress)
    print(f"pose model: {path}")


@models_app.command()
def status() -> None:
    """Show which pose models are here and whether they are whole."""
    from posecoach.vision import weights

    for row in weights.status():
        state = "verified" if row.verified else "damaged: fetch it again" if row.present else "not here"
        print(f"{row.variant:6} {state:24} {row.origin or '':10} {row.size / 1e6:5.1f} MB  {row.licence:10} {row.path}")
