"""Composes docs/accuracy.md: one story, from what happens to the attempts down to the errors of single angles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from truth import frame_errors, hold_errors, margins, story
from truth.clips import Clip
from truth.conditions import CONDITIONS
from truth.mistakes import mistake_table
from truth.outcomes import HOLD_TOLERANCE_S
from truth.score_tables import condition_table, exercise_table, fault_table, movement_table, set_table
from truth.turn import turn_table

INTRODUCTION = """\
# How accurate posecoach is

How far can you trust what posecoach says? This page answers in numbers: how many attempts it counts, and how many
faults it names, misses and invents, by exercise, by fault, and by how you are filmed; what went wrong, and the numbers
behind it; then how exact the angles and heights are on which everything rests. If you only want to exercise, read the
first section and place the camera at your side. All numbers, and all sentences with numbers, are computed from the
clips by one command."""

CLIPS = """\
The plain and the hard clips are rendered: a body model in the public domain, posed joint by joint and filmed by a
virtual webcam with sensor noise. So what the person does is known exactly: when an attempt begins and ends, which
faults are acted, and mostly the angles of every joint in every frame. A plain clip shows good execution or one acted
fault. The hard ones show what happens at home: odd cameras, bad light, other bodies, things in the way, late and double
faults, whole sessions, and movements that look like an exercise. The recordings were found in public repositories, and
their attempts annotated by eye to 0.2 s; they may not be passed on, so they have no names here, only counts."""

COMMAND = """\
All clips are judged as `posecoach analyze` does it: full pose model, the exercise recognised among all, the person's
true height where it is known. The clips with their truth are too large for this repository; a few are in
`sample_videos/`. The top of `tools/accuracy.py` describes the format of the truth, so this page can be made from any
clips:

    python tools/accuracy.py CLIPS [CLIPS ...] --landmarks KEPT

`KEPT` holds the landmarks between runs; it may come from an earlier run of the same pose model.

**How it counts.** An attempt that posecoach counts and a true one belong together when they share time; what is left
over is invented or missed. A fault counts once an attempt; those of a missed attempt are not named. Neither right nor
wrong are codes that another acted fault causes, and an attempt that the person gives up early. A clip is without any
error when every attempt is counted once, with the right leg and the right faults, no hold is off by more than
{hold_s:.0f} s, and nothing else is counted."""

UNJUDGED = """\
"Called unjudged": posecoach said that it could not see this well enough, which is better than silence."""

MOVEMENTS = "In these nothing may be counted. They are in none of the tables above."

MISTAKES = """\
Every mistake, with its clip. "Read" is what the measure of the check read in the true hold (5th to 95th percentile of
the frames), "true" what it truly was (median), where that is known."""

FRAME_ERRORS = """\
Measured minus true value, for the side near the camera, in every frame, including movement. "95 % within" is the 95th
percentile of the size of the error. A missing value does not count as an error."""

HOLD_ERRORS = """\
The same for the measure of each check, in the holds alone, good and faulty ones. "Good form" is its true median without
a fault, "distance" how far that is from the nearest limit. A cell gives the bias, the size within which 95 % of the
errors lie, and in brackets the number of clips. A true value that the truth does not name follows from its angles; arms
are upper arms."""

EXCEEDED = """\
Where 95 % of the errors do not stay within the distance from good form to the limit, a good attempt may be blamed, or a
faulty one pass; the first such turn:"""

MARGINS = """\
Measured values during the true holds (5th to 95th percentile) in attempts without a fault, with another fault (where
this check must stay silent) and with this fault; then how far the good values lie inside the limits, and the faulty
ones beyond. A negative margin means wrong judgements. Times are as the coach takes them. Faults that begin late in a
hold are left out, and so are checks on the way into the pose."""

TURN = """\
The turn of the body that posecoach reads from the landmarks in space, during the true holds, against the true turn of
the camera."""

LIMITS = """\
- The rendered people all come from one body model, and constants of posecoach (hip point, floor, smoothing) were tuned
  on the plain clips. Real people, clothes and rooms differ more: expect more errors at home than here.
- Groups are small, and differ in more than one way at a time: a row with few clips proves no cause.
- The truth of a rendered joint is its centre. The estimator's joints were learnt from what people marked in pictures;
  part of each error is this difference."""


def page(clips: Sequence[Clip]) -> str:
    """Return the whole page."""
    parts = (_introduction(clips), _attempts(clips), _conditions(clips), _mistakes(clips), _numbers(clips))
    return "\n\n".join(block for part in parts for block in part) + "\n"


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(lines)


def _introduction(clips: Sequence[Clip]) -> Iterator[str]:
    yield INTRODUCTION
    yield from ("## In short", _lines(story.in_short(clips)))
    yield from ("## What was measured", CLIPS, _lines(story.material(clips)))
    yield COMMAND.format(hold_s=HOLD_TOLERANCE_S)


def _attempts(clips: Sequence[Clip]) -> Iterator[str]:
    yield from ("## Attempts, holds and faults", _lines(set_table(clips)))
    yield from ("### By exercise", _lines(exercise_table(clips)), story.by_exercise(clips))
    yield from ("### By fault", _lines(fault_table(clips)), UNJUDGED, _lines(story.by_fault(clips)))


def _conditions(clips: Sequence[Clip]) -> Iterator[str]:
    yield from ("## By how you are filmed", *story.by_condition(clips))
    for name, label in CONDITIONS.items():
        yield from (f"### {name[0].upper()}{name[1:]}", _lines(condition_table(clips, name, label)))
    yield from ("## Other movements", MOVEMENTS, _lines(movement_table(clips)))


def _mistakes(clips: Sequence[Clip]) -> Iterator[str]:
    yield from ("## What was wrong, and the numbers behind it", MISTAKES, _lines(mistake_table(clips)))


def _numbers(clips: Sequence[Clip]) -> Iterator[str]:
    frames, checks, every = frame_errors.FrameErrors(clips), hold_errors.check_errors(clips), margins.margins(clips)
    yield from ("## Errors of angles and heights", FRAME_ERRORS)
    yield from (_lines(frame_errors.in_words(frames)), _lines(frames.table()))
    yield from ("## Errors of each check, by the turn of the camera", HOLD_ERRORS)
    yield from (_lines(hold_errors.hold_error_table(checks)), EXCEEDED, _lines(hold_errors.in_words(checks)))
    yield from ("## Margins of the checks", MARGINS, _lines(margins.margin_table(every)))
    yield from (f"Thin margins, below {margins.thin_limits()}:", _lines(margins.thin_in_words(every)))
    yield from ("## How far the body looks turned", TURN, _lines(turn_table(clips)))
    yield from ("## What these numbers cannot say", LIMITS)
