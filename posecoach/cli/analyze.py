"""`posecoach analyze` judges recordings; `posecoach diff` compares two results."""

from __future__ import annotations

import math
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from posecoach.cli.options import OUT, AppContext, Debug, ExerciseName, Folder, Force, Height, MaxPixels, ModelPath
from posecoach.core.height import DEFAULT_HEIGHT_CM
from posecoach.errors import INTERNAL_ERROR, PARTIAL, ModelError, PosecoachError, SourceError, UsageError, explain
from posecoach.files.reading import MAX_PIXELS
from posecoach.process import Stopped

if TYPE_CHECKING:
    from rich.console import Console

    from posecoach.analysis.analyze import AnalysisOutcome
    from posecoach.analysis.batch import VideoOutcome
    from posecoach.analysis.settings import AnalysisSettings
    from posecoach.core.result import Result


SEVERITY = (0, PARTIAL, SourceError.exit_code, INTERNAL_ERROR)
"""Exit codes of a single video, the worst last."""
TURNS = ("0", "90", "180", "-90")
"""Degrees by which a picture may be turned."""


def analyze(
    context: typer.Context,
    videos: Annotated[
        list[Path],
        typer.Argument(help="Videos, folders, patterns, or STEM.landmarks.npz.", show_default=False),
    ],
    exercise: ExerciseName = "auto",
    out: Folder = OUT,
    height: Height = DEFAULT_HEIGHT_CM,
    video: Annotated[bool, typer.Option("--video/--no-video", help="Write the annotated video.")] = True,
    report: Annotated[bool, typer.Option("--report/--no-report", help="Write the report, an HTML page.")] = True,
    stills: Annotated[bool, typer.Option("--stills", help="Show pictures of the video in the report.")] = False,
    trc: Annotated[bool, typer.Option("--trc", help="Also write the landmarks for OpenSim.")] = False,
    mot: Annotated[bool, typer.Option("--mot", help="Also write the joint angles for OpenSim.")] = False,
    json: Annotated[str | None, typer.Option(help="'-' prints the JSON and writes no file.")] = None,
    every_frame: Annotated[
        bool, typer.Option("--every-frame", help="Look at every frame, not only 15 a second: slower.")
    ] = False,
    turn: Annotated[
        str, typer.Option(metavar="auto|0|90|180|-90", help="Turn the picture clockwise, in degrees.")
    ] = "auto",
    resume: Annotated[bool, typer.Option("--resume", help="Skip videos that are done already.")] = False,
    force: Force = False,
    max_pixels: MaxPixels = MAX_PIXELS,
    model: ModelPath = None,
    debug: Debug = False,
) -> None:
    """Judge recorded videos: repetitions, hold times and faults.

    It writes the results with an annotated video and a report. It also writes
    STEM.landmarks.npz, from which it can judge again in seconds, without the video.
    """
    from posecoach.cli.terminal import print_out, terminal
    from posecoach.exercises.registry import candidates_named

    if json not in (None, "-"):
        raise UsageError("--json takes only '-'. Files are named after the video and go to the folder given by -o.")
    candidates, turned_deg = candidates_named(exercise), _turned_deg(turn)
    app_context: AppContext = context.obj

    with terminal(debug) as console:
        from posecoach.analysis import batch
        from posecoach.analysis.sampling import POSES_PER_S
        from posecoach.analysis.settings import MOT, REPORT, SUMMARY, TRC, AnalysisSettings, check_names
        from posecoach.files.overwriting import check_replaceable
        from posecoach.files.writing import output_folder
        from posecoach.storage import landmark_file
        from posecoach.vision import weights
        from posecoach.vision.search.person_search import PersonSearch

        paths = batch.expand(videos)
        if json and len(paths) > 1:
            raise UsageError("--json - takes one video at a time. Name one, or leave the option out.")
        bundle = None if all(map(landmark_file.is_landmark_file, paths)) else weights.locate(model)
        model_info = weights.describe(bundle) if bundle else None
        folder = None if json else output_folder(out)
        extras = tuple(ending for ending, wanted in ((REPORT, report), (TRC, trc), (MOT, mot)) if wanted)
        estimator = app_context.estimator or partial(PersonSearch, every_frame=every_frame)
        rate = math.inf if every_frame else POSES_PER_S
        settings = AnalysisSettings(
            candidates,
            height,
            bundle,
            model_info,
            folder,
            video,
            extras,
            stills,
            rate,
            turned_deg,
            estimator,
            max_pixels,
        )
        check_names(paths, settings, force or resume)  # what is done already is not replaced
        if resume and folder:
            check_replaceable([folder / SUMMARY], force=force)
        find_done = partial(batch.resume, settings=settings, force=force) if resume else _nothing_done
        outcomes: list[VideoOutcome] = []
        with suppress(Stopped):
            for path in paths:
                if not app_context.stop():
                    outcomes.append(_analyze_one(path, settings, console, app_context, find_done, debug))
        if folder and len(paths) > 1:
            print_out(f"{batch.write_summary(outcomes, folder)}\n")
        _print_problems(outcomes, console, app_context, many=len(paths) > 1)
    raise typer.Exit(max((outcome.exit_code for outcome in outcomes), key=SEVERITY.index, default=0))


def _nothing_done(path: Path) -> None:
    """Find no result of an earlier run."""


def _turned_deg(turn: str) -> int | None:
    """Return by how many degrees to turn the pictures clockwise, 0 to 270; None = find it out."""
    if turn == "auto":
        return None
    if turn not in TURNS:
        raise UsageError(f"--turn takes auto, {', '.join(TURNS)}, not '{turn}': degrees clockwise.")
    return int(turn) % 360


def _analyze_one(
    path: Path,
    settings: AnalysisSettings,
    console: Console,
    app_context: AppContext,
    find_done: Callable[[Path], Result | None],
    debug: bool,
) -> VideoOutcome:
    """Analyse one video unless it is done; a problem with it does not stop the others, one with all videos does."""
    from posecoach.analysis import batch
    from posecoach.analysis.batch import VideoOutcome
    from posecoach.cli.terminal import print_json, print_out, show_verdict
    from posecoach.reports.verdict import turned_remark
    from posecoach.storage.result_json import dumps

    try:
        batch.require_videos(path)
        if finished := find_done(path):
            print_out(f"{path.name}: done already.\n")
            return VideoOutcome(path, 0, "", finished)
        outcome = _analyze(path, settings, console, app_context)
    except (UsageError, ModelError):
        raise
    except Exception as error:
        if debug and not isinstance(error, PosecoachError):
            raise
        return VideoOutcome(path, *explain(error))
    result = outcome.result
    if remark := turned_remark(result.video):
        console.print(f"{path.name}: {remark}", soft_wrap=True)
    if settings.out is None:
        print_json(dumps(result))
    else:
        show_verdict(path.name, result, outcome.files)
    partial = None if app_context.stop() else result.partial  # the user who stopped it knows
    problem = f"{path}: {partial}. The result is partial." if partial else ""
    return VideoOutcome(path, PARTIAL if problem else 0, problem, result)


def _analyze(path: Path, settings: AnalysisSettings, console: Console, app_context: AppContext) -> AnalysisOutcome:
    """Analyse a video, or judge stored landmarks."""
    from posecoach.analysis.analyze import analyze, judge_landmarks
    from posecoach.cli.terminal import frame_progress
    from posecoach.storage.landmark_file import is_landmark_file

    if is_landmark_file(path):
        with app_context.stop.interruptible():  # nothing is lost: the landmarks stay
            return judge_landmarks(path, settings)
    with frame_progress(console, path.name) as progress:
        return analyze(path, settings, progress, app_context.stop)


def _print_problems(outcomes: list[VideoOutcome], console: Console, app_context: AppContext, many: bool) -> None:
    """Print which videos failed or are partial; errors while stopping do not matter."""
    for outcome in outcomes:
        if outcome.problem and not (app_context.stop() and outcome.exit_code != PARTIAL):
            code = f" (exit code {outcome.exit_code})" if many else ""
            console.print(f"posecoach: {outcome.problem}{code}", soft_wrap=True)


def diff(
    before: Annotated[Path, typer.Argument(help="STEM.json of the first analysis.", show_default=False)],
    after: Annotated[Path, typer.Argument(help="STEM.json of the second one.", show_default=False)],
) -> None:
    """Show what changed between two analyses of one video."""
    from rich.table import Table

    from posecoach.analysis.compare import find_changes
    from posecoach.cli.terminal import output_console, print_out
    from posecoach.storage.result_json import read

    found = find_changes(read(before), read(after))
    if not found:
        print_out("Nothing changed.\n")
        return
    table = Table("what", str(before), str(after))
    for change in found:
        table.add_row(*change)
    output_console().print(table)
