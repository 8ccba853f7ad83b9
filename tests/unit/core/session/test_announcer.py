"""What a person on the floor hears of the session around the holds."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from heard import LATE, LOW, WORK, listen, rep, seen, stages

from posecoach.core.judging.events import HoldStarted, RepDone
from posecoach.core.judging.unjudged import cannot_see
from posecoach.core.judging.view_quality import WHY
from posecoach.core.session.announcer import Announcer
from posecoach.core.session.cues import spoken_number
from posecoach.core.session.reminders import SKIP, SKIPS, spoken_part
from posecoach.core.session.scene import SessionState, SetupCheck
from posecoach.core.session.summary import ENDINGS, SAME
from posecoach.exercises.registry import EXERCISES


def test_the_way_into_an_exercise_is_led_by_words():
    start_cue = replace(WORK, stage="start_pose")
    frames = stages(
        (4.0, start_cue, {}),
        *((1.0, replace(WORK, stage="count_in", count=n), {"phase": "start"}) for n in (3, 2, 1)),
        (1.0, WORK, {"phase": "start"}),
    )
    assert [words for _, words in listen(frames)] == [
        "Bridge",
        "On your back, feet drawn up.",
        "Ready: three",
        "two",
        "one",
        "Begin.",
    ]


def test_whoever_has_begun_during_the_count_in_hears_no_begin():
    frames = stages((1.0, replace(WORK, stage="count_in", count=3), {}), (2.0, WORK, {"phase": "moving", "rep": 1}))
    assert [words for _, words in listen(frames)] == ["Ready: three"]


def test_a_newcomer_hears_what_to_do_until_the_first_attempt_begins():
    scene = replace(WORK, movement_cue="Lift your hips and hold.")
    waiting = listen(stages((60.0, scene, {"phase": "start"})))
    assert [words for _, words in waiting] == [scene.movement_cue] * 3
    assert np.diff([t for t, _ in waiting]) == pytest.approx([8.0, 8.0], abs=0.2)
    begun = listen(stages((0.1, replace(scene, stage="count_in"), {}), (30.0, scene, {"phase": "moving", "rep": 1})))
    assert scene.movement_cue not in [words for _, words in begun]
    later = listen(stages((30.0, replace(scene, done=(1,)), {"phase": "start"})))
    assert later == []


def test_who_does_not_begin_hears_that_the_exercise_may_be_skipped_and_then_which_comes_next():
    scene = replace(WORK, movement_cue="Lift your hips and hold.", steps=2)
    frames = stages(
        (24.0, scene, {"phase": "start"}),
        (30.0, replace(scene, may_skip=True), {"phase": "start"}),
        (2.0, replace(scene, may_skip=True, skips=True), {"phase": "start"}),
        (5.0, replace(scene, stage="start_pose", title="Bird dog", step=2), {"phase": "start"}),
    )
    heard = [words for _, words in listen(frames)]
    assert heard == [scene.movement_cue] * 3 + [SKIP] * 2 + [SKIPS, "Skipped.", "Bird dog"]


def test_pause_rest_and_the_end_are_said():
    frames = stages(
        (3.0, replace(WORK, stage="rest", left_s=30.0), {}),
        (3.0, replace(WORK, stage="paused"), {}),
        (3.0, replace(WORK, stage="out_of_view"), {}),
        (4.0, replace(WORK, stage="done", ended="pain"), {}),
    )
    heard = [words for _, words in listen(frames)]
    assert heard == [
        "Rest 30 seconds.",
        "Next: Bridge.",
        "On your back, feet drawn up.",
        "Paused.",
        "Raise one arm to go on.",
        "I cannot see you",
        ENDINGS["pain"],
    ]


def test_a_sign_to_stop_is_confirmed_with_the_way_back():
    frames = stages(
        (3.8, replace(WORK, stage="paused"), {}),
        (4.0, replace(WORK, stage="stopping"), {}),
        (3.0, replace(WORK, stage="start_pose"), {"phase": "start"}),
        (5.0, replace(WORK, stage="stopping"), {}),
        (4.0, replace(WORK, stage="done", ended="pain"), {}),
    )
    way_back = ["Stopped. Lower the arm.", "Raise it again to go on."]
    heard = [words for _, words in listen(frames)]
    before = ["Paused.", "Raise one arm to go on."]
    assert heard == [*before, *way_back, "Continuing.", "Bridge", *way_back, ENDINGS["pain"]]


def test_the_setup_check_says_the_first_remedy_and_does_not_repeat_it_at_once():
    scene = SessionState(
        "setup",
        findings=(
            SetupCheck("light", True, "The light is good."),
            SetupCheck("view", False, "Turn it.", "Turn the laptop to your side"),
            SetupCheck("distance", False, "Move it.", "Move it two steps back"),
        ),
    )
    heard = listen(stages((10.0, scene, {})))
    assert heard == [(0.0, "Turn the laptop to your side")]


def test_free_practice_says_which_exercise_it_is_once_a_hold_has_begun():
    free = SessionState("work")
    begun = seen(3.0, phase="hold", events=(HoldStarted(3.0),))
    lying = stages((3.0, replace(free, stage="setup"), {}), (3.0, free, {"phase": "start"}))
    assert [words for _, words in listen(lying)] == ["Do any of the exercises."]
    heard = listen([*stages((3.0, free, {})), (begun, free), (replace(begun, t=12.0), free)])
    assert [words for _, words in heard] == ["Do any of the exercises.", "Bridge. Hold.", "Hold."]


def test_praise_is_for_the_first_good_attempt_and_for_one_after_a_poor_one():
    cut = replace(rep(), asked_hold_s=30.0)  # by a pause or a loss of sight, without a fault
    reps = [cut, rep(), rep(), rep(faults=(LATE,)), rep(), rep(faults=(LATE,)), replace(rep(), unseen_s=1.0)]
    frames = [(seen(9.0 * k, events=(RepDone(9.0 * k, r),)), replace(WORK, done=(k + 1,))) for k, r in enumerate(reps)]
    heard = [words for _, words in listen(frames)]
    praised = [words.endswith("Well done.") for words in heard]
    assert praised == [False, True, False, False, True, False, False]


@pytest.mark.parametrize(
    ("faults", "said"), [((), ["Two of two in good form."]), ((LATE,), ["One of two in good form."])]
)
def test_a_set_ends_with_how_much_of_it_was_good(faults, said):
    rest = replace(WORK, stage="rest", title="Bird dog", left_s=20.0)
    frames = [(seen(k / 10, events=(RepDone(0.0, rep()),) if k == 0 else ()), WORK) for k in range(30)]
    frames += [(seen(3.0, events=(RepDone(3.0, rep(2, faults=faults)),)), rest)]
    frames += [(seen(3.0 + k / 10), rest) for k in range(1, 90)]
    heard = [words for _, words in listen(frames)]
    assert heard[2:4] == [*said, "Rest 20 seconds."], heard


def test_the_last_attempt_is_counted_with_its_late_fault_before_the_rest():
    rest = replace(WORK, stage="rest", title="Bird dog", left_s=20.0)
    done = seen(0.0, events=(RepDone(0.0, rep(faults=(LATE,))),))
    heard = listen([(done, rest), *((seen(t / 10), rest) for t in range(1, 60))])
    said = ["One. Hold a little longer.", "Rest 20 seconds.", "Next: Bird dog.", "On your back, feet drawn up."]
    assert [words for _, words in heard] == said


@pytest.mark.parametrize(("begins_s", "said"), [(1.0, 1), (2.0, 2), (3.0, 2)])
def test_what_comes_next_is_not_said_any_more_once_the_next_attempt_has_begun(begins_s, said):
    rest = replace(WORK, stage="rest", title="Bird dog", start_cue="On hands and knees.", left_s=20.0)
    early = replace(rest, stage="work")
    frames = stages((begins_s, rest, {}), (15.0, early, {"phase": "moving", "rep": 1}))
    words = ["Rest 20 seconds.", "Next: Bird dog.", "On hands and knees."]
    assert [heard for _, heard in listen(frames)] == words[:said]


@pytest.mark.parametrize(
    ("reps", "said"),
    [
        ([{}, {}, {"faults": (LOW,)}], "Done: two of three in good form. Next time: Lift your hips a little."),
        ([{"faults": (LOW,)}] * 3, f"{ENDINGS['complete']} Next time: Lift your hips a little."),
        ([{}, {"unseen_s": 1.0}, {}], f"{ENDINGS['complete']} {SAME}"),
    ],
)
def test_the_end_says_how_much_was_good_if_all_was_seen_and_what_to_do_next_time(reps, said):
    cues = Announcer()
    for k, facts in enumerate(reps):
        last = k + 1 == len(reps)
        scene = replace(WORK, stage="done", ended="complete") if last else replace(WORK, done=(k + 1,))
        cues.update(seen(9.0 * k, events=(RepDone(9.0 * k, replace(rep(), **facts)),)), scene)
        cues.update(seen(9.0 * k + 5), WORK) if not last else None
    assert cues.last_words(30.0).say == said


def test_a_set_that_starts_again_is_said_once_and_a_new_exercise_is_none():
    begun, again = replace(WORK, done=(3,), reps=5), replace(WORK, done=(0,), reps=5)
    heard = listen(stages((3.0, begun, {}), (5.0, again, {})))
    assert [words for _, words in heard] == ["The set starts again."]
    rest = replace(again, stage="rest", step=2, title="Bird dog", left_s=20.0)
    assert "The set starts again." not in [words for _, words in listen(stages((3.0, begun, {}), (5.0, rest, {})))]


@pytest.mark.parametrize("ended", ["pain", "quit", "nobody"])
@pytest.mark.parametrize("stop_s", [0.2, 1.0, 2.0, 3.5])
def test_after_a_stop_in_the_rest_nothing_urges_on(ended, stop_s):
    cues, heard = Announcer(), []
    rest, done = replace(WORK, stage="rest", left_s=20.0), replace(WORK, stage="done", ended=ended)
    cues.update(seen(0.0), WORK)
    for k in range(1, 80):
        cue = cues.update(seen(k / 10), rest if k / 10 < stop_s else done)
        heard += [cue.say] if cue else []
    last = cues.last_words(8.0)
    assert heard[-1] == ENDINGS[ended] and last is None


def test_an_ending_right_after_a_pause_is_the_last_word():
    cues = Announcer()
    cues.update(seen(0.0), replace(WORK, stage="rest", left_s=20.0))
    cues.update(seen(0.1), replace(WORK, stage="paused"))
    assert cues.update(seen(0.2), replace(WORK, stage="done", ended="pain")) is None, "'Paused.' is being said"
    assert cues.last_words(0.2).say == ENDINGS["pain"]


def test_an_attempt_that_a_pause_cut_short_takes_away_the_balance():
    cues = Announcer()
    cues.update(seen(0.0), WORK)
    cues.update(seen(1.0, events=(RepDone(1.0, rep()),)), replace(WORK, stage="paused"))
    cues.update(seen(20.0), replace(WORK, done=(1,)))
    cues.update(seen(30.0, events=(RepDone(30.0, rep()),)), replace(WORK, stage="done", ended="complete"))
    assert ENDINGS["complete"] in cues.last_words(30.0).say


def every_word_there_is():
    for exercise in EXERCISES.values():
        yield exercise.prescription.start_cue
        yield exercise.prescription.movement_cue
        yield exercise.title
        for check in exercise.checks:
            yield check.say
            yield check.praise or check.say
            if check.warn:
                yield check.warn[1]
    yield from (*ENDINGS.values(), SAME)


@pytest.mark.parametrize("words", sorted(set(every_word_there_is())))
def test_nothing_that_is_said_is_longer_than_seven_words(words):
    assert 0 < len(words.split()) <= 7


def test_a_reason_is_shortened_to_its_remedy():
    assert spoken_part(WHY["dark"]) == "Switch on a light"
    assert spoken_part(cannot_see("hips")) == "I cannot see your hips"
    assert (spoken_number(3), spoken_number(15)) == ("three", "15")


@pytest.mark.parametrize("reason", WHY.values())
def test_every_reason_not_to_judge_is_short_enough_to_say(reason):
    assert len(spoken_part(reason).split()) <= 7
