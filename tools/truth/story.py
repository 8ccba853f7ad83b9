"""The sentences of docs/accuracy.md that say what its tables show; computed, so that they stay true."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence

from posecoach.exercises.registry import BUILT_IN
from truth.clips import Clip, exercise_of
from truth.conditions import CONDITIONS, distance_m, grouped, lens_m, rate_hz
from truth.markdown import codes, count, listed, number
from truth.outcomes import ANY_CODE
from truth.score_tables import HARD, RECORDED, RENDERED, movements, outcomes_of, set_of
from truth.tally import tally

WORSE = 0.1
"""A group is named as worse when its share of attempts without any error is lower by this."""
SECONDS = 60.0
ORIGINS = {"filmed": "of people", "ai_rendered": "made by a video generator", "drawing": "drawn"}
"""What a recording shows, by the truth's `origin`."""


def exercises_in(clips: Sequence[Clip]) -> list[Clip]:
    """Return the clips in which the person does some of the exercises."""
    return [clip for clip in clips if clip.is_exercise]


def in_short(clips: Sequence[Clip]) -> Iterator[str]:
    """Yield the main findings as items of a list."""
    done = exercises_in(clips)
    for name, what in ((RENDERED, "In the plain clips"), (HARD, "In the hard clips"), (RECORDED, "In the recordings")):
        if group := [clip for clip in done if set_of(clip) == name]:
            yield f"- **{what}** posecoach {_counted(group)}. {_blamed(group)}"
    total = tally(outcomes_of(done))
    if total.hold_errors_s:
        mean, worst = number(total.hold_mean_s, "s", 2), number(abs(total.hold_worst_s), "s")
        yield f"- **The length of a hold** is off by {mean} on average; by {worst} at worst."
    if others := movements(clips):
        false, minutes = outcomes_of(others), sum(clip.seen[-1].t for clip in others if clip.seen) / SECONDS
        yield (
            f"- **Other movements**, in which nothing may be counted: "
            f"{count(len(false), 'false attempt')} in {count(len(others), 'clip')} of together {minutes:.1f} minutes."
        )


def _counted(clips: Sequence[Clip]) -> str:
    total = tally(outcomes_of(clips))
    verdicts = total.verdicts
    wrong = [
        f"{verdicts[verdict]} {words}"
        for verdict, words in (("missed", "missed"), ("other", "counted as another exercise"), ("invented", "invented"))
        if verdicts[verdict]
    ]
    if total.sides_wrong:
        wrong.append(f"{total.sides_wrong} counted for the wrong leg")
    found = f"counted {verdicts['found']} of {count(total.attempts, 'attempt')}"
    return f"{found} ({listed(wrong)})" if wrong else found


def _blamed(clips: Sequence[Clip]) -> str:
    total = tally(outcomes_of(clips))
    if _faults_unknown(clips):
        return "Their faults are not known."
    acted = (
        f"It named {total.found.total()} of {count(total.acted, 'acted fault')}"
        if total.acted
        else "No fault was acted"
    )
    wrong = total.invented.total()
    return f"{acted}, and {count(wrong, 'fault')} {'was' if wrong == 1 else 'were'} named without cause."


def _faults_unknown(clips: Sequence[Clip]) -> bool:
    return all(ANY_CODE in attempt.open_codes for clip in clips for attempt in clip.attempts)


def by_exercise(clips: Sequence[Clip]) -> str:
    """Return which exercises were judged without any error, and where something was wrong."""
    wrong = {exercise_of(one) for one in outcomes_of(exercises_in(clips)) if not one.right}
    good = [exercise.title.lower() for exercise in BUILT_IN if exercise.id not in wrong]
    bad = [exercise.title.lower() for exercise in BUILT_IN if exercise.id in wrong]
    if not bad:
        return "Nothing was wrong in any exercise."
    return f"Something was wrong in: {listed(bad)}. Nothing was wrong in: {listed(good)}."


def by_fault(clips: Sequence[Clip]) -> Iterator[str]:
    """Yield which faults were missed or invented."""
    total = tally(outcomes_of(clips))
    for what, keys in (("Not named", total.missed), ("Wrongly named", total.invented)):
        names = [f"{exercise} {codes({code})}" + (f" ({n})" if n > 1 else "") for (exercise, code), n in keys.items()]
        yield f"- {what}: {listed(sorted(names))}."


def by_condition(clips: Sequence[Clip]) -> Iterator[str]:
    """Yield the groups in which clearly fewer attempts are without any error than in all clips."""
    done = exercises_in(clips)
    usual = _share_right(done)
    worse = [
        f"- {name}: {group}; {share:.0%} of {count(_attempts(some), 'attempt')}, in {count(len(some), 'clip')}"
        for name, label in CONDITIONS.items()
        for group, some in grouped(done, label).items()
        if (share := _share_right(some)) < usual - WORSE
    ]
    yield f"Of all attempts, {usual:.0%} are without any error: counted, with the right leg, hold and faults."
    if worse:
        yield f"Clearly fewer, by more than {100 * WORSE:.0f} points, are so in these groups:"
        yield "\n".join(worse)
    else:
        yield "No group is clearly worse."


def _attempts(clips: Sequence[Clip]) -> int:
    return sum(one.verdict != "optional" for one in outcomes_of(clips))


def _share_right(clips: Sequence[Clip]) -> float:
    counted = [one for one in outcomes_of(clips) if one.verdict != "optional"]
    return sum(one.right for one in counted) / len(counted) if counted else math.nan


def material(clips: Sequence[Clip]) -> Iterator[str]:
    """Yield what the clips show, in numbers: how many, who, and from where."""
    for name in (RENDERED, HARD):
        if group := [clip for clip in clips if set_of(clip) == name]:
            yield f"- **{name.capitalize()}:** {_described(group)}"
    if recorded := [clip for clip in clips if clip.is_recording]:
        origins = grouped(recorded, lambda clip: ORIGINS.get(clip.truth["origin"], clip.truth["origin"]))
        kinds = listed(f"{len(group)} {origin}" for origin, group in origins.items())
        done = f"{len(exercises_in(recorded))} of them of the exercises"
        yield f"- **Recordings:** {count(len(recorded), 'clip')} ({kinds}), {done}."


def _described(clips: Sequence[Clip]) -> str:
    bodies = sorted({clip.height_cm for clip in clips})
    minutes = sum(clip.seen[-1].t for clip in clips if clip.seen) / SECONDS
    exact = sum(bool(clip.frames) for clip in clips)
    others = f", {len(movements(clips))} of them of other movements" if movements(clips) else ""
    return (
        f"{count(len(clips), 'clip')}{others}, {minutes:.0f} minutes; "
        f"{count(len(bodies), 'body', 'bodies')} of {bodies[0]:.0f} to {bodies[-1]:.0f} cm; camera turned by "
        f"{_span(clips, lambda clip: clip.yaw, 0)}°, {_span(clips, distance_m, 1)} m away, "
        f"{_span(clips, lens_m, 1)} m above the floor; {_span(clips, rate_hz, 0)} frames/s; "
        f"joint angles of every frame are known in {exact}."
    )


def _span(clips: Sequence[Clip], read: Callable[[Clip], float], digits: int) -> str:
    known = [value for clip in clips if not math.isnan(value := read(clip))] or [math.nan]
    return " to ".join(dict.fromkeys(f"{end(known):.{digits}f}" for end in (min, max)))
