"""The command that shows once more what went wrong: a clip of each attempt's worst fault."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from posecoach.cli.options import HEIGHT_CM, OUT, AppContext, Debug, ExerciseName, Folder, Height, ModelPath
from posecoach.errors import PARTIAL, SourceError
from posecoach.exercises.registry import candidates_named

if TYPE_CHECKING:
    from posecoach.analysis.settings import Progress
    from posecoach.core.body.pose import TimedPose
    from posecoach.core.exercise.exercise import Exercise
    from posecoach.core.result import Result


def moments(
    context: typer.Context,
    source: Annotated[
        Path, typer.Argument(metavar="VIDEO|SESSION", help="A video, or the JSON of an analysis.", show_default=False)
    ],
    video: Annotated[
        Path | None, typer.Option(help="Where the video of a SESSION is now.", show_default="where it was")
    ] = None,
    exercise: ExerciseName = "auto",
    out: Folder = OUT,
    height: Height = HEIGHT_CM,
    model: ModelPath = None,
    debug: Debug = False,
) -> None:
    """Cut a 3 s clip around each attempt's worst fault; without its video a SESSION shows the skeleton."""
    from posecoach.cli.terminal import frame_progress, print_out, terminal

    app_context: AppContext = context.obj
    with terminal(debug) as console:
        from posecoach.analysis.clips import cut_clips
        from posecoach.files import output_folder
        from posecoach.vision.video import VideoFile

        candidates = candidates_named(exercise)
        stem = output_folder(out) / source.stem
        with frame_progress(console, source.name) as progress:
            if source.suffix == ".json":
                past = _session(source, video)
            else:
                past = _watched(source, candidates, height, model, app_context, progress)
            for remark in past.remarks:
                console.print(remark, markup=False, soft_wrap=True)
            chosen = tuple(rep for rep in past.result.reps if any(rep.exercise == one.id for one in candidates))
            result = replace(past.result, reps=chosen)
            with VideoFile(past.video) if past.video else nullcontext() as film:
                files = cut_clips(result, past.poses, film.frames if film else None, stem, progress, app_context.stop)
    if files:
        print_out("".join(f"{file}\n" for file in files))
    elif not app_context.stop():
        print_out(f"{source.name}: nothing to cut: none of {len(chosen)} attempts has a fault that a picture shows.\n")
    raise typer.Exit(PARTIAL if past.damaged else 0)


@dataclass(frozen=True, slots=True)
class _Past:
    """A recording or session to show again; `video` is None where it is not there."""

    result: Result
    poses: Sequence[TimedPose]
    video: Path | None
    remarks: tuple[str, ...] = ()
    damaged: bool = False


def _watched(
    path: Path,
    candidates: tuple[Exercise, ...],
    height_cm: float,
    model: Path | None,
    app_context: AppContext,
    progress: Progress,
) -> _Past:
    """Watch and judge a video."""
    from posecoach.analysis.analyze import analyze
    from posecoach.analysis.settings import AnalysisSettings
    from posecoach.vision import weights
    from posecoach.vision.estimator import PoseEstimator

    bundle = weights.locate(model)
    settings = AnalysisSettings(
        candidates,
        height_cm,
        bundle,
        weights.describe(bundle),
        out=None,
        estimator=app_context.estimator or PoseEstimator,
    )
    outcome = analyze(path, settings, progress, app_context.stop)
    partial = None if app_context.stop() else outcome.result.partial
    remarks = (f"{path}: {partial}.",) if partial else ()
    return _Past(outcome.result, outcome.poses, path, remarks, bool(partial))


def _session(path: Path, video: Path | None) -> _Past:
    """Read a result, the landmarks beside it, and where its video is."""
    from posecoach.storage import landmark_file, result_json

    result = result_json.read(path)
    landmarks = path.with_suffix(landmark_file.SUFFIX)
    if not landmarks.exists():
        raise SourceError(f"{landmarks} is not there, without which nothing can be drawn. Analyse the video again.")
    found = video or _unchanged(result)
    lost = result.video.sha256 and not found
    remarks = (f"{result.video.path} is gone or changed: drawing the skeleton. --video says where it is.",)
    return _Past(result, landmark_file.read(landmarks).poses, found, remarks if lost else ())


def _unchanged(result: Result) -> Path | None:
    """Return the video if it is where it was, with the same content; a camera has none."""
    from posecoach.files import sha256_of

    path = Path(result.video.path)
    return path if path.is_file() and sha256_of(path) == result.video.sha256 else None
