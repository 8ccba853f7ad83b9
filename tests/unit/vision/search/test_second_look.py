"""A second look finds what is small, trusts only what it sees twice, and costs little when there is nobody."""

from pathlib import Path

import numpy as np
import pytest
from seen_bar import BarLandmarker, draw, joints_of

from posecoach.core.body.pose import Frame
from posecoach.vision.search.second_look import LOOKS_AT_ONCE, LOOKS_PER_S, SecondLook

pytestmark = pytest.mark.usefixtures("mediapipe")


@pytest.fixture
def landmarker():
    return BarLandmarker()


@pytest.fixture
def look(landmarker):
    return SecondLook(Path("some.task"), lambda path: landmarker)


@pytest.mark.parametrize("left", [20, 270, 520])
def test_a_body_too_small_for_a_plain_look_is_found_wherever_it_lies(look, left):
    view = look(Frame(0.0, draw(left, 100)))
    assert view is not None
    xy = np.zeros((33, 2))
    xy[:] = (left + 50, 404)
    for joint, place in joints_of(left, 100).items():
        xy[joint] = place
    assert view.shows(xy)


def test_what_looks_like_another_body_in_the_mirror_is_none(look):
    assert look(Frame(0.0, draw(270, 100, head=False))) is None


def test_nobody_costs_one_round_at_first_and_then_a_few_looks_a_second(look, landmarker):
    empty = draw(0, 0)
    assert look(Frame(0.0, empty)) is None
    assert landmarker.looks == LOOKS_AT_ONCE
    for i in range(1, 301):
        assert look(Frame(i / 30, empty)) is None
    assert landmarker.looks == pytest.approx(LOOKS_AT_ONCE + 10 * LOOKS_PER_S, abs=1)


def test_a_body_that_comes_later_is_found_within_two_rounds(look):
    for i in range(30):
        look(Frame(i / 15, draw(0, 0)))
    later = [
        look(Frame(2 + i / 15, draw(520, 100))) is not None for i in range(round(30 * LOOKS_AT_ONCE / LOOKS_PER_S))
    ]
    assert any(later)


def test_the_last_place_is_looked_at_first(look, landmarker):
    xy = np.zeros((33, 2))
    xy[:] = (150, 350)
    for joint, place in joints_of(100, 60, 350).items():
        xy[joint] = place
    assert look(Frame(0.0, draw(100, 60, 350)), xy) is not None
    assert landmarker.looks == 2, "in the view around it, and in the mirror"


def test_the_landmarker_is_made_when_it_is_needed_and_freed(landmarker):
    built = []
    look = SecondLook(Path("some.task"), lambda path: built.append(path) or landmarker)
    look.close()
    assert not built
    look(Frame(0.0, draw(0, 0)))
    look.close()
    assert len(built) == 1 and landmarker.closed == 1
