"""What is spoken is sentences that can be said in another language, and nothing else."""

from __future__ import annotations

import re

import pytest
from heard import listen
from marked_messages import Known
from pseudo import outside
from spoken import BAD, a_session

from posecoach.core.body.tracking.person_tracker import SOMEBODY_ELSE
from posecoach.core.exercise.bands import bind
from posecoach.core.exercise.measures import SHARED
from posecoach.core.judging.unjudged import cannot_see, not_judged
from posecoach.core.judging.view_quality import NOBODY, WHY
from posecoach.core.session.placement.upright import TURNED
from posecoach.core.session.reminders import spoken_part
from posecoach.core.session.summary import ENDINGS
from posecoach.exercises.registry import BUILT_IN
from posecoach.translation import say

LANGUAGE = Known()


def untranslated(text: str) -> str:
    """Return the letters of a text that no message gives."""
    return "".join(re.findall("[A-Za-z]", outside(say(text, LANGUAGE))))


@pytest.mark.parametrize("exercise", BUILT_IN, ids=lambda exercise: exercise.id)
def test_every_word_of_a_session_can_be_said_in_another_language(exercise):
    heard = [words for _, words in listen(a_session(exercise))]
    assert {check.say for check in exercise.checks if check.during != "end"} <= set(heard)
    assert {word: left for word in heard if " " in word and (left := untranslated(word))} == {}


@pytest.mark.parametrize("exercise", BUILT_IN, ids=lambda exercise: exercise.id)
def test_so_can_every_reason_not_to_judge_and_what_is_shown_of_it(exercise):
    measures = {measure.key: measure.label for measure in (*exercise.measures, *SHARED)}
    for check in exercise.checks:
        label = measures.get(bind(check.measure, "left"), "")
        reasons = (not_judged(check, label, first, turned) for first in (None, check) for turned in (False, True))
        for reason in (*reasons, cannot_see(label)):
            assert untranslated(reason) == untranslated(spoken_part(reason)) == ""


def test_so_can_every_reason_about_the_picture_and_every_finding():
    for reason in (*WHY.values(), NOBODY, SOMEBODY_ELSE, TURNED, *ENDINGS.values()):
        assert untranslated(spoken_part(reason)) == ""
    assert all(finding.ok is False and finding.say for finding in BAD)
    for finding in BAD:
        assert untranslated(finding.say) == untranslated(finding.sentence) == ""
