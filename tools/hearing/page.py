"""Shows an audit: the numbers of each session, all that is wrong, and what was true beside what was spoken."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, get_args

from truth.markdown import NOTHING, codes, count, number, table
from truth.outcomes import TrueAttempt

from hearing.findings import COUNTDOWN_WITHIN_S, END_WITHIN_S, Audit, Kind
from hearing.moments import faults_of, reach_s
from hearing.playing import Played
from hearing.programs import Case, TrueSession
from hearing.speech import Utterance

KINDS: tuple[Kind, ...] = get_args(Kind)
COLUMNS = ("session", "words", *KINDS, "end off by", "countdown off by", "correction after")

_OFFS: tuple[tuple[Callable[[Audit], Sequence[float]], Callable[[float], float]], ...] = (
    (lambda audit: audit.ends_s, abs),
    (lambda audit: audit.countdowns_s, abs),
    (lambda audit: audit.corrections_s, float),
)
"""What the last columns show the worst of: how far words are off, and by which size."""


class Audited(NamedTuple):
    """A session, what it ordered to be spoken, what was heard of that, and what is wrong with it."""

    case: Case
    played: Played
    heard: Sequence[Utterance]
    audit: Audit


def rows(sessions: Sequence[Audited]) -> Iterator[list[str]]:
    """Yield a row for each session, below `COLUMNS`, and one for all."""
    for one in sessions:
        yield _row(one.case.name, [one.audit])
    if len(sessions) > 1:
        yield _row("all", [one.audit for one in sessions])


def _row(name: str, audits: Sequence[Audit]) -> list[str]:
    wrong = [sum(audit.number_of(kind) for audit in audits) for kind in KINDS]
    worst = [
        number(max((off for audit in audits for off in offs(audit)), key=size, default=math.nan), "s", 2)
        for offs, size in _OFFS
    ]
    return [name, str(sum(audit.words for audit in audits)), *map(str, wrong), *worst]


def findings_table(sessions: Sequence[Audited]) -> list[str]:
    """Return the table of all that is wrong."""
    wrong = [
        (one.case.name, number(finding.t, "s"), finding.kind, finding.say or NOTHING, finding.why)
        for one in sessions
        for finding in one.audit.findings
    ]
    return table(("session", "at", "kind", "words", "why"), wrong, words=5) if wrong else ["Nothing is wrong."]


def page(sessions: Sequence[Audited]) -> str:
    """Return the whole page, in Markdown."""
    lines = [
        "# What the live coach said, beside what was true",
        "",
        f"{count(len(sessions), 'session')}. Wrong is: anything false; an end of a hold that is not announced within "
        f"{END_WITHIN_S:g} s; a countdown that is off by more than {COUNTDOWN_WITHIN_S:g} s; a late or missing "
        "correction; a number that is wrong or missing. Times are seconds of the session.",
        "",
        *table(COLUMNS, rows(sessions)),
        "",
        "## What is wrong",
        "",
        *findings_table(sessions),
    ]
    for one in sessions:
        lines += ["", f"## {one.case.name}", "", *_timeline(one)]
    return "\n".join(lines) + "\n"


def _timeline(one: Audited) -> list[str]:
    """Return the table of one session in order of time."""
    wrong = {(finding.t, finding.say): finding for finding in one.audit.findings}
    moments: list[tuple[float, str, str, str]] = [(t, text, "", "") for t, text in _true_moments(one.case.truth)]
    for words in one.heard:
        finding = wrong.pop((words.t, words.say), None)
        cut = "" if words.is_understood else " (cut)"
        moments.append((words.t, "", words.say + cut, _mark(finding.kind, finding.why) if finding else ""))
    moments += [(finding.t, "", "", _mark(finding.kind, finding.why)) for finding in wrong.values()]
    moments.sort(key=lambda moment: moment[0])
    return table(("s", "true", "spoken", "wrong"), [(number(t), *texts) for t, *texts in moments], words=4)


def _mark(kind: Kind, why: str) -> str:
    return f"**{kind}**: {why}"


def _true_moments(truth: TrueSession) -> Iterator[tuple[float, str]]:
    """Yield what happens, with its time."""
    for n, attempt in enumerate(truth.attempts, 1):
        yield attempt.start_s, _begin(n, attempt)
        yield attempt.hold_start_s, "the hold begins"
        yield from ((begin_s, f"`{check.code}` begins") for check, begin_s in faults_of(attempt))
        reached_s = reach_s(truth, attempt)
        if reached_s is not None:
            yield reached_s, f"held for {truth.holds_s[attempt.exercise]:.0f} s, as asked for"
        yield attempt.hold_end_s, "the hold ends"
        yield attempt.end_s, f"attempt {n} is over"
    yield from ((back_s, "the person is back in view") for back_s in truth.returns_s)


def _begin(n: int, attempt: TrueAttempt) -> str:
    side = f", {attempt.side} leg" if attempt.side else ""
    faults = f", with {codes(attempt.faults)}" if attempt.faults else ", in good form"
    return f"attempt {n} begins: {attempt.exercise}{side}{faults}"
