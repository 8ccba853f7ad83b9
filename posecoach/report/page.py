"""From an analysis and its landmarks to the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from posecoach.core.body.pose import Seen
from posecoach.exercises import EXERCISES
from posecoach.pages.frame import render
from posecoach.report import charts, drawn, looking, words
from posecoach.report.looking import Attempt
from posecoach.report.stills import Still, Stills, still
from posecoach.schema import Analysis


def build(analysis: Analysis, seen: Sequence[Seen], *, title: str, stills: Stills | None = None) -> str:
    """Make the report of one analysed video or practised session.

    Parameters
    ----------
    analysis : Analysis
        What was judged.
    seen : sequence of (float, Pose or None)
        The landmarks it was judged from.
    title : str
        What the report is called, such as the video's name.
    stills : callable, optional
        Gives the picture at a time (s), uint8 (height, width, 3) blue-green-red, or None; without it, only skeletons
        are drawn.

    Returns
    -------
    str
        An HTML page without script, which loads nothing.
    """
    reps = analysis.reps
    attempts = looking.attempts(reps, seen, analysis.height_cm)
    return render(
        "posecoach.report",
        "report",
        title=title,
        analysis=analysis,
        exercises=EXERCISES,
        words=words,
        conditions=list(words.conditions(*looking.conditions(attempts))),
        time_line=charts.time_line(list(drawn.lanes(reps)), max(analysis.video.duration_s, 1.0)) if reps else None,
        plots=list(drawn.plots(attempts)),
        stills=[(attempt.rep, found) for attempt in attempts if (found := list(_stills(attempt, stills)))],
    )


def _stills(attempt: Attempt, stills: Stills | None) -> Iterator[Still]:
    """Draw an attempt's best and its worst moment."""
    at_best, at_worst = attempt.best(), attempt.worst()
    if at_best:
        moment, within = at_best
        yield still(f"{'Best' if within else 'Least off'}, {words.at(moment.t)}", attempt, moment, (), stills)
    if at_worst:
        moment, fault = at_worst
        faults = [words.core_fault(attempt.rep, fault)] if fault else []
        told = f"Worst, {words.at(moment.t)}: {fault.cue} Target {words.target(fault)}." if fault else None
        yield still(told or f"Nearest to a limit, {words.at(moment.t)}", attempt, moment, faults, stills)
