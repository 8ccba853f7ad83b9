"""The exercising person is followed, whoever else comes into the picture."""

from dataclasses import replace

import numpy as np
import pytest
from stick_figure import lying, metres, standing, supine
from streams import resized

from posecoach.core.body.tracking.person_tracker import GIVE_UP_S, LEFT_S, RETURN_S, PersonTracker, length_px

FPS = 15


def at(t, pose, x=0.0, y=0.0, size=1.0):
    """Move and scale a pose in the picture."""
    middle = pose.xy[[23, 24]].mean(axis=0)
    xy = (pose.xy - middle) * size + middle + (x, y)
    return replace(pose, t=t, xy=xy.astype(np.float32))


def times(start, end):
    return [i / FPS for i in range(round(start * FPS), round(end * FPS))]


def kept(until=5.0, pose=None):
    """A tracker that has followed one lying person for some seconds."""
    tracker = PersonTracker()
    assert all(tracker.accept(at(t, pose or lying())) for t in times(0, until))
    return tracker


@pytest.mark.parametrize("pose", [lying(), metres(supine()), metres(supine(hips_cm=34)), standing()])
def test_a_body_is_as_long_in_any_posture(pose):
    assert length_px(pose) == pytest.approx(2.0 * (49.0 + 41.65 + 41.82), rel=0.06)


def test_turned_to_the_camera_a_body_is_as_long_as_across():
    pose = lying()
    foreshortened = pose.world @ np.float32([[0.5, 0, 0.866], [0, 1, 0], [-0.866, 0, 0.5]])
    xy = (foreshortened[:, :2] * 200 + 200).astype(np.float32)
    assert length_px(replace(pose, xy=xy, world=foreshortened)) == pytest.approx(length_px(pose), rel=0.1)


def test_lifting_the_hips_turning_over_and_a_short_gap_change_nothing():
    tracker = kept()
    for t in times(5, 9):
        assert tracker.accept(at(t, metres(supine(hips_cm=10 + 6 * (t - 5))), y=3 * (t - 5)))
    assert tracker.accept(at(10.5, metres(supine(hips_cm=34))))


@pytest.mark.parametrize("speed_px_s", [-100, 200])
def test_a_person_who_walks_is_followed(speed_px_s):
    tracker = kept(pose=standing())
    assert all(tracker.accept(at(t, standing(), x=speed_px_s * (t - 5))) for t in times(5, 7))


def test_a_person_who_walks_up_to_the_laptop_is_followed():
    tracker = kept(pose=standing())
    assert all(tracker.accept(at(t, standing(), size=1 + 0.3 * (t - 5))) for t in times(5, 8))


def test_getting_up_is_followed():
    tracker, low, high = kept(), lying(), standing()
    for t in times(5, 8):
        up = np.float32((t - 5) / 3)
        assert tracker.accept(replace(high, t=t, xy=low.xy + (high.xy - low.xy) * up)), t


@pytest.mark.parametrize(
    "other",
    [
        lambda t: at(t, lying(), x=250),
        lambda t: at(t, standing()),
        lambda t: at(t, lying(), size=0.6),
        lambda t: at(t, lying(), size=2.0),
    ],
    ids=["elsewhere", "standing in front", "a child", "nearer the camera"],
)
def test_somebody_else_is_refused_and_the_person_followed_again(other):
    tracker = kept()
    assert not any(tracker.accept(other(t)) for t in times(5, 8))
    assert tracker.accept(at(8.0, lying()))


def test_after_a_gap_somebody_elsewhere_is_refused():
    tracker = kept()
    assert not tracker.accept(at(6.5, lying(), x=250))


@pytest.mark.parametrize("gone_s", [1.2, 2.0, 4.0, 30.0])
@pytest.mark.parametrize("place", [{"x": 250}, {"size": 1.6}, {"x": -150, "y": 80, "size": 0.6}], ids=str)
def test_whoever_comes_back_to_another_place_is_followed_within_a_second(gone_s, place):
    tracker, back = kept(), 5.0 + gone_s
    for t in times(5.0, back):
        tracker.nobody(t)
    answers = [tracker.accept(at(t, lying(), **place)) for t in times(back, back + 3)]
    assert answers.index(True) <= RETURN_S * FPS + 1 and all(answers[answers.index(True) :])


def test_after_a_stall_of_the_camera_a_bystander_is_not_taken_for_the_person_who_came_back():
    tracker = kept()
    answers = [tracker.accept(at(t, standing(), x=200)) for t in times(7.0, 7.0 + 2 * RETURN_S)]
    assert not any(answers)


def test_a_body_seen_at_the_edge_on_the_way_out_does_not_stand_in_the_way_of_the_return():
    tracker = kept()
    assert not tracker.accept(at(5.1, lying(), x=300, size=0.5))
    assert tracker.accept(at(20.0, lying(), x=-200))


def test_a_person_who_left_may_come_back_anywhere_but_not_as_a_child():
    gone = 5.0 + LEFT_S + 0.1
    assert kept().accept(at(gone, lying(), x=250, size=1.2))
    assert not kept().accept(at(gone, lying(), x=250, size=0.6))


def test_somebody_who_stays_while_the_person_is_nowhere_is_the_person():
    tracker = kept()
    answers = [tracker.accept(at(t, standing(), x=200)) for t in times(5, 5 + GIVE_UP_S + 0.5)]
    assert not any(answers[: round(GIVE_UP_S * FPS)]) and answers[-1]


def test_people_passing_by_one_after_another_never_become_the_person():
    tracker = kept()
    assert not any(tracker.accept(at(t, standing(), x=80 + 120 * (t % 2 > 1))) for t in times(5, 15))
    assert tracker.accept(at(15.0, lying()))


def test_followed_for_a_moment_by_mistake_a_passer_by_does_not_cost_the_person():
    tracker, stand = kept(10.0, pose=standing()), standing()
    assert all(tracker.accept(at(t, stand, x=150 * (t - 10))) for t in times(10, 12))
    assert tracker.accept(at(12.1, stand))


def test_until_somebody_has_been_seen_for_two_seconds_anybody_may_be_chosen():
    tracker = kept(until=1.0)
    assert tracker.accept(at(1.1, standing(), x=200))


def test_another_resolution_is_another_picture_of_the_same_person():
    tracker = kept()
    assert all(tracker.accept(resized(at(t, lying()), 2.0)) for t in times(5, 8))
    assert tracker.area(8.0)[2] > 640


def test_a_reset_begins_again():
    tracker = kept()
    tracker.reset()
    assert tracker.area(5.0) is None and tracker.accept(at(5.1, standing(), x=200))


def test_the_person_is_looked_for_where_they_were_until_given_up():
    tracker = kept()
    x0, y0, x1, y1 = tracker.area(6.0)
    joints = lying().xy[[0, *range(11, 33)]]
    assert (joints >= (x0, y0)).all() and (joints <= (x1, y1)).all()
    assert 0 <= x0 < x1 <= 640 and 0 <= y0 < y1 <= 480
    assert tracker.area(5.0 + GIVE_UP_S) is None


@pytest.mark.parametrize("wrong_s", [0.1, 1.0, 3.0])
def test_a_body_in_a_single_point_is_a_mistake_and_the_person_is_followed_after_it(wrong_s):
    tracker, nothing = kept(5.0), np.zeros((33, 3), np.float32)
    wrong = [replace(lying(t), xy=nothing[:, :2], world=nothing) for t in times(5.0, 5.0 + wrong_s)]
    accepted = [tracker.accept(pose) for pose in wrong]
    assert not any(accepted)
    assert all(tracker.accept(at(t, lying())) for t in times(5.0 + wrong_s, 8.0))


def test_a_body_in_a_single_point_at_the_beginning_is_no_person():
    tracker, nothing = PersonTracker(), np.zeros((33, 3), np.float32)
    tracker.accept(replace(lying(), xy=nothing[:, :2], world=nothing))
    assert all(tracker.accept(at(t, lying())) for t in times(0.1, 3.0))
