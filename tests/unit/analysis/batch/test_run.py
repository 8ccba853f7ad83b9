"""Many videos over an executor: each gets its turn, its tries and one outcome, and nothing is taken too early."""

from __future__ import annotations

import pickle
import threading
from collections import Counter
from concurrent.futures import BrokenExecutor, CancelledError, Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from weakref import WeakSet

import archives
import fakes
import pytest

from posecoach.analysis.batch import InThisThread, Split, VideoOutcome, run
from posecoach.analysis.batch.run import TRIES
from posecoach.errors import SourceError, UsageError


@pytest.fixture(scope="module")
def videos(tmp_path_factory) -> list[Path]:
    folder = tmp_path_factory.mktemp("videos")
    return [fakes.video(folder / name, 1.0 + i) for i, name in enumerate(("a.mp4", "b.mp4"))]


def test_what_is_wrong_with_a_video_is_its_outcome_and_the_others_get_theirs(videos, tmp_path):
    missing = videos[0].with_name("missing.mp4")
    outcomes = dict(run([missing, videos[0]], archives.settings(tmp_path), InThisThread()))
    assert outcomes[missing].exit_code == SourceError.exit_code and "missing.mp4" in outcomes[missing].problem
    assert outcomes[videos[0]].exit_code == 0


def test_exercises_travel_as_their_ids(tmp_path):
    sent = archives.settings(tmp_path)
    content = pickle.dumps(sent)
    assert len(content) < 2000
    arrived = pickle.loads(content)
    assert all(here is there for here, there in zip(arrived.candidates, sent.candidates, strict=True))


def test_an_exercise_that_is_not_installed_is_refused_with_a_sentence():
    own = replace(archives.SETTINGS.candidates[0], id="own_bridge")
    with pytest.raises(UsageError, match="'own_bridge' cannot go to another process"):
        pickle.dumps(archives.settings(candidates=(own,)))


# -- how the videos are handed out: with numbers for videos ----------------------------------------------------------


class Workers(ThreadPoolExecutor):
    """Two workers; notes how many of the futures that it gave away are not done, and how many still exist."""

    def __init__(self) -> None:
        super().__init__(2)
        self.kept: WeakSet[Future] = WeakSet()
        self.most_out = self.most_kept = 0

    def submit(self, fn, /, *arguments, **named):
        future = super().submit(fn, *arguments, **named)
        self.kept.add(future)
        self.most_kept = max(self.most_kept, len(self.kept))
        self.most_out = max(self.most_out, sum(not one.done() for one in self.kept))
        return future


def fine(video, settings):
    return VideoOutcome(str(video), 0)


def test_videos_are_taken_as_they_are_needed_from_an_archive_without_end():
    videos, done = count(), []
    for outcome in run(videos, None, InThisThread(), work=fine, ahead=lambda: 4, stop=lambda: len(done) >= 20):
        done.append(outcome)
    assert next(videos) < 20 + 4


def test_no_more_are_out_than_asked_for_also_when_workers_come_and_go():
    allowed = [3]
    with Workers() as workers:
        for video, _ in run(range(200), None, workers, work=fine, ahead=lambda: allowed[-1]):
            assert workers.most_out <= allowed[-1]
            if video == 100:
                allowed.append(6)


def test_ten_thousand_empty_tasks_keep_nothing_and_are_looked_at_once():
    tried, looks = Counter(), count()

    def work(video, settings):
        tried[video] += 1
        return fine(video, settings)

    with Workers() as workers:
        outcomes = run(range(10_000), None, workers, work=work, ahead=lambda: 8, stop=lambda: next(looks) < 0)
        assert sum(1 for _ in outcomes) == len(tried) == sum(tried.values()) == 10_000
    assert workers.most_kept <= 8 + 4, "but for what a worker has just done"
    assert next(looks) <= 4 * 10_000


class Failing:
    """Work that a worker loses, a number of times for each video; counts the tries."""

    def __init__(self, **times: int) -> None:
        self.times, self.tries = times, Counter()

    def __call__(self, video, settings):
        self.tries[video] += 1
        if self.tries[video] <= self.times.get(video, 0):
            raise OSError("its process was killed by SIGKILL.")
        return fine(video, settings)


def test_a_video_whose_worker_dies_is_begun_again_and_given_up_after_three_tries():
    work = Failing(chance=TRIES - 1, poison=99)
    outcomes = dict(run(["chance", "poison", "good"], None, InThisThread(), work=work, ahead=lambda: 2))
    assert work.tries == {"chance": TRIES, "poison": TRIES, "good": 1} and TRIES == 3
    assert outcomes["chance"].exit_code == outcomes["good"].exit_code == 0
    assert outcomes["poison"] == VideoOutcome(
        "poison", SourceError.exit_code, "poison: given up after 3 tries: its process was killed by SIGKILL."
    )


@dataclass(frozen=True)
class Part:
    of: str
    number: int | None = None

    def __str__(self):
        return self.of


class InParts:
    """Work on videos in four parts; counts the tries of each; those of `bad` fail."""

    def __init__(self, *bad: Part) -> None:
        self.bad, self.tries = bad, Counter()

    def __call__(self, video, settings):
        first = not self.tries[video] and video.number is None
        self.tries[video] += 1
        if video in self.bad:
            raise OSError("lost")
        if first:
            return Split([Part(video.of, i) for i in range(4)], Part(video.of, -1))
        return None if video.number is not None and video.number >= 0 else fine(video, settings)


def test_the_parts_of_a_long_video_are_joined_once_all_are_done():
    work = InParts()
    with ThreadPoolExecutor(2) as pool:
        outcomes = list(run([Part("long"), Part("other")], None, pool, work=work, ahead=lambda: 4))
    assert sorted(str(video) for video, _ in outcomes) == ["long", "other"]
    assert {video.number for video, _ in outcomes} == {-1} and set(work.tries.values()) == {1}


@pytest.mark.parametrize("bad", [(1,), (0, 1, 2, 3), (-1,)], ids=str)
def test_a_long_video_has_one_outcome_however_many_of_its_parts_are_lost(bad):
    work = InParts(*(Part("long", i) for i in bad))
    outcomes = list(run([Part("long"), Part("good")], None, InThisThread(), work=work, ahead=lambda: 3))
    codes = Counter((str(video), outcome.exit_code) for video, outcome in outcomes)
    assert codes == {("long", SourceError.exit_code): 1, ("good", 0): 1}
    assert max(work.tries.values()) == TRIES


def test_nobody_works_on_the_rest_of_a_video_that_was_given_up():
    work = InParts(Part("long", 0))
    list(run([Part("long")], None, InThisThread(), work=work))
    assert work.tries[Part("long", 0)] == TRIES and not work.tries[Part("long", -1)]
    assert sum(work.tries[Part("long", i)] for i in (1, 2, 3)) <= 3


# -- how a run ends ----------------------------------------------------------------------------------------------------


def test_stopped_it_gives_up_what_has_not_begun_and_keeps_what_has():
    begun, go_on, stopped = threading.Event(), threading.Event(), threading.Event()
    tried = []

    def work(video, settings):
        tried.append(video)
        begun.set()
        go_on.wait(10)
        return fine(video, settings)

    def stop():
        if begun.is_set():
            stopped.set()
            go_on.set()
        return begun.is_set()

    with ThreadPoolExecutor(1) as pool:
        outcomes = list(run(count(), None, pool, work=work, ahead=lambda: 5, stop=stop))
    assert stopped.is_set() and [video for video, _ in outcomes] == tried
    assert len(tried) < 5


@pytest.mark.parametrize(
    "error",
    [UsageError("The disk is full."), CancelledError("the scheduler was lost"), BrokenExecutor("a process died")],
    ids=lambda error: type(error).__name__,
)
def test_what_is_wrong_with_all_ends_the_run_at_once(error):
    done = []

    def work(video, settings):
        if video == 2:
            raise error
        return fine(video, settings)

    with pytest.raises(type(error), match=str(error)):
        for video, _ in run(count(), None, InThisThread(), work=work):
            done.append(video)
    assert done == [0, 1]


def test_a_run_that_is_abandoned_cancels_what_has_not_begun():
    go_on, tried = threading.Event(), []

    def work(video, settings):
        tried.append(video)
        if video:
            go_on.wait(10)
        return fine(video, settings)

    with ThreadPoolExecutor(1) as pool:
        outcomes = run(count(), None, pool, work=work, ahead=lambda: 5)
        next(outcomes)
        outcomes.close()
        go_on.set()
    assert len(tried) <= 2
