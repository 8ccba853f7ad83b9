"""A recorded video: landmarks, verdict, JSON, CSV and the annotated video."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from posecoach import results
from posecoach.behind import Behind
from posecoach.capture import VideoFile
from posecoach.core.exercise import Exercise
from posecoach.core.types import Update
from posecoach.errors import SourceError, UsageError
from posecoach.estimator import Estimator, PoseEstimator
from posecoach.extract import Stop, Track, extract
from posecoach.frametable import FrameTable
from posecoach.judge import Verdict, judge_all, replay

Progress = Callable[[str, int, int | None], None]
"""Called with the step's name, the frames newly done, and the frames in all if known."""
SUFFIXES = (".json", ".csv", ".annotated.mp4")
"""What is written is named after the video's stem."""


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
        What was wrong with the video, and how much of it was read.
    """

    verdict: Verdict
    json: str
    files: tuple[Path, ...]
    damage: str | None


@dataclass(frozen=True, slots=True)
class Job:
    """How videos are to be analysed.

    Attributes
    ----------
    candidates : tuple of Exercise
        The one the user named, or all to recognise among.
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
    estimator : callable
        Opens an estimator with the model; a test hands in its own.
    """

    candidates: tuple[Exercise, ...]
    height_cm: float
    model: Path
    model_facts: dict[str, str]
    out: Path | None
    video: bool = True
    estimator: Callable[[Path], AbstractContextManager[Estimator]] = PoseEstimator

    def files(self, path: Path) -> list[Path]:
        """Return what is written about a video: JSON, CSV and annotated video."""
        return [self.out / (path.stem + suffix) for suffix in SUFFIXES] if self.out else []


def check_names(paths: Iterable[Path], job: Job) -> None:
    """Refuse videos whose outputs would overwrite one another, or a video.

    Raises
    ------
    UsageError
        Naming the two.
    """
    paths = list(paths)
    taken = {path.resolve(): path for path in paths}
    for path in paths:
        for file in job.files(path):
            other = taken.setdefault(file.resolve(), path)
            if other is not path or file.resolve() == path.resolve():
                raise UsageError(
                    f"The result of {path} would overwrite {file}, which is or belongs to {other}. "
                    "Rename one, or analyse them one after the other into different folders (-o)."
                )


def analyze(
    path: Path,
    job: Job,
    progress: Progress = lambda step, done, total: None,
    stop: Stop = lambda: False,
) -> Answer:
    """Analyse one video and write what was found; when the user stops it, what was found so far.

    Raises
    ------
    SourceError
        The video cannot be read.
    ModelError
        The pose model fails.
    UsageError
        The output cannot be written; what was written before is whole.
    """
    with VideoFile(path) as video:
        progress("Watching", 0, video.frames_estimate)
    track = extract(path, lambda: job.estimator(job.model), lambda done: progress("Watching", done, None), stop=stop)
    if not track.seen and not track.stopped:
        raise SourceError(f"{path} holds no picture that can be read. Is it a video, and whole?")
    verdict = judge_all(track.seen, job.candidates, job.height_cm)
    text = results.analysis(
        _watched(path, video, track),
        job.model_facts,
        job.height_cm,
        verdict.exercise,
        verdict.share,
        verdict.reps,
        _partial(track),
        verdict.not_judged,
    )
    files = job.files(path)
    if files:
        json, table, film = files
        results.write(json, text)
        if not _replay(path, table, film if job.video else None, track, verdict, job, progress, stop):
            files.remove(film)
    return Answer(verdict, text, tuple(files), track.damage)


def _watched(path: Path, video: VideoFile, track: Track) -> results.Watched:
    seen = track.seen
    frames_with_pose = sum(pose is not None for _, pose in seen)
    last_s = seen[-1][0] + (1 / video.fps if video.fps else 0.0) if seen else 0.0
    return results.Watched(
        str(path), results.sha256_of(path), video.width, video.height, video.fps, last_s, len(seen), frames_with_pose
    )


def _partial(track: Track) -> str | None:
    if track.stopped:
        return f"stopped by the user after {track.seen[-1][0] if track.seen else 0.0:.1f} s of the video"
    return track.damage


def _replay(
    path: Path,
    table: Path,
    film: Path | None,
    track: Track,
    verdict: Verdict,
    job: Job,
    progress: Progress,
    stop: Stop,
) -> bool:
    """Go through the video once more: write the frame table and draw the coaching into the film.

    The table is written whole; the film ends with a stop. Returns whether there is a film.
    """
    shown = {rep.exercise for rep in verdict.reps} | ({verdict.exercise} if verdict.exercise else set())
    extra = [measure.key for exercise in job.candidates if exercise.id in shown for measure in exercise.measures]
    updates = replay(track.seen, job.candidates, job.height_cm)
    with FrameTable(table, extra) as frame_table:
        told = _tabled(updates, frame_table)
        drawn = _draw(path, film, told, len(track.seen), progress, stop) if film else False
        for _ in told:  # what was not drawn
            pass
    return drawn


def _tabled(updates: Iterable[Update], table: FrameTable) -> Iterator[Update]:
    """Hand updates on, each written into the table first."""
    for update in updates:
        table.update(update)
        yield update


def _draw(path: Path, film: Path, updates: Iterator[Update], frames: int, progress: Progress, stop: Stop) -> bool:
    """Draw updates into the video until its end or a stop; return whether there is anything to see."""
    from posecoach.sinks.overlay import Overlay
    from posecoach.sinks.recorder import VideoRecorder

    overlay = Overlay()
    drawn = 0
    progress("Drawing", 0, frames)
    with (
        VideoFile(path) as video,
        VideoRecorder(film, (video.width, video.height), fps_hint=video.fps or 30.0) as recorder,
        Behind(recorder.write) as write,
    ):
        update = next(updates, None)
        for frame in video:  # a damaged file may give other frames in each pass, so they are matched by time
            while update and update.t < frame.t:
                update = next(updates, None)
            if update is None or stop():
                break
            if update.t == frame.t:
                write(overlay.draw(frame.image, update), frame.t)
                progress("Drawing", 1, None)
                drawn += 1
    return drawn > 0
