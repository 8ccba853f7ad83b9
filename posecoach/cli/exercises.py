"""The commands about exercises: what there is, and for authors a try on moving figures and a new package."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from posecoach.cli.options import Force
from posecoach.errors import PluginWarning, UsageError, text_of
from posecoach.translation import N_, _, joined

if TYPE_CHECKING:
    from posecoach.core.exercise.exercise import Exercise
    from posecoach.exercises.simulation.simulator import View
    from posecoach.exercises.simulation.tryout import Row


class _ShowByName(TyperGroup):
    """Takes the id of an exercise for the command that shows it: `posecoach exercises bridge`."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        known = bool(args) and (args[0] in self.commands or args[0].startswith("-"))
        return super().resolve_command(ctx, args if known else ["show", *args])


exercises_app = typer.Typer(
    cls=_ShowByName,
    invoke_without_command=True,
    rich_markup_mode=None,
    subcommand_metavar="[ID | COMMAND [ARGS]...]",
    help=N_(
        "List the exercises and where each comes from; with an ID, show its prescription, where "
        "to put the camera, and every check. COMMANDs are for authors."
    ),
)


@exercises_app.callback()
def _list(context: typer.Context) -> None:
    from posecoach.exercises.registry import EXERCISES, exercises_named

    if context.invoked_subcommand is None:
        from posecoach.exercises.description import dose

        for one in exercises_named(None):
            print(f"{one.id:18} {_(joined([one.title, dose(one)], N_(': ')))} ({EXERCISES.origin(one.id)})")


@exercises_app.command(
    hidden=True, help=N_("Show an exercise: its prescription, where to put the camera, and every check.")
)
def show(exercise: Annotated[str, typer.Argument(help=N_("Id of an exercise."), show_default=False)]) -> None:
    """Show an exercise: its prescription, where to put the camera, and every check."""
    from posecoach.exercises.description import describe
    from posecoach.exercises.registry import EXERCISES, OURS, exercises_named

    (chosen,) = exercises_named(exercise)
    print(_(describe(chosen)), end="")
    if EXERCISES.origin(exercise) != OURS:
        print()
        print(_(N_("From the package {package}.", package=EXERCISES.origin(exercise))))


@exercises_app.command(
    name="try",
    help=N_(
        "Try an exercise on moving figures: whether each fault is named, and the other exercises keep silent.\n\n"
        "The figures are made from the exercise's own example poses. The others are all that `posecoach exercises` "
        "lists. MODULE is looked for in this folder, too."
    ),
)
def try_(
    exercise: Annotated[str, typer.Argument(metavar="MODULE:NAME|ID", help=N_("The exercise."), show_default=False)],
    out: Annotated[Path | None, typer.Option("-o", "--out", help=N_("Folder for a video of the figure."))] = None,
    tempo: Annotated[float, typer.Option(help=N_("How fast the figure moves; 1 = usual."), min=0.25, max=4.0)] = 1.0,
    yaw: Annotated[float, typer.Option(help=N_("Degrees by which the camera is turned."), min=-60.0, max=60.0)] = 0.0,
    noise: Annotated[float, typer.Option(help=N_("Noise of the landmarks in pixels."), min=0.0, max=20.0)] = 1.0,
    force: Force = False,
) -> None:
    """Try an exercise on moving figures."""
    from posecoach.exercises.registry import EXERCISES
    from posecoach.exercises.simulation.simulator import View
    from posecoach.exercises.simulation.tryout import run

    one, others = _loaded(exercise), tuple(EXERCISES.values())
    view = View(yaw_deg=yaw, noise_px=noise)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", PluginWarning)  # a measure that fails on some pose
            rows = run(one, others, view, tempo)
    except PluginWarning as warning:
        raise UsageError(N_("{warning} Correct it there.", warning=text_of(warning))) from warning
    heading = N_(
        "{title} ({id}): tempo {tempo:g}, camera turned by {yaw:g} degrees, noise {noise:g} px",
        title=one.title,
        id=one.id,
        tempo=tempo,
        yaw=yaw,
        noise=noise,
    )
    print(f"{_(heading)}\n")
    print("\n".join(_table(rows)))
    if out:
        for file in _films(one, view, tempo, out, force):
            print(file)
    differing = [row for row in rows if row.problem]
    if differing:
        raise UsageError(
            N_(
                "{differing} of {all} are not as {id} declares. Correct the exercise, try again.",
                differing=len(differing),
                all=len(rows),
                id=one.id,
            )
        )
    print(_(N_("All {n} are as declared.", n=len(rows))))


@exercises_app.command(help=N_("Write a package with a commented exercise, its test and its pyproject.toml."))
def new(
    name: Annotated[str, typer.Argument(help=N_("Id of the exercise, as in side_plank."), show_default=False)],
    out: Annotated[
        Path, typer.Option("-o", "--out", help=N_("Folder in which the package's folder is made."))
    ] = Path(),
) -> None:
    """Write a package with a commented exercise, its test and its pyproject.toml."""
    from posecoach.cli.new_exercise import write_package

    folder = write_package(name, out)
    print(_(N_("{folder} is written. Next:", folder=folder)))
    print(f"\n  cd {folder}\n  posecoach exercises try {name}:{name.upper()}")


def _loaded(name: str) -> Exercise:
    """Return an exercise by its id, or from a module, which may lie in the current folder; it has no mistakes."""
    from posecoach.exercises.plugins import load, problems
    from posecoach.exercises.registry import BUILT_IN, exercises_named

    if ":" not in name:
        try:
            (one,) = exercises_named(name)
        except UsageError as error:
            raise UsageError(
                N_("{error} Or write MODULE:NAME, as in side_plank:SIDE_PLANK.", error=text_of(error))
            ) from error
        return one
    sys.path.insert(0, str(Path.cwd()))
    one = load(name)
    found = problems(one, name, [other for other in BUILT_IN if other is not one])
    if found:
        raise UsageError(joined(found, "\n  "))
    return one


def _table(rows: Sequence[Row]) -> list[str]:
    """Return the rows as lines of columns as wide as needed."""
    cells: list[tuple[str, ...]] = [(N_("what is done"), N_("counted"), N_("named"), N_("others"))]
    for row in rows:
        counted = {0: N_("no"), 1: N_("once")}.get(row.counted, N_("{n} times", n=row.counted))
        named = ", ".join(row.named) or N_("nothing")
        cells.append((row.name, counted, named, ", ".join(row.others) or N_("silent")))
    cells = [tuple(map(_, row)) for row in cells]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    ends = ["", *(_(row.problem or row.note or N_("as declared")) for row in rows)]
    lines = ["  ".join(f"{text:{width}}" for text, width in zip(line, widths, strict=True)) for line in cells]
    return [f"{line}  {end}".rstrip() for line, end in zip(lines, ends, strict=True)]


def _films(exercise: Exercise, view: View, tempo: float, out: Path, force: bool) -> Iterator[Path]:
    """Write a video of each trial that a figure shows; yield the files."""
    from posecoach.analysis.figure_video import write_figure_video
    from posecoach.exercises.simulation.trials import film_trial, trials
    from posecoach.files.names import file_name
    from posecoach.files.overwriting import check_replaceable
    from posecoach.files.writing import output_folder

    folder, films = output_folder(out), {}
    for trial in trials(exercise):
        if trial.target:
            side = f".{trial.side}" if trial.side else ""
            films[folder / file_name(f"{exercise.id}.{trial.name.replace(' ', '')}{side}.mp4")] = trial
    check_replaceable(films, force=force)
    for file, trial in films.items():
        write_figure_video(file, film_trial(exercise, trial, view, tempo), exercise, view.near, view.height_cm)
        yield file
