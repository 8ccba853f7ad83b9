"""What a person on the floor hears, and when."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posecoach.core.body.pose import Pose
from posecoach.core.judging.events import (
    Fault,
    FaultCleared,
    FaultRaised,
    HoldReached,
    HoldStarted,
    Rep,
    RepDone,
    Update,
)
from posecoach.core.judging.view_quality import WHY
from posecoach.core.session.announcer import ENDINGS, Announcer, spoken_number, spoken_part
from posecoach.core.session.cues import AGAIN_S, Cue, spoken_s
from posecoach.core.session.scene import SessionState, SetupCheck
from posecoach.exercises.registry import EXERCISES

SOMEBODY = Pose(0.0, np.zeros((33, 2), np.float32), np.zeros((33, 3), np.float32), np.ones(33, np.float32), (640, 480))
WORK = SessionState("work", "Bridge", "On your back, feet drawn up.", 1, 1)
LOW = Fault("hips_low", 0.0, 0.0, 150.0, (167.0, 191.0), "deg", "Hips 17° low: push up.", "Lift your hips a little")
HIGH = replace(LOW, code="hips_high", say="Lower your hips a little")
LATE = replace(LOW, code="short_hold", say="Hold a little longer")


def seen(t: float, **facts) -> Update:
    return Update(t, SOMEBODY, exercise="bridge", title="Bridge", **facts)


def listen(frames) -> list[tuple[float, str]]:
    """Everything heard over (update, scene) pairs: time and words, or the tone's name."""
    cues, heard = Announcer(), []
    cues.update(seen(-1.0), WORK)
    for update, scene in frames:
        cue = cues.update(update, scene)
        if cue:
            heard.append((round(update.t, 2), cue.say or cue.tone))
    return heard


def hold(until_s, *, target_s=None, rate=15, unseen=None, **at):
    """Frames of a hold; `at` gives for a time in tenths of a second what else is in its update."""
    facts = {}
    for k in range(round(until_s * rate)):
        t = k / rate
        facts |= at.get(f"t{round(t * 10)}", {}) if k and round(t * 10) != round((k - 1) / rate * 10) else {}
        now = {**facts, "events": facts.pop("events", ())}
        yield seen(t, phase="hold", hold_s=t, hold_target_s=target_s, rep=1, unseen=unseen, **now), WORK


def test_a_hold_is_counted_at_five_seconds_and_at_its_last_three():
    frames = hold(10.0, target_s=10.0)
    assert listen(frames) == [(5.0, "five"), (7.0, "three"), (8.0, "two"), (9.0, "one")]


def test_an_open_hold_is_counted_every_five_seconds():
    assert listen(hold(16.0)) == [(5.0, "five"), (10.0, "ten"), (15.0, "15")]


def test_nothing_is_counted_that_cannot_be_seen():
    assert listen(hold(9.0, unseen=None, t0={})) != []
    heard = listen(hold(9.0, unseen="I cannot see your hips well enough to judge."))
    assert [words for _, words in heard] == ["I cannot see your hips"]


def test_a_fault_is_said_at_once_again_after_a_while_and_praised_when_put_right():
    heard = listen(
        hold(
            14.0,
            t20={"faults": (LOW,), "events": (FaultRaised(2.0, LOW),)},
            t120={"faults": (), "events": (FaultCleared(12.0, "hips_low"),)},
        )
    )
    assert heard[0] == (2.0, LOW.say)
    again = [t for t, words in heard if words == LOW.say]
    assert again[1] - again[0] == pytest.approx(AGAIN_S, abs=0.1)
    assert heard[-1] == (12.0, "Good, hold.")
    assert not any(words == "five" for _, words in heard), "a fault is no time to count"


def test_the_first_of_two_faults_is_said_and_no_praise_comes_while_one_is_left():
    heard = listen(
        hold(
            5.0,
            t10={"faults": (HIGH, LOW), "events": (FaultRaised(1.0, HIGH), FaultRaised(1.0, LOW))},
            t40={"faults": (LOW,), "events": (FaultCleared(4.0, "hips_high"),)},
        )
    )
    assert heard[0] == (1.0, HIGH.say)
    assert "Good, hold." not in [words for _, words in heard]


def test_form_cuts_short_what_matters_less():
    cues = Announcer()
    cues.update(seen(0.0), replace(WORK, stage="start_pose"))
    first = cues.update(seen(0.1, phase="hold", hold_s=0.1, events=(HoldStarted(0.1),)), WORK)
    assert first is None, "the exercise's name is still being said"
    fault = cues.update(seen(0.2, phase="hold", faults=(LOW,), events=(FaultRaised(0.2, LOW),)), WORK)
    assert fault == Cue(0.2, LOW.say, "form_lost", urgent=True)


def test_the_end_of_a_hold_says_lower_slowly_with_a_tone():
    cues = Announcer()
    cues.update(seen(0.0), WORK)
    cue = cues.update(seen(0.1, phase="hold", hold_s=10.0, hold_target_s=10.0, events=(HoldReached(0.1),)), WORK)
    assert (cue.say, cue.tone) == ("Lower slowly.", "hold_reached")


def test_at_the_end_of_a_hold_the_person_hears_lower_and_not_also_lift():
    heard = listen(hold(14.0, target_s=10.0, t20={"faults": (LOW,), "events": (FaultRaised(2.0, LOW),)}))
    assert [words for _, words in heard] == [LOW.say, "three", "two", "one"], (
        "repeated, it would run into the countdown"
    )
    late = listen(hold(14.0, target_s=10.0, t120={"faults": (LOW,), "events": (FaultRaised(12.0, LOW),)}))
    assert LOW.say not in [words for _, words in late]


def rep(index=1, side=None, faults=()):
    return Rep(index, "bridge", side, 0.0, 1.0, 5.0, 6.0, 4.0, 4.0, faults=faults)


def after(done, scene):
    return [(seen(k / 10, events=(done,) if k == 0 else ()), scene) for k in range(60)]


def test_an_attempt_is_numbered_before_a_fault_that_only_its_end_shows():
    heard = listen(after(RepDone(0.0, rep(faults=(LATE,))), replace(WORK, done=(3,), reps=5)))
    assert [words for _, words in heard] == ["Three.", "Hold a little longer."]


def test_the_other_side_is_asked_for_when_it_has_had_fewer():
    sided = replace(WORK, sides=("left", "right"), reps=10)
    (heard,) = listen(after(RepDone(0.0, rep(side="left")), replace(sided, done=(2, 1))))
    assert heard[1] == "Two. Well done. Other side."
    (heard,) = listen(after(RepDone(0.0, rep(side="right")), replace(sided, done=(2, 2))))
    assert heard[1] == "Two. Well done."


def stages(*parts):
    """Frames of scenes, each for some seconds."""
    t = 0.0
    for seconds, scene, facts in parts:
        for _ in range(round(seconds * 10)):
            yield seen(t, **facts), scene
            t += 0.1


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


def test_a_newcomer_hears_what_to_do_until_the_first_attempt_begins():
    scene = replace(WORK, movement_cue="Lift your hips and hold.")
    waiting = listen(stages((60.0, scene, {"phase": "start"})))
    assert [words for _, words in waiting] == [scene.movement_cue] * 3
    assert np.diff([t for t, _ in waiting]) == pytest.approx([8.0, 8.0], abs=0.2)
    begun = listen(stages((0.1, replace(scene, stage="count_in"), {}), (30.0, scene, {"phase": "moving", "rep": 1})))
    assert scene.movement_cue not in [words for _, words in begun]
    later = listen(stages((30.0, replace(scene, done=(1,)), {"phase": "start"})))
    assert later == []


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


def test_the_last_attempt_is_counted_with_its_late_fault_before_the_rest():
    rest = replace(WORK, stage="rest", title="Bird dog", left_s=20.0)
    done = seen(0.0, events=(RepDone(0.0, rep(faults=(LATE,))),))
    heard = listen([(done, rest), *((seen(t / 10), rest) for t in range(1, 60))])
    said = ["One. Hold a little longer.", "Rest 20 seconds.", "Next: Bird dog.", "On your back, feet drawn up."]
    assert [words for _, words in heard] == said


@pytest.mark.parametrize(
    ("reps", "said"),
    [
        ([{}, {}, {"faults": (LOW,)}], "Done: two of three in good form."),
        ([{"faults": (LOW,)}] * 3, ENDINGS["complete"]),
        ([{}, {"unseen_s": 1.0}, {}], ENDINGS["complete"]),
    ],
)
def test_the_end_says_how_much_was_good_if_all_was_seen(reps, said):
    cues = Announcer()
    for k, facts in enumerate(reps):
        last = k + 1 == len(reps)
        scene = replace(WORK, stage="done", ended="complete") if last else replace(WORK, done=(k + 1,))
        cues.update(seen(9.0 * k, events=(RepDone(9.0 * k, replace(rep(), **facts)),)), scene)
        cues.update(seen(9.0 * k + 5), WORK) if not last else None
    assert cues.last_words(30.0).say == said


@settings(max_examples=60, deadline=None)
@given(
    target_s=st.integers(4, 30),
    faults=st.lists(st.tuples(st.integers(0, 300), st.integers(1, 80), st.sampled_from([LOW, HIGH])), max_size=6),
)
def test_whatever_is_to_be_corrected_the_end_of_a_hold_is_counted_and_said_in_time(target_s, faults):
    """Faults come, stay and go at any time (tenths of a second), one after another or together."""
    cues, heard, before = Announcer(), [], set()
    cues.update(seen(-1.0), WORK)
    for k in range(10 * target_s + 40):
        t = k / 10
        now = {fault.code: fault for start, length, fault in faults if start <= k < start + length}
        events = [FaultRaised(t, fault) for code, fault in now.items() if code not in before]
        events += [FaultCleared(t, code) for code in before - now.keys()]
        events += [HoldReached(t)] if k == 10 * target_s else []
        before = set(now)
        facts = {"faults": tuple(now.values()), "events": tuple(events), "hold_s": t, "hold_target_s": float(target_s)}
        cue = cues.update(seen(t, phase="hold", rep=1, **facts), WORK)
        heard += [(t, cue.say)] if cue else []
    at = {words: t for t, words in heard}
    assert at["Lower slowly."] == target_s
    for left, word in ((3, "three"), (2, "two"), (1, "one")):
        assert target_s - left <= at[word] <= target_s - left + 0.3
    for t, words in heard:
        assert words not in (LOW.say, HIGH.say) or t + spoken_s(words) <= target_s - 3 + 0.2


def every_word_there_is():
    for exercise in EXERCISES.values():
        yield exercise.prescription.start_cue
        yield exercise.prescription.movement_cue
        yield exercise.title
        for check in exercise.checks:
            yield check.say
            if check.warn:
                yield check.warn[1]
    yield from ENDINGS.values()


@pytest.mark.parametrize("words", sorted(set(every_word_there_is())))
def test_nothing_that_is_said_is_longer_than_seven_words(words):
    assert 0 < len(words.split()) <= 7


def test_a_reason_is_shortened_to_its_remedy():
    assert spoken_part("It is too dark to see you well: switch on a light.") == "Switch on a light"
    assert spoken_part("I cannot see your hips well enough to judge.") == "I cannot see your hips"
    assert (spoken_number(3), spoken_number(15)) == ("three", "15")


@pytest.mark.parametrize("reason", WHY.values())
def test_every_reason_not_to_judge_is_short_enough_to_say(reason):
    assert len(spoken_part(reason).split()) <= 7
