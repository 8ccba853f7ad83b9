"""What goes wrong before a camera at home costs only the time that was not filmed, and is said in true words."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import fakes
import pytest
from stick_figure import lying, metres, standing
from streams import resized, shifted

from posecoach.core.body.tracking.person_tracker import PersonTracker
from posecoach.core.judging.events import Rep
from posecoach.core.session.routine import Step
from posecoach.core.session.session import SessionCoach
from posecoach.exercises.registry import EXERCISES
from posecoach.practice.live_session import LiveSession
from posecoach.vision.people import PersonFollower

IN_HOLD_S = 4.0
"""Now the stick figure has held its first bridge for a second; every 6 s it does another."""
gaps = pytest.mark.parametrize("gap_s", [0.6, 2.0, 5.0, 20.0])
SOMEBODY_ELSE, NO_LIGHT = "I am waiting for you", "Switch on a light"


class Heard(NamedTuple):
    reps: tuple[Rep, ...]
    words: list[str]


class Finder:
    """Stands for the estimator; finds whoever a function gives for a frame."""

    def __init__(self, find):
        self.find, self.area, self.cut = find, None, False

    def __call__(self, frame):
        return self.find(frame, self.area)

    def forget(self, frame):
        pass


def session(times, find, exercise="bridge") -> Heard:
    """Practise before a camera with frames at these times, and somebody found in each."""
    words: list[str] = []
    coach = SessionCoach([Step(EXERCISES[exercise], None, 2.0, 0.0)], placing=False)
    follower = PersonFollower(Finder(find), PersonTracker())
    live = LiveSession(fakes.Pictures(times), follower, coach, speak=lambda cue: words.append(cue.say))
    live.start()
    live.join(60)
    assert live.error is None
    return Heard(coach.reps, words)


def bridging(frame, gap_s=0.0):
    """Find the stick figure, which keeps still for a time in its first hold."""
    t = frame.t if frame.t < IN_HOLD_S else max(IN_HOLD_S, frame.t - gap_s)
    return replace(metres(fakes.bridging(replace(frame, t=t))), t=frame.t)


def is_out(t, gap_s):
    return IN_HOLD_S <= t < IN_HOLD_S + gap_s


def expect_that_it_costs_only_the_gap(heard, gap_s):
    """Four attempts; the first is held on for what was seen, or ended with the loss, without blame."""
    first, *others = heard.reps
    assert len(others) == 3 and all(rep.hold_s == pytest.approx(2.2, abs=0.2) for rep in others)
    assert first.faults == () and first.hold_s == pytest.approx(1.1 if gap_s > 10 else 2.2, abs=0.2)
    assert SOMEBODY_ELSE not in heard.words


@gaps
def test_a_camera_that_stalls(gap_s):
    times = [t for t in fakes.steady(25.0 + gap_s) if not is_out(t, gap_s)]
    heard = session(times, lambda frame, area: bridging(frame, gap_s))
    expect_that_it_costs_only_the_gap(heard, gap_s)
    assert NO_LIGHT not in heard.words


@gaps
def test_a_picture_in_which_nobody_is_found(gap_s):
    seen = session(
        fakes.steady(25.0 + gap_s), lambda frame, area: None if is_out(frame.t, gap_s) else bridging(frame, gap_s)
    )
    expect_that_it_costs_only_the_gap(seen, gap_s)
    assert ("I cannot see you" in seen.words) == (gap_s > 3)


@pytest.mark.parametrize("gap_s", [2.0, 5.0, 20.0])
def test_a_picture_that_turns_black(gap_s):
    """A body that is still found in the dark is believed for a second."""
    heard = session(
        fakes.steady(25.0 + gap_s),
        lambda frame, area: replace(bridging(frame, gap_s), light=5.0 if is_out(frame.t, gap_s) else 100.0),
    )
    assert len(heard.reps) == 4 and heard.reps[0].faults == () and heard.reps[0].hold_s < 2.4
    assert (NO_LIGHT in heard.words) == (gap_s > 3)


@pytest.mark.parametrize("factor", [0.5, 2.0])
def test_another_resolution_in_the_middle_of_a_hold(factor):
    heard = session(
        fakes.steady(25.0), lambda frame, area: resized(bridging(frame), factor if frame.t > IN_HOLD_S else 1.0)
    )
    assert [rep.hold_s for rep in heard.reps[-3:]] == [pytest.approx(2.2, abs=0.2)] * 3
    assert sum(rep.hold_s for rep in heard.reps[:-3]) < 2.5 and not any(rep.faults for rep in heard.reps)
    assert SOMEBODY_ELSE not in heard.words


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_picture_on_its_side_or_head_counts_nothing_and_stops_nothing(quarters):
    heard = session(fakes.steady(30.0), lambda frame, area: bridging(frame).turned(quarters))
    assert heard.reps == () and not {"Paused.", "Stopped. Lower the arm."} & set(heard.words)
    if quarters == 3:
        assert "Turn the camera" in heard.words


def test_a_passer_by_costs_only_the_moment_in_which_they_hide_the_person():
    """They walk through the picture for two seconds; the estimator takes them for the person at once."""
    walker = standing()

    def find(frame, area):
        if is_out(frame.t, 2.0) and area is None:
            return replace(shifted(walker, 400.0 * (frame.t - IN_HOLD_S) - 300.0, 0.0), t=frame.t)
        return bridging(frame)

    heard = session(fakes.steady(25.0), find)
    assert len(heard.reps) == 4 and not any(rep.faults for rep in heard.reps)
    assert all(rep.hold_s > 1.8 for rep in heard.reps) and SOMEBODY_ELSE not in heard.words


def test_somebody_who_stands_before_the_person_for_long_is_waited_for_and_named_as_such():
    heard = session(
        fakes.steady(25.0),
        lambda frame, area: (
            replace(standing(), t=frame.t)
            if is_out(frame.t, 4.5) and area is None
            else None
            if is_out(frame.t, 4.5)
            else replace(lying(), t=frame.t)
        ),
        "leg_lift",
    )
    assert SOMEBODY_ELSE in heard.words and "I see you again." in heard.words
