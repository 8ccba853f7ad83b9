"""A live session: newest only, pause, restart, complete; a broken listener or camera never costs the results."""

from __future__ import annotations

import threading
import time

import pytest
import standins

from posecoach.core.types import RepDone, Update
from posecoach.errors import CameraError, UsageError
from posecoach.exercises import EXERCISES
from posecoach.judge import Judge
from posecoach.live import Session, Slot, spoken_line

BRIDGE = EXERCISES["bridge"]


def held(source, find=standins.bridging, **options) -> Session:
    """A session that has come to its end by itself."""
    session = Session(source, find, Judge(BRIDGE), **options)
    session.start()
    deadline_s = time.monotonic() + 20
    while session.running and time.monotonic() < deadline_s:
        time.sleep(0.005)
    session.stop()
    assert not session.running
    return session


class Script(standins.Pictures):
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
    slot = Slot[int]()
    assert slot.take(0.0) is None
    slot.put(1)
    slot.put(2)
    assert (slot.take(0.0), slot.take(0.0)) == (2, None)


def test_a_slot_wakes_who_waits_and_gives_its_last_value_when_closed():
    slot = Slot[int]()
    threading.Timer(0.05, slot.put, [7]).start()
    assert slot.take(5.0) == 7
    threading.Timer(0.05, slot.close).start()
    began_s = time.monotonic()
    assert slot.take(5.0) is None and time.monotonic() - began_s < 4.0 and slot.closed
    slot.put(8)
    assert slot.take(0.0) == 8


def test_a_session_tells_every_frame_and_counts():
    told: list[Update] = []
    session = held(standins.Pictures(standins.steady(13.0)), listeners=[told.append])
    assert [update.t for update in told[:195]] == standins.steady(13.0)
    assert len(session._judge.coach.reps) == 2 and session.error is None
    assert (session.tally.frames, session.tally.with_pose, session.tally.size) == (195, 195, (160, 120))


def test_an_attempt_under_way_at_the_end_is_told():
    told: list[Update] = []
    held(standins.Pictures(standins.steady(4.5)), listeners=[told.append])
    assert any(isinstance(event, RepDone) for event in told[-1].events)


def test_whoever_is_slow_gets_only_the_newest_shot():
    slot = Slot()
    held(standins.Pictures(standins.steady(2.0)), slots=[slot])
    shot = slot.take(0.0)
    assert shot.frame.t == shot.update.t == standins.steady(2.0)[-1]
    assert slot.closed


def test_a_set_is_complete_after_its_attempts():
    session = held(standins.Pictures(standins.steady(60.0)), reps=2)
    assert session.complete and len(session._judge.coach.reps) == 2
    assert session.tally.last_s < 14.0


def test_a_paused_time_is_no_hold():
    told: list[Update] = []
    times = standins.steady(3.5) + standins.steady(1.5, start_s=10.0)
    source = Script(times, at_3_2=lambda: session.toggle_pause(), at_10=lambda: session.toggle_pause())
    session = Session(
        source, lambda frame: standins.bridging(Moment(min(frame.t, 3.4))), Judge(BRIDGE), listeners=[told.append]
    )
    session.start()
    session._thread.join(20)
    assert all(update.phase == "away" and update.pose for update in told if 3.2 <= update.t < 10)
    assert all(rep.hold_s < 2.0 for rep in session._judge.coach.reps)


class Moment:
    """A frame of which only the time matters."""

    def __init__(self, t: float) -> None:
        self.t = t


def test_a_camera_that_was_gone_for_five_seconds_adds_nothing_to_a_hold():
    times = standins.steady(4.0) + standins.steady(1.0, start_s=9.0)
    judge = Judge(BRIDGE)
    session = Session(standins.Pictures(times), lambda frame: standins.bridging(Moment(min(frame.t, 4.0))), judge)
    session.start()
    session._thread.join(20)
    assert len(judge.coach.reps) == 1 and judge.coach.reps[0].hold_s < 2.0


def test_a_restart_begins_the_set_anew():
    source = Script(standins.steady(13.0), at_6_5=lambda: session.restart())
    session = Session(source, standins.bridging, Judge(BRIDGE))
    session.start()
    session._thread.join(20)
    assert [rep.index for rep in session._judge.coach.reps] == [1]
    assert session._judge.coach.reps[0].start_s > 6.5


def test_a_listener_that_fails_is_dropped_and_the_others_go_on():
    told: list[Update] = []

    def full(update):
        raise UsageError("the disk is full")

    session = held(standins.Pictures(standins.steady(2.0)), listeners=[full, told.append])
    assert len(told) == 30 and session.error is None
    assert [str(error) for error in session.dropped] == ["the disk is full"]


@pytest.mark.parametrize("error", [CameraError("it is gone"), ZeroDivisionError("a defect")])
def test_a_camera_that_is_gone_ends_the_session_with_its_error_and_keeps_the_attempts(error):
    def gone():
        raise error

    session = held(standins.Pictures(standins.steady(7.0), end=gone))
    assert session.error is error and len(session._judge.coach.reps) == 1


def test_a_session_may_be_stopped_while_the_camera_is_silent():
    class Silent(standins.Pictures):
        def latest(self, timeout_s):
            time.sleep(timeout_s)

    session = Session(Silent([]), standins.bridging, Judge(BRIDGE))
    session.start()
    session.stop()
    assert not session.running and session.error is None


def test_what_is_said_without_a_window_is_the_beginning_and_the_end_of_each_attempt():
    told: list[Update] = []
    held(standins.Pictures(standins.steady(7.0)), listeners=[told.append])
    lines = [line for update in told if (line := spoken_line(update))]
    assert lines[0] == "rep 1 begins" and lines[1].startswith("rep 1: held 2.")
    assert len(lines) == 2
