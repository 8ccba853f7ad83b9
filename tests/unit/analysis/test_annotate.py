"""A film: every picture at its time, whatever the pieces in which it was drawn."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import partial
from pathlib import Path

import pytest
from small_videos import times_of, write_video

from posecoach.analysis.annotate import Film, annotate_video
from posecoach.analysis.pieces import piece_edges
from posecoach.analysis.settings import never_stop
from posecoach.core.judging.coach import replay
from posecoach.errors import SourceError
from posecoach.exercises import bridge
from posecoach.vision.video import VideoFile

TIMES = [k / 10 for k in range(400)]
"""Of a video of 40 s: four pieces and more."""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return write_video(tmp_path / "source.mp4", len(TIMES), time_base=Fraction(1, 10))


def draw(
    source: Path,
    out: Path,
    open_video: Callable[..., VideoFile] = VideoFile,
    progress: Callable[[int], None] = lambda frames: None,
    stop: Callable[[], bool] = never_stop,
    workers: int = 2,
) -> bool:
    updates = replay([(t, None) for t in TIMES], [bridge.BRIDGE], 175)
    return annotate_video(Film(partial(open_video, source), TIMES[-1], progress, stop), out, updates, workers)


def test_a_film_joined_of_pieces_has_every_picture_at_its_time(source, tmp_path):
    drawn: list[int] = []
    assert draw(source, tmp_path / "film.mp4", progress=drawn.append)
    assert times_of(tmp_path / "film.mp4") == pytest.approx(TIMES, abs=0.001)
    assert sum(drawn) == len(TIMES)


def test_a_film_is_the_same_picture_by_picture_for_any_number_of_threads(source, tmp_path):
    films = []
    for threads in (1, 3):
        draw(source, tmp_path / f"{threads}.mp4", workers=threads)
        films.append([frame.image for frame in VideoFile(tmp_path / f"{threads}.mp4")])
    differences = [abs(a.astype(int) - b).mean() for a, b in zip(*films, strict=True)]
    assert max(differences) < 2  # of 255: pieces begin with other key frames


def test_a_stopped_film_has_its_beginning_without_a_gap(source, tmp_path):
    drawn: list[int] = []
    draw(source, tmp_path / "film.mp4", progress=drawn.append, stop=lambda: len(drawn) > 150)
    times = times_of(tmp_path / "film.mp4")
    assert 0 < len(times) < len(TIMES)
    assert times == pytest.approx(TIMES[: len(times)], abs=0.001)


def test_an_error_in_one_piece_is_raised_and_the_others_end(source, tmp_path):
    opened: list[Path] = []

    def open_twice(path: Path) -> VideoFile:
        opened.append(path)
        if len(opened) > 2:
            raise SourceError(f"{path} was taken away")
        return VideoFile(path)

    with pytest.raises(SourceError, match="taken away"):
        draw(source, tmp_path / "film.mp4", open_video=open_twice)


@pytest.mark.parametrize(("duration_s", "workers", "pieces"), [(3, 1, 1), (25, 1, 3), (25, 2, 4), (5, 4, 4), (0, 2, 2)])
def test_every_core_has_as_many_pieces_as_the_others(duration_s, workers, pieces):
    edges = piece_edges(duration_s, 10, workers)
    assert len(edges) == pieces
    assert edges[0] == 0
