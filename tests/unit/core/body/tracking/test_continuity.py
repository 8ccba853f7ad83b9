"""Which pose can follow the last one: a body goes on, a frame is wrong for a moment, or the picture is another one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from stick_figure import long_sit, standing, supine
from streams import resized
from tracks import TRACKS, track

from posecoach.core.body import landmarks as lm
from posecoach.core.body.tracking.continuity import BELIEVE_S, BELIEVE_SWAP_S, Continuity, can_follow

ALL = sorted(path.stem for path in TRACKS.glob("*.npz"))
PAIRS = [joint for joint in vars(lm).values() if isinstance(joint, dict) and set(joint) == set(lm.SIDES)]
rates = pytest.mark.parametrize("rate_hz", [30.0, 15.0, 10.0])


def moved(pose, by=(0.0, 0.0), zoom=1.0, centre=(320.0, 240.0)):
    """Show the body elsewhere in the picture, and larger or smaller about a point of it."""
    return replace(pose, xy=((pose.xy - centre) * zoom + centre + by).astype(np.float32))


def swapped(pose):
    """Take left for right."""
    order = np.arange(33)
    for joint in PAIRS:
        order[[joint["left"], joint["right"]]] = joint["right"], joint["left"]
    return replace(pose, xy=pose.xy[order], world=pose.world[order], visibility=pose.visibility[order])


def body(t, **options):
    """On the back, the two sides apart: in this view the right leg is stretched further."""
    pose = supine(t, **options)
    xy = pose.xy.copy()
    for joint, by in ((lm.HIP, (2, -4)), (lm.KNEE, (20, 30)), (lm.ANKLE, (35, 2)), (lm.SHOULDER, (4, -6))):
        xy[joint["right"]] += np.float32(by)
    return replace(pose, xy=xy)


def frames(seconds, rate_hz=15.0, start_s=0.0, **options):
    return [body(start_s + i / rate_hz, **options) for i in range(round(seconds * rate_hz))]


def follow(poses, continuity=None):
    """What each pose is: True = it follows, False = it is in doubt, None = another view begins with it."""
    continuity = continuity or Continuity()
    answers = [continuity(pose) for pose in poses]
    return [None if answer.new_view else answer.pose is not None for answer in answers]


@pytest.mark.parametrize("name", ALL)
def test_whoever_moves_is_followed(name):
    """Lying down, getting up and walking, too; wrong frames may be passed over, for a third of a second."""
    answers = follow([pose for _, pose in track(name)[0] if pose])
    assert None not in answers or name == "walk_across", "who walks past may be taken for a camera that pans"
    assert answers.count(False) <= 5


@rates
@pytest.mark.parametrize("change", [{"by": (120.0, 0.0)}, {"by": (0.0, 90.0)}, {"zoom": 0.7}, {"zoom": 1.4}], ids=str)
def test_a_single_frame_that_shows_something_else_is_left_out(rate_hz, change):
    poses = frames(2.0, rate_hz)
    k = len(poses) // 2
    poses[k] = moved(poses[k], **change)
    assert follow(poses) == [i != k for i in range(len(poses))]


def test_another_resolution_is_another_view_at_once():
    poses = frames(1.0) + [resized(pose, 2.0) for pose in frames(1.0, start_s=1.0)]
    answers = follow(poses)
    assert answers.count(None) == 1 and answers[15] is None and False not in answers


@rates
@pytest.mark.parametrize("change", [{"by": (120.0, 0.0)}, {"by": (0.0, 90.0)}, {"zoom": 0.7}, {"zoom": 1.4}], ids=str)
def test_a_moved_or_zoomed_picture_is_another_view_after_a_moment(rate_hz, change):
    poses = frames(1.0, rate_hz) + [moved(p, **change) for p in frames(2.0, rate_hz, 1.0)]
    answers = follow(poses)
    cut = round(rate_hz)
    begins = answers.index(None)
    assert answers[:cut] == [True] * cut and not any(answers[cut:begins])
    assert poses[begins].t - 1.0 <= BELIEVE_S + 1.5 / rate_hz
    assert answers[begins + 1 :] == [True] * (len(answers) - begins - 1), "one new view, and it is followed"


@rates
@pytest.mark.parametrize("pan_s", [0.5, 1.0, 2.0])
def test_a_camera_that_is_panned_shows_another_view(rate_hz, pan_s):
    """No jump from frame to frame, but shoulders, hips and feet all slide away together."""
    poses = frames(4.0 + pan_s, rate_hz)
    panned = [moved(p, by=(110.0 * min(1.0, max(0.0, (p.t - 2.0) / pan_s)), 0.0)) for p in poses]
    answers = follow(panned)
    assert None in answers
    assert 2.0 < poses[answers.index(None)].t < 3.5 + pan_s
    assert False not in answers


def test_another_shot_of_the_same_body_is_another_view():
    poses = frames(1.0) + [standing(1.0 + i / 15) for i in range(15)]
    assert follow(poses).count(None) == 1


def test_a_picture_cut_back_and_forth_is_followed_in_each_view():
    there = [moved(p, by=(150.0, 0.0)) for p in frames(1.0, start_s=1.0)]
    assert follow(frames(1.0) + there + frames(1.0, start_s=2.0)).count(None) == 2


@rates
@pytest.mark.parametrize("swap_s", [0.0, 0.5])
def test_sides_taken_for_one_another_for_a_while_are_left_out_and_no_other_view(rate_hz, swap_s):
    poses = frames(3.0, rate_hz)
    wrong = [1.0 <= pose.t <= 1.0 + swap_s for pose in poses]
    assert follow([swapped(p) if no else p for p, no in zip(poses, wrong, strict=True)]) == [not no for no in wrong]


def test_sides_that_stay_exchanged_are_believed_later_than_another_view():
    """The estimator may have been wrong before; it is the same view."""
    poses = frames(1.0) + [swapped(pose) for pose in frames(3.0, start_s=1.0)]
    answers = follow(poses)
    assert None not in answers
    assert poses[answers.index(True, 15)].t - 1.0 == pytest.approx(BELIEVE_SWAP_S, abs=0.1)


def test_a_body_straight_from_the_side_has_no_sides_to_exchange():
    """Both legs behind one another: left for right changes nothing, and no frame is in doubt."""
    poses = [supine(i / 15) for i in range(30)]
    assert follow([swapped(p) if i % 2 else p for i, p in enumerate(poses)]) == [True] * 30


@pytest.mark.parametrize("absent_s", [0.6, 2.0, 5.0, 60.0])
def test_whoever_is_found_at_the_same_place_is_in_the_same_view(absent_s):
    assert follow(frames(1.0) + frames(1.0, start_s=1.0 + absent_s)) == [True] * 30


def test_whoever_comes_back_elsewhere_after_a_while_is_in_another_view():
    """The camera or the mat may have been moved meanwhile."""
    poses = frames(1.0) + [moved(p, by=(0.0, 25.0)) for p in frames(1.0, start_s=6.0)]
    assert follow(poses)[15:] == [None] + [True] * 14


def test_another_pose_at_the_same_place_after_a_pause_is_no_other_view():
    """Lost from view while the legs come down: the mat is where it was."""
    poses = frames(1.0, hips_cm=34.0) + frames(1.0, start_s=2.5, hips_cm=10.0)
    assert None not in follow(poses)


@pytest.mark.parametrize("seconds", [0.05, 0.1, 0.5, 3.0])
def test_one_body_moves_on_but_does_not_jump(seconds):
    pose = long_sit(0.0)
    assert can_follow(pose, long_sit(seconds, lift_cm=4.0))
    assert not can_follow(pose, moved(long_sit(seconds), by=(200.0, 0.0)))


def test_the_size_of_the_picture_and_the_person_change_nothing():
    for px_per_cm in (0.5, 4.0):
        size = (int(320 * px_per_cm), int(240 * px_per_cm))
        poses = [supine(i / 15, px_per_cm=px_per_cm, size=size, hips_cm=10.0 + i) for i in range(25)]
        assert follow(poses) == [True] * 25


@pytest.mark.parametrize("zoom", [0.75, 1.3, 1.5])
@pytest.mark.parametrize("name", ["bird_dog__yaw_30", "bird_dog__yaw_minus_30", "press_up__yaw_minus_30"])
def test_a_wrong_frame_that_looks_like_a_movement_leads_to_no_other_view(name, zoom):
    """A leg on its way up, at seven frames a second, explains much; the frame after it shows the mistake."""
    poses = [pose for _, pose in track(name)[0] if pose]
    for k in range(15, len(poses), 7):
        assert None not in follow([*poses[k - 15 : k], moved(poses[k], zoom=zoom), *poses[k + 1 : k + 9]])
