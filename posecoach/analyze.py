"""A recorded video: landmarks, verdict, JSON, CSV and the annotated video."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from posecoach import results
from posecoach.capture import VideoFile
from posecoach.core.exercise import Exercise
from posecoach.core.types import Rep
from posecoach.errors import SourceError
from posecoach.estimator import PoseEstimator
from posecoach.extract import Track, extract
from posecoach.judge import Verdict, judge_all, replay

Progress = Callable[[str, int, int | None], None]
"""Called with the step's name, the frames newly done, and the frames in all if known."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one video.

    Attributes
    ----------
    verdict : Verdict
        The attempts.
    json : str
        Text of STEM.json.
    files : tuple of Path
        What was written.
    damage : str or None
        Why the video ended early.
    interrupted : KeyboardInterrupt or None
        What stopped the analysis, if the user did.
    """

    verdict: Verdict
    json: str
    files: tuple[Path, ...]
    damage: str | None
    interrupted: KeyboardInterrupt | None


@dataclass(frozen=True, slots=True)
class Job:
    """How videos are to be analysed.

    Attributes
    ----------
    exercises : dict of str to Exercise
        The candidates.
    given : str or None
        Id of the exercise the user named; None = recognise it.
    height_cm : float
        The person's height.
    model : Path
        Pose model bundle.
    model_facts : dict
        As `posecoach.weights.describe` gives it.
    out : Path or None
        Output folder; None = write nothing.
    video : bool
        Whether to write the annotated video.
    """

    exercises: dict[str, Exercise]
    given: str | None
    height_cm: float
    model: Path
    model_facts: dict[str, str]
    out: Path | None
    video: bool = True


def analyze(path: Path, job: Job, progress: Progress = lambda step, done, total: None) -> Answer:
    """Analyse one video and write what was found.

    Raises
    ------
    SourceError
        The video cannot be read.
    ModelError
        The pose model fails.
    UsageError
        The output cannot be written.
    """
    with VideoFile(path) as video:
        facts = video
    progress("Watching", 0, facts.frames_estimate)
    track = extract(path, lambda: PoseEstimator(job.model), lambda done: progress("Watching", done, None))
    if not track.seen and not track.interrupted:
        raise SourceError(f"{path} holds no picture that can be read. Is it a video, and whole?")
    candidates = [job.exercises[job.given]] if job.given else list(job.exercises.values())
    verdict = judge_all(track.seen, candidates, job.height_cm)
    if job.given:
        verdict = Verdict(job.given, verdict.reps, verdict.share)
    text = results.analysis(
        _watched(path, facts, track),
        job.model_facts,
        job.height_cm,
        verdict.exercise,
        verdict.share,
        verdict.reps,
        _partial(track),
    )
    files: list[Path] = []
    stopped = track.interrupted
    if job.out is not None:
        stem = job.out / path.stem
        results.write(stem.with_name(stem.name + ".json"), text)
        _table(stem.with_name(stem.name + ".csv"), track, verdict, job)
        files += [stem.with_name(stem.name + ".json"), stem.with_name(stem.name + ".csv")]
        if job.video and not stopped:
            film = stem.with_name(stem.name + ".annotated.mp4")
            files.append(film)
            stopped = _render(path, film, track, verdict, job, progress)
    return Answer(verdict, text, tuple(files), track.damage, stopped)


def _watched(path: Path, video: VideoFile, track: Track) -> results.Watched:
    seen = track.seen
    frames_with_pose = sum(pose is not None for _, pose in seen)
    last_s = seen[-1][0] + (1 / video.fps if video.fps else 0.0) if seen else 0.0
    return results.Watched(
        str(path), results.sha256_of(path), video.width, video.height, video.fps, last_s, len(seen), frames_with_pose
    )


def _partial(track: Track) -> str | None:
    if track.interrupted:
        return f"stopped by the user after {track.seen[-1][0] if track.seen else 0.0:.1f} s of the video"
    return track.damage


def _table(path: Path, track: Track, verdict: Verdict, job: Job) -> None:
    """Write the frame table: the shared measures, then those of the exercises that were done."""
    shown = {rep.exercise for rep in verdict.reps} | ({verdict.exercise} if verdict.exercise else set())
    extra = [measure.key for key, exercise in job.exercises.items() if key in shown for measure in exercise.measures]
    with results.FrameTable(path, extra) as table:
        for update in replay(track.seen, verdict, job.exercises, job.height_cm):
            table.update(update)


def _render(
    path: Path, film: Path, track: Track, verdict: Verdict, job: Job, progress: Progress
) -> KeyboardInterrupt | None:
    """Draw the coaching into the video; return what stopped it, if the user did."""
    from posecoach.sinks.overlay import Overlay
    from posecoach.sinks.recorder import VideoRecorder

    overlay = Overlay()
    progress("Drawing", 0, len(track.seen))
    with (
        VideoFile(path) as video,
        VideoRecorder(film, (video.width, video.height), fps_hint=video.fps or 30.0) as recorder,
    ):
        try:
            for frame, update in zip(video, replay(track.seen, verdict, job.exercises, job.height_cm), strict=False):
                recorder.write(overlay.draw(frame.image, update), frame.t)
                progress("Drawing", 1, None)
        except KeyboardInterrupt as stopped:
            return stopped
    return None


def rows(reps: Iterable[Rep]) -> list[tuple[str, ...]]:
    """Verdict table of some attempts: number, exercise, side, start, hold, good, faults with their numbers."""
    return [
        (
            str(rep.index),
            rep.exercise,
            rep.side or "",
            f"{rep.start_s:.1f}",
            f"{rep.hold_s:.1f}",
            f"{rep.good_s:.1f}",
            "\n".join(dict.fromkeys(fault.cue for fault in rep.faults)) or "good form",
        )
        for rep in reps
    ]
