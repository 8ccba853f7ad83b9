"""What the page shows beside the picture, as plain values for JSON."""

from __future__ import annotations

from collections.abc import Sequence

from posecoach.core.judging.events import Update
from posecoach.core.session.scene import SessionState, SetupCheck
from posecoach.core.session.summary import ENDINGS, Summary
from posecoach.translation import _


def describe_scene(update: Update, scene: SessionState, titles: Sequence[str]) -> dict[str, object]:
    """Return a frame's coaching: the words of the picture's overlay, and its numbers in whole seconds.

    Parameters
    ----------
    update, scene : Update, SessionState
        What the coach found, and what the session is doing.
    titles : sequence of str
        The exercises of the routine, in order.
    """
    from posecoach.feedback.overlay.header import choose_number
    from posecoach.feedback.overlay.message import Sentence, message_of
    from posecoach.feedback.overlay.style import status_of

    status = status_of(update, scene)
    number = choose_number(update, scene, status)
    whole, rest = (number.whole, number.rest) if number else (str(scene.count), "")
    said = [part.text for part in message_of(update, scene, status, None, keys=False) if isinstance(part, Sentence)]
    words = [word for word in dict.fromkeys(said) if word != whole]  # a count-in is the number itself
    return {
        "stage": scene.stage,
        "status": _(status.word),
        "shape": status.shape,
        "title": _(scene.title or update.title),
        "say": _(words[0]) if words else "",
        "more": _(words[1]) if len(words) > 1 else "",
        "number": _(whole),
        "of": _(rest),
        "sides": [_(side) for side in scene.sides],
        "done": scene.done,
        "reps": scene.reps,
        "next": _(titles[scene.step]) if scene.stage != "rest" and scene.step < len(titles) else "",
    }


def describe_findings(findings: Sequence[SetupCheck]) -> list[dict[str, object]]:
    """Return the setup check."""
    return [{"code": finding.code, "ok": finding.ok, "sentence": _(finding.sentence)} for finding in findings]


def describe_summary(summary: Summary) -> dict[str, object]:
    """Return what was done."""
    rows = [
        {"title": _(row.title), "reps": row.reps, "judged": row.judged, "good": row.good, "best_s": row.best_s}
        for row in summary.rows
    ]
    return {"ended": _(ENDINGS[summary.ended]), "rows": rows, "lines": [_(line) for line in summary.lines]}
