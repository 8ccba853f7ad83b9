"""The page's sentences. Pain comes first; no sentence pushes the person; nothing is claimed of what was not visible."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from posecoach.core.body.landmarks import SIDES
from posecoach.core.session.routine import PAIN_STOPS, hurt, keeps_hurting, stopped_for_pain
from posecoach.reports.progress.period import Period, consecutive_days, title
from posecoach.reports.progress.side_difference import lasting_differences
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
from posecoach.reports.verdict import share_text
from posecoach.storage.history.records import SessionRecord
from posecoach.translation import N_, dated, joined, percent, plural, quantity

LATEST, OFTEN = 5, 0.25
"""Painful sessions are mentioned first when one of the latest 5 hurt, or this share of all. Our choice, cautious."""
LONG_MIN = 600
"""From this many minutes on, the time is given in hours."""
NEARER = N_("Nearer to the full dose than at first: {exercises}.")
SAME = N_("About as at first: {exercises}.")
LESS = N_("Less than at first: {exercises}. That is fine: pain decides.")
BEFORE = N_("before practice {first} at first, {last} lately")
AFTER = N_("after practice {first} at first, {last} lately")
"""How pain changed."""
UNKNOWN = N_("Too few sessions to compare: {exercises}.")
SEE_DOCTOR = N_("Please show this page to your doctor or physiotherapist before you go on. You may rest until then.")


def good_form(totals: ExerciseTotals) -> str:
    """Return the share of the hold in good form, with "at least" where something could not be judged."""
    if totals.form is None:
        return ""
    return share_text(totals.form, totals.at_least)


def attempts(totals: ExerciseTotals) -> str:
    """Return the number of attempts, and the requested number."""
    if totals.asked_reps is None:
        return str(totals.reps)
    return N_("{done} of {asked}", done=totals.reps, asked=totals.asked_reps)


def made(totals: ExerciseTotals) -> str:
    """Return the number of attempts in words, and the requested number."""
    asked = totals.asked_reps
    if asked is None:
        return plural("{n} attempt", "{n} attempts", totals.reps)
    return plural("{done} of {n} attempt", "{done} of {n} attempts", asked, done=totals.reps)


def seconds(value: float | None) -> str:
    """Return seconds to a tenth; empty for None."""
    return "" if value is None else quantity(value, "s", 1)


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
        yield N_("Your last {n} sessions ended because of pain.", n=PAIN_STOPS)
    if rose:
        yield N_("Your pain rose over these sessions: {change}.", change=_pain_trend(sessions))
    if _hurt_lately(sessions):
        yield _hurt_sentence(sessions)
    if rose and not stops:
        yield SEE_DOCTOR
    elif not stops and _hurt_lately(sessions):
        yield N_("Please do less, and if it hurts again ask your doctor or physiotherapist.")


def overview(period: Period) -> Iterator[str]:
    """Yield the other sentences; while pain rises or ends each session, none about the dose."""
    sessions = period.sessions
    yield _practised(period)
    yield from _uncounted(period)
    yield from _stopped_early(sessions)
    yield from (difference.sentence for difference in lasting_differences(period))
    now, longest = consecutive_days(period.days, period.today)
    yield N_(
        "Days in a row: {now:,} now, {longest:,} at most so far. Days of rest are part of it.", now=now, longest=longest
    )
    if not pain(sessions).rose:
        if not keeps_hurting(sessions[::-1]):
            yield from _doses(period)
        if pain_sentence := _pain_trend(sessions) or _pain_last(sessions):
            yield N_("Pain from 0 to 10: {pain}.", pain=pain_sentence)
    recorded = sum(session.pain_before is not None or session.pain_after is not None for session in sessions)
    if recorded < len(sessions):
        yield plural(
            "Pain was recorded in {recorded:,} of {n:,} session.",
            "Pain was recorded in {recorded:,} of {n:,} sessions.",
            len(sessions),
            recorded=recorded,
        )
    if any(map(hurt, sessions)) and not _hurt_lately(sessions):
        yield _hurt_sentence(sessions)


def no_sessions(period: Period) -> str:
    """Say that there are no sessions."""
    if not period.days:
        return N_("No sessions yet. Each session that you practise is noted here.")
    return N_("No session in this time; the last one was on {day}.", day=dated(period.days[-1]))


def sides(sessions: Sequence[SessionTotals]) -> str:
    """Compare left with right in the latest sessions; empty when no session has both."""
    both = [one for one in sessions if one.compared and all(one.totals.side_s(side) is not None for side in SIDES)]
    if not both:
        return ""
    trends = [trend([one.totals.side_s(side) or 0.0 for one in both]) for side in SIDES]
    left, right = (
        each.last if each else both[0].totals.side_s(side) or 0.0 for each, side in zip(trends, SIDES, strict=True)
    )
    return plural(
        "Mean hold in the last session: left {left}, right {right}, {difference} apart.",
        "Mean hold in the last {n} sessions: left {left}, right {right}, {difference} apart.",
        trends[0].n if trends[0] else 1,
        left=seconds(left),
        right=seconds(right),
        difference=seconds(abs(left - right)),
    )


def _practised(period: Period) -> str:
    minutes = round(sum(session.duration_s for session in period.sessions) / 60)
    if minutes < LONG_MIN:
        time = plural("{n:,} minute", "{n:,} minutes", minutes)
    else:
        time = plural("{n:,} hour", "{n:,} hours", round(minutes / 60))
    return N_(
        "{sessions} {on_days}, {time}.",
        sessions=plural("{n:,} session", "{n:,} sessions", len(period.sessions)),
        on_days=plural("on {n:,} day", "on {n:,} days", len(period.practised)),
        time=time,
    )


def _uncounted(period: Period) -> Iterator[str]:
    """Yield which sessions are not compared with others."""
    if without := sum(not summary.reps for _, summary in period.summaries):
        yield plural("{n:,} session had no attempt.", "{n:,} sessions had no attempt.", without)
    if unjudged := sum(not is_comparable(session) for session in period.sessions):
        yield plural(
            "Not compared, because I could judge you for less than half of the time: {n:,} session.",
            "Not compared, because I could judge you for less than half of the time: {n:,} sessions.",
            unjudged,
        )


def _stopped_early(sessions: Sequence[SessionRecord]) -> Iterator[str]:
    """Yield why sessions ended early, where the person said it and it was not pain."""
    tired, other = (sum(session.reason == reason for session in sessions) for reason in ("tired", "other"))
    by_tiredness = plural("{n:,} session because you were tired", "{n:,} sessions because you were tired", tired)
    by_other = plural("{n:,} session for another reason", "{n:,} sessions for another reason", other)
    parts = [*([by_tiredness] if tired else []), *([by_other] if other else [])]
    if parts:
        yield N_("Ended early: {sessions}.", sessions=joined(parts, N_(", ")))


def _doses(period: Period) -> Iterator[str]:
    """Yield the completed share of the dose of each exercise."""
    found: dict[str, list[str]] = {NEARER: [], SAME: [], LESS: [], UNKNOWN: []}
    for exercise, sessions in period.by_exercise.items():
        if any(session.totals.asked_reps for session in sessions):
            kind, named = _dose(title(exercise), dose(sessions))
            found[kind].append(named)
    comparable = any(names for kind, names in found.items() if kind != UNKNOWN)
    for kind, names in found.items():
        if names and comparable:
            yield N_(kind, exercises=joined(names, N_(", ")))
    shares = [session.dose_share for session in period.sessions]
    if min(shares) < 1:
        yield N_("Asked for in the last session: {share} of the full dose.", share=percent(shares[-1]))


def _dose(exercise: str, change: Trend | None) -> tuple[str, str]:
    """Return the kind of change, and the exercise with its shares."""
    if change is None:
        return UNKNOWN, exercise
    first, last = percent(change.first), percent(change.last)
    if abs(change.change) < STEP:
        return SAME, N_("{exercise} ({share})", exercise=exercise, share=last)
    kind = NEARER if change.change > 0 else LESS
    return kind, N_("{exercise} ({first} → {last})", exercise=exercise, first=first, last=last)


def _pain_trend(sessions: Sequence[SessionRecord]) -> str:
    """Return how pain changed; empty when it was recorded less than twice."""
    found = pain(sessions)
    trends = ((BEFORE, found.before), (AFTER, found.after))
    return joined((_change(message, change) for message, change in trends if change), N_("; "))


def _change(message: str, change: Trend) -> str:
    """Return the pain at first and lately; a mean with tenths."""
    first, last = (quantity(level, "", 0 if change.n == 1 else 1) for level in (change.first, change.last))
    return N_(message, first=first, last=last)


def _pain_last(sessions: Sequence[SessionRecord]) -> str:
    text = pain_text(sessions[-1])
    return N_("{pain}, before and after the last session", pain=text) if text else ""


def _hurt_lately(sessions: Sequence[SessionRecord]) -> bool:
    """Whether one of the latest sessions hurt, or many sessions did."""
    return any(map(hurt, sessions[-LATEST:])) or sum(map(hurt, sessions)) >= OFTEN * max(len(sessions), 1)


def _hurt_sentence(sessions: Sequence[SessionRecord]) -> str:
    """Say how many sessions hurt, and when the last one was."""
    ended = sum(map(stopped_for_pain, sessions))
    worse = sum(hurt(session) for session in sessions) - ended
    last = next(session for session in reversed(sessions) if hurt(session))
    day = dated(date.fromisoformat(last.started[:10]))
    if not worse:
        return plural(
            "{n:,} session ended because of pain; last on {day}.",
            "{n:,} sessions ended because of pain; last on {day}.",
            ended,
            day=day,
        )
    if not ended:
        return plural(
            "After {n:,} session the pain was worse than before; last on {day}.",
            "After {n:,} sessions the pain was worse than before; last on {day}.",
            worse,
            day=day,
        )
    return N_(
        "{ended}, {worse}; last on {day}.",
        ended=plural("{n:,} session ended because of pain", "{n:,} sessions ended because of pain", ended),
        worse=plural(
            "after {n:,} session the pain was worse than before",
            "after {n:,} sessions the pain was worse than before",
            worse,
        ),
        day=day,
    )
