"""The command that shows once more what went wrong: a clip of each attempt's worst fault."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from posecoach.cli.options import HEIGHT_CM, OUT, AppContext, Debug, ExerciseName, Folder, Height, ModelPath
from posecoach.errors import PARTIAL, SourceError
from posecoach.exercises.registry import candidates_named

if TYPE_CHECKING:
    from posecoach.analysis.extract import PoseTrack
    from posecoach.analysis.settings import Progress
    from posecoach.core.body.pose import TimedPose
    from posecoach.core.exercise.exercise import Exercise
    from posecoach.core.judging.events import Rep
    from posecoach.storage.result_json import Analysis
    from posecoach.storage.result_json import Rep as StoredRep


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

    world: AppContext = context.obj
    with terminal(debug) as console:
        from posecoach.analysis.clips import cut_clips
        from posecoach.files import output_folder
        from posecoach.vision.video import VideoFile

        candidates = candidates_named(exercise)
        folder = output_folder(out)
        with frame_progress(console, source.name) as progress:
            if source.suffix == ".json":
                past = _session(source, video)
            else:
                past = _watched(source, candidates, height, model, world, progress)
            for remark in past.remarks:
                console.print(remark, markup=False, soft_wrap=True)
            with VideoFile(past.video) if past.video else nullcontext() as film:
                files = cut_clips(
                    past.seen,
                    past.reps,
                    candidates,
                    past.height_cm,
                    film.frames if film else None,
                    (film.width, film.height) if film else past.size,
                    folder,
                    source.stem,
                    progress,
                    world.stop,
                )
    reps = [rep for rep in past.reps if any(rep.exercise == one.id for one in candidates)]
    if files:
        print_out("".join(f"{file}\n" for file in files))
    elif not world.stop():
        print_out(f"{source.name}: nothing to cut: none of {len(reps)} attempts has a fault that a picture shows.\n")
    raise typer.Exit(PARTIAL if past.damaged else 0)


@dataclass(frozen=True, slots=True)
class _Past:
    """What is to be looked back at; `size` is the pictures', `video` None where there is none to be had."""

    seen: Sequence[TimedPose]
    reps: Sequence[Rep | StoredRep]
    height_cm: float
    video: Path | None
    size: tuple[int, int]
    remarks: tuple[str, ...] = ()
    damaged: bool = False


def _watched(
    path: Path,
    candidates: tuple[Exercise, ...],
    height_cm: float,
    model: Path | None,
    world: AppContext,
    progress: Progress,
) -> _Past:
    """Watch and judge a video."""
    from posecoach.analysis.extract import extract
    from posecoach.core.judging.coach import judge_all
    from posecoach.vision import weights
    from posecoach.vision.estimator import PoseEstimator
    from posecoach.vision.video import VideoFile

    bundle, open_estimator = weights.locate(model), world.estimator or PoseEstimator
    with VideoFile(path) as video:
        progress("Watching", 0, video.frames_estimate)
    track: PoseTrack = extract(
        path, lambda: open_estimator(bundle), lambda done: progress("Watching", done, None), stop=world.stop
    )
    reps = judge_all(track.seen, candidates, height_cm).reps
    remarks = (f"{path}: {track.damage}.",) if track.damage else ()
    return _Past(track.seen, reps, height_cm, path, (video.width, video.height), remarks, bool(track.damage))


def _session(path: Path, video: Path | None) -> _Past:
    """Read an analysis, the landmarks beside it, and where its video is."""
    from posecoach.storage import landmark_file, result_json

    stored = result_json.read(path)
    landmarks = path.with_suffix(landmark_file.SUFFIX)
    if not landmarks.exists():
        raise SourceError(f"{landmarks} is not there, without which nothing can be drawn. Analyse the video again.")
    found = video or _unchanged(stored)
    lost = stored.video.sha256 and not found
    remarks = (f"{stored.video.path} is gone or changed: drawing the skeleton. --video tells where it is.",)
    size = (stored.video.width, stored.video.height)
    return _Past(
        landmark_file.read(landmarks).seen, stored.reps, stored.height_cm, found, size, remarks if lost else ()
    )


def _unchanged(stored: Analysis) -> Path | None:
    """Return the video if it is where it was, with the same content; a camera has none."""
    from posecoach.files import sha256_of

    path = Path(stored.video.path)
    return path if path.is_file() and sha256_of(path) == stored.video.sha256 else None
