"""A whole stream of poses: cuts and moved cameras, sides taken for one another, and arms that are hidden."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import pairwise

import numpy as np
import pytest

from posecoach.core.body import landmarks as lm
from posecoach.core.judging.attempt.attempt import DROPOUT_S
from posecoach.core.judging.coach import Coach, judge_all
from posecoach.core.judging.events import RepDone
from posecoach.exercises.registry import BUILT_IN
from posecoach.exercises.simulation.script import attempt, longest_s
from posecoach.exercises.simulation.simulator import SIZE, View, film

ALL = {exercise.id: exercise for exercise in BUILT_IN}
PAIRS = [joint for joint in vars(lm).values() if isinstance(joint, dict) and set(joint) == set(lm.SIDES)]
each = pytest.mark.parametrize("name", ALL)


def script(name, times=3):
    """Script good attempts, one after the other."""
    exercise = ALL[name]
    one = attempt(exercise.figure_start, exercise.figure_good, longest_s(exercise), exercise.figure_waypoint)
    one.legs += one.legs[1:] * (times - 1)
    return one


def hold_middles_s(name, times=3):
    """The middle of each hold in a script, in seconds."""
    found, t = [], 0.0
    for move_s, hold_s, figure in script(name, times).legs:
        if figure is ALL[name].figure_good:
            found.append(t + move_s + hold_s / 2)
        t += move_s + hold_s
    return found


@cache
def filmed(name, near="left", yaw_deg=0.0, times=3):
    return film(script(name, times), View(yaw_deg, near=near))


def judged(seen, *names):
    return judge_all(seen, [ALL[name] for name in names or ALL], 170.0).reps


@cache
def level(name, near="left", yaw_deg=0.0, times=3):
    """The attempts of a film, as they are without what a test does to it."""
    return judged(filmed(name, near, yaw_deg, times), name)


def cut_at(name, cut, at_s):
    """Show the film until then, and another picture of the same moments from then on."""
    return [frame if frame[0] < at_s else other for frame, other in zip(filmed(name), cut(name), strict=True)]


def moved(pose, by=(0.0, 0.0), zoom=1.0):
    middle = np.array(SIZE) / 2
    return replace(pose, xy=((pose.xy - middle) * zoom + middle + by).astype(np.float32))


CUTS = {
    "shifted": lambda name: [(t, moved(pose, by=(-60.0, 70.0))) for t, pose in filmed(name)],
    "zoomed": lambda name: [(t, moved(pose, zoom=0.7)) for t, pose in filmed(name)],
    "from the other side": lambda name: filmed(name, "right"),
    "turned": lambda name: filmed(name, "left", 15.0),
}
cuts = pytest.mark.parametrize("cut", CUTS.values(), ids=CUTS)
jumps = pytest.mark.parametrize("cut", [CUTS[name] for name in list(CUTS)[:3]], ids=list(CUTS)[:3])
"""A camera that turns about the body moves little in the picture; the attempt may go on."""


@cuts
@each
def test_after_a_cut_in_a_hold_nothing_of_before_is_used_and_the_next_attempts_are_right(name, cut):
    reps = judged(cut_at(name, cut, hold_middles_s(name)[0]))
    first, *expected = level(name)
    assert [fault.code for rep in reps for fault in rep.faults] == [], "what was cut off is not blamed"
    later = [rep for rep in reps if rep.start_s > first.end_s - 0.5]
    assert [(rep.exercise, rep.side) for rep in later] == [(rep.exercise, rep.side) for rep in expected]
    assert [rep.hold_s for rep in later] == pytest.approx([rep.hold_s for rep in expected], abs=0.35)
    assert all(rep.start_seen for rep in later)


@jumps
@each
def test_an_attempt_that_a_cut_ends_has_the_hold_that_was_seen(name, cut):
    at_s = hold_middles_s(name)[0]
    (rep,) = (rep for rep in judged(cut_at(name, cut, at_s), name) if rep.start_s < at_s - 0.5)
    assert rep.hold_end_s == pytest.approx(at_s, abs=0.3)
    assert rep.hold_s == pytest.approx(at_s - level(name)[0].hold_start_s, abs=0.4)


@cuts
@each
def test_a_cut_while_the_body_rests_changes_no_attempt(name, cut):
    expected = level(name)
    reps = judged(cut_at(name, cut, (expected[0].end_s + expected[1].start_s) / 2), name)
    assert [(rep.exercise, rep.faults) for rep in reps] == [(name, ())] * 3
    assert [rep.hold_s for rep in reps] == pytest.approx([rep.hold_s for rep in expected], abs=0.35)


@each
def test_a_single_frame_of_something_else_changes_nothing(name):
    """A flash, a title, a mistake of the estimator: in the rest, on the way and in the hold."""
    seen = list(filmed(name))
    for k in (10, 26, 60, 90, 130):
        seen[k] = (seen[k][0], moved(seen[k][1], by=(150.0, -120.0), zoom=0.6))
    reps = judged(seen, name)
    assert [(rep.exercise, rep.faults) for rep in reps] == [(name, ())] * 3
    assert [rep.hold_s for rep in reps] == pytest.approx([rep.hold_s for rep in level(name)], abs=0.2)


# -- a beginning that nobody filmed ----------------------------------------------------------------------------------


@pytest.mark.parametrize("near", ["left", "right"])
@pytest.mark.parametrize("name", [name for name in ALL if not ALL[name].waypoint.bands])
def test_a_recording_that_begins_in_a_hold_counts_it_from_its_first_moment_on(name, near):
    expected, seen = level(name, near), filmed(name, near)
    from_s = expected[0].hold_start_s + 1.0
    reps = judged([frame for frame in seen if frame[0] >= from_s], name)
    assert [(rep.side, rep.start_seen) for rep in reps] == [(expected[0].side, False)] + [
        (r.side, True) for r in expected[1:]
    ]
    assert reps[0].hold_start_s == pytest.approx(from_s, abs=0.6)
    assert reps[0].hold_end_s == pytest.approx(expected[0].hold_end_s, abs=0.2)
    assert [rep.hold_s for rep in reps[1:]] == pytest.approx([rep.hold_s for rep in expected[1:]], abs=0.3)


# -- sides -----------------------------------------------------------------------------------------------------------


def exchanged(pose, parts):
    """Take left for right in these parts of the body."""
    order = np.arange(33)
    for joint in parts:
        order[[joint["left"], joint["right"]]] = joint["right"], joint["left"]
    return replace(pose, xy=pose.xy[order], world=pose.world[order], visibility=pose.visibility[order])


SWAPS_S = {"one frame": 0.01, "0.4 s": 0.4, "0.6 s": 0.6}
"""What is left out for longer than a dropout is not held, but nothing else changes."""


@pytest.mark.parametrize("parts", [PAIRS, [lm.HIP, lm.KNEE, lm.ANKLE, lm.HEEL, lm.TOE]], ids=["body", "legs"])
@pytest.mark.parametrize("swap_s", SWAPS_S.values(), ids=SWAPS_S)
@pytest.mark.parametrize("when", ["in the hold", "on the way", "at rest"])
@pytest.mark.parametrize(("near", "yaw_deg"), [("left", 10.0), ("right", 10.0), ("left", -20.0)])
@pytest.mark.parametrize("name", ["bird_dog", "warrior_wall"])
def test_sides_taken_for_one_another_for_a_moment_change_nothing(name, near, yaw_deg, when, swap_s, parts):
    seen, expected = filmed(name, near, yaw_deg, 2), level(name, near, yaw_deg, 2)
    at_s = {"in the hold": hold_middles_s(name)[0], "on the way": expected[0].start_s + 0.5, "at rest": 0.9}[when]
    wrong = [(t, exchanged(pose, parts) if at_s <= t <= at_s + swap_s else pose) for t, pose in seen]
    reps = judged(wrong, name)
    assert [(rep.side, rep.faults, rep.unjudged) for rep in reps] == [(r.side, r.faults, r.unjudged) for r in expected]
    holds_s = [rep.hold_s + (rep.unseen_s if swap_s > DROPOUT_S else 0.0) for rep in reps]
    assert holds_s == pytest.approx([rep.hold_s for rep in expected], abs=0.3)


@pytest.mark.parametrize(("near", "yaw_deg"), [("left", 10.0), ("right", -20.0)])
@pytest.mark.parametrize("mixed_s", [0.3, 0.8, 1.5])
@pytest.mark.parametrize("name", ["bird_dog", "warrior_wall"])
def test_legs_that_the_estimator_mixes_up_do_not_end_a_hold(name, near, mixed_s, yaw_deg):
    """In dim pictures each leg slides to where the other one is, and back."""
    seen, expected, at_s = filmed(name, near, yaw_deg, 2), level(name, near, yaw_deg, 2), hold_middles_s(name)[0]
    mixed = []
    for t, pose in seen:
        share = np.clip(4 * min(t - at_s, at_s + mixed_s - t) / mixed_s, 0, 1)
        other = exchanged(pose, [lm.KNEE, lm.ANKLE, lm.HEEL, lm.TOE])
        mixed.append((t, replace(pose, xy=(pose.xy + share * (other.xy - pose.xy)).astype(np.float32))))
    reps = judged(mixed, name)
    assert [(rep.side, rep.faults, rep.unjudged) for rep in reps] == [(r.side, r.faults, r.unjudged) for r in expected]
    assert [rep.hold_s + rep.unseen_s for rep in reps] == pytest.approx([rep.hold_s for rep in expected], abs=0.3)


# -- a hidden arm ----------------------------------------------------------------------------------------------------


def hide_arm(seen, side, holds):
    """Hide elbow and wrist of an arm in some of the attempts, numbered from 0."""
    whole, hidden = level("bird_dog"), []
    for t, pose in seen:
        visibility = pose.visibility.copy()
        if any(whole[i].start_s - 0.3 <= t <= whole[i].end_s + 0.3 for i in holds):
            visibility[[lm.ELBOW[side], lm.WRIST[side]]] = 0.3
        hidden.append((t, replace(pose, visibility=visibility)))
    return hidden


@pytest.mark.parametrize("names", [("bird_dog",), tuple(ALL)], ids=["named", "auto"])
@pytest.mark.parametrize("near", ["left", "right"])
@pytest.mark.parametrize("hidden", [(0, 2), (0,), (1, 2), (0, 1)], ids=str)
def test_a_bird_dog_whose_arm_is_hidden_counts_beside_one_whose_arm_is_seen(near, names, hidden):
    """The left leg is raised, and the right arm; it is neither blamed nor praised where it is hidden."""
    seen = hide_arm(filmed("bird_dog", near), "right", hidden)
    reps = judged(seen, *names)
    assert [(rep.index, rep.exercise, rep.side, rep.faults) for rep in reps] == [
        (i + 1, "bird_dog", "left", ()) for i in range(3)
    ]
    unjudged = [{check.code for check in rep.unjudged} for rep in reps]
    assert unjudged == [{"arm_low", "same_side"} if i in hidden else set() for i in range(3)]
    assert [rep.good_s == 0.0 for rep in reps] == [i in hidden for i in range(3)]
    assert all(a.end_s <= b.start_s for a, b in pairwise(reps))


def test_hidden_arms_alone_are_too_little_to_tell_a_bird_dog_from_a_leg_lifted_alone():
    """Whoever named it is believed."""
    seen = hide_arm(filmed("bird_dog"), "right", (0, 1, 2))
    assert judged(seen) == ()
    assert len(judged(seen, "bird_dog")) == 3


def test_attempts_that_waited_for_a_certain_one_are_reported_with_it_in_order():
    seen = hide_arm(filmed("bird_dog"), "right", (0,))
    coach, done = Coach(*BUILT_IN), []
    for t, pose in seen:
        done += [(t, event.rep.index) for event in coach.step(t, pose).events if isinstance(event, RepDone)]
    coach.finish(seen[-1][0])
    assert [index for _, index in done] == [1, 2, 3]
    assert done[0][0] == done[1][0] and done[0][0] >= coach.reps[1].end_s
