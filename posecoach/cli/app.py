"""The command line: the list of commands, and how they end.

The commands import heavy libraries themselves, so that `--help` answers at once.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Annotated, Any

import typer

from posecoach._version import __version__
from posecoach.cli.analyze import analyze, diff
from posecoach.cli.check import check
from posecoach.cli.clips import moments
from posecoach.cli.exercises import exercises_app
from posecoach.cli.help_texts import show_error, translated
from posecoach.cli.history import history_app, progress
from posecoach.cli.language import LanguageOption, Units, VoiceLanguage, in_persons_language
from posecoach.cli.options import AppContext, Debug
from posecoach.cli.practice import practice, routine
from posecoach.cli.streams import plain_streams
from posecoach.cli.web import app as open_app
from posecoach.errors import INTERNAL_ERROR, PluginWarning, explain, text_of
from posecoach.process import Stopped
from posecoach.translation import N_, _

app = typer.Typer(
    add_completion=True,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help: rich's would double the time until it shows
    context_settings={"help_option_names": ["-h", "--help"]},
    help=N_(
        "Coaches lower-back exercises through a webcam or from a recorded video. Nothing leaves this machine.\n\n"
        "Ask your doctor before you begin, and stop when it hurts."
    ),
)
models_app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help=N_("The pose model: fetch it once, check which ones are here.")
)
app.command(help=N_("Practise in front of a camera. posecoach counts, speaks and corrects, hands-free."))(practice)
app.command(
    "app", help=N_("Open posecoach in the browser: practise, analyse videos, look back. Nothing leaves the house.")
)(open_app)
app.command(help=N_("Check camera, light and place. It says what to change."))(check)
app.command(help=N_("Show the routine, or write it to a file that you can edit."))(routine)
app.command(
    help=N_(
        "Judge recorded videos: repetitions, hold times and faults.\n\n"
        "It writes the results with an annotated video and a report. It also writes STEM.landmarks.npz, from which it "
        "can judge again in seconds, without the video."
    )
)(analyze)
app.command(help=N_("Show what changed between two analyses of one video."))(diff)
app.command(help=N_("Cut a 3 s clip around each attempt's worst fault. Without the video, it shows the skeleton."))(
    moments
)
app.add_typer(history_app, name="history")
app.command(help=N_("Write progress.html: holds, form, pain and dose over time."))(progress)
app.add_typer(exercises_app, name="exercises")
app.add_typer(models_app, name="models")


def run(arguments: list[str], app_context: AppContext | None = None) -> int:
    """Run the command line; return the exit code, which is the signal's if one came."""
    app_context = app_context or AppContext()
    with plain_streams(), ExitStack() as stack:
        try:
            arguments, app_context = stack.enter_context(in_persons_language(arguments, app_context))
            with _plugin_warnings_as_sentences():
                code = _main(arguments, app_context)
            sys.stdout.flush()
        except Stopped:
            code = app_context.stop.code
        except Exception as error:
            code, sentence = explain(error)
            if code == INTERNAL_ERROR and "--debug" in arguments:
                raise
            if not app_context.stop():  # an error while stopping does not matter
                _print_error(sentence)
        if app_context.stop():
            _print_error(N_("Stopped."))
    return app_context.stop.code or code


def _main(arguments: list[str], app_context: AppContext) -> int:
    """Let typer parse and run; for wrong arguments print the usage with a hint."""
    command = translated(typer.main.get_command(app))
    try:
        return command.main(arguments, prog_name="posecoach", obj=app_context, standalone_mode=False) or 0
    except typer.TyperException as error:
        show_error(error)
        return error.exit_code
    except typer.Abort:
        print(_(N_("Aborted!")), file=sys.stderr)
        return INTERNAL_ERROR
    except SystemExit as end:  # of the completion of a shell
        return end.code if isinstance(end.code, int) else INTERNAL_ERROR if end.code else 0


@contextmanager
def _plugin_warnings_as_sentences() -> Iterator[None]:
    """Print warnings about exercises from other packages as sentences, each once; leave other warnings as they are."""
    said: set[str] = set()
    with warnings.catch_warnings():
        warnings.simplefilter("always", PluginWarning)
        show_others = warnings.showwarning

        def show(message: Warning | str, category: type[Warning], *rest: Any, **named: Any) -> None:
            if not issubclass(category, PluginWarning):
                show_others(message, category, *rest, **named)
            elif str(message) not in said:
                said.add(str(message))
                _print_error(text_of(message) if isinstance(message, Warning) else message)

        warnings.showwarning = show
        yield


def _print_error(sentence: str) -> None:
    print(f"posecoach: {_(sentence)}", file=sys.stderr)


def _show_version(wanted: bool) -> None:
    if wanted:
        print(f"posecoach {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", help=N_("Show the version and exit."), callback=_show_version, is_eager=True)
    ] = False,
    language: LanguageOption = None,
    voice_language: VoiceLanguage = None,
    units: Units = "metric",
) -> None:
    """Take the options of all commands, which `in_persons_language` has read already: they are here for the help."""


# -- models ------------------------------------------------------------------------------------------------------


@models_app.command(help=N_("Fetch the pose model, and verify its hash. Needed once."))
def fetch(
    context: typer.Context,
    variant: Annotated[str, typer.Argument(help=N_("full, lite or heavy."))] = "full",
    debug: Debug = False,
) -> None:
    """Fetch the pose model, and verify its hash. Needed once."""
    from posecoach.cli.terminal import download_progress, terminal

    app_context: AppContext = context.obj
    with terminal(debug) as console:
        from posecoach.vision import weights

        with download_progress(console) as progress, app_context.stop.interruptible():
            path = weights.fetch(variant, progress)
    print(_(N_("pose model: {path}", path=path)))


@models_app.command(help=N_("Show which pose models are here, and whether they are intact."))
def status() -> None:
    """Show which pose models are here, and whether they are intact."""
    from posecoach.vision import weights

    for row in weights.status():
        state = N_("verified") if row.verified else N_("damaged: fetch it again") if row.present else N_("not here")
        print(
            f"{row.variant:6} {_(state):24} {row.origin or '':10} {row.size / 1e6:5.1f} MB  {row.licence:10} {row.path}"
        )
