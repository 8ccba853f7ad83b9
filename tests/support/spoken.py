"""Everything that the voice may say: sessions with every fault and every stage, and every finding of the setup."""

from __future__ import annotations

from dataclasses import replace

from heard import SOMEBODY, listen, rep

from posecoach.core.judging.events import Fault, FaultCleared, FaultRaised, HoldReached, HoldStarted, RepDone, Update
from posecoach.core.judging.view_quality import NOBODY, WHY
from posecoach.core.session.placement import placement_findings as findings
from posecoach.core.session.reminders import spoken_part
from posecoach.core.session.scene import SessionState
from posecoach.exercises.registry import BUILT_IN
from posecoach.translation import Sentence

BAD = (
    findings.check_rate(2.0),
    findings.check_rate(8.0),
    findings.check_resolution((320, 240)),
    findings.check_light(10.0, 100.0, 100.0),
    findings.check_light(100.0, 20.0, 200.0),
    findings.check_alone(2.0),
    findings.check_seen(False),
    findings.check_picture(1.0),
    *(findings.check_whole([part]) for part in findings.PARTS),
    findings.check_distance(0.99),
    findings.check_distance(0.1),
    findings.check_side(60.0),
    findings.check_level(15.0),
)


def a_session(exercise):
    """Yield updates and scenes of a session with every fault that the exercise knows, and every stage."""
    words = exercise.prescription
    scene = SessionState("start_pose", exercise.title, words.start_cue, 1, 2, reps=9, movement_cue=words.movement_cue)
    scene = replace(scene, sides=("left", "right"), done=(0, 0)) if exercise.sided else scene
    side, t = "left" if exercise.sided else None, 0.0

    def moment(seconds, scene, events=(), **facts):
        nonlocal t
        first = Update(t, SOMEBODY, exercise=exercise.id, title=exercise.title, side=side, events=events, **facts)
        yield first, scene
        for _ in range(round(4 * seconds)):
            t += 0.25
            yield replace(first, t=t, events=()), scene

    for count in (3, 2, 1):
        yield from moment(2, replace(scene, stage="count_in", count=count))
    yield from moment(9, scene := replace(scene, stage="work"))
    for number, check in enumerate(exercise.checks, 1):
        fault = Fault(check.code, t, t, 1.0, (2.0, 3.0), check.unit, check.sentence(1.0), check.say)
        held = {"phase": "hold", "rep": number, "hold_s": 9.0, "hold_target_s": 30.0}
        yield from moment(1, scene, (HoldStarted(t),), **{**held, "hold_s": 1.0})
        yield from moment(9, scene, (FaultRaised(t, fault),), faults=(fault,), **held)
        yield from moment(4, scene, (FaultCleared(t, check.code, check.say, check.praise),), **{**held, "hold_s": 9.5})
        yield from moment(4, scene, hint=check.warn[1] if check.warn else "", **{**held, "hold_s": 20.0})
        yield from moment(1, scene, (HoldReached(t),), **{**held, "hold_s": 28.0})
        done = replace(rep(number, side, (fault,) if number % 2 else ()), exercise=exercise.id)
        scene = replace(scene, done=(number, 0) if exercise.sided else (number,))
        yield from moment(7, scene, (RepDone(t, done),))
    for stage in ("rest", "paused", "start_pose", "stopping", "work", "out_of_view", "work"):
        yield from moment(9, replace(scene, stage=stage, step=2, left_s=30.0))
    yield from moment(9, replace(scene, stage="work", may_skip=True))
    yield from moment(9, replace(scene, stage="work", may_skip=True, skips=True))
    yield from moment(30, replace(scene, stage="done", ended="complete"))


def spoken_cues() -> list[Sentence]:
    """Return every cue, each once: the sentences that are said in one breath."""
    sessions = [words for exercise in BUILT_IN for _, words in listen(a_session(exercise))]
    texts = [*sessions, *(finding.say for finding in BAD), *map(spoken_part, (*WHY.values(), NOBODY))]
    return [text for text in dict.fromkeys(texts) if isinstance(text, Sentence)]
