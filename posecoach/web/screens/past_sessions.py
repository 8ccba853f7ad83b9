"""Past sessions in words: no sentence urges a person on, and none blames."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from posecoach.core.session.routine import hurt, stopped_for_pain
from posecoach.core.session.scene import Ended
from posecoach.storage.history.records import SessionSummary
from posecoach.translation import N_, dated, joined, percent, plural

STOPPED = N_("You stopped because it hurt, and that was right. Rest as long as you need.")
"""Whoever stopped for pain reads this, and no number."""
ENDINGS: dict[Ended, str] = {
    "complete": N_("You did what was planned."),
    "quit": N_("You ended it."),
    "nobody": N_("It ended when you left the picture."),
    "interrupted": N_("It was interrupted."),
}
PLANS = {"routine": N_("routine"), "short": N_("short"), "free": N_("free")}
"""Name of a session without an attempt, as the history keeps it -> as people read it."""


@dataclass(frozen=True, slots=True)
class PastSession:
    """A past session in words.

    Attributes
    ----------
    number : int or None
        Its number in the history.
    what : str
        Its exercises.
    when : str
        Its day and time.
    attempts : int
        The attempts of all exercises.
    form : str
        The share of the hold in good form; empty without a hold.
    pain : str
        Pain before and after; empty when none was given.
    stopped : bool
        Whether the person stopped because it hurt.
    how : tuple of str
        How it went, as sentences.
    """

    number: int | None
    what: str
    when: str
    attempts: int
    form: str
    pain: str
    stopped: bool
    how: tuple[str, ...]


def in_words(summary: SessionSummary, today: date) -> PastSession:
    """Describe a past session."""
    session = summary.session
    return PastSession(
        session.id,
        _what(summary),
        _when(session.started, today),
        summary.reps,
        _form(summary),
        _pain(session.pain_before, session.pain_after),
        stopped_for_pain(session),
        _how(summary),
    )


def _what(summary: SessionSummary) -> str:
    from posecoach.reports.progress.period import title

    done = dict.fromkeys(total.exercise for total in summary.totals if total.reps)
    return joined(map(title, done), N_(", ")) if done else PLANS.get(summary.session.name, summary.session.name)


def _when(started: str, today: date) -> str:
    day = date.fromisoformat(started[:10])
    near = {today: N_("Today"), today - timedelta(days=1): N_("Yesterday")}
    # TRANSLATORS: the day and time of a session
    return N_("{day}, {time}", day=near.get(day) or dated(day, "weekday"), time=started[11:16])


def _form(summary: SessionSummary) -> str:
    if not summary.hold_s:
        return ""
    share = percent(summary.good_s / summary.hold_s)
    return N_("at least {share}", share=share) if summary.unjudged else share


def _pain(before: int | None, after: int | None) -> str:
    if before is None and after is None:
        return ""
    return " → ".join("?" if level is None else str(level) for level in (before, after))


def _how(summary: SessionSummary) -> tuple[str, ...]:
    session = summary.session
    if stopped_for_pain(session):
        return (STOPPED,)
    if hurt(session):
        levels = _pain(session.pain_before, session.pain_after)
        return (N_("Afterwards it hurt more than before: {levels}. Take it easy.", levels=levels),)
    ending = N_("You ended it because you were tired.") if session.reason == "tired" else ENDINGS[session.ended]
    if not summary.reps:
        return (ending,)
    minutes = max(1, round(session.duration_s / 60))
    done = plural("{n} attempt in {minutes} min", "{n} attempts in {minutes} min", summary.reps, minutes=minutes)
    form = _form(summary)
    well = N_("{done}, {share} of the holding time in good form.", done=done, share=form)
    return (ending, well if form else N_("{done}.", done=done))
