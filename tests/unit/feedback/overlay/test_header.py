"""The header: one word and one number, large; the bar of the hold."""

from __future__ import annotations

from dataclasses import replace

import pytest
from overlay_cases import BUSY, SCENES, SIZES, a_fault, an_update, laid_out, overlap, texts, words

from posecoach.core.judging.events import Update
from posecoach.core.session.scene import Aim, SessionState
from posecoach.feedback.overlay import style as palette
from posecoach.feedback.overlay.primitives import Block


@pytest.mark.parametrize("state", ["hold", "fix", "ready", "lowering"])
def test_at_720p_a_word_and_a_number_are_9_percent_of_the_height(state):
    for scene in ("video", "routine"):
        tall = [t.text for t in texts(laid_out((1280, 720), BUSY[state], SCENES[scene])) if 0.75 * t.size >= 0.09 * 720]
        assert [text for text in tall if text.isalpha()]
        assert [text for text in tall if text.isdecimal()] == [number_in(state, scene)]


def number_in(state: str, scene: str) -> str:
    """Return the one large number: the hold's seconds; before one begins, the attempts made."""
    return "24" if state != "ready" else {"video": "12", "routine": "21"}[scene]


@pytest.mark.parametrize(
    ("scene", "word", "number"),
    [
        ("setup", "PLACE", "6"),
        ("start pose", "READY", "21"),
        ("count in", "READY", "3"),
        ("rest", "REST", "120"),
        ("paused", "PAUSED", "21"),
        ("out of view", "NOT SEEN", "60"),
        ("done", "DONE", "21"),
        ("stopped", "STOPPED", "21"),
    ],
)
def test_every_stage_has_its_word_and_its_number_large(scene, word, number):
    shown = texts(laid_out((1280, 720), an_update(phase="start", rep=0, hold_s=0.0), SCENES[scene]))
    tall = [text.text for text in shown if 0.75 * text.size >= 0.09 * 720]
    assert word in tall and number in tall


def test_the_count_in_is_much_larger_than_anything_else():
    sizes = sorted(text.size for text in texts(laid_out((1280, 720), BUSY["ready"], SCENES["count in"])))
    assert sizes[-1] > 2 * sizes[-2]


def test_the_clock_shows_hold_and_target():
    assert "7 .2  / 10 s" in words(laid_out((640, 480), an_update()))
    assert "6.0 s good" in words(laid_out((640, 480), an_update()))
    assert "7 .2  s" in words(laid_out((640, 480), an_update(hold_target_s=None)))


def test_the_clock_does_not_show_a_target_before_it_is_reached():
    assert "9 .9 " in words(laid_out((640, 480), an_update(hold_s=9.99)))
    assert "10 .0 " in words(laid_out((640, 480), an_update(hold_s=10.0)))


def test_the_clock_stays_in_place_when_the_state_changes():
    def x(update: Update) -> float:
        return next(t.x for t in texts(laid_out((1280, 720), update)) if t.text == "7")

    assert x(an_update()) == x(an_update(faults=(a_fault(),))) == x(an_update(phase="lowering"))


@pytest.mark.parametrize(("hold_s", "share"), [(0.0, 0.0), (5.0, 0.5), (10.0, 1.0), (15.0, 1.0)])
def test_the_bar_fills_with_the_hold(hold_s, share):
    layout = laid_out((640, 480), an_update(hold_s=hold_s, good_s=hold_s))
    (green,) = [item for item in layout.items[3:] if isinstance(item, Block) and item.colour == palette.GREEN]
    assert green.box.right == pytest.approx(640 * share)


def test_without_a_target_there_is_no_bar():
    blocks = [i for i in laid_out((640, 480), an_update(hold_target_s=None)).items if isinstance(i, Block)]
    assert len(blocks) == 1  # the badge


# -- what was held before --------------------------------------------------------------------------------------------

BEFORE = replace(SessionState(), aims={None: Aim(5.4, 8.2)})


def marks(layout) -> list[Block]:
    return [item for item in layout.items if isinstance(item, Block) and item.colour == palette.WHITE]


@pytest.mark.parametrize("size", SIZES)
def test_during_a_hold_the_bar_marks_the_last_holds_and_the_best(size):
    layout = laid_out(size, an_update(), BEFORE)
    best, last = marks(layout)
    assert best.box.right / size[0] == pytest.approx(0.82, abs=0.02)
    assert last.box.right / size[0] == pytest.approx(0.54, abs=0.02)
    assert best.box.width > last.box.width, "they differ without colour"
    assert "best 8 s" in words(layout)
    for text in texts(layout):
        assert text.box.left >= 0 and text.box.right <= size[0]
        assert all(overlap(text.box, mark.box) <= 0 for mark in marks(layout))
    assert layout.message_box is None or overlap(layout.message_box.box, best.box) <= 0


def test_in_a_wide_picture_both_marks_are_named():
    shown = words(laid_out((1280, 720), an_update(), BEFORE))
    assert "best 8 s" in shown and "last 5 s" in shown


@pytest.mark.parametrize("aim", [Aim(9.9, 10.0), Aim(1.0, 1.1), Aim(None, 4.0), Aim(3.0, None), Aim(7.0, 7.0)])
@pytest.mark.parametrize("target_s", [10.0, None])
@pytest.mark.parametrize("size", SIZES)
def test_the_words_at_the_marks_never_collide(aim, target_s, size):
    layout = laid_out(size, an_update(hold_target_s=target_s), replace(BEFORE, aims={None: aim}))
    shown = [text for text in texts(layout) if text.text[:4] in ("best", "last")]
    assert shown
    for text in shown:
        assert text.box.left >= 0 and text.box.right <= size[0]
        assert all(overlap(text.box, other.box) <= 0 for other in shown if other is not text)


def test_without_a_target_the_best_hold_gives_the_bar_its_length_and_leaves_room_beyond():
    layout = laid_out((1280, 720), an_update(hold_target_s=None, hold_s=2.0, good_s=2.0), BEFORE)
    best, _ = marks(layout)
    assert 0.7 < best.box.right / 1280 < 0.9


def test_between_holds_nothing_is_marked_but_the_room_stays():
    hold, rest = (laid_out((640, 480), an_update(**more), BEFORE) for more in ({}, {"rep": 0, "hold_s": 0.0}))
    assert not marks(rest)
    assert rest.free == hold.free
    plain = laid_out((640, 480), an_update(), SessionState())
    assert plain.free[0] < hold.free[0] and not marks(plain)


def test_each_leg_has_its_own_mark():
    scene = replace(BEFORE, aims={"left": Aim(2.0, 3.0), "right": Aim(5.0, 8.0)})
    assert "best 3 s" in words(laid_out((1280, 720), an_update(side="left"), scene))
    assert "best 8 s" in words(laid_out((1280, 720), an_update(side="right"), scene))
