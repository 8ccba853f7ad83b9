"""A live session: newest only, pause, complete, spoken; a broken listener or camera never costs the results."""

from __future__ import annotations

import threading
import time

import fakes
import pytest

from posecoach.core.judging.events import RepDone, Update
from posecoach.core.judging.view_quality import WHY
from posecoach.core.session.routine import Step
from posecoach.core.session.session import SessionCoach
from posecoach.core.session.summary import SAME
from posecoach.errors import CameraError, UsageError
from posecoach.exercises.registry import EXERCISES
from posecoach.practice.frames import LatestValue
from posecoach.practice.live_session import LiveSession
from posecoach.practice.runner import event_line
from posecoach.storage.history.records import RepRecord, SetRecord


def bridges(reps=None) -> SessionCoach:
    return SessionCoach([Step(EXERCISES["bridge"], reps, 2.0, 0.0)], placing=False)


def updates(received):
    """A listener that keeps the updates."""
    return lambda update, scene: received.append(update)


def held(source, find=fakes.bridging, coach=None, **options) -> LiveSession:
    """A session that has come to its end by itself."""
    session = LiveSession(source, find, coach or bridges(), **options)
    session.start()
    deadline_s = time.monotonic() + 20
    while session.running and time.monotonic() < deadline_s:
        time.sleep(0.005)
    session.stop()
    assert not session.running
    return session


class Script(fakes.Pictures):
    """A camera that does something before the frame at some times."""

    def __init__(self, times, **acts) -> None:
        super().__init__(times)
        self.acts = {float(name.removeprefix("at_").replace("_", ".")): act for name, act in acts.items()}

    def latest(self, timeout_s):
        frame = super().latest(timeout_s)
        for due in [due for due in self.acts if frame and frame.t >= due]:
            self.acts.pop(due)()
        return frame


def test_a_slot_gives_the_newest_and_drops_what_is_older():
    slot = LatestValue[int]()
    assert slot.get(0.0) is None
    slot.put(1)
    slot.put(2)
    assert (slot.get(0.0), slot.get(0.0)) == (2, None)


def test_a_slot_wakes_who_waits_and_gives_its_last_value_when_closed():
    slot = LatestValue[int]()
    threading.Timer(0.05, slot.put, [7]).start()
    assert slot.get(5.0) == 7
    threading.Timer(0.05, slot.close).start()
    began_s = time.monotonic()
    assert slot.get(5.0) is None and time.monotonic() - began_s < 4.0 and slot.closed
    slot.put(8)
    assert slot.get(0.0) == 8


def test_a_session_tells_every_frame_and_counts():
    received: list[Update] = []
    session = held(fakes.Pictures(fakes.steady(13.0)), listeners=[updates(received)])
    assert [update.t for update in received[:195]] == fakes.steady(13.0)
    assert len(session.coach.reps) == 2 and session.error is None
    assert (session.counts.frames, session.counts.with_pose, session.counts.size) == (195, 195, (160, 120))


def test_an_attempt_under_way_at_the_end_is_told():
    received: list[Update] = []
    held(fakes.Pictures(fakes.steady(4.5)), listeners=[updates(received)])
    assert any(isinstance(event, RepDone) for event in received[-1].events)


@pytest.mark.parametrize("fps", [5.0, 15.0, 60.0])
def test_a_slower_or_faster_camera_gives_the_same_attempts_and_holds(fps):
    expected = held(fakes.Pictures(fakes.steady(13.0, 30.0))).coach.reps
    reps = held(fakes.Pictures(fakes.steady(13.0, fps))).coach.reps
    assert [rep.hold_s for rep in reps] == pytest.approx([rep.hold_s for rep in expected], abs=0.25)


def test_of_two_frames_a_second_nothing_is_counted_and_that_is_said_and_seen_but_not_again_and_again():
    heard, received = [], []
    speak = {"speak": lambda cue: heard.append(cue.say), "listeners": [updates(received)]}
    session = held(fakes.Pictures(fakes.steady(80.0, 2.0)), **speak)
    assert session.coach.reps == () and heard.count("More light, or close other programs") == 3
    assert received[-2].unseen == WHY["slow"]


def test_a_machine_that_becomes_slow_stops_the_clock_without_blame_and_goes_on_when_it_is_fast_again():
    """The third hold goes on through it, for all that is seen."""
    heard: list[str] = []
    times = fakes.steady(16.0) + fakes.steady(8.0, 2.0, start_s=16.0) + fakes.steady(20.0, start_s=24.0)
    session = held(fakes.Pictures(times), speak=lambda cue: heard.append(cue.say))
    assert "More light, or close other programs" in heard
    assert len(session.coach.reps) >= 5 and all(not rep.faults for rep in session.coach.reps)


def test_whoever_is_slow_gets_only_the_newest_shot():
    slot = LatestValue()
    held(fakes.Pictures(fakes.steady(2.0)), outputs=[slot])
    shot = slot.get(0.0)
    assert shot.frame.t == shot.update.t == fakes.steady(2.0)[-1]
    assert slot.closed


def test_a_set_is_complete_after_its_attempts():
    session = held(fakes.Pictures(fakes.steady(60.0)), coach=bridges(2))
    assert session.scene.ended == "complete" and len(session.coach.reps) == 2
    assert session.counts.last_s < 14.0


def test_a_paused_time_is_no_hold():
    received: list[Update] = []
    times = fakes.steady(3.5) + fakes.steady(1.5, start_s=10.0)
    source = Script(times, at_3_2=lambda: session.toggle_pause(), at_10=lambda: session.toggle_pause())
    session = LiveSession(
        source, lambda frame: fakes.bridging(Moment(min(frame.t, 3.4))), bridges(), listeners=[updates(received)]
    )
    session.start()
    session.join(20)
    assert all(update.phase == "away" and update.pose for update in received if 3.2 <= update.t < 10)
    assert all(rep.hold_s < 2.0 for rep in session.coach.reps)


class Moment:
    """A frame of which only the time matters."""

    def __init__(self, t: float) -> None:
        self.t = t


def test_a_camera_that_was_gone_for_five_seconds_adds_nothing_to_a_hold():
    times = fakes.steady(4.0) + fakes.steady(1.0, start_s=9.0)
    coach = bridges()
    session = LiveSession(fakes.Pictures(times), lambda frame: fakes.bridging(Moment(min(frame.t, 4.0))), coach)
    session.start()
    session.join(20)
    assert len(coach.reps) == 1 and coach.reps[0].hold_s < 2.0


def test_a_restart_counts_the_set_from_zero_and_keeps_what_was_done():
    heard: list[str] = []
    source = Script(fakes.steady(60.0), at_6_5=lambda: session.restart())
    session = LiveSession(source, fakes.bridging, bridges(2), speak=lambda cue: heard.append(cue.say))
    session.start()
    session.join(20)
    assert [rep.index for rep in session.coach.reps] == [1, 2, 3], "one before, and two as asked for"
    assert session.scene.ended == "complete" and "The set starts again." in heard


def test_a_listener_that_fails_is_dropped_and_the_others_go_on():
    received: list[Update] = []

    def full(update, scene):
        raise UsageError("the disk is full")

    session = held(fakes.Pictures(fakes.steady(2.0)), listeners=[full, updates(received)])
    assert len(received) == 30 and session.error is None
    assert [str(error) for error in session.dropped] == ["the disk is full"]


@pytest.mark.parametrize("error", [CameraError("it is gone"), ZeroDivisionError("a defect")])
def test_a_camera_that_is_gone_ends_the_session_with_its_error_and_keeps_the_attempts(error):
    def gone():
        raise error

    session = held(fakes.Pictures(fakes.steady(7.0), end=gone))
    assert session.error is error and len(session.coach.reps) == 1


def test_a_session_may_be_stopped_while_the_camera_is_silent():
    class Silent(fakes.Pictures):
        def latest(self, timeout_s):
            time.sleep(timeout_s)

    session = LiveSession(Silent([]), fakes.bridging, bridges())
    session.start()
    session.stop()
    assert not session.running and session.error is None


def test_what_is_said_without_a_window_is_the_beginning_and_the_end_of_each_attempt():
    received: list[Update] = []
    held(fakes.Pictures(fakes.steady(7.0)), listeners=[updates(received)])
    lines = [line for update in received if (line := event_line(update))]
    assert lines[0] == "Rep 1 begins." and lines[1].startswith("Rep 1: held 2.")
    assert len(lines) == 2


def test_what_is_to_be_done_is_heard_and_so_is_the_end():
    heard: list[str] = []
    held(fakes.Pictures(fakes.steady(60.0)), coach=bridges(1), speak=lambda cue: heard.append(cue.say))
    assert heard[0] == "Bridge"
    assert "Lower slowly." in heard and heard[-1] == f"One. Well done. Done: one of one in good form. {SAME}"


def test_what_is_better_than_last_time_is_heard_at_the_end():
    heard: list[str] = []
    last = (SetRecord("bridge", 1, 2.0, (RepRecord(None, 0.0, 0.8, 0.8, 0),)),)
    source = fakes.Pictures(fakes.steady(60.0))
    held(source, coach=bridges(1), speak=lambda cue: heard.append(cue.say), last=last)
    assert heard[-1].endswith("Done: one of one in good form. One held longer than last time.")


def test_a_camera_in_trouble_is_heard_of():
    heard: list[str] = []
    source = Troubled(fakes.steady(2.0))
    held(source, speak=lambda cue: heard.append(cue.say))
    assert heard[-2:] == ["I have no picture.", "Stopped."]


class Troubled(fakes.Pictures):
    """A camera that sends nothing for a moment before it ends."""

    silent = 3

    def latest(self, timeout_s):
        if self._times or self.silent == 0:
            return super().latest(timeout_s)
        self.silent -= 1
        self.state = "stale"
        return None


def test_a_picture_that_is_lost_is_said_once_and_so_is_its_return():
    class Stumbling(fakes.Pictures):
        states = iter(["live", "stale", "lost", "stale", "lost", "live"])

        def latest(self, timeout_s):
            self.state = next(self.states, "live" if self._times else "ended")
            return super().latest(timeout_s) if self.state != "stale" and self.state != "lost" else None

    heard: list[str] = []
    held(Stumbling(fakes.steady(2.0)), speak=lambda cue: heard.append(cue.say))
    assert [words for words in heard if "picture" in words] == ["I have no picture.", "The picture is back."]


def test_a_wish_to_stop_is_obeyed_also_while_the_camera_is_silent():
    class Silent(fakes.Pictures):
        def latest(self, timeout_s):
            time.sleep(0.01)

    session = LiveSession(Silent([]), fakes.bridging, bridges())
    session.start()
    session.end("pain")
    session.join(5)
    assert not session.running and session.scene.ended == "pain"
    session.stop()
