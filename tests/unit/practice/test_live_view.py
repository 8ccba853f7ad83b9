"""What the window shows: first what is awaited, then the person with what was held before."""

from __future__ import annotations

import numpy as np

from posecoach.core.body.pose import Frame
from posecoach.core.judging.events import Update
from posecoach.core.session.scene import Aim, SessionState
from posecoach.exercises.registry import EXERCISES
from posecoach.practice.frames import JudgedFrame
from posecoach.practice.live_view import WAITING, LiveView
from posecoach.practice.loading import waiting_page

PICTURE = np.full((480, 640, 3), 60, np.uint8)
AT_IT = Update(
    1.0, None, exercise="bridge", title="Bridge", phase="hold", rep=1, hold_s=4.0, good_s=4.0, hold_target_s=10
)


class Screen:
    """A window that keeps the last picture."""

    shown = PICTURE

    def show(self, image):
        self.shown = image


def view(screen: Screen, **aims) -> LiveView:
    return LiveView(screen, False, EXERCISES.values(), {name: {None: aim} for name, aim in aims.items()})


def shown(update: Update, scene: SessionState, **aims) -> np.ndarray:
    screen = Screen()
    view(screen, **aims).refresh(JudgedFrame(Frame(update.t, PICTURE), update, scene), "")
    return screen.shown


def test_until_the_first_picture_it_says_what_it_waits_for_or_what_is_wrong():
    screen = Screen()
    live = view(screen)
    live.refresh(None, "")
    assert (screen.shown == waiting_page(WAITING)).all()
    live.refresh(None, "The camera is lost")
    assert (screen.shown == waiting_page("The camera is lost")).all()
    live.refresh(JudgedFrame(Frame(0.0, PICTURE), Update(0.0, None), SessionState()), "")
    assert screen.shown.shape == PICTURE.shape
    before = screen.shown
    live.refresh(None, "")
    assert (screen.shown == before).all(), "the last picture stays"


def test_during_a_hold_it_marks_what_was_held_before_in_this_exercise():
    plain = shown(AT_IT, SessionState(title="Bridge"))
    assert (shown(AT_IT, SessionState(title="Bridge"), leg_lift=Aim(3.0, 8.0)) == plain).all()
    assert not (shown(AT_IT, SessionState(title="Bridge"), bridge=Aim(3.0, 8.0)) == plain).all()


def test_in_a_rest_a_figure_moves_even_while_nobody_is_seen():
    rest = SessionState("rest", "Bridge", left_s=20.0)
    first, later = (shown(Update(t, None, exercise="bridge", title="Bridge"), rest) for t in (0.0, 3.5))
    assert not (first == later).all()
