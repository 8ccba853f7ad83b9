"""What the overlay shows, where, and that it can be read."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posecoach.core.body.landmarks import ANKLE, HIP, KNEE, SHOULDER
from posecoach.core.body.pose import Pose
from posecoach.core.judging.events import Fault, Update
from posecoach.core.session.scene import SessionState, SetupCheck
from posecoach.feedback.display import HELP
from posecoach.feedback.overlay import style as palette
from posecoach.feedback.overlay.body import body_points, shown_points
from posecoach.feedback.overlay.canvas import Canvas
from posecoach.feedback.overlay.message import message_of
from posecoach.feedback.overlay.message_box import MessageBox, place_message
from posecoach.feedback.overlay.overlay import Layout, Overlay, lay_out
from posecoach.feedback.overlay.primitives import Block, Icon, Shade, Text
from posecoach.feedback.overlay.style import FIX, HOLD, LOWER, NOT_SEEN, PAUSED, Box, StatusStyle, status_of
from posecoach.feedback.overlay.text_screens import help_items
from posecoach.feedback.overlay.typography import BOLD, REGULAR, Typesetter

SIZES = [(320, 240), (640, 480), (1280, 720), (1920, 1080), (480, 640), (720, 1280)]
LOOKS = [look for look in vars(palette).values() if isinstance(look, StatusStyle)]
TYPE = Typesetter()
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


def body_of(update: Update, size: tuple[int, int]) -> np.ndarray:
    return body_points(shown_points(update.pose, *size, mirror=False)) if update.pose else np.empty((0, 2))


def laid_out(
    size: tuple[int, int],
    update: Update,
    scene: SessionState | None = None,
    note: str | None = None,
    before: MessageBox | None = None,
) -> Layout:
    scene = scene or SessionState(done=(update.reps,))
    look = status_of(update, scene)
    return lay_out(Canvas(*size, TYPE), update, scene, look, note, body_of(update, size), before)


def texts(layout: Layout) -> list[Text]:
    return [item for item in layout.items if isinstance(item, Text)]


def words(layout: Layout) -> str:
    return " ".join(text.text for text in texts(layout))


def overlap(a: Box, b: Box) -> float:
    across = min(a.right, b.right) - max(a.left, b.left)
    down = min(a.bottom, b.bottom) - max(a.top, b.top)
    return min(across, down)


FINDINGS = tuple(
    SetupCheck(code, ok, f"Something is to be said about {code}: do this or that.", "Move the laptop two steps back.")
    for code, ok in zip(
        ("rate", "resolution", "light", "alone", "seen", "whole", "distance", "side", "level"),
        (True, True, None, True, True, False, False, None, True),
        strict=True,
    )
)
ROUTINE = SessionState(title="Warrior at the wall", step=3, steps=12, reps=12, sides=("left", "right"), done=(11, 10))
SCENES = {
    "video": None,
    "free": SessionState(done=(14,)),
    "routine": ROUTINE,
    "place": replace(ROUTINE, stage="setup", findings=FINDINGS),
    "take up": replace(ROUTINE, stage="start_pose", start_cue="Lean forward, fingertips on the wall."),
    "count in": replace(ROUTINE, stage="count_in", count=3),
    "many": replace(ROUTINE, reps=30),
    "rest": replace(ROUTINE, stage="rest", left_s=119.2, start_cue="Lean forward, fingertips on the wall."),
    "paused": replace(ROUTINE, stage="paused"),
    "gone": replace(ROUTINE, stage="out_of_view", left_s=59.9),
    "done": replace(ROUTINE, stage="done", ended="complete"),
    "stopped": replace(ROUTINE, stage="done", ended="pain"),
}
"""The session's stages, with the longest texts."""
LONGEST = {"title": "Double-knee lifts", "side": "right", "reps": 12, "rep": 13, "hold_s": 24.1, "hold_target_s": 30.0}
BUSY = {
    "ready": an_update(**{**LONGEST, "rep": 0}, phase="start"),
    "moving": an_update(**LONGEST, phase="moving"),
    "hold": an_update(**LONGEST),
    "fix": an_update(**LONGEST, faults=(a_fault(),)),
    "lowering": an_update(**LONGEST, phase="lowering"),
    "away": an_update(**LONGEST, phase="away"),
    "not seen": an_update(**LONGEST, unseen=UNSEEN),
    "nobody": an_update(**LONGEST, pose=None),
}


@pytest.mark.parametrize(
    ("state", "scene", "note"),
    [
        *((state, "video", None) for state in BUSY),
        *((state, "routine", "The camera was lost. Trying again.") for state in BUSY),
        *(("ready", scene, "The camera was lost. Trying again.") for scene in SCENES),
    ],
)
@pytest.mark.parametrize("size", SIZES)
def test_the_longest_texts_neither_overlap_nor_leave_the_picture(size, state, scene, note):
    layout = laid_out(size, BUSY[state], SCENES[scene], note)
    parts = [item for item in layout.items if isinstance(item, Text | Icon)]
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
def test_the_short_correction_is_always_shown_whole_and_the_long_one_before_nobody(size):
    assert SAY in words(laid_out(size, BUSY["fix"]))
    low = replace(BUSY["fix"], pose=a_pose(size, 0.95))  # leaves the upper part of the picture free
    assert CUE in words(laid_out((1280, 720), low))


def test_only_the_most_important_correction_is_shown():
    shown = words(laid_out((640, 480), an_update(faults=(a_fault("Push your hips up"), a_fault("Slower")))))
    assert "Push your hips up" in shown
    assert "Slower" not in shown


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
        ("place", "PLACE", "5"),
        ("take up", "READY", "21"),
        ("count in", "READY", "3"),
        ("rest", "REST", "120"),
        ("paused", "PAUSED", "21"),
        ("gone", "NOT SEEN", "60"),
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


def test_placing_shows_every_finding_with_its_sign_and_the_first_bad_one_large():
    layout = laid_out((1280, 720), an_update(pose=None), SCENES["place"])
    signs = [item.shape for item in layout.items if isinstance(item, Icon)][1:]
    assert [signs.count(shape) for shape in ("tick", "cross", "question")] == [5, 2, 2]
    assert "Move the laptop two steps back. Something is to be said about whole" in words(layout)
    assert all(finding.code.capitalize() in words(layout) for finding in FINDINGS)


def test_a_hold_that_is_long_enough_is_to_be_lowered():
    held = an_update(hold_s=10.0)
    assert status_of(held, SessionState()) is LOWER
    assert status_of(replace(held, faults=(a_fault(),)), SessionState()) is FIX


def test_title_and_side_are_shown():
    assert "Bird dog, left leg" in words(laid_out((640, 480), an_update(title="Bird dog", side="left")))


def test_free_practice_tells_the_attempts_once():
    resting = an_update(phase="start", rep=0, hold_s=0.0, reps=14)
    assert words(laid_out((640, 480), resting, SCENES["free"])).count("14") == 1


def test_one_repetition_is_not_called_reps():
    assert "1 rep " in words(laid_out((640, 480), an_update(reps=1))) + " "


@pytest.mark.parametrize(("hold_s", "share"), [(0.0, 0.0), (5.0, 0.5), (10.0, 1.0), (15.0, 1.0)])
def test_the_bar_fills_with_the_hold(hold_s, share):
    layout = laid_out((640, 480), an_update(hold_s=hold_s, good_s=hold_s))
    (green,) = [item for item in layout.items[3:] if isinstance(item, Block) and item.colour == palette.GREEN]
    assert green.box.right == pytest.approx(640 * share)


def test_without_a_target_there_is_no_bar():
    blocks = [i for i in laid_out((640, 480), an_update(hold_target_s=None)).items if isinstance(i, Block)]
    assert len(blocks) == 1  # the badge


def test_what_cannot_be_judged_is_said_and_never_called_good():
    for update in (an_update(unseen=UNSEEN), an_update(pose=None), an_update(pose=None, faults=(a_fault(),))):
        assert status_of(update, SessionState()) is NOT_SEEN
        shown = words(laid_out((640, 480), update))
        assert "HOLD" not in shown and "good" not in shown
    assert UNSEEN in words(laid_out((640, 480), an_update(unseen=UNSEEN)))
    assert "Nobody" in words(laid_out((640, 480), an_update(pose=None)))


def test_a_fault_is_never_called_good_whatever_the_phase():
    for phase in ("start", "moving", "hold", "lowering", "away"):
        assert status_of(an_update(phase=phase, faults=(a_fault(),)), SessionState()) is FIX
    assert status_of(an_update(), SessionState()) is HOLD
    for scene in SCENES.values():
        for update in (an_update(faults=(a_fault(),)), an_update(unseen=UNSEEN), an_update(pose=None)):
            assert status_of(update, scene or SessionState()) is not HOLD


def test_a_pause_hides_corrections_and_says_how_to_go_on():
    update = an_update(faults=(a_fault(),))
    assert status_of(update, SCENES["paused"]) is PAUSED
    shown = words(laid_out((640, 480), update, SCENES["paused"]))
    assert SAY not in shown
    assert "space" in shown


def test_states_differ_in_word_and_in_shape_and_their_ink_is_readable():
    assert len({look.word for look in LOOKS}) == len({look.shape for look in LOOKS}) == len(LOOKS) == 12
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
    for colour in (palette.GREY, palette.ORANGE):
        assert contrast((left, left, left), colour) >= 4.5


@pytest.mark.parametrize("size", [(640, 480), (1280, 720), (1920, 1080), (480, 640), (720, 1280)])
@pytest.mark.parametrize("middle", [0.3, 0.5, 0.75])
def test_the_correction_does_not_cover_the_body(middle, size):
    update = an_update(pose=a_pose(size, middle), faults=(a_fault("Push your hips up", "Hips 14° low"),))
    layout = laid_out(size, update, ROUTINE)
    assert "Push your hips up" in words(layout)
    assert layout.message_box.hidden(body_of(update, size), 0.0) == 0.0


def test_where_there_is_little_room_the_second_sentence_is_dropped_first():
    update = an_update(pose=a_pose(middle=0.58), faults=(a_fault("Push your hips up", CUE),))
    layout = laid_out((640, 480), update)
    assert layout.message_box.place.compactness >= 1
    assert "Push your hips up" in words(layout) and "Knee" not in words(layout)


def test_the_message_does_not_jump_while_it_is_shown():
    stage, said = Canvas(1280, 720, TYPE), message_of(an_update(faults=(a_fault(),)), SessionState(), FIX, None)

    def place(middle: float, before: MessageBox | None) -> MessageBox:
        body = body_of(an_update(pose=a_pose((1280, 720), middle)), (1280, 720))
        return place_message(stage, said, (150, 660), body, before)

    first = place(0.8, None)
    assert first.place.edge == "top"
    assert place(0.6, first).place[:2] == first.place[:2]
    assert place(0.25, first).place.edge == "bottom"  # the body moved under it


@pytest.mark.parametrize("weight", [REGULAR, BOLD])
@pytest.mark.parametrize("size", [12, 30, 90])
def test_letters_stay_within_the_box_that_was_measured(size, weight):
    type_, sample = Typesetter(), "Ägypten 148° Éj, 10 s"
    width = type_.width(sample, size, weight)
    image = np.zeros((3 * size, round(width) + 2 * size, 3), np.uint8)
    text = Text(sample, size, 2 * size, size, weight, (255, 255, 255), width)
    text.draw(image, type_)
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
        shown = [item for item in help_items(Canvas(*size, TYPE)) if isinstance(item, Text)]
        assert [t.text for t in shown] == [text for row in HELP for text in row]
        assert all(t.box.left >= 0 and t.box.right <= size[0] for t in shown)
        assert all(t.box.top >= 0 and t.box.bottom <= size[1] for t in shown)


@pytest.mark.parametrize("size", [*SIZES, (16, 16), (3, 400), (4000, 100)])
@pytest.mark.parametrize("help", [False, True])
def test_every_state_can_be_drawn_on_every_picture(size, help):
    image = np.zeros((size[1], size[0], 3), np.uint8)
    overlay = Overlay()
    for update, scene in [*((u, None) for u in BUSY.values()), *((BUSY["ready"], s) for s in SCENES.values())]:
        assert overlay.draw(image, update, scene, help=help, note="A note").shape == image.shape
