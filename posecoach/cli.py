"""The command line: arguments -> objects -> pipeline. The only place that prints or exits.

Heavy libraries are imported inside the commands, so that `--help` answers at once.
"""

from __future__ import annotations

import logging
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from posecoach import __version__
from posecoach.errors import PosecoachError, UsageError

if TYPE_CHECKING:
    from types import FrameType

    from rich.console import Console

    from posecoach.core.exercise import Exercise

app = typer.Typer(
    add_completion=True,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Coaches lower-back exercises through a webcam or from a recorded video. Nothing leaves this machine.\n\n"
    "Ask your doctor before you begin, and stop when it hurts.",
)
models_app = typer.Typer(no_args_is_help=True, help="The pose model: fetch it once, see what is there.")
app.add_typer(models_app, name="models")

PARTIAL, INTERRUPTED, TERMINATED = 5, 130, 143
OUT = Path("posecoach-output")
HEIGHT_CM = 170.0


class Terminated(KeyboardInterrupt):
    """SIGTERM: ends like Ctrl-C, with its own code."""


class _Exit(Exception):
    def __init__(self, code: int) -> None:
        self.code = code


def run(arguments: list[str]) -> int:
    """Run the command line; return the exit code."""
    command = typer.main.get_command(app)
    signal.signal(signal.SIGTERM, _terminate)
    try:
        return command.main(arguments, prog_name="posecoach", standalone_mode=False) or 0
    except _Exit as done:
        return done.code
    except typer.Exit as done:
        return done.exit_code
    except typer.exceptions.TyperException as error:
        error.show()
        return UsageError.exit_code
    except PosecoachError as error:
        return _fail(str(error), error.exit_code)
    except (KeyboardInterrupt, typer.Abort) as stopped:
        return _fail("Stopped.", _stop_code(stopped))
    except ImportError as error:
        return _fail(_missing(error), UsageError.exit_code)
    except Exception as error:  # noqa: BLE001 - the last line of defence: a sentence, not a traceback
        if "--debug" in arguments:
            raise
        return _fail(
            f"A defect in posecoach: {type(error).__name__}: {error}. Run it again with --debug for details.", 1
        )


def _fail(sentence: str, code: int) -> int:
    print(f"posecoach: {sentence}", file=sys.stderr)
    return code


def _terminate(number: int, frame: FrameType | None) -> None:
    raise Terminated


def _stop_code(stopped: BaseException | None) -> int:
    return TERMINATED if isinstance(stopped, Terminated) else INTERRUPTED


def _missing(error: ImportError) -> str:
    """Name the system package that brings a missing library."""
    packages = {"libGL.so": "libgl1", "libgthread": "libglib2.0-0", "libEGL": "libegl1", "libGLES": "libgles2"}
    for library, package in packages.items():
        if library in str(error):
            return f"{library} is missing on this system. Install it: on Debian or Ubuntu 'sudo apt-get install {package}'."
    return f"a library cannot be loaded: {error}. Install posecoach again: pip install posecoach"


def _show_version(wanted: bool) -> None:
    if wanted:
        print(f"posecoach {__version__}")
        raise _Exit(0)


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version and exit.", callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    pass


# -- shared options ----------------------------------------------------------------------------------------------

Height = Annotated[float, typer.Option(help="Your height in cm: it sets the scale of heights.", min=80, max=250)]
ModelPath = Annotated[Path | None, typer.Option("--model", help="A pose model of your own (.task bundle).")]
Folder = Annotated[Path, typer.Option("-o", "--out", help="Folder for what is written.")]
Debug = Annotated[bool, typer.Option("--debug", help="Show the log of the libraries and full errors.")]


def _exercise(name: str) -> Exercise:
    from posecoach.exercises import EXERCISES

    if name not in EXERCISES:
        raise UsageError(f"There is no exercise '{name}'. Choose one of: {', '.join(EXERCISES)}.")
    return EXERCISES[name]


@contextmanager
def _console(debug: bool) -> Iterator[Console]:
    """Console on standard error, with the native libraries' noise kept off it."""
    from rich.console import Console

    from posecoach.estimator import quiet_native

    logging.basicConfig(level=logging.DEBUG if debug else logging.ERROR, format="%(levelname)s %(name)s: %(message)s")
    with quiet_native(enabled=not debug):
        yield Console(stderr=True, highlight=False)


# -- analyze -----------------------------------------------------------------------------------------------------


@app.command()
def analyze(
    videos: Annotated[list[Path], typer.Argument(help="One or more video files.", show_default=False)],
    exercise: Annotated[str, typer.Option("-e", "--exercise", help="Id of the exercise, or auto.")] = "auto",
    out: Folder = OUT,
    height: Height = HEIGHT_CM,
    video: Annotated[bool, typer.Option("--video/--no-video", help="Write the annotated video.")] = True,
    json: Annotated[str | None, typer.Option(help="'-' prints the JSON alone and writes no file.")] = None,
    model: ModelPath = None,
    debug: Debug = False,
) -> None:
    """Judge recorded videos: repetitions, hold times, faults with their numbers, an annotated video."""
    if json not in (None, "-"):
        raise UsageError("--json takes only '-'. Files are named after the video and go to the folder given by -o.")
    given = None if exercise == "auto" else _exercise(exercise).id
    code = 0
    with _console(debug) as console:
        from posecoach import results, weights
        from posecoach.analyze import Job
        from posecoach.exercises import EXERCISES

        bundle = weights.locate(model)
        job = Job(
            EXERCISES, given, height, bundle, weights.describe(bundle), None if json else results.folder(out), video
        )
        for path in videos:
            code = max(code, _analyze_one(path, job, console))
            if code in (INTERRUPTED, TERMINATED):
                break
    raise _Exit(code)


def _analyze_one(path: Path, job, console: Console) -> int:  # type: ignore[no-untyped-def]
    from posecoach.analyze import analyze as analyze_video

    with _progress(console, path.name) as progress:
        answer = analyze_video(path, job, progress)
    if job.out is None:
        print(answer.json, end="")
    else:
        _show_verdict(console, path.name, answer.verdict.reps, answer.verdict.exercise, answer.files)
    if answer.interrupted:
        console.print("Stopped. What was read so far is written.", style="yellow")
        return _stop_code(answer.interrupted)
    if answer.damage:
        console.print(f"{path}: {answer.damage}. The result is partial.", style="yellow", markup=False)
        return PARTIAL
    return 0


@contextmanager
def _progress(console: Console, name: str):  # type: ignore[no-untyped-def]
    """Progress bar with frames a second and the time left."""
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TextColumn("{task.fields[speed]:>4.0f} frames/s"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        tasks: dict[str, int] = {}

        def progress(step: str, done: int, total: int | None) -> None:
            if step not in tasks:
                tasks[step] = bar.add_task(f"{step} {name}", total=total, speed=0.0)
            bar.update(tasks[step], advance=done)
            task = bar.tasks[tasks[step]]
            if task.elapsed:
                bar.update(tasks[step], speed=task.completed / task.elapsed)

        yield progress


def _show_verdict(console: Console, name: str, reps, exercise: str | None, files) -> None:  # type: ignore[no-untyped-def]
    from rich.console import Console as Out
    from rich.table import Table
    from rich.text import Text

    from posecoach.analyze import rows

    out = Out(highlight=False)
    if not reps:
        out.print(
            Text(f"{name}: " + (f"no attempt at {exercise} seen." if exercise else "none of the exercises recognised."))
        )
    else:
        table = Table("rep", "exercise", "leg", "at s", "held s", "good s", "what to correct", title=Text(name))
        for row in rows(reps):
            table.add_row(*map(Text, row))
        out.print(table)
    for file in files:
        out.print(Text(f"  {file}"), soft_wrap=True)


# -- models ------------------------------------------------------------------------------------------------------


@models_app.command()
def fetch(
    variant: Annotated[str, typer.Argument(help="full, lite or heavy.")] = "full",
    debug: Debug = False,
) -> None:
    """Fetch the pose model, once; verified against its known hash."""
    with _console(debug) as console:
        from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn

        from posecoach import weights

        with Progress(
            TextColumn("{task.description}"), BarColumn(), DownloadColumn(), console=console, transient=True
        ) as bar:
            task = bar.add_task("Looking for the pose model", total=None)
            path = weights.fetch(
                variant,
                lambda done, total, what: bar.update(task, description=what, completed=done, total=total or None),
            )
    print(f"pose model: {path}")


@models_app.command()
def status() -> None:
    """Show which pose models are here and whether they are whole."""
    from posecoach import weights

    for row in weights.status():
        state = "verified" if row.verified else "damaged: fetch it again" if row.present else "not here"
        print(f"{row.variant:6} {state:24} {row.origin or '':10} {row.path}")


# -- practice ----------------------------------------------------------------------------------------------------


@app.command()
def practice(
    exercise: Annotated[str, typer.Argument(help="Id of the exercise.", show_default=False)],
    camera: Annotated[
        str, typer.Option(help="Number of the camera, its URL, or a video file played in real time.")
    ] = "0",
    hold: Annotated[float | None, typer.Option(help="Hold in seconds, instead of the prescribed one.", min=1)] = None,
    reps: Annotated[int | None, typer.Option(help="End after so many, on each side if there are two.", min=1)] = None,
    window: Annotated[bool, typer.Option("--window/--no-window", help="Show the picture.")] = True,
    record: Annotated[
        Path | None, typer.Option(help="Write what the camera saw, with the coaching, to this mp4.")
    ] = None,
    mirror: Annotated[bool, typer.Option("--mirror/--no-mirror", help="Show the picture as a mirror does.")] = True,
    out: Folder = OUT,
    height: Height = HEIGHT_CM,
    model: ModelPath = None,
    debug: Debug = False,
) -> None:
    """Practise in front of a camera: live hold clock, count, and the one most important correction."""
    what = _exercise(exercise)
    with _console(debug) as console:
        from posecoach import weights
        from posecoach.practice import Plan, practise

        bundle = weights.locate(model)
        plan = Plan(what, camera, bundle, weights.describe(bundle), out, height, hold, reps, window, record, mirror)
        end = practise(plan, lambda line: console.print(line, markup=False, highlight=False))
        _show_verdict(console, what.title, end.reps, what.id, end.files)
    if end.error is not None:
        raise end.error
    raise _Exit(_stop_code(end.interrupted) if end.interrupted else 0)
