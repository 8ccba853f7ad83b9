"""What was done in a session and what to do next time, in a few true lines: from its attempts alone."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from posecoach.core.body.landmarks import Side
from posecoach.core.judging.events import Fault, Rep
from posecoach.core.session.cues import FIRST_NUMBERS, spoken_number
from posecoach.core.session.scene import Ended
from posecoach.translation import N_, plural

HELD_SHARE = 0.9
"""Share of the prescribed hold that is as good as all of it; a loss of sight or a pause cuts holds short."""
LONGER_S = 1.0
"""A hold is called longer from this difference on: the ends of a hold are exact to 0.3 s each, and a second is felt."""
ENDINGS: dict[Ended, str] = {
    "complete": N_("That was all for today."),
    "nobody": N_("Nobody here: the session ends."),
    "pain": N_("Stopped. Rest now."),
    "quit": N_("Stopped."),
}
"""What is said and shown when a session has ended."""
SAVED, UNSAVED = N_("Everything is saved."), N_("Not everything could be saved.")
"""What is said once the files are written."""
SPOKEN_WORDS = 7
"""A sentence of more words is shown, not spoken."""
REST = N_("Rest now. Do less next time.")
SAME = N_("Next time the same, unless it hurts.")


class PastRep(Protocol):
    """The part of a past attempt that this session's are compared with; as in `Rep`, `unjudged` is a number."""

    @property
    def side(self) -> Side | None: ...  # noqa: D102
    @property
    def hold_s(self) -> float: ...  # noqa: D102
    @property
    def unjudged(self) -> int: ...  # noqa: D102
    @property
    def faults(self) -> Sequence[object]: ...  # noqa: D102


class PastSet(Protocol):
    """The attempts at one exercise in a past session, with the hold that was asked for."""

    @property
    def exercise(self) -> str: ...  # noqa: D102
    @property
    def asked_hold_s(self) -> float | None: ...  # noqa: D102
    @property
    def reps(self) -> Sequence[PastRep]: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Row:
    """What was done of one exercise.

    Attributes
    ----------
    title : str
        The exercise, as people read it.
    reps : int
        Attempts.
    judged, good : int
        Attempts whose form is known, and those of them in good form.
    best_s : float or None
        Longest hold in good form, in seconds; None without one.
    """

    title: str
    reps: int
    judged: int
    good: int
    best_s: float | None


@dataclass(frozen=True, slots=True)
class Summary:
    """A session in a few lines.

    Attributes
    ----------
    ended : Ended
        How it ended.
    rows : tuple of Row
        One for each exercise that was done, in order; empty when nothing was done.
    lines : tuple of str
        The comparison with last time, if there is one, and what to do next time, as sentences.
    """

    ended: Ended
    rows: tuple[Row, ...]
    lines: tuple[str, ...]

    @property
    def reps(self) -> int:
        """Number of attempts."""
        return sum(row.reps for row in self.rows)


def is_whole(rep: Rep) -> bool:
    """Whether all of an attempt was seen, judged, and held as long as it was asked for: only such a one is praised."""
    return _is_seen(rep) and rep.hold_s >= HELD_SHARE * (rep.asked_hold_s or 0.0)


def is_good(rep: Rep) -> bool:
    """Whether an attempt is whole and has no fault."""
    return is_whole(rep) and not rep.faults


def _is_seen(rep: Rep) -> bool:
    return rep.start_seen and not rep.unseen_s and not rep.unjudged


def summarize(reps: Sequence[Rep], titles: Mapping[str, str], ended: Ended, last: Sequence[PastSet] = ()) -> Summary:
    """Sum up a session.

    Parameters
    ----------
    reps : sequence of Rep
        Its attempts.
    titles : mapping of str to str
        Title of each exercise, by its id.
    ended : Ended
        How it ended; after pain nothing is compared.
    last : sequence of PastSet
        The last session's exercises.
    """
    by_exercise: dict[str, list[Rep]] = {}
    for rep in reps:
        by_exercise.setdefault(rep.exercise, []).append(rep)
    rows = tuple(_row(titles.get(exercise, exercise), own) for exercise, own in by_exercise.items())
    if ended == "pain":
        return Summary(ended, rows, (REST,))
    complete, named = ended == "complete", titles if len(rows) > 1 else None
    lines = (comparison(reps, last) if complete else "", advice(reps, named, complete))
    return Summary(ended, rows, tuple(filter(None, lines)))


def _row(title: str, reps: Sequence[Rep]) -> Row:
    good = [rep for rep in reps if is_good(rep)]
    judged = sum(is_whole(rep) or bool(rep.faults) for rep in reps)
    return Row(title, len(reps), judged, len(good), max((rep.hold_s for rep in good), default=None))


def advice(reps: Sequence[Rep], titles: Mapping[str, str] | None = None, complete: bool = True) -> str:
    """Return what to do next time: the most frequent correction, or how to be seen, or the same again.

    With `titles` the correction names its exercise. Who did not complete the session is not asked to hold longer.
    """
    said: Counter[tuple[str, str]] = Counter()
    for rep in reps:
        asked = (fault.say for fault in rep.faults if fault.say and (complete or not _is_short(fault, rep)))
        said.update((rep.exercise, say) for say in dict.fromkeys(asked))
    if said:
        (exercise, say), _ = said.most_common(1)[0]
        if titles:
            return N_("{exercise}, next time: {say}.", exercise=titles.get(exercise, exercise), say=say)
        return N_("Next time: {say}.", say=say)
    unseen = Counter(check.reason for rep in reps for check in rep.unjudged)
    return unseen.most_common(1)[0][0] if unseen else SAME


def _is_short(fault: Fault, rep: Rep) -> bool:
    """Whether a fault is that the hold was too short: its value is the hold itself."""
    return fault.unit == "s" and fault.value < fault.target[0] and math.isclose(fault.value, rep.hold_s, abs_tol=0.05)


def closing_words(ended: Ended, reps: Sequence[Rep], cut_short: bool, last: Sequence[PastSet] = ()) -> tuple[str, ...]:
    """Return the sentences at the end of a session, two at most.

    After a stop nothing urges on. After a complete session the first says how much was good, the second what is better
    than last time, or else what to do next time.

    Parameters
    ----------
    ended : Ended
        How it ended.
    reps : sequence of Rep
        Its attempts.
    cut_short : bool
        Whether a pause or an absence cut an attempt short: then nothing is counted and compared.
    last : sequence of PastSet
        The last session's exercises.
    """
    if ended != "complete" or not reps:
        return (ENDINGS[ended],)
    first, second = ("", "") if cut_short else (balance(reps), comparison(reps, last))
    second = second or advice(reps)
    return (first or ENDINGS[ended], *([second] if len(second.split()) <= SPOKEN_WORDS else []))


def balance(reps: Sequence[Rep]) -> str:
    """Return how many attempts were good; empty when not all were seen, or the number would discourage."""
    good = _good_ones(reps)
    if not good:
        return ""
    return N_("Done: {good} of {all} in good form.", good=spoken_number(good), all=spoken_number(len(reps)))


def set_balance(reps: Sequence[Rep]) -> str:
    """Return the same about the attempts at one exercise; empty for a single one, which was praised already."""
    good = _good_ones(reps)
    if not good or len(reps) == 1:
        return ""
    return N_("{good} of {all} in good form.", good=spoken_number(good, FIRST_NUMBERS), all=spoken_number(len(reps)))


def _good_ones(reps: Sequence[Rep]) -> int:
    """Return how many attempts were good; 0 when not all were seen, or the number would discourage."""
    good = sum(map(is_good, reps))
    return good if all(map(is_whole, reps)) and 2 * good >= len(reps) else 0


def comparison(reps: Sequence[Rep], last: Sequence[PastSet]) -> str:
    """Return one thing that is better than last time; empty when there is none, or not all was seen both times.

    Only an exercise whose hold was asked for alike is compared, and only the part of a hold that was asked for: longer
    is not better.
    """
    past = {each.exercise: each for each in last if each.reps and not any(old.unjudged for old in each.reps)}
    alike = [rep for rep in reps if rep.exercise in past and past[rep.exercise].asked_hold_s == rep.asked_hold_s]
    if not alike or not all(map(_is_seen, reps)):
        return ""
    longer = sum(_is_longer(rep, past[rep.exercise]) for rep in alike)
    if longer:
        number = spoken_number(longer, FIRST_NUMBERS)
        return plural(
            "{number} held longer than last time.", "{number} held longer than last time.", longer, number=number
        )
    before = [_was_good(old, each) for each in past.values() for old in each.reps]
    more = sum(map(is_good, reps)) - sum(before)
    as_many = len(alike) == len(reps) == len(before) == sum(len(each.reps) for each in last)
    if not as_many or more <= 0:
        return ""
    number = spoken_number(more, FIRST_NUMBERS)
    return plural("{number} more in good form this time.", "{number} more in good form this time.", more, number=number)


def _is_longer(rep: Rep, past: PastSet) -> bool:
    """Whether an attempt without a fault was held longer than the longest one on its side last time."""
    most_s = math.inf if rep.asked_hold_s is None else rep.asked_hold_s
    before_s = max((min(old.hold_s, most_s) for old in past.reps if old.side == rep.side), default=math.inf)
    return not rep.faults and min(rep.hold_s, most_s) >= before_s + LONGER_S


def _was_good(rep: PastRep, past: PastSet) -> bool:
    return not rep.faults and rep.hold_s >= HELD_SHARE * (past.asked_hold_s or 0.0)
