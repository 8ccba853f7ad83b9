"""Several people in the picture: the exercising one is found, or nobody."""

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from stick_figure import lying, standing

from posecoach.core.body.pose import Frame
from posecoach.core.body.tracking.person_tracker import GIVE_UP_S, PersonTracker
from posecoach.vision.people import PersonCounter, PersonFollower

pytestmark = pytest.mark.usefixtures("mediapipe")
IMAGE = np.full((480, 640, 3), 100, np.uint8)
FPS = 15


class Room:
    """Stands for the estimator: finds whoever it follows, else the first in the area it looks at."""

    def __init__(self):
        self.area, self.people, self.follows, self.forgot, self.cut = None, [], None, 0, False

    def __call__(self, frame):
        here = [pose for pose in self.people if self.area is None or self.is_in_area(pose)]
        if not any(pose is self.follows for pose in here):
            self.follows = here[0] if here else None
        return self.follows and replace(self.follows, t=frame.t)

    def is_in_area(self, pose):
        x0, y0, x1, y1 = self.area
        x, y = pose.xy[23]
        return x0 <= x <= x1 and y0 <= y <= y1

    def forget(self, frame):
        self.follows, self.forgot = None, self.forgot + 1


class Evening:
    """Somebody exercises, and others come and go."""

    def __init__(self):
        self.room, self.t = Room(), 0.0
        self.find = PersonFollower(self.room, PersonTracker())

    def pass_time(self, seconds, *people):
        self.room.people = list(people)
        found = []
        for _ in range(round(seconds * FPS)):
            self.t += 1 / FPS
            found.append(self.find(Frame(self.t, IMAGE)))
            self.room.cut = False
        return found


PERSON, HELPER = lying(), replace(standing(), xy=standing().xy + np.float32([320, 0]))


def test_alone_in_the_picture_nothing_is_changed():
    evening = Evening()
    assert all(pose is not None for pose in evening.pass_time(5, PERSON))
    assert evening.room.area is None and evening.room.forgot == 0 and not evening.find.lost_to_other


def test_when_the_person_is_hidden_for_a_second_the_helper_does_not_take_over():
    evening = Evening()
    evening.pass_time(5, PERSON, HELPER)
    assert evening.pass_time(1, HELPER) == [None] * FPS
    assert evening.find.lost_to_other and evening.room.forgot == 1, "outside the area the helper is not found again"
    back = evening.pass_time(1, HELPER, PERSON)
    assert all(np.array_equal(pose.xy, PERSON.xy) for pose in back)
    assert not evening.find.lost_to_other and evening.room.area is None


def test_when_the_person_has_gone_for_good_the_one_who_stays_is_coached():
    evening = Evening()
    evening.pass_time(5, PERSON)
    found = evening.pass_time(3 * GIVE_UP_S, HELPER)
    assert found[round(GIVE_UP_S * FPS) - 2] is None and found[-1] is not None
    assert not evening.find.lost_to_other


def test_after_a_moment_out_of_the_picture_nobody_who_returns_is_called_somebody_else():
    evening = Evening()
    evening.pass_time(5, PERSON)
    evening.pass_time(1.5)
    found = []
    for _ in range(2 * FPS):
        found += evening.pass_time(1 / FPS, HELPER)
        assert evening.find.problem is None
    assert found[-1] is not None and found.count(None) <= FPS + 1


def test_after_a_cut_the_person_is_followed_at_once_wherever_they_are_now():
    evening = Evening()
    evening.pass_time(5, PERSON)
    evening.room.cut = True
    assert all(pose is not None for pose in evening.pass_time(1, HELPER))


def test_after_a_cut_nobody_is_waited_for_any_more():
    evening = Evening()
    evening.pass_time(5, PERSON, HELPER)
    evening.pass_time(1, HELPER)
    evening.room.cut = True
    assert all(pose is not None for pose in evening.pass_time(1, HELPER))
    assert not evening.find.lost_to_other and evening.room.area is None


def test_when_all_have_gone_nobody_else_is_blamed():
    evening = Evening()
    evening.pass_time(5, PERSON)
    evening.pass_time(1, HELPER)
    assert evening.find.lost_to_other
    evening.pass_time(GIVE_UP_S)
    assert not evening.find.lost_to_other


class Stills:
    """Stands for MediaPipe's landmarker of single images: finds a body where the picture is not plain."""

    def __init__(self):
        self.looked = self.closed = 0

    def detect(self, image):
        self.looked += 1
        return SimpleNamespace(pose_landmarks=[[]] if np.ptp(image.numpy_view()) > 50 else [])

    def close(self):
        self.closed += 1


def test_people_are_counted_once_a_second_beside_the_person_found():
    built = []
    count = PersonCounter(Path("some.task"), lambda path: built.append(Stills()) or built[-1])
    assert not built and count(Frame(0.0, IMAGE), None) == 0
    alone, crowded = IMAGE.copy(), IMAGE.copy()
    x, y = PERSON.xy[23].astype(int)
    alone[y - 5 : y + 5, x - 20 : x + 20] = 255
    crowded[:] = alone
    crowded[10:60, 600:630] = 255
    assert count(Frame(0.1, alone), PERSON) == 1
    assert count(Frame(0.6, crowded), PERSON) == 1, "not looked at yet"
    assert count(Frame(1.2, crowded), PERSON) == 2
    count.close()
    assert len(built) == 1 and built[0].looked == 2 and built[0].closed == 1
