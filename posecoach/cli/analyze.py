"""`posecoach analyze` judges recordings; `posecoach diff` compares two results."""

from __future__ import annotations

import math
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Annotated

import typer

from posecoach.cli.options import OUT, AppContext, Debug, ExerciseName, Force, Height, MaxPixels, ModelPath
from posecoach.core.height import DEFAULT_HEIGHT_CM
from posecoach.errors import INTERNAL_ERROR, PARTIAL, SourceError, UsageError
from posecoach.files.reading import MAX_PIXELS
from posecoach.translation import N_, _

SEVERITY = (0, PARTIAL, SourceError.exit_code, UsageError.exit_code, INTERNAL_ERROR)
"""Exit codes of a single video, the worst last."""
SCHEDULER = "DASK_SCHEDULER_ADDRESS"
"""Environment variable with which Dask's users say where their scheduler is."""
TURNS = ("0", "90", "180", "-90")
"""Degrees by which a picture may be turned."""


def analyze(
    context: typer.Context,
    videos: Annotated[
        list[str],
        typer.Argument(
            help=N_(
                "Videos, folders, patterns, or STEM.landmarks.npz; with --scheduler also addresses: s3://BUCKET/FOLDER."
            ),
            show_default=False,
        ),
    ],
    exercise: ExerciseName = "auto",
    out: Annotated[
        str, typer.Option("-o", "--out", help=N_("Folder for the results; with --scheduler also an address."))
    ] = str(OUT),
    height: Height = DEFAULT_HEIGHT_CM,
    video: Annotated[bool, typer.Option("--video/--no-video", help=N_("Write the annotated video."))] = True,
    report: Annotated[bool, typer.Option("--report/--no-report", help=N_("Write the report, an HTML page."))] = True,
    stills: Annotated[bool, typer.Option("--stills", help=N_("Show pictures of the video in the report."))] = False,
    trc: Annotated[bool, typer.Option("--trc", help=N_("Also write the landmarks for OpenSim."))] = False,
    mot: Annotated[bool, typer.Option("--mot", help=N_("Also write the joint angles for OpenSim."))] = False,
    json: Annotated[str | None, typer.Option(help=N_("'-' prints the JSON and writes no file."))] = None,
    every_frame: Annotated[
        bool, typer.Option("--every-frame", help=N_("Look at every frame, not only 15 a second: slower."))
    ] = False,
    turn: Annotated[
        str, typer.Option(metavar="auto|0|90|180|-90", help=N_("Turn the picture clockwise, in degrees."))
    ] = "auto",
    resume: Annotated[
        bool | None,
        typer.Option(
            "--resume/--no-resume",
            help=N_("Skip videos that are done already."),
            show_default=N_("only with --scheduler"),
        ),
    ] = None,
    scheduler: Annotated[
        str | None,
        typer.Option(
            metavar="tcp://HOST:8786|local:N",
            help=N_(
                "Share the videos between the machines of a Dask cluster, or N processes here. A folder then stands "
                "for all folders in it, too."
            ),
            envvar=SCHEDULER,
            show_default=False,
        ),
    ] = None,
    timeout: Annotated[
        float | None,
        typer.Option(
            metavar="SECONDS",
            help=N_("With --scheduler: most time for one video."),
            min=1,
            show_default=N_("120, and 20 for each of its seconds"),
        ),
    ] = None,
    force: Force = False,
    max_pixels: MaxPixels = MAX_PIXELS,
    model: ModelPath = None,
    debug: Debug = False,
) -> None:
    """Judge recorded videos."""
    from posecoach.cli.terminal import terminal
    from posecoach.exercises.registry import candidates_named

    if json not in (None, "-"):
        raise UsageError(N_("--json takes only '-'. Files are named after the video and go to the folder given by -o."))
    if json and scheduler:
        raise UsageError(N_("--json - takes one video on this machine. Leave it out, or --scheduler."))
    candidates, turned_deg = candidates_named(exercise), _turned_deg(turn)
    app_context: AppContext = context.obj

    with terminal(debug) as console:
        from posecoach.analysis.batch.names import expand
        from posecoach.analysis.sampling import POSES_PER_S
        from posecoach.analysis.settings import MOT, REPORT, TRC, AnalysisSettings
        from posecoach.cli.recordings import analyze_here
        from posecoach.process.cores import count_cores
        from posecoach.storage.landmark_file import is_landmark_file
        from posecoach.vision import weights
        from posecoach.vision.search.person_search import PersonSearch

        paths = [Path(name) for name in videos] if scheduler else expand(_on_disk(videos))
        bundle = None if all(map(is_landmark_file, paths)) else weights.locate(model)
        settings = AnalysisSettings(
            candidates,
            height,
            bundle,
            weights.describe(bundle) if bundle else None,
            None if json or scheduler else Path(out),
            video,
            tuple(ending for ending, wanted in ((REPORT, report), (TRC, trc), (MOT, mot)) if wanted),
            stills,
            math.inf if every_frame else POSES_PER_S,
            turned_deg,
            app_context.estimator or partial(PersonSearch, every_frame=every_frame),
            max_pixels,
            cores=count_cores(),
        )
        if scheduler:
            cluster = _cluster()
            shared = cluster.ClusterSettings(settings, out, resume is not False, force, timeout)
            outcomes = cluster.analyze_archive(videos, shared, scheduler, console, app_context.stop)
        else:
            outcomes = analyze_here(paths, settings, bool(resume), force, console, app_context)
    raise typer.Exit(max((outcome.exit_code for outcome in outcomes), key=SEVERITY.index, default=0))


def _turned_deg(turn: str) -> int | None:
    """Return by how many degrees to turn the pictures clockwise, 0 to 270; None = find it out."""
    if turn == "auto":
        return None
    if turn not in TURNS:
        raise UsageError(
            N_("--turn takes auto, {names}, not '{turn}': degrees clockwise.", names=", ".join(TURNS), turn=turn)
        )
    return int(turn) % 360


def _on_disk(names: list[str]) -> list[Path]:
    """Return names as paths; addresses need a cluster, also one on this machine."""
    for name in names:
        if "://" in name:
            raise UsageError(
                N_("{name} is an address. Copy it here, or have a cluster fetch it: --scheduler local.", name=name)
            )
    return [Path(name) for name in names]


def _cluster() -> ModuleType:
    """Return what analyses on a cluster, if its libraries are installed."""
    try:
        from posecoach.cli import cluster
    except ImportError as error:
        raise UsageError(
            N_(
                "A cluster needs a library that is not installed ({name}). Install it: pip install "
                '"posecoach[cluster]"; or leave --scheduler out.',
                name=error.name,
            )
        ) from error
    return cluster


def diff(
    before: Annotated[Path, typer.Argument(help=N_("STEM.json of the first analysis."), show_default=False)],
    after: Annotated[Path, typer.Argument(help=N_("STEM.json of the second one."), show_default=False)],
) -> None:
    """Show what changed between two analyses of one video."""
    from rich.table import Table

    from posecoach.analysis.compare import find_changes
    from posecoach.cli.terminal import output_console, print_sentence
    from posecoach.storage.result_json import read

    found = find_changes(read(before), read(after))
    if not found:
        print_sentence(N_("Nothing changed."))
        return
    table = Table(_(N_("what")), str(before), str(after))
    for change in found:
        table.add_row(*change)
    output_console().print(table)
