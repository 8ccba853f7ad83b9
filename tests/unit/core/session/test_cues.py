"""What a person hears in a hold and at its end, and when."""

from __future__ import annotations

from dataclasses import replace

import pytest
from heard import HIGH, LATE, LOW, SOMEBODY, WORK, after, hold, listen, rep, seen
from hypothesis import given, settings
from hypothesis import strategies as st

from posecoach.core.judging.events import (
    FaultCleared,
    FaultRaised,
    HoldReached,
    HoldStarted,
    RepDone,
)
from posecoach.core.judging.rep_tracker import RepTracker
from posecoach.core.judging.unjudged import cannot_see
from posecoach.core.session.announcer import Announcer
from posecoach.core.session.cues import AGAIN_S, PAUSE_S, Cue, CueQueue, Priority, spoken_s
from posecoach.core.session.routine import with_hold
from posecoach.exercises.registry import EXERCISES
from posecoach.exercises.simulation.script import blend, pose, scripted, times


def test_a_hold_is_counted_at_five_seconds_and_at_its_last_three():
    frames = hold(10.0, target_s=10.0)
    assert listen(frames) == [(5.0, "five"), (7.0, "three"), (8.0, "two"), (9.0, "one")]


def test_an_open_hold_is_counted_often_at_first_and_more_seldom_later():
    heard = listen(hold(125.0))
    assert [t for t, _ in heard] == [5.0, 10.0, 15.0, 20.0, 30.0, 45.0, 60.0, 90.0, 120.0]
    assert [words for _, words in heard][:4] == ["five", "ten", "15", "20"]


@pytest.mark.parametrize("exercise", ["press_up", "leg_lift", "warrior_wall"])
def test_a_chosen_length_of_an_open_hold_is_counted_down_and_its_end_said(exercise):
    """A routine may ask for 10 s of an exercise that is held as long as can be managed."""
    chosen = with_hold(EXERCISES[exercise], 10.0)
    tracker, cues, heard = RepTracker(chosen), Announcer(), []
    cues.update(seen(-1.0), WORK)
    script = scripted(chosen, pose(chosen, "left" if chosen.sided else None), 14.0)
    for t in times(script.end_s, 15.0):
        cue = cues.update(replace(tracker.update(t, blend(*script.moment(t))), pose=SOMEBODY), WORK)
        heard += [cue.say] if cue and cue.say else []
    assert heard[:6] == ["Hold.", "five", "three", "two", "one", "Lower slowly."]


def test_nothing_is_counted_that_cannot_be_seen():
    assert listen(hold(9.0, unseen=None, t0={})) != []
    heard = listen(hold(9.0, unseen=cannot_see("hips")))
    assert [words for _, words in heard] == ["I cannot see your hips"]


def test_a_fault_is_said_at_once_again_after_a_while_and_praised_when_put_right():
    heard = listen(
        hold(
            14.0,
            t20={"faults": (LOW,), "events": (FaultRaised(2.0, LOW),)},
            t120={"faults": (), "events": (FaultCleared(12.0, "hips_low", LOW.say),)},
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
            t40={"faults": (LOW,), "events": (FaultCleared(4.0, "hips_high", HIGH.say),)},
        )
    )
    assert heard[0] == (1.0, HIGH.say)
    assert "Good, hold." not in [words for _, words in heard]


def corrected(t: float, praise: str = "Hips in line now."):
    return {"faults": (), "events": (FaultCleared(t, LOW.code, LOW.say, praise),)}


def raised(t: float):
    return {"faults": (LOW,), "events": (FaultRaised(t, LOW),)}


def test_what_is_better_is_said_when_the_check_has_words_for_it():
    heard = listen(hold(5.0, t10=raised(1.0), t40=corrected(4.0)))
    assert [words for _, words in heard] == [LOW.say, "Hips in line now."]
    assert listen(hold(5.0, t10=raised(1.0), t40=corrected(4.0, "")))[-1] == (4.0, "Good, hold.")


def test_a_correction_is_praised_no_more_often_than_it_was_asked_for():
    """The fault comes back three times within the time in which its correction is not repeated."""
    flicker = {f"t{10 + 20 * k}": raised(1.0 + 2 * k) for k in range(3)}
    flicker |= {f"t{20 + 20 * k}": corrected(2.0 + 2 * k) for k in range(3)}
    heard = [words for _, words in listen(hold(7.0, **flicker))]
    assert heard.count(LOW.say) == heard.count("Hips in line now.") == 1


def test_nothing_is_praised_that_cannot_be_seen():
    heard = listen(hold(5.0, unseen="I cannot see your feet.", t10=raised(1.0), t40=corrected(4.0)))
    assert "Hips in line now." not in [words for _, words in heard]


def test_a_correction_waits_for_the_sentence_that_has_begun_and_comes_before_what_matters_less():
    cues = Announcer()
    assert cues.update(seen(0.0), replace(WORK, stage="start_pose")) == Cue(0.0, "Bridge", fresh_s=6.0)
    started = seen(0.1, phase="hold", hold_s=0.1, events=(HoldStarted(0.1),))
    assert cues.update(started, WORK) is None, "the exercise's name is still being said"
    assert cues.update(seen(0.2, phase="hold", faults=(LOW,), events=(FaultRaised(0.2, LOW),)), WORK) is None
    assert cues.update(seen(0.8, phase="hold", faults=(LOW,)), WORK) == Cue(0.8, LOW.say, "form_lost")


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


@settings(max_examples=60)
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
        events += [FaultCleared(t, fault.code, fault.say) for fault in (LOW, HIGH) if fault.code in before - now.keys()]
        events += [HoldReached(t)] if k == 10 * target_s else []
        before = set(now)
        facts = {"faults": tuple(now.values()), "events": tuple(events), "hold_s": t, "hold_target_s": float(target_s)}
        cue = cues.update(seen(t, phase="hold", rep=1, **facts), WORK)
        heard += [(t, cue.say)] if cue else []
    at = {words: t for t, words in heard}
    assert at["Lower slowly."] == target_s
    counted = 0
    for left, word in ((3, "three"), (2, "two"), (1, "one")):
        moment_s = target_s - left
        corrected = any(start <= 10 * moment_s < start + length for start, length, _ in faults)
        if moment_s < 4 and corrected:
            assert word not in at, "it leaves no room to correct"
        else:
            assert moment_s <= at[word] <= moment_s + 0.3
        counted += moment_s >= 4
    for t, words in heard:
        assert words not in (LOW.say, HIGH.say) or t + spoken_s(words) - PAUSE_S <= target_s - counted + 0.2


@pytest.mark.parametrize("target_s", [5.0, 6.0, 7.0, 10.0])
def test_a_fault_at_the_beginning_of_a_short_hold_is_said_in_it(target_s):
    heard = listen(hold(target_s, target_s=target_s, t15={"faults": (LOW,), "events": (FaultRaised(1.5, LOW),)}))
    assert heard[0] == (pytest.approx(1.5, abs=0.1), LOW.say)


@pytest.mark.parametrize(("target_s", "stands_s"), [(None, 6.0), (10.0, 10.0)])
def test_a_fault_that_is_gone_because_the_person_lowers_is_not_praised(target_s, stands_s):
    """On the way out the clock stands, or has reached its end; the body passes the good values."""
    cleared = {"faults": (), "events": (FaultCleared(stands_s + 0.5, "hips_low"),)}
    frames = hold(14.0, target_s=target_s, **{"t20": {"faults": (LOW,)}, f"t{round(10 * stands_s) + 5}": cleared})
    heard = listen((replace(update, hold_s=min(update.hold_s, stands_s)), scene) for update, scene in frames)
    assert "Good, hold." not in [words for _, words in heard]


@pytest.mark.parametrize(("since_s", "said"), [(8.5, True), (9.7, False), (10.2, False)])
def test_a_fault_that_shows_only_at_the_end_of_a_hold_is_said_afterwards_unless_it_comes_from_lowering(since_s, said):
    fault = replace(LOW, start_s=since_s)
    frames = [*hold(9.9, target_s=10.0)]
    for t, facts in (
        (10.0, {"events": (HoldReached(10.0),)}),
        (10.5, {"faults": (fault,), "events": (FaultRaised(10.5, fault),)}),
    ):
        frames.append((seen(t, phase="hold", hold_s=t, hold_target_s=10.0, rep=1, **facts), WORK))
    done = RepDone(13.0, rep(faults=(fault,)))
    frames += [(seen(13.0 + k / 10, events=(done,) if k == 0 else ()), replace(WORK, done=(1,))) for k in range(30)]
    assert (f"{LOW.say}." in [words for _, words in listen(frames)]) is said


def test_words_that_were_cut_at_once_may_be_said_again_and_others_not():
    for cut_s, due in ((0.4, True), (1.6, False)):
        queue = CueQueue()
        queue.add(Priority.CORRECTION, 0.0, LOW.say)
        queue.next(0.0)
        queue.add(Priority.MOMENT, cut_s, "One.")
        assert queue.next(cut_s).urgent
        assert queue.is_due(2.5, LOW.say, AGAIN_S) is due


def test_a_correction_that_the_end_of_the_attempt_cuts_is_said_again_after_its_number():
    frames = [*hold(6.2, t58={"faults": (LOW,), "events": (FaultRaised(5.8, LOW),)})]
    done = RepDone(6.3, replace(rep(faults=(LOW,)), end_s=6.3))
    frames += [(seen(6.3 + k / 10, events=(done,) if k == 0 else ()), replace(WORK, done=(1,))) for k in range(30)]
    assert [words for _, words in listen(frames)] == ["five", LOW.say, "One.", f"{LOW.say}."]


def test_an_attempt_is_numbered_before_a_fault_that_only_its_end_shows():
    heard = listen(after(RepDone(0.0, rep(faults=(LATE,))), replace(WORK, done=(3,), reps=5)))
    assert [words for _, words in heard] == ["Three.", "Hold a little longer."]


def test_the_other_side_is_asked_for_when_it_has_had_fewer():
    sided = replace(WORK, sides=("left", "right"), reps=10)
    (heard,) = listen(after(RepDone(0.0, rep(side="left")), replace(sided, done=(2, 1))))
    assert heard[1] == "Two. Well done. Other side."
    (heard,) = listen(after(RepDone(0.0, rep(side="right")), replace(sided, done=(2, 2))))
    assert heard[1] == "Two. Well done."
