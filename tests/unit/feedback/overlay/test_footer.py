"""The footer: exercise, side, attempts made, step of the routine."""

from __future__ import annotations

from dataclasses import replace

from overlay_cases import ROUTINE, SCENES, an_update, laid_out, texts, words

from posecoach.core.session.scene import SessionState
from posecoach.feedback.overlay.overlay import Layout
from posecoach.feedback.overlay.primitives import Icon


def dots(layout: Layout) -> list[int]:
    """Return how many filled dots each row has, top down; the state's own sign is no dot."""
    small = [item for item in layout.items if isinstance(item, Icon) and item.shape in ("disc", "ring")][-20:]
    rows = sorted({round(sign.box.top) for sign in small if sign.box.height < 40})
    return [sum(s.shape == "disc" for s in small if round(s.box.top) == row) for row in rows]


def test_there_is_a_dot_for_each_attempt_to_make_filled_when_made():
    layout = laid_out((1280, 720), an_update(), SessionState(title="Bridge", reps=5, done=(2,)))
    shown = [item.shape for item in layout.items if isinstance(item, Icon)][1:]
    assert shown == ["disc", "disc", "ring", "ring", "ring"]


def test_each_side_has_its_own_row_of_dots():
    layout = laid_out((1280, 720), an_update(), replace(ROUTINE, reps=10, done=(4, 3)))
    assert dots(layout) == [4, 3]
    letters = [text for text in texts(layout) if text.text in "LR"]
    assert [text.text for text in sorted(letters, key=lambda text: text.baseline)] == ["L", "R"]


def test_more_attempts_than_one_can_see_at_a_glance_are_a_number():
    assert "14 reps" in words(laid_out((1280, 720), an_update(), SCENES["free"]))
    assert "L 11  R 10" in words(laid_out((1280, 720), an_update(), SCENES["many"]))


def test_the_place_in_the_routine_is_shown():
    assert "3 of 12" in words(laid_out((640, 480), an_update(), ROUTINE))
    assert " of " not in words(laid_out((640, 480), an_update(), replace(ROUTINE, step=1, steps=1)))


def test_title_and_side_are_shown():
    assert "Bird dog, left leg" in words(laid_out((640, 480), an_update(title="Bird dog", side="left")))


def test_free_practice_shows_the_number_of_attempts_once():
    resting = an_update(phase="start", rep=0, hold_s=0.0, reps=14)
    assert words(laid_out((640, 480), resting, SCENES["free"])).count("14") == 1


def test_one_repetition_is_not_called_reps():
    assert "1 rep " in words(laid_out((640, 480), an_update(reps=1))) + " "
