"""Landmarks of rendered bodies, kept as files: other movements than the exercises, and cameras turned by 30 degrees.

The pose model found them in videos of a body that was posed joint by joint (the CC0 MakeHuman body).
"""

from __future__ import annotations

from itertools import groupby

import pytest
from tracks import TRACKS, track

from posecoach.core.exercise.measures import Measurer
from posecoach.core.judging.coach import Coach
from posecoach.core.judging.recognition import OTHER
from posecoach.core.judging.rep_tracker import RepTracker
from posecoach.exercises.registry import EXERCISES

TURNED = sorted(path.stem for path in TRACKS.glob("*__yaw_*.npz"))
OTHERS = sorted(path.stem for path in TRACKS.glob("*.npz") if "__" not in path.stem)


def recognised(name: str):
    """Every update over a track, and the attempts."""
    seen, height_cm = track(name)
    coach = Coach(*EXERCISES.values(), height_cm=height_cm)
    updates = [coach.step(t, pose) for t, pose in seen]
    coach.finish(seen[-1][0])
    return updates, coach.reps


@pytest.mark.parametrize("name", OTHERS)
def test_another_movement_counts_nothing_and_is_blamed_for_nothing(name):
    updates, reps = recognised(name)
    assert reps == ()
    assert not any(update.faults for update in updates)


@pytest.mark.parametrize("name", OTHERS)
def test_another_movement_counts_nothing_for_a_named_exercise_either(name):
    seen, height_cm = track(name)
    measure = Measurer([m for exercise in EXERCISES.values() for m in exercise.measures], height_cm)
    coaches = [RepTracker(exercise) for exercise in EXERCISES.values()]
    for t, pose in seen:
        values = measure(pose)[1] if pose else {}
        for coach in coaches:
            coach.update(t, values)
    for coach in coaches:
        coach.finish(seen[-1][0])
    assert {coach.exercise.id: coach.reps for coach in coaches} == {key: [] for key in EXERCISES}


_DOWN_AGAIN = [("Ready", 0.3), ("Press-up", 3.3), (OTHER, 0.7)]
SUPERMAN = [("Ready", 2.5), (OTHER, 1.9), *_DOWN_AGAIN, *_DOWN_AGAIN, ("Ready", 0.3), ("Press-up", 0.5)]
"""Prone, as a press-up begins; whoever comes down on the chest seems to begin one, for as long as that is in doubt."""


@pytest.mark.parametrize(
    ("name", "titles"),
    [
        ("squat", [(OTHER, 11.4)]),
        ("standing", [(OTHER, 10.9)]),
        ("walk_in_place", [(OTHER, 9.9)]),
        ("cat_cow", [("Ready", 13.9)]),  # on hands and knees, as a bird dog begins
        ("superman", SUPERMAN),
        ("forward_fold", [(OTHER, 1.8), ("Ready", 4.8), (OTHER, 1.3), ("Ready", 2.4), (OTHER, 0.7)]),
    ],
)
def test_another_movement_is_named_calmly(name, titles):
    """Which titles stand above the picture, in order, and for how many seconds each."""
    updates, _ = recognised(name)
    shown = [(title, list(of_title)) for title, of_title in groupby(updates, lambda update: update.title)]
    ends_s = [of_title[0].t for _, of_title in shown[1:]] + [updates[-1].t]
    assert [title for title, _ in shown] == [title for title, _ in titles]
    lasted_s = [end_s - of_title[0].t for end_s, (_, of_title) in zip(ends_s, shown, strict=True)]
    assert lasted_s == pytest.approx([seconds for _, seconds in titles], abs=0.15)


@pytest.mark.parametrize("name", TURNED)
def test_a_camera_turned_by_30_degrees_still_counts_every_attempt(name):
    _, reps = recognised(name)
    assert [rep.exercise for rep in reps] == [name.partition("__")[0]] * 2


@pytest.mark.parametrize("name", TURNED)
def test_a_camera_turned_by_30_degrees_blames_nobody_for_good_form(name):
    _, reps = recognised(name)
    assert [fault.code for rep in reps for fault in rep.faults] == []


@pytest.mark.parametrize("name", TURNED)
def test_a_check_beyond_its_limit_of_view_is_named_as_not_judged_and_the_others_are_made(name):
    """By the turn that was measured in the hold: around 30 degrees, and 45 at most."""
    updates, reps = recognised(name)
    exercise = EXERCISES[name.partition("__")[0]]
    for rep in reps:
        held = [u.body.turned_deg for u in updates if u.body and rep.hold_start_s + 0.5 < u.t < rep.hold_end_s - 0.5]
        unjudged = {check.code: check.reason for check in rep.unjudged}
        for check in (check for check in exercise.checks if check.during == "hold"):
            if check.view_limit_deg < min(held):
                assert "not judged: " in unjudged[check.code]
            elif check.view_limit_deg > max(held) and "arm" not in check.measure and "same" not in check.code:
                assert check.code not in unjudged
        assert not {fault.code for fault in rep.faults} & set(unjudged)
        assert (rep.remarks == "good form") == (not unjudged)
