"""The small moving figure: when it shows what to do next, and where."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from overlay_cases import ROUTINE, SIZES, TYPE, a_fault, a_pose, an_update, body_of, laid_out, overlap

from posecoach.core.session.scene import SessionState
from posecoach.exercises.registry import EXERCISES
from posecoach.exercises.simulation.demonstration import demonstrate
from posecoach.feedback.overlay.canvas import Canvas
from posecoach.feedback.overlay.demonstration import Demonstrator, film_of, is_wanted
from posecoach.feedback.overlay.overlay import Overlay

FIRST = replace(ROUTINE, title="Bridge", sides=(), done=(0,), reps=5)
WAITING = {"exercise": "bridge", "title": "Bridge", "phase": "start", "rep": 0, "hold_s": 0.0}
REST = replace(FIRST, stage="rest", left_s=20.0, start_cue="On your back, feet drawn up.")


def show(name: str):
    return demonstrate(EXERCISES[name])


def panel_in(size, update, scene, demonstrator=None, mirror=False):
    layout = laid_out(size, update, scene)
    message = layout.message_box.box if layout.message_box else None
    panel = (demonstrator or Demonstrator(show)).panel(
        Canvas(*size, TYPE), update, layout.free, message, body_of(update, size), mirror
    )
    return panel, layout


@pytest.mark.parametrize("stage", ["start_pose", "count_in", "work"])
def test_until_the_first_attempt_of_an_exercise_it_shows_how_it_goes(stage):
    assert is_wanted(an_update(**WAITING), replace(FIRST, stage=stage))
    assert not is_wanted(an_update(**{**WAITING, "rep": 1}), replace(FIRST, stage=stage)), "the person is at it"
    assert not is_wanted(an_update(**WAITING), replace(FIRST, stage=stage, done=(1,))), "the person knows it"


def test_in_a_rest_it_shows_the_next_exercise_and_never_the_last_one():
    assert is_wanted(an_update(**WAITING), REST)
    assert not is_wanted(an_update(**{**WAITING, "title": "Leg lift"}), REST)


@pytest.mark.parametrize("stage", ["setup", "paused", "out_of_view", "done"])
def test_at_other_times_it_is_not_shown(stage):
    assert not is_wanted(an_update(**WAITING), replace(FIRST, stage=stage))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", sorted(EXERCISES))
@pytest.mark.parametrize("scene", [FIRST, REST], ids=["work", "rest"])
def test_it_hides_neither_body_nor_clock_nor_words(size, name, scene):
    update = an_update(**{**WAITING, "exercise": name}, pose=a_pose(size, 0.6))
    panel, layout = panel_in(size, update, scene)
    assert panel, "there is room"
    assert layout.free[0] <= panel.box.top and panel.box.bottom <= layout.free[1]
    assert panel.box.left >= 0 and panel.box.right <= size[0]
    if layout.message_box:
        assert overlap(panel.box, layout.message_box.box) <= 0
    left, top, right, bottom = panel.box
    body = body_of(update, size)
    assert not ((body > (left, top)) & (body < (right, bottom))).all(axis=1).any()
    assert ((panel.xy > (left, top)) & (panel.xy < (right, bottom))).all(), "the figure stays on its panel"


def test_where_the_body_leaves_no_room_there_is_none():
    crowd = np.stack(np.meshgrid(np.arange(0, 640, 20), np.arange(0, 480, 20)), axis=-1).reshape(-1, 2)
    update = an_update(**WAITING)
    assert Demonstrator(show).panel(Canvas(640, 480, TYPE), update, (90, 440), None, crowd, False) is None


def test_it_stays_in_its_place_while_it_hides_nothing():
    demonstrator, boxes = Demonstrator(show), []
    for middle in (0.3, 0.6, 0.7):
        panel, _ = panel_in((640, 480), an_update(**WAITING, pose=a_pose(middle=middle)), FIRST, demonstrator)
        boxes.append(panel.box)
    assert boxes[1] == boxes[2], "the body came no nearer"


def test_it_moves_with_the_time_of_the_stream_and_begins_again():
    film = film_of(show("bridge"))
    length_s = len(film.frames) / film.rate_hz
    assert (film.at(0.0) == film.at(length_s)).all()
    assert not (film.at(0.0) == film.at(length_s / 2)).all()


def test_in_a_mirrored_picture_it_is_mirrored_too():
    update = an_update(**WAITING, pose=None)
    plain, _ = panel_in((640, 480), update, REST)
    mirrored, _ = panel_in((640, 480), update, REST, mirror=True)
    assert plain.box == mirrored.box
    middle = plain.box.left + plain.box.right
    assert mirrored.xy[:, 0] == pytest.approx(middle - plain.xy[:, 0])


def test_each_film_is_made_once():
    asked = []

    def count(name: str):
        asked.append(name)
        return show(name)

    overlay, image = Overlay(demonstrate=count), np.zeros((480, 640, 3), np.uint8)
    for _ in range(3):
        overlay.draw(image, an_update(**WAITING), REST)
    assert asked == ["bridge"]


def test_an_exercise_without_examples_has_no_figure_and_costs_nothing():
    image, update = np.zeros((480, 640, 3), np.uint8), an_update(**WAITING)
    assert (Overlay(demonstrate=lambda name: ()).draw(image, update, REST) == Overlay().draw(image, update, REST)).all()
    assert not (Overlay(demonstrate=show).draw(image, update, REST) == Overlay().draw(image, update, REST)).all()


def test_during_an_attempt_nothing_is_drawn_beside_the_body():
    image, update = np.zeros((480, 640, 3), np.uint8), an_update(exercise="bridge", faults=(a_fault(),))
    scene = SessionState(title="Bridge", done=(1,))
    assert (Overlay(demonstrate=show).draw(image, update, scene) == Overlay().draw(image, update, scene)).all()
