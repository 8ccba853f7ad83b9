"""The queue: one analysis at a time, which can be cancelled and deleted, and survives a restart."""

from dataclasses import dataclass, replace

import fakes
import pytest
from analysed import Gate, new_analysis, state, wait_until
from web_app import web_services

from posecoach.web.analyses.queue import AnalysisQueue
from posecoach.web.analyses.record import RECORD, Wish
from posecoach.web.analyses.run import Run, duration_words

UNBROKEN = "\N{NO-BREAK SPACE}"
"""Between a number and its unit."""


@dataclass
class Practice:
    """The live session, as far as the queue knows it."""

    running: bool = False


@pytest.fixture(scope="module")
def video(tmp_path_factory) -> bytes:
    return fakes.video(tmp_path_factory.mktemp("video") / "small.mp4", seconds=0.5).read_bytes()


@pytest.fixture
def start(tmp_path):
    """Return what starts posecoach over the test's folder, with this estimator; all end with the test."""
    running = []

    def start_one(estimator=fakes.estimator, practice=None):
        queue = AnalysisQueue(tmp_path / "analyses")
        running.append(queue)
        queue.start(web_services(tmp_path, analyses=queue, estimator=estimator, practice=practice or Practice()))
        return queue

    yield start_one
    for queue in running:
        queue.close()


def test_analyses_run_one_after_the_other_and_each_says_its_place(start, video):
    gate = Gate()
    queue = start(gate.estimator)
    first, second, third = (new_analysis(queue, video) for _ in range(3))
    for analysis in (first, second, third):
        queue.add(analysis)
    assert gate.reached.wait(20)
    assert [state(queue, one) for one in (first, second, third)] == ["running", "waiting", "waiting"]
    assert queue.words(first).startswith("Step 1 of 2: watching the video")
    assert [queue.words(one) for one in (second, third)] == ["Waits: 1 video before it.", "Waits: 2 videos before it."]
    queue.cancel(second)
    assert state(queue, second) == "stopped" and queue.words(third) == "Waits: 1 video before it."
    gate.opened.set()
    wait_until(lambda: state(queue, third) == "done")
    assert state(queue, second) == "stopped"


def test_a_running_analysis_that_is_cancelled_keeps_its_video_only_and_can_begin_again(start, video):
    gate = Gate()
    queue = start(gate.estimator)
    analysis = new_analysis(queue, video)
    queue.add(analysis)
    assert gate.reached.wait(20)
    gate.opened.set()
    queue.cancel(analysis)
    assert state(queue, analysis) == "stopped"
    assert {file.name for file in queue.store.folder_of(analysis).iterdir()} == {"analysis.json", "video"}
    for _ in "twice":  # a double click
        queue.again(queue.store.find(analysis.id), Wish("leg_lift", 190.0))
    wait_until(lambda: state(queue, analysis) == "done")
    assert queue.store.find(analysis.id).wish == Wish("leg_lift", 190.0)
    assert '"height_cm": 190.0' in (queue.store.folder_of(analysis) / "video.json").read_text("utf-8")


def test_what_waits_can_be_deleted_from_a_disk_that_takes_nothing(start, video):
    gate = Gate()
    queue = start(gate.estimator)
    first, second = (new_analysis(queue, video) for _ in range(2))
    for analysis in (first, second):
        queue.add(analysis)
    assert gate.reached.wait(20)
    record = queue.store.folder_of(second) / RECORD
    record.unlink()
    record.mkdir()  # nothing can be written there
    queue.delete(second)
    assert state(queue, second) == "gone" and not record.exists()
    gate.opened.set()


def test_a_running_analysis_that_is_deleted_is_gone(start, video):
    gate = Gate()
    queue = start(gate.estimator)
    running, waiting = new_analysis(queue, video), new_analysis(queue, video)
    queue.add(running)
    queue.add(waiting)
    assert gate.reached.wait(20)
    gate.opened.set()
    queue.delete_all()
    assert list(queue.store.folder.iterdir()) == [] and queue.store.all() == []


def test_an_analysis_waits_while_a_practice_is_live(start, video):
    practice = Practice(running=True)
    queue = start(practice=practice)
    analysis = new_analysis(queue, video)
    queue.add(analysis)
    assert queue.words(queue.store.find(analysis.id)) == "Waits until the practice is over."
    practice.running = False
    wait_until(lambda: state(queue, analysis) == "done")


def test_a_running_analysis_pauses_while_a_practice_is_live(start, video):
    gate, practice = Gate(), Practice()
    queue = start(gate.estimator, practice=practice)
    analysis = new_analysis(queue, video)
    queue.add(analysis)
    assert gate.reached.wait(20)
    practice.running = True
    gate.opened.set()
    assert queue.words(analysis) == "Paused until the practice is over."
    queue.cancel(analysis)  # also while it pauses
    assert state(queue, analysis) == "stopped"


def test_what_cannot_be_read_fails_with_a_sentence_that_names_the_persons_file(start, tmp_path):
    queue = start()
    analysis = new_analysis(queue, b"no video", "holiday.mp4")
    queue.add(analysis)
    wait_until(lambda: state(queue, analysis) == "failed")
    assert queue.store.find(analysis.id).remark.startswith("holiday.mp4: this is not a video")


def test_a_damaged_video_gives_a_partial_result(start, tmp_path):
    whole = fakes.video(tmp_path / "whole.mkv", seconds=2.0).read_bytes()
    queue = start()
    analysis = new_analysis(queue, whole[: len(whole) * 2 // 3])
    queue.add(analysis)
    wait_until(lambda: state(queue, analysis) == "done")
    assert '"partial": null' not in (queue.store.folder_of(analysis) / "video.json").read_text("utf-8")


def test_an_analysis_goes_on_after_a_restart(start, video):
    gate = Gate()
    before = start(gate.estimator)
    running, waiting = new_analysis(before, video), new_analysis(before, video)
    before.add(running)
    before.add(waiting)
    assert gate.reached.wait(20)
    gate.opened.set()
    before.close()
    after = start()
    wait_until(lambda: state(after, running) == state(after, waiting) == "done")


def test_what_a_killed_posecoach_left_is_cleared_up(start, tmp_path, video):
    killed = AnalysisQueue(tmp_path / "analyses")
    half_sent = new_analysis(killed, video[:100])
    cut_off = new_analysis(killed, video)
    killed.store.keep(replace(cut_off, state="running"))
    (killed.store.folder / "damaged").mkdir()
    (killed.store.folder / "damaged" / "analysis.json").write_text("{")
    queue = start()
    assert not queue.store.folder_of(half_sent).exists()
    assert state(queue, cut_off) == "interrupted"
    assert queue.words(queue.store.find(cut_off.id)).startswith("posecoach ended while it was at this video.")
    assert [analysis.id for analysis in queue.store.all()] == [cut_off.id]


def said(run: Run) -> str:
    return run.words.replace(UNBROKEN, " ")


def test_the_progress_says_the_step_and_how_long_it_still_takes():
    now = [0.0]
    run = Run(None, lambda: False, lambda: now[0])
    assert (run.words, run.share) == ("Starting.", None)
    run.progress("Watching", 0, 200)
    run.progress("Watching", 50, None)
    assert said(run) == "Step 1 of 2: watching the video, 25 %."
    now[0] = 10.0
    assert said(run) == "Step 1 of 2: watching the video, 25 %, about 30 s left."
    run.progress("Drawing", 0, None)
    assert (run.words, run.share) == ("Step 2 of 2: drawing the result.", None)
    assert [duration_words(seconds).replace(UNBROKEN, " ") for seconds in (1, 58, 61, 150)] == [
        "about 5 s",
        "about 60 s",
        "about 1 min",
        "about 2 min",
    ]
