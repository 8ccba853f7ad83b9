"""`posecoach moments`: cuts a clip of each attempt's worst fault."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from posecoach.cli.options import OUT, AppContext, Debug, ExerciseName, Folder, Force, Height, MaxPixels, ModelPath
from posecoach.core.height import DEFAULT_HEIGHT_CM
from posecoach.errors import PARTIAL, SourceError
from posecoach.files.reading import MAX_PIXELS
from posecoach.translation import N_, joined, plural

if TYPE_CHECKING:
    from posecoach.analysis.settings import AnalysisSettings, Progress
    from posecoach.core.body.pose import TimedPose
    from posecoach.core.exercise.exercise import Exercise
    from posecoach.core.result import Result


def moments(
    context: typer.Context,
    source: Annotated[
        Path,
        typer.Argument(metavar="VIDEO|SESSION", help=N_("A video, or the JSON of an analysis."), show_default=False),
    ],
    video: Annotated[
        Path | None, typer.Option(help=N_("Where the video of a SESSION is now."), show_default=N_("where it was"))
    ] = None,
    exercise: ExerciseName = "auto",
    out: Folder = OUT,
    force: Force = False,
    height: Height = DEFAULT_HEIGHT_CM,
    max_pixels: MaxPixels = MAX_PIXELS,
    model: ModelPath = None,
    debug: Debug = False,
) -> None:
    """Cut a clip around each attempt's worst fault."""
    from posecoach.cli.terminal import frame_progress, print_out, print_sentence, terminal
    from posecoach.exercises.registry import candidates_named

    app_context: AppContext = context.obj
    with terminal(debug) as console:
        from posecoach.analysis.clips import clips_of, cut_clips
        from posecoach.files.overwriting import check_replaceable
        from posecoach.files.writing import output_folder
        from posecoach.vision.video import VideoFile

        candidates = candidates_named(exercise)
        stem = output_folder(out) / source.stem
        check_replaceable(clips_of(stem), [source, *([video] if video else [])], force)
        with frame_progress(console, source.name) as progress:
            if source.suffix == ".json":
                recording = _load_session(source, video)
            else:
                recording = _analyze_video(
                    source, _settings(candidates, height, max_pixels, model, app_context), app_context, progress
                )
            for remark in (*recording.remarks, *(_skipped(recording.result) if exercise == "auto" else ())):
                console.print(remark, soft_wrap=True)
            chosen = tuple(rep for rep in recording.result.reps if any(rep.exercise == one.id for one in candidates))
            result = replace(recording.result, reps=chosen)
            turned_deg = result.video.turned_deg
            shown = (
                VideoFile(recording.video, turned_deg=turned_deg, max_pixels=max_pixels) if recording.video else None
            )
            with shown or nullcontext() as opened:
                files = cut_clips(
                    result, recording.poses, opened.frames if opened else None, stem, progress, app_context.stop
                )
    if files:
        print_out("".join(f"{file}\n" for file in files))
    elif not app_context.stop():
        if chosen:
            why = N_("none of {n} attempts has a fault that a picture shows", n=len(chosen))
        else:
            why = N_("no attempt to look at")
        print_sentence(N_("{name}: nothing to cut: {why}.", name=source.name, why=why))
    raise typer.Exit(PARTIAL if recording.damaged else 0)


@dataclass(frozen=True, slots=True)
class _JudgedRecording:
    """A judged video or session; `video` is None when the file is missing."""

    result: Result
    poses: Sequence[TimedPose]
    video: Path | None
    remarks: tuple[str, ...] = ()
    damaged: bool = False


def _settings(
    candidates: tuple[Exercise, ...], height_cm: float, max_pixels: int, model: Path | None, app_context: AppContext
) -> AnalysisSettings:
    """Return the settings of an analysis that writes nothing."""
    from posecoach.analysis.settings import AnalysisSettings
    from posecoach.vision import weights
    from posecoach.vision.search.person_search import PersonSearch

    bundle = weights.locate(model)
    return AnalysisSettings(
        candidates,
        height_cm,
        bundle,
        weights.describe(bundle),
        out=None,
        estimator=app_context.estimator or PersonSearch,
        max_pixels=max_pixels,
    )


def _analyze_video(
    path: Path, settings: AnalysisSettings, app_context: AppContext, progress: Progress
) -> _JudgedRecording:
    """Analyse a video without writing anything."""
    from posecoach.analysis.analyze import analyze

    outcome = analyze(path, settings, progress, app_context.stop)
    partial = None if app_context.stop() else outcome.result.partial
    remarks = (N_("{path}: {partial}.", path=path, partial=partial),) if partial else ()
    return _JudgedRecording(outcome.result, outcome.poses, path, remarks, bool(partial))


def _load_session(path: Path, video: Path | None) -> _JudgedRecording:
    """Read a result and the landmarks beside it, and find its video."""
    from posecoach.storage import landmark_file, result_json

    result = result_json.read(path)
    landmarks = landmark_file.read_beside(path, result.video)
    if landmarks is None:
        missing = path.with_suffix(landmark_file.SUFFIX)
        raise SourceError(
            N_("{missing} is missing: without it nothing can be drawn. Analyse the video again.", missing=missing)
        )
    found = video or _original_video(result)
    remarks = []
    if result.video.sha256 and not found:
        gone = N_("{path} is gone or changed: drawing the skeleton.", path=result.video.path)
        remarks.append(joined([gone, N_("Use --video to say where it is.")]))
    return _JudgedRecording(result, landmarks.poses, found, tuple(remarks))


def _skipped(result: Result) -> Iterator[str]:
    """Say which attempts cannot be judged again, because their exercise came from a package that is gone."""
    from posecoach.exercises.registry import EXERCISES

    counted = Counter(rep.exercise for rep in result.reps if rep.exercise not in EXERCISES)
    for exercise, n in counted.items():
        yield plural(
            "{n} attempt at {exercise} is skipped: that exercise is not installed. Install its package again.",
            "{n} attempts at {exercise} are skipped: that exercise is not installed. Install its package again.",
            n,
            exercise=exercise,
        )


def _original_video(result: Result) -> Path | None:
    """Return the video if it is still in its place, with the same content; a camera has none."""
    from posecoach.files.reading import sha256_of

    path = Path(result.video.path)
    try:
        return path if sha256_of(path) == result.video.sha256 else None
    except SourceError:
        return None
