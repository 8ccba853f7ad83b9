"""What the message says: one correction, never praise for what was not seen."""

from __future__ import annotations

from dataclasses import replace

import pytest
from overlay_cases import (
    BUSY,
    CUE,
    FINDINGS,
    SAY,
    SCENES,
    SIZES,
    TYPE,
    UNSEEN,
    a_fault,
    a_pose,
    an_update,
    body_of,
    laid_out,
    texts,
    words,
)

from posecoach.core.session.scene import SessionState, SetupCheck
from posecoach.feedback.overlay.canvas import Canvas
from posecoach.feedback.overlay.message import message_of
from posecoach.feedback.overlay.overlay import lay_out
from posecoach.feedback.overlay.primitives import Icon
from posecoach.feedback.overlay.style import NOT_SEEN, PAUSED, status_of


@pytest.mark.parametrize("size", SIZES)
def test_the_short_correction_is_always_shown_whole(size):
    assert SAY in words(laid_out(size, BUSY["fix"]))


def test_the_long_correction_is_shown_whole_where_the_body_leaves_room():
    low = replace(BUSY["fix"], pose=a_pose((1280, 720), 0.95))  # leaves the upper part of the picture free
    assert CUE in words(laid_out((1280, 720), low))


def test_only_the_most_important_correction_is_shown():
    shown = words(laid_out((640, 480), an_update(faults=(a_fault("Push your hips up"), a_fault("Slower")))))
    assert "Push your hips up" in shown
    assert "Slower" not in shown


def test_a_correction_of_usual_length_is_9_percent_of_the_height():
    layout = laid_out((1280, 720), an_update(faults=(a_fault("Push your hips up"),)))
    (correction,) = [text for text in texts(layout) if text.text == "Push your hips up"]
    assert 0.75 * correction.size >= 0.089 * 720


def test_the_setup_check_shows_every_finding_with_its_icon_and_the_first_bad_one_large():
    layout = laid_out((720, 1280), an_update(pose=None), SCENES["setup"])
    signs = [item.shape for item in layout.items if isinstance(item, Icon)][1:]
    assert [signs.count(shape) for shape in ("tick", "cross", "question")] == [6, 2, 2]
    assert "Move the laptop two steps back. This is what is wrong with whole" in words(layout)
    assert all(finding.code.capitalize() in words(layout) for finding in FINDINGS)


@pytest.mark.parametrize("size", [(640, 480), (480, 640), (480, 854), (1280, 720)])
def test_where_the_list_of_checks_would_hide_the_body_it_names_only_what_is_not_good(size):
    update = an_update(pose=a_pose(size, 0.45))
    layout = laid_out(size, update, SCENES["setup"])
    shown = words(layout)
    assert all(finding.code.capitalize() in shown for finding in FINDINGS if not finding.ok)
    assert "Move the laptop two steps back." in shown
    assert layout.message_box.hidden(body_of(update, size), 0.0) == 0.0


def test_during_the_setup_check_the_screen_names_the_keys():
    for size in SIZES:
        shown = words(laid_out(size, an_update(), SCENES["setup"]))
        assert "f: full screen" in shown and "h: all keys" in shown
    assert "full screen" not in words(laid_out(SIZES[0], an_update(), SCENES["routine"]))


def test_where_there_are_no_keys_the_picture_names_none():
    canvas, update = Canvas(640, 480, TYPE, keys=False), an_update()
    for name in ("setup", "paused"):
        scene = SCENES[name]
        shown = words(lay_out(canvas, update, scene, status_of(update, scene), None, body_of(update, (640, 480)), None))
        assert shown and "full screen" not in shown and "space" not in shown


@pytest.mark.parametrize("say", ["", "Step into the picture.", "Step back."])
def test_the_setup_check_says_nothing_twice(say):
    sentence = "Step into the picture: I cannot see you."
    scene = SessionState("setup", findings=(SetupCheck("seen", False, sentence, say),))
    said = [part.text for part in message_of(an_update(), scene, status_of(an_update(), scene), None)[:-1]]
    assert said == ([say, sentence] if say == "Step back." else [say or sentence])


def test_what_cannot_be_judged_is_said_and_never_called_good():
    for update in (an_update(unseen=UNSEEN), an_update(pose=None), an_update(pose=None, faults=(a_fault(),))):
        assert status_of(update, SessionState()) is NOT_SEEN
        shown = words(laid_out((640, 480), update))
        assert "HOLD" not in shown and "good" not in shown
    assert UNSEEN in words(laid_out((640, 480), an_update(unseen=UNSEEN)))
    assert "Nobody" in words(laid_out((640, 480), an_update(pose=None)))


def test_a_pause_hides_corrections_and_says_how_to_go_on():
    update = an_update(faults=(a_fault(),))
    assert status_of(update, SCENES["paused"]) is PAUSED
    shown = words(laid_out((640, 480), update, SCENES["paused"]))
    assert SAY not in shown
    assert "space" in shown
