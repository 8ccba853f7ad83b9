"""What the overlay shows, where, and that it can be read."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posecoach.core.landmarks import ANKLE, HIP, KNEE, SHOULDER
from posecoach.core.types import Fault, Pose, Update
from posecoach.sinks import palette
from posecoach.sinks.help import help_items
from posecoach.sinks.keys import HELP
from posecoach.sinks.overlay import Layout, Overlay, lay_out
from posecoach.sinks.palette import FIX, HOLD, NOT_SEEN, PAUSED, Look, look_of
from posecoach.sinks.shapes import Block, Shade, Sign, Text
from posecoach.sinks.signs import Box
from posecoach.sinks.skeleton import body_box, shown_points
from posecoach.sinks.stage import Stage
from posecoach.sinks.text import BOLD, REGULAR, Typesetter

SIZES = [(320, 240), (640, 480), (1280, 720), (1920, 1080), (480, 854), (1080, 1920), (560, 560), (640, 360)]
LOOKS = [look for look in vars(palette).values() if isinstance(look, Look)]
SAY = "Straighten the knee of the lifted leg"
CUE = "Knee of the lifted leg bent to 148°: straighten it until the leg is one line, 165° or more"
UNSEEN = "Your feet are out of the picture: move back, or tilt the screen down. Nothing can be judged until then."


def a_fault(say: str = SAY, cue: str = CUE) -> Fault:
    return Fault("lifted_knee_bent", 3.0, 4.0, 148.0, (165.0, 180.0), "deg", cue, say)


def a_pose(size: tuple[int, int] = (640, 480), middle: float = 0.5) -> Pose:
    """Lie on the back with the head to the right, the left side nearest the camera."""
    xy = np.full((33, 2), (0.6, middle))
    for points, x in ((SHOULDER, 0.7), (HIP, 0.5), (KNEE, 0.35), (ANKLE, 0.2)):
        for side, dy in (("left", 0.01), ("right", -0.03)):
            xy[points[side]] = x, middle + dy
    world = np.zeros((33, 3), np.float32)
    world[[SHOULDER["right"], HIP["right"]], 2] = 0.3
    return Pose(0.0, (xy * size).astype(np.float32), world, np.ones(33, np.float32), size)


def an_update(**more: object) -> Update:
    values = {"t": 1.0, "pose": a_pose(), "title": "Bridge", "phase": "hold", "rep": 4, "reps": 3, "hold_s": 7.26}
    return Update(**{**values, "good_s": 6.0, "hold_target_s": 10.0, **more})  # type: ignore[arg-type]


def laid_out(size: tuple[int, int], update: Update, note: str | None = None, paused: bool = False) -> Layout:
    body = body_box(shown_points(update.pose, *size, mirror=False)) if update.pose else None
    return lay_out(Stage(*size, Typesetter()), update, look_of(update, paused=paused), note, body, None)


def texts(layout: Layout) -> list[Text]:
    return [item for item in layout.items if isinstance(item, Text)]


def words(layout: Layout) -> str:
    return " ".join(text.text for text in texts(layout))


def overlap(a: Box, b: Box) -> float:
    across = min(a.right, b.right) - max(a.left, b.left)
    down = min(a.bottom, b.bottom) - max(a.top, b.top)
    return min(across, down)


LONGEST = {"title": "Double-knee lifts", "side": "right", "reps": 12, "rep": 13, "hold_s": 24.1, "hold_target_s": 30.0}
BUSY = {
    "ready": an_update(**LONGEST, phase="start"),
    "moving": an_update(**LONGEST, phase="moving"),
    "hold": an_update(**LONGEST),
    "fix": an_update(**LONGEST, faults=(a_fault(),)),
    "lowering": an_update(**LONGEST, phase="lowering"),
    "away": an_update(**LONGEST, phase="away"),
    "not seen": an_update(**LONGEST, unseen=UNSEEN),
    "nobody": an_update(**LONGEST, pose=None),
}


@pytest.mark.parametrize("note", [None, "The camera was lost. Trying again."])
@pytest.mark.parametrize("paused", [False, True])
@pytest.mark.parametrize("state", BUSY)
@pytest.mark.parametrize("size", SIZES)
def test_the_longest_texts_neither_overlap_nor_leave_the_picture(size, state, paused, note):
    layout = laid_out(size, BUSY[state], note, paused)
    parts = [item for item in layout.items if isinstance(item, Text | Sign)]
    for part in parts:
        assert part.box.left >= 0 and part.box.top >= 0, part
        assert part.box.right <= size[0] and part.box.bottom <= size[1], part
    for a, b in combinations(parts, 2):
        assert overlap(a.box, b.box) <= 0.5, (a, b)


@given(
    width=st.integers(240, 2600),
    height=st.integers(240, 2600),
    say=st.lists(st.text("abgåé14°", min_size=1, max_size=13), min_size=1, max_size=7).map(" ".join),
    cue=st.lists(st.text("abgåé14°", min_size=1, max_size=13), min_size=1, max_size=16).map(" ".join),
)
@settings(max_examples=60, deadline=None)
def test_any_correction_fits_any_picture(width, height, say, cue):
    layout = laid_out((width, height), an_update(faults=(a_fault(say, cue),)))
    for text in texts(layout):
        assert text.box.left >= -0.5 and text.box.right <= width + 0.5
        assert text.box.top >= 0 and text.box.bottom <= height
    for a, b in combinations(texts(layout), 2):
        assert overlap(a.box, b.box) <= 0.5


@pytest.mark.parametrize("size", SIZES)
def test_a_correction_is_shown_whole(size):
    shown = words(laid_out(size, BUSY["fix"]))
    assert SAY in shown
    assert CUE in shown


def test_only_the_most_important_correction_is_shown():
    shown = words(laid_out((640, 480), an_update(faults=(a_fault("Push your hips up"), a_fault("Slower")))))
    assert "Push your hips up" in shown
    assert "Slower" not in shown


@pytest.mark.parametrize("state", ["hold", "fix", "ready", "lowering"])
def test_at_720p_a_word_and_a_number_are_9_percent_of_the_height(state):
    tall = [t.text for t in texts(laid_out((1280, 720), BUSY[state])) if 0.75 * t.size >= 0.09 * 720]
    assert any(text.isalpha() for text in tall)
    assert "24" in tall
    assert "12" in tall


def test_a_correction_of_usual_length_is_9_percent_of_the_height():
    for text in texts(laid_out((1280, 720), an_update(faults=(a_fault("Push your hips up"),)))):
        assert text.text != "Push your hips up" or 0.75 * text.size >= 0.089 * 720


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


def test_title_and_side_are_shown():
    assert "Bird dog, left leg" in words(laid_out((640, 480), an_update(title="Bird dog", side="left")))


def test_one_repetition_is_not_called_reps():
    assert texts(laid_out((640, 480), an_update(reps=1)))[2].text == "rep"


@pytest.mark.parametrize(("hold_s", "share"), [(0.0, 0.0), (5.0, 0.5), (10.0, 1.0), (15.0, 1.0)])
def test_the_bar_fills_with_the_hold(hold_s, share):
    layout = laid_out((640, 480), an_update(hold_s=hold_s, good_s=hold_s))
    *_, green = [item for item in layout.items if isinstance(item, Block)]
    assert green.colour == palette.GREEN
    assert green.box.right == pytest.approx(640 * share)


def test_without_a_target_there_is_no_bar():
    blocks = [i for i in laid_out((640, 480), an_update(hold_target_s=None)).items if isinstance(i, Block)]
    assert len(blocks) == 1  # the badge


def test_what_cannot_be_judged_is_said_and_never_called_good():
    for update in (an_update(unseen=UNSEEN), an_update(pose=None), an_update(pose=None, faults=(a_fault(),))):
        assert look_of(update) is NOT_SEEN
        shown = words(laid_out((640, 480), update))
        assert "HOLD" not in shown and "good" not in shown
    assert UNSEEN in words(laid_out((640, 480), an_update(unseen=UNSEEN)))
    assert "Nobody" in words(laid_out((640, 480), an_update(pose=None)))


def test_a_fault_is_never_called_good_whatever_the_phase():
    for phase in ("start", "moving", "hold", "lowering", "away"):
        assert look_of(an_update(phase=phase, faults=(a_fault(),))) is FIX
    assert look_of(an_update()) is HOLD


def test_a_pause_hides_corrections_and_says_how_to_go_on():
    update = an_update(faults=(a_fault(),))
    assert look_of(update, paused=True) is PAUSED
    shown = words(laid_out((640, 480), update, paused=True))
    assert SAY not in shown
    assert "space" in shown


def test_states_differ_in_word_and_in_shape_and_their_ink_is_readable():
    assert len({look.word for look in LOOKS}) == len({look.shape for look in LOOKS}) == len(LOOKS) == 8
    for look in LOOKS:
        assert contrast(look.colour, look.ink) >= 4.5, look.word


def contrast(a: palette.Colour, b: palette.Colour) -> float:
    """Contrast as WCAG 2 defines it."""

    def luminance(colour: palette.Colour) -> float:
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in colour)]
        return float(np.dot(linear, (0.0722, 0.7152, 0.2126)))

    dark, light = sorted((luminance(a), luminance(b)))
    return (light + 0.05) / (dark + 0.05)


def test_text_on_a_white_wall_is_readable_through_the_shade():
    left = round(255 * Shade(Box(0, 0, 1, 1)).share)
    assert contrast((left, left, left), palette.WHITE) >= 7


@pytest.mark.parametrize("body", [0.3, 0.75])
def test_the_message_stands_where_it_does_not_hide_the_body(body):
    update = an_update(pose=a_pose((1280, 720), body), faults=(a_fault("Push your hips up", "Hips 14° low"),))
    layout = laid_out((1280, 720), update)
    say = next(t for t in texts(layout) if t.text == "Push your hips up")
    assert layout.place == ("top" if body > 0.5 else "foot")
    assert not say.box.top <= body * 720 <= say.box.bottom


def test_the_message_does_not_jump_while_it_is_shown():
    stage, update = Stage(1280, 720, Typesetter()), an_update(faults=(a_fault(),))
    low, high = Box(300, 600, 900, 700), Box(300, 100, 900, 200)
    first = lay_out(stage, update, FIX, None, low, None)
    assert first.place == "top"
    assert lay_out(stage, update, FIX, None, high, first.place).place == "top"
    assert lay_out(stage, an_update(), HOLD, None, high, first.place).place is None


@pytest.mark.parametrize("weight", [REGULAR, BOLD])
@pytest.mark.parametrize("size", [12, 30, 90])
def test_letters_stay_within_the_box_that_was_measured(size, weight):
    type_, sample = Typesetter(), "Ägypten 148° Éj, 10 s"
    width = type_.width(sample, size, weight)
    image = np.zeros((3 * size, round(width) + 2 * size, 3), np.uint8)
    text = Text(sample, size, 2 * size, size, weight, (255, 255, 255), width)
    text.paint(image, type_)
    ys, xs = np.nonzero(image[..., 0] > 100)
    assert text.box.left - 1 <= xs.min() and xs.max() <= text.box.right + 1
    assert text.box.top - 0.25 * size - 1 <= ys.min()  # accents stand out at the top, within the line's height
    assert ys.max() <= text.box.bottom + 1
    assert xs.max() - xs.min() > 0.9 * width


@pytest.mark.parametrize("letter", "°éüÅñ…")
def test_degree_signs_and_accents_are_drawn_and_not_replaced(letter):
    def drawn(text: str) -> bytes:
        image = np.zeros((80, 80, 3), np.uint8)
        Typesetter().draw(image, text, 10, 60, size=50, weight=BOLD, colour=(255, 255, 255))
        return image.tobytes()

    assert drawn(letter) not in {drawn("?"), drawn(" ")}


def test_drawing_leaves_the_frame_as_it_is():
    image = np.full((480, 640, 3), 90, np.uint8)
    for mirror in (False, True):
        drawn = Overlay().draw(image, an_update(faults=(a_fault(),)), mirror=mirror, note="Press h for help")
        assert drawn.shape == image.shape and drawn.dtype == np.uint8
        assert not np.shares_memory(drawn, image)
        assert (image == 90).all()


def test_a_mirrored_picture_has_a_mirrored_body_and_readable_text():
    image = np.zeros((480, 640, 3), np.uint8)
    update = an_update(hold_s=0.0, phase="start", hold_target_s=None)
    plain, mirrored = Overlay().draw(image, update), Overlay().draw(image, update, mirror=True)
    band = 100  # rows: the top band, all text
    np.testing.assert_array_equal(plain[:band], mirrored[:band])
    body = slice(150, 400)
    difference = cv2.absdiff(np.ascontiguousarray(plain[body, ::-1]), mirrored[body])
    assert (difference.max(axis=2) > 128).mean() < 0.001  # the same but for the edges of round shapes
    assert plain[body].any()


def test_the_picture_itself_is_mirrored():
    image = np.zeros((480, 640, 3), np.uint8)
    image[200:300, :50] = 255
    assert Overlay().draw(image, an_update(pose=None), mirror=True)[250, 620].min() == 255


def test_the_nearer_side_is_drawn_in_the_colour_of_the_state():
    image = np.zeros((480, 640, 3), np.uint8)
    drawn = Overlay().draw(image, an_update())
    thigh = {side: a_pose().xy[[HIP[side], KNEE[side]]].mean(axis=0).astype(int) for side in ("left", "right")}
    assert tuple(drawn[thigh["left"][1], thigh["left"][0]]) == palette.GREEN
    assert tuple(drawn[thigh["right"][1], thigh["right"][0]]) != palette.GREEN


@pytest.mark.parametrize("lost", ["hidden", "nan", "far"])
def test_landmarks_that_are_not_seen_are_not_drawn(lost):
    pose = a_pose()
    xy, visibility = pose.xy.copy(), pose.visibility.copy()
    if lost == "hidden":
        visibility[:] = 0.05
    else:
        xy[:] = np.nan if lost == "nan" else 1e9
    image = np.zeros((480, 640, 3), np.uint8)
    update = an_update(pose=replace(pose, xy=xy, visibility=visibility))
    assert not Overlay().draw(image, update)[150:400].any()


def test_a_pose_of_a_larger_frame_is_scaled_to_the_picture():
    np.testing.assert_allclose(
        shown_points(a_pose((1280, 960)), 640, 480, mirror=False),
        shown_points(a_pose(), 640, 480, mirror=False),
        atol=1e-3,
    )


def test_help_lists_every_key():
    for size in SIZES:
        shown = [item for item in help_items(Stage(*size, Typesetter())) if isinstance(item, Text)]
        assert [t.text for t in shown] == [text for row in HELP for text in row]
        assert all(t.box.left >= 0 and t.box.right <= size[0] for t in shown)
        assert all(t.box.top >= 0 and t.box.bottom <= size[1] for t in shown)


@pytest.mark.parametrize("size", [*SIZES, (16, 16), (3, 400), (4000, 100)])
@pytest.mark.parametrize("help", [False, True])
def test_every_state_can_be_drawn_on_every_picture(size, help):
    image = np.zeros((size[1], size[0], 3), np.uint8)
    overlay = Overlay()
    for update in BUSY.values():
        for paused in (False, True):
            assert overlay.draw(image, update, paused=paused, help=help, note="A note").shape == image.shape
