"""The page's sentences. Pain comes first; no sentence pushes the person; nothing is claimed of what was not visible."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from posecoach.core.body.landmarks import SIDES
from posecoach.core.session.routine import PAIN_STOPS, hurt, keeps_hurting, stopped_for_pain
from posecoach.reports.progress.period import Period, consecutive_days, title
from posecoach.reports.progress.side_difference import lasting_differences
from posecoach.reports.progress.time_axis import format_date
from posecoach.reports.progress.totals import (
    STEP,
    ExerciseTotals,
    SessionTotals,
    Trend,
    dose,
    is_comparable,
    pain,
    trend,
)
from posecoach.storage.history.records import SessionRecord

LATEST, OFTEN = 5, 0.25
"""Painful sessions are mentioned first when one of the latest 5 hurt, or this share of all. Our choice, cautious."""
LONG_MIN = 600
"""From this many minutes on, the time is given in hours."""
NEARER, SAME, LESS = "Nearer to the full dose than at first", "About as at first", "Less than at first"
SEE_DOCTOR = "Please show this page to your doctor or physiotherapist before you go on. You may rest until then."
UNKNOWN = "Too few sessions to compare"


def good_form(totals: ExerciseTotals) -> str:
    """Return the share of the hold in good form, with "at least" where something could not be judged."""
    if totals.form is None:
        return ""
    return f"{'at least ' if totals.at_least else ''}{totals.form * 100:.0f} %"


def attempts(totals: ExerciseTotals) -> str:
    """Return the number of attempts, and the requested number."""
    return f"{totals.reps}" if totals.asked_reps is None else f"{totals.reps} of {totals.asked_reps}"


def seconds(value: float | None) -> str:
    """Return seconds to a tenth; empty for None."""
    return "" if value is None else f"{value:.1f} s"


def pain_text(session: SessionRecord) -> str:
    """Return the pain before and after a session; empty when none was recorded."""
    levels = (session.pain_before, session.pain_after)
    return "" if levels == (None, None) else " → ".join("?" if one is None else str(one) for one in levels)


def pain_warnings(period: Period) -> Iterator[str]:
    """Yield the sentences that come first: pain ended sessions in a row, it rose, or sessions hurt lately or often."""
    sessions = period.sessions
    rose, stops = pain(sessions).rose, keeps_hurting(sessions[::-1])
    if stops:
        yield SEE_DOCTOR
        yield f"Your last {PAIN_STOPS} sessions ended because of pain."
    if rose:
        yield f"Your pain rose over these sessions: {_pain_trend(sessions)}."
    if _hurt_lately(sessions):
        yield _hurt_sentence(sessions)
    if rose and not stops:
        yield SEE_DOCTOR
    elif not stops and _hurt_lately(sessions):
        yield "Please do less, and if it hurts again ask your doctor or physiotherapist."


def overview(period: Period) -> Iterator[str]:
    """Yield the other sentences; while pain rises or ends each session, none about the dose."""
    sessions = period.sessions
    yield _practised(period)
    yield from _uncounted(period)
    yield from _stopped_early(sessions)
    yield from (difference.sentence for difference in lasting_differences(period))
    now, longest = consecutive_days(period.days, period.today)
    yield f"Days in a row: {now:,} now, {longest:,} at most so far. Days of rest are part of it."
    if not pain(sessions).rose:
        if not keeps_hurting(sessions[::-1]):
            yield from _doses(period)
        if pain_sentence := _pain_trend(sessions) or _pain_last(sessions):
            yield f"Pain from 0 to 10: {pain_sentence}."
    recorded = sum(session.pain_before is not None or session.pain_after is not None for session in sessions)
    if recorded < len(sessions):
        yield f"Pain was recorded in {recorded:,} of {_count(len(sessions), 'session')}."
    if any(map(hurt, sessions)) and not _hurt_lately(sessions):
        yield _hurt_sentence(sessions)


def no_sessions(period: Period) -> str:
    """Say that there are no sessions."""
    if not period.days:
        return "No sessions yet. Each session that you practise is noted here."
    last = format_date(period.days[-1])
    return f"No session in this time; the last one was on {last}."


def sides(sessions: Sequence[SessionTotals]) -> str:
    """Compare left with right in the latest sessions; empty when no session has both."""
    both = [one for one in sessions if one.compared and all(one.totals.side_s(side) is not None for side in SIDES)]
    if not both:
        return ""
    trends = [trend([one.totals.side_s(side) or 0.0 for one in both]) for side in SIDES]
    left, right = (
        each.last if each else both[0].totals.side_s(side) or 0.0 for each, side in zip(trends, SIDES, strict=True)
    )
    times = f"the last {trends[0].n} sessions" if trends[0] and trends[0].n > 1 else "the last session"
    return f"Mean hold in {times}: left {left:.1f} s, right {right:.1f} s, {abs(left - right):.1f} s apart."


def _practised(period: Period) -> str:
    minutes = round(sum(session.duration_s for session in period.sessions) / 60)
    time = _count(minutes, "minute") if minutes < LONG_MIN else _count(round(minutes / 60), "hour")
    return f"{_count(len(period.sessions), 'session')} on {_count(len(period.practised), 'day')}, {time}."


def _uncounted(period: Period) -> Iterator[str]:
    """Yield which sessions are not compared with others."""
    if without := sum(not summary.reps for _, summary in period.summaries):
        yield f"{_count(without, 'session')} had no attempt."
    if unjudged := sum(not is_comparable(session) for session in period.sessions):
        yield f"Not compared, because I could judge you for less than half of the time: {_count(unjudged, 'session')}."


def _stopped_early(sessions: Sequence[SessionRecord]) -> Iterator[str]:
    """Yield why sessions ended early, where the person said it and it was not pain."""
    tired, other = (sum(session.reason == reason for session in sessions) for reason in ("tired", "other"))
    parts = [f"{_count(tired, 'session')} because you were tired"] if tired else []
    parts += [f"{_count(other, 'session')} for another reason"] if other else []
    if parts:
        yield f"Ended early: {', '.join(parts)}."


def _doses(period: Period) -> Iterator[str]:
    """Yield the completed share of the dose of each exercise."""
    found: dict[str, list[str]] = {NEARER: [], SAME: [], LESS: [], UNKNOWN: []}
    for exercise, sessions in period.by_exercise.items():
        if any(session.totals.asked_reps for session in sessions):
            kind, numbers = _dose(dose(sessions))
            found[kind].append(title(exercise) + numbers)
    comparable = any(names for kind, names in found.items() if kind != UNKNOWN)
    for kind, names in found.items():
        if names and comparable:
            yield f"{kind}: {', '.join(names)}.{' That is fine: pain decides.' if kind == LESS else ''}"
    shares = [session.dose_share for session in period.sessions]
    if min(shares) < 1:
        yield f"Asked for in the last session: {shares[-1] * 100:.0f} % of the full dose."


def _dose(change: Trend | None) -> tuple[str, str]:
    """Return the kind of change, and the shares in parentheses."""
    if change is None:
        return UNKNOWN, ""
    kind = SAME if abs(change.change) < STEP else NEARER if change.change > 0 else LESS
    first, last = round(change.first * 100), round(change.last * 100)
    return kind, f" ({last} %)" if kind == SAME else f" ({first} % → {last} %)"


def _pain_trend(sessions: Sequence[SessionRecord]) -> str:
    """Return how pain changed; empty when it was recorded less than twice."""
    found = pain(sessions)
    parts = [
        f"{when} practice {change.first:.{digits}f} at first, {change.last:.{digits}f} lately"
        for when, change in (("before", found.before), ("after", found.after))
        if change
        for digits in [0 if change.n == 1 else 1]
    ]
    return "; ".join(parts)


def _pain_last(sessions: Sequence[SessionRecord]) -> str:
    text = pain_text(sessions[-1])
    return f"{text}, before and after the last session" if text else ""


def _hurt_lately(sessions: Sequence[SessionRecord]) -> bool:
    """Whether one of the latest sessions hurt, or many sessions did."""
    return any(map(hurt, sessions[-LATEST:])) or sum(map(hurt, sessions)) >= OFTEN * max(len(sessions), 1)


def _hurt_sentence(sessions: Sequence[SessionRecord]) -> str:
    """Say how many sessions hurt, and when the last one was."""
    ended = sum(map(stopped_for_pain, sessions))
    worse = sum(hurt(session) for session in sessions) - ended
    last = next(session for session in reversed(sessions) if hurt(session))
    parts = [f"{_count(ended, 'session')} ended because of pain"] if ended else []
    parts += [f"after {_count(worse, 'session')} the pain was worse than before"] if worse else []
    text = ", ".join(parts)
    return f"{text[0].upper()}{text[1:]}; last on {format_date(date.fromisoformat(last.started[:10]))}."


def _count(n: int, what: str) -> str:
    return f"{n:,} {what}" if n == 1 else f"{n:,} {what}s"
