"""The page's sentences. Pain goes first; nobody is urged on; what could not be seen is neither praised nor blamed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from posecoach.core.body.landmarks import SIDES
from posecoach.core.session.routine import hurt
from posecoach.reports.progress.period import Period, in_a_row, title
from posecoach.reports.progress.time_axis import plain
from posecoach.reports.progress.totals import STEP, ExerciseTotals, SessionTotals, Trend, dose, pain, seen, trend
from posecoach.storage.history.records import SessionRecord

LATEST, OFTEN = 5, 0.25
"""Sessions back to which one that hurt is told first, and the share of all from which they are. Our choice, on the side
of care."""
LONG_MIN = 600
"""Minutes from which hours are told."""
NEARER, SAME, LESS = "Nearer to the full dose than at first", "About as at first", "Less than at first"
UNKNOWN = "Too few sessions to compare"


def good_form(done: ExerciseTotals) -> str:
    """Return the share of the held time in good form; what could not be judged may have been good too."""
    if done.form is None:
        return ""
    return f"{'at least ' if done.at_least else ''}{done.form * 100:.0f} %"


def attempts(done: ExerciseTotals) -> str:
    """Return the attempts done, and how many were asked for."""
    return f"{done.reps}" if done.asked_reps is None else f"{done.reps} of {done.asked_reps}"


def seconds(value: float | None) -> str:
    """Return seconds as exactly as they are known; nothing for None."""
    return "" if value is None else f"{value:.1f} s"


def pain_told(session: SessionRecord) -> str:
    """Return the pain before and after a session; nothing where it was not told."""
    told = (session.pain_before, session.pain_after)
    return "" if told == (None, None) else " → ".join("?" if one is None else str(one) for one in told)


def care(period: Period) -> Iterator[str]:
    """Say what goes before everything else: that pain rose, and that sessions hurt lately or often."""
    sessions = period.sessions
    rose = pain(sessions).rose
    if rose:
        yield f"Your pain rose over these sessions: {_pain_went(sessions)}."
    if _hurt_lately(sessions):
        yield _hurt_words(sessions)
    if rose:
        yield "Please show this page to your doctor or physiotherapist before you go on. Resting is right meanwhile."
    elif _hurt_lately(sessions):
        yield "Please do less, and if it hurts again ask your doctor or physiotherapist."


def verdict(period: Period) -> Iterator[str]:
    """Say the rest in a few sentences; while pain rises, nothing of how much was done."""
    sessions = period.sessions
    yield _practised(period)
    yield from _uncounted(period)
    now, longest = in_a_row(period.days, period.today)
    yield f"Days in a row: {now:,} now, {longest:,} at the longest so far. Days of rest belong to it."
    if not pain(sessions).rose:
        yield from _doses(period)
        if told := _pain_went(sessions) or _pain_last(sessions):
            yield f"Pain from 0 to 10: {told}."
    told_times = sum(session.pain_before is not None or session.pain_after is not None for session in sessions)
    if told_times < len(sessions):
        yield f"Pain was told in {told_times:,} of {_many(len(sessions), 'session')}."
    if any(map(hurt, sessions)) and not _hurt_lately(sessions):
        yield _hurt_words(sessions)


def none_yet(period: Period) -> str:
    """Say that there is nothing to be shown."""
    if not period.days:
        return "No sessions yet. posecoach practice notes each one here."
    return f"No session in this time; the last one was on {plain(period.days[-1])}. posecoach progress --all shows all."


def sides(turns: Sequence[SessionTotals]) -> str:
    """Set left against right, lately; nothing where not both were done."""
    both = [turn for turn in turns if turn.compared and all(turn.done.side_s(side) is not None for side in SIDES)]
    if not both:
        return ""
    ends = [trend([turn.done.side_s(side) or 0.0 for turn in both]) for side in SIDES]
    left, right = (
        end.lately if end else both[0].done.side_s(side) or 0.0 for end, side in zip(ends, SIDES, strict=True)
    )
    times = f"the last {ends[0].n} sessions" if ends[0] and ends[0].n > 1 else "the last session"
    return f"Mean hold in {times}: left {left:.1f} s, right {right:.1f} s, {abs(left - right):.1f} s apart."


def _practised(period: Period) -> str:
    minutes = round(sum(session.duration_s for session in period.sessions) / 60)
    time = _many(minutes, "minute") if minutes < LONG_MIN else _many(round(minutes / 60), "hour")
    return f"{_many(len(period.sessions), 'session')} on {_many(len(period.practised), 'day')}, {time}."


def _uncounted(period: Period) -> Iterator[str]:
    """Say which sessions are not compared with others."""
    if without := sum(not summary.reps for _, summary in period.summaries):
        yield f"{_many(without, 'session')} had no attempt."
    if unseen := sum(not seen(session) for session in period.sessions):
        yield f"Seen less than half of the time, and so compared with no other: {_many(unseen, 'session')}."


def _doses(period: Period) -> Iterator[str]:
    """Say how much of the dose was done, exercise by exercise."""
    found: dict[str, list[str]] = {NEARER: [], SAME: [], LESS: [], UNKNOWN: []}
    for exercise, turns in period.turns.items():
        if any(turn.done.asked_reps for turn in turns):
            kind, told = _dose(dose(turns))
            found[kind].append(title(exercise) + told)
    some = any(names for kind, names in found.items() if kind != UNKNOWN)
    for kind, names in found.items():
        if names and some:
            yield f"{kind}: {', '.join(names)}.{' That is fine: pain decides.' if kind == LESS else ''}"
    shares = [session.dose_share for session in period.sessions]
    if min(shares) < 1:
        yield f"Asked for in the last session: {shares[-1] * 100:.0f} % of the full dose."


def _dose(went: Trend | None) -> tuple[str, str]:
    if went is None:
        return UNKNOWN, ""
    kind = SAME if abs(went.by) < STEP else NEARER if went.by > 0 else LESS
    first, lately = round(went.first * 100), round(went.lately * 100)
    return kind, f" ({lately} %)" if kind == SAME else f" ({first} % → {lately} %)"


def _pain_went(sessions: Sequence[SessionRecord]) -> str:
    """Return how pain went, as told at least twice; nothing otherwise."""
    found = pain(sessions)
    parts = [
        f"{when} practice {went.first:.{digits}f} at first, {went.lately:.{digits}f} lately"
        for when, went in (("before", found.before), ("after", found.after))
        if went
        for digits in [0 if went.n == 1 else 1]
    ]
    return "; ".join(parts)


def _pain_last(sessions: Sequence[SessionRecord]) -> str:
    told = pain_told(sessions[-1])
    return f"{told}, before and after the last session" if told else ""


def _hurt_lately(sessions: Sequence[SessionRecord]) -> bool:
    """Whether one of the latest sessions hurt, or many of all did."""
    return any(map(hurt, sessions[-LATEST:])) or sum(map(hurt, sessions)) >= OFTEN * max(len(sessions), 1)


def _hurt_words(sessions: Sequence[SessionRecord]) -> str:
    """Say how many sessions hurt, and when last."""
    ended = sum(session.ended == "pain" for session in sessions)
    more = sum(hurt(session) for session in sessions) - ended
    last = next(session for session in reversed(sessions) if hurt(session))
    parts = [f"{_many(ended, 'session')} ended for pain"] if ended else []
    parts += [f"after {_many(more, 'session')} the pain was more than before"] if more else []
    told = ", ".join(parts)
    return f"{told[0].upper()}{told[1:]}; last on {plain(date.fromisoformat(last.started[:10]))}."


def _many(n: int, what: str) -> str:
    return f"{n:,} {what}" if n == 1 else f"{n:,} {what}s"
