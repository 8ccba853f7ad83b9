"""After the set the person sees once more, in 3 s, what went most wrong."""

from __future__ import annotations

import math

import numpy as np
import pytest
from filmed_bridge import BRIDGE, FPS, GOOD_CM, LOW_CM, SIZE, bridge, pictures_of, result_of

from posecoach.analysis.clips import cut_clips, find_moment
from posecoach.core.body.pose import Frame
from posecoach.core.judging.events import Fault, Rep, Update


def cut_of(poses, folder, frames=None):
    return cut_clips(result_of(poses), poses, frames, folder / "set")


def rep_with(*faults: Fault) -> Rep:
    return Rep(1, "bridge", None, 0.0, 1.0, 9.0, 10.0, 8.0, 0.0, faults=faults)


def low(value: float) -> Fault:
    return Fault("hips_low", 1.0, 9.0, value, (167.0, math.inf), "deg", "")


def high(value: float) -> Fault:
    return Fault("hips_high", 1.0, 9.0, value, (-math.inf, 191.0), "deg", "")


def lines(*values: tuple[float, float]) -> list[Update]:
    return [Update(t, None, {"hip_line": hip_line}, "bridge") for t, hip_line in values]


# -- which moment ------------------------------------------------------------------------------------------------


def test_the_moment_is_when_the_value_was_worst():
    found = find_moment(rep_with(low(151.0)), BRIDGE, lines((2.0, 160.0), (3.0, 151.0), (4.0, 162.0)))
    assert (found.code, found.t) == ("hips_low", 3.0)


def test_of_two_faults_it_is_the_one_further_out_against_how_far_in_good_form_is():
    """Flat is 175: 12 degrees are many towards a sag, of which 8 are allowed, and fewer towards an arch, of 16."""
    faults = high(191.0 + 12.0), low(167.0 - 12.0)
    found = find_moment(rep_with(*faults), BRIDGE, lines((2.0, 191.0 + 12.0), (3.0, 167.0 - 12.0)))
    assert (found.code, found.t) == ("hips_low", 3.0)


def test_hips_that_come_down_after_the_hold_are_not_its_worst_moment():
    assert find_moment(rep_with(low(160.0)), BRIDGE, lines((5.0, 160.0), (9.5, 130.0))).t == 5.0


def test_a_fault_that_the_rep_does_not_name_is_not_shown():
    assert find_moment(rep_with(), BRIDGE, lines((5.0, 150.0))) is None


def test_a_hold_that_was_only_too_short_has_no_moment_to_show():
    short = Fault("short_hold", 1.0, 9.0, 4.0, (9.0, math.inf), "s", "")
    assert find_moment(rep_with(short), BRIDGE, lines((5.0, 150.0))) is None


# -- the clip ----------------------------------------------------------------------------------------------------


def test_a_sagging_bridge_gives_one_clip_of_3_s_named_after_attempt_and_fault(tmp_path):
    (clip,) = cut_of(bridge(LOW_CM, dip_s=4.0), tmp_path)
    assert clip == tmp_path / "set.rep1.hips_low.mp4"
    codec, pictures = pictures_of(clip)
    assert codec == "h264"
    assert pictures[0][0] == 0.0
    assert len(pictures) == pytest.approx(3 * FPS, abs=1)
    assert pictures[-1][0] == pytest.approx(3.0, abs=1.5 / FPS)
    assert pictures[0][1].shape == (SIZE[1], SIZE[0], 3)


def test_without_the_video_the_skeleton_is_drawn_on_a_dark_ground(tmp_path):
    (clip,) = cut_of(bridge(LOW_CM), tmp_path)
    _, pictures = pictures_of(clip)
    middle = pictures[len(pictures) // 2][1][40:80]
    assert np.median(middle) < 60
    assert middle.max() > 150


def test_with_the_video_its_own_pictures_around_the_moment_are_shown(tmp_path):
    asked = []

    def frames(start_s, end_s):
        asked.append((start_s, end_s))
        times = [t for t in np.arange(0.0, 8.0, 1 / FPS) + 0.004 if start_s <= t < end_s]  # decoded a little otherwise
        return (Frame(t, np.full((SIZE[1], SIZE[0], 3), 200, np.uint8)) for t in times)

    (clip,) = cut_of(bridge(LOW_CM, dip_s=4.0), tmp_path, frames)
    assert asked[0] == pytest.approx((2.5, 5.5), abs=0.4)
    assert np.median(pictures_of(clip)[1][0][1][40:80]) > 150


def test_at_the_end_of_the_video_the_clip_ends_with_it(tmp_path):
    (clip,) = cut_of(bridge(LOW_CM, until_s=4.2, dip_s=4.0), tmp_path)
    assert pictures_of(clip)[1][-1][0] < 2.0


def test_a_video_that_has_no_picture_of_the_moment_gives_no_clip(tmp_path):
    assert cut_of(bridge(LOW_CM), tmp_path, lambda start_s, end_s: ()) == []
    assert list(tmp_path.iterdir()) == []


def test_good_form_gives_no_clip(tmp_path):
    assert cut_of(bridge(GOOD_CM), tmp_path) == []


def test_who_stops_it_gets_no_half_clip(tmp_path):
    poses = bridge(LOW_CM)
    assert cut_clips(result_of(poses), poses, None, tmp_path / "set", stop=lambda: True) == []
