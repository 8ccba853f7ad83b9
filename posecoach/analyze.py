"""A recorded video: landmarks, verdict, JSON, CSV and the annotated video."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from posecoach.behind import Behind
from posecoach.core.judging.coach import replay
from posecoach.core.judging.events import Update
from posecoach.errors import SourceError
from posecoach.extract import Stop, Track, extract
from posecoach.files import sha256_of, write_text
from posecoach.job import CSV, FILM, JSON, Answer, Job, judge, write_extras, write_table
from posecoach.storage import landmark_file, result_json
from posecoach.storage.landmark_file import LandmarkLog
from posecoach.vision.video import VideoFile

MOMENT_S = 0.0005
"""Times are kept as they are; this only makes up for rounding."""
Progress = Callable[[str, int, int | None], None]
"""Called with the step's name, the frames newly done, and the frames in all if known."""


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
    model = job.model
    if model is None:
        raise ValueError("job.model: a video cannot be watched without")
    with VideoFile(path) as video:
        progress("Watching", 0, video.frames_estimate)
    track = extract(path, lambda: job.estimator(model), lambda done: progress("Watching", done, None), stop=stop)
    if not track.seen and not track.stopped:
        raise SourceError(f"{path} holds no picture that can be read. Is it a video, and whole?")
    log = LandmarkLog()
    seen = [(t, log.add(t, pose)) for t, pose in track.seen]
    watched, damage = _watched(path, video, track), _partial(track)
    verdict, text, table = judge(seen, watched, job.model_facts, damage, job)
    files = job.files(path)
    if files:
        write_text(files[JSON], text)
        log.save(files[landmark_file.SUFFIX], watched, job.model_facts, damage)
        write_table(table, verdict, job, files[CSV])
        if FILM in files:
            updates = replay(seen, job.candidates, job.height_cm)
            if not _draw(path, files[FILM], updates, len(seen), progress, stop):
                del files[FILM]
        with VideoFile(path) as video:
            write_extras(seen, text, job, files, partial(picture_at, video) if job.stills else None)
    return Answer(verdict, text, tuple(files.values()), track.damage)


def picture_at(video: VideoFile, t: float) -> NDArray[np.uint8] | None:
    """Return the video's picture at `t` seconds; None where there is none."""
    return next((frame.image for frame in video.frames(t - MOMENT_S, t + MOMENT_S)), None)


def _watched(path: Path, video: VideoFile, track: Track) -> result_json.Watched:
    seen = track.seen
    frames_with_pose = sum(pose is not None for _, pose in seen)
    last_s = seen[-1][0] + (1 / video.fps if video.fps else 0.0) if seen else 0.0
    return result_json.Watched(
        str(path), sha256_of(path), video.width, video.height, video.fps, last_s, len(seen), frames_with_pose
    )


def _partial(track: Track) -> str | None:
    if track.stopped:
        return f"stopped by the user after {track.seen[-1][0] if track.seen else 0.0:.1f} s of the video"
    return track.damage


def _draw(path: Path, film: Path, updates: Iterator[Update], frames: int, progress: Progress, stop: Stop) -> bool:
    """Draw updates into the video until its end or a stop; return whether there is anything to see."""
    from posecoach.feedback.overlay.overlay import Overlay
    from posecoach.storage.video_writer import VideoRecorder

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
