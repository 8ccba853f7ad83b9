"""A video cut over workers: every frame once, in order, each with a tracker that has settled."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import fakes
import pytest

from posecoach.analysis.extract import WARM_UP_S, ExtractionSettings, extract
from posecoach.analysis.pieces import Ending, Pieces
from posecoach.core.body.tracking.interpolation import SampledPose
from posecoach.errors import ModelError
from posecoach.vision.video import VideoFile

FPS = 10


@pytest.fixture(scope="module")
def clip(tmp_path_factory) -> Path:
    return fakes.video(tmp_path_factory.mktemp("clips") / "clip.mp4", 30.0, FPS)


class Tracker:
    """Opens estimators that note what each was shown; `find` answers with the number shown so far."""

    def __init__(self, find=lambda frame, shown: None) -> None:
        self.find, self.shown, self.lock = find, [], threading.Lock()

    @contextmanager
    def __call__(self):
        times = []
        with self.lock:
            self.shown.append(times)

        def find(frame):
            times.append(frame.t)
            return self.find(frame, len(times))

        yield find


def stamps(track) -> list[float]:
    return [round(t, 3) for t, _ in track.poses]


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_every_frame_is_seen_once_and_in_order(clip, workers):
    track = extract(VideoFile(clip), Tracker(lambda frame, _: fakes.bridging(frame)), workers=workers)
    assert stamps(track) == [i / FPS for i in range(300)]
    assert all(pose.t == t for t, pose in track.poses)
    assert not track.stopped and track.damage is None


def test_each_piece_begins_early_so_that_the_tracker_has_settled(clip):
    tracker = Tracker(lambda frame, _: fakes.bridging(frame))
    extract(VideoFile(clip), tracker, workers=2)
    first, second = sorted(tracker.shown)
    assert first[0] == 0.0 and first[-1] < 15.0
    assert second[0] == pytest.approx(15.0 - WARM_UP_S[0], abs=0.11)


def test_a_tracker_that_found_nobody_by_then_gets_more_time(clip):
    tracker = Tracker(lambda frame, shown: fakes.bridging(frame) if shown > 30 else None)
    track = extract(VideoFile(clip), tracker, workers=2)
    assert stamps(track) == [i / FPS for i in range(300)]
    assert sorted(times[0] for times in tracker.shown)[1] == pytest.approx(15.0 - WARM_UP_S[1], abs=0.11)
    assert track.poses[150][1] is not None


def test_progress_counts_every_frame_once(clip):
    done, lock = [0], threading.Lock()

    def count(frames):
        with lock:
            done[0] += frames

    extract(VideoFile(clip), Tracker(), ExtractionSettings(progress=count), workers=2)
    assert done == [300]


@pytest.mark.parametrize("after", [0, 1, 40, 160, 290])
def test_what_is_seen_until_a_stop_is_an_unbroken_beginning(clip, after):
    done = []
    track = extract(
        VideoFile(clip),
        Tracker(),
        ExtractionSettings(progress=done.append, stop=lambda: len(done) >= after),
        workers=2,
    )
    assert track.stopped
    assert stamps(track) == [i / FPS for i in range(len(track.poses))]


def test_a_stop_while_a_later_piece_warms_up_adds_no_frame_twice(clip):
    first_done, halt = threading.Event(), threading.Event()

    def find(frame, shown):
        if shown == 1 and frame.t > 0:  # the second piece's tracker warms up until the first piece is done
            first_done.wait(20)
            halt.set()
        elif frame.t >= 14.9 and shown == 150:
            first_done.set()

    track = extract(VideoFile(clip), Tracker(find), ExtractionSettings(stop=halt.is_set), workers=2)
    assert track.stopped
    assert stamps(track) == [i / FPS for i in range(len(track.poses))]


def test_an_estimator_that_fails_ends_all_workers_with_its_own_error(clip):
    def find(frame, shown):
        if frame.t > 20.0:
            raise ModelError("it fails")

    with pytest.raises(ModelError, match="it fails"):
        extract(VideoFile(clip), Tracker(find), workers=2)


def test_damage_is_told_with_the_frames_of_all_pieces(clip, tmp_path):
    torn = tmp_path / "torn.mkv"
    remux(clip, torn)
    whole = torn.read_bytes()
    torn.write_bytes(whole[: len(whole) * 2 // 3])
    track = extract(VideoFile(torn), Tracker(), workers=2)
    assert 0 < len(track.poses) < 300
    assert track.damage.startswith("damaged") and f": read {len(track.poses)} of 300 frames" in track.damage
    assert stamps(track) == [i / FPS for i in range(len(track.poses))]


def test_nothing_is_looked_for_far_behind_the_end_of_a_file_whose_header_lies(clip):
    video, tracker = VideoFile(clip), Tracker()
    video.duration_s = 1e6
    assert stamps(extract(video, tracker, workers=2)) == [i / FPS for i in range(300)]
    assert len(tracker.shown) <= 10


@pytest.mark.parametrize("workers", [1, 2])
def test_only_a_few_pieces_are_in_memory_at_a_time(workers):
    begun: list[float] = []

    def piece(start_s, end_s, out):
        begun.append(start_s)
        out.put([SampledPose(start_s, None)])
        out.put(None)
        return Ending(True)

    with ThreadPoolExecutor(workers) as pool:
        frames = Pieces(pool, piece, lambda: False, [(float(i), i + 1.0) for i in range(20)], 3).frames()
        assert next(frames).t == 0.0 and len(begun) <= 3
        assert [frame.t for frame in frames] == list(range(1, 20))


def remux(clip: Path, path: Path) -> None:
    import av

    with av.open(str(clip)) as source, av.open(str(path), "w") as target:
        stream = target.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(video=0):
            if packet.dts is not None:
                packet.stream = stream
                target.mux(packet)
