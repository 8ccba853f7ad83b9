"""What could not be judged is named by what was to be checked, not only by what was hidden."""

from __future__ import annotations

from dataclasses import replace

import pytest

from posecoach.core.body.body import Body
from posecoach.core.exercise.bands import bind
from posecoach.core.exercise.exercise import HOLD_S, LOWERING_S, each_side
from posecoach.core.exercise.measures import find_measure
from posecoach.core.judging.unjudged import OWN_ASPECTS, aspect, cannot_see, not_judged, part, unjudged
from posecoach.core.session.reminders import spoken_part
from posecoach.exercises.registry import BUILT_IN

CHECKS = {
    (exercise.id, check.code): (exercise, check)
    for exercise in BUILT_IN
    for check in exercise.checks
    if check.measure not in (HOLD_S, LOWERING_S)  # times are always known
}
BIRD_DOG = {code: check for (exercise, code), (_, check) in CHECKS.items() if exercise == "bird_dog"}
LEG, _ = each_side("leg", "leg", "deg", Body.leg)
_, KNEE = each_side("knee", "knee angle", "deg", Body.knee)
SCREEN_LETTERS = 80
"""As many as the screen shows as a calm sentence in large letters."""


def test_the_check_is_named_and_what_was_hidden():
    assert unjudged(BIRD_DOG["arm_low"], "stretched arm").code == "arm_low"
    sentence = not_judged(BIRD_DOG["arm_low"], "stretched arm")
    assert sentence == "Arm height not judged: I cannot see your stretched arm well enough."


def test_a_check_that_another_fault_leaves_without_a_meaning_says_what_to_do_first():
    """The height of a leg whose knee is bent says nothing; the leg is well in sight."""
    sentence = not_judged(BIRD_DOG["leg_low"], "left leg", BIRD_DOG["knee_bent"])
    assert sentence == "Leg height not judged. First: Straighten the raised leg."


def test_too_high_and_too_low_of_one_part_are_one_sentence():
    assert not_judged(BIRD_DOG["leg_low"], "left leg") == not_judged(BIRD_DOG["leg_high"], "left leg")


@pytest.mark.parametrize(
    ("code", "what"),
    [
        ("knees_bent", "knee angle"),
        ("legs_too_high", "leg height"),
        ("legs_uneven", "leg height difference"),
        ("standing_knee_bent", "standing knee angle"),
        ("back_not_level", "back level"),
        ("hips_lifted", "hip height"),
        ("feet_down", "foot height"),
        ("wrist_twist", "wrist twist"),
        ("low", "low"),
    ],
)
def test_a_code_says_what_is_looked_at_also_in_an_exercise_of_another_package(code, what):
    assert aspect(code) == what


def test_translators_find_what_each_check_looks_at():
    said = {not_judged(check, "knee").values["what"] for exercise in BUILT_IN for check in exercise.checks}
    assert said == set(OWN_ASPECTS)


@pytest.mark.parametrize(("label", "name"), [(LEG.label, "leg"), (KNEE.label, "knee"), ("hips", "hips")])
def test_a_part_of_the_body_is_named_without_its_side_and_what_is_measured(label, name):
    assert part(label) == name and cannot_see(label) == f"I cannot see your {name} well enough to judge."


@pytest.mark.parametrize(("exercise", "check"), CHECKS.values(), ids=map(str, CHECKS))
def test_the_sentence_of_every_check_fits_the_screen_and_the_voice(exercise, check):
    measure = find_measure(exercise, bind(check.measure, "left"))
    sentence = not_judged(check, measure.label)
    assert len(sentence) <= SCREEN_LETTERS
    assert spoken_part(sentence) == f"I cannot see your {part(measure.label)}"
    assert "First" in spoken_part(not_judged(replace(check, code="x_low"), measure.label, check))
