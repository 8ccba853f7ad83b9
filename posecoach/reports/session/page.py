"""From an analysis and its landmarks to the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from posecoach.core.body.pose import TimedPose
from posecoach.core.result import Result
from posecoach.reports.html import render
from posecoach.reports.session import wording
from posecoach.reports.session.attempts import Attempt, mean_conditions, measured_attempts
from posecoach.reports.session.charts import lanes, plots, time_line
from posecoach.reports.session.stills import Still, Stills, still


def render_report(result: Result, seen: Sequence[TimedPose], *, title: str, stills: Stills | None = None) -> str:
    """Make the report of one analysed video or practised session.

    Parameters
    ----------
    result : Result
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
    reps = result.reps
    attempts = measured_attempts(reps, seen, result.height_cm)
    return render(
        "posecoach.reports.session",
        "report",
        title=title,
        result=result,
        wording=wording,
        conditions=list(wording.conditions(*mean_conditions(attempts))),
        time_line=time_line(list(lanes(reps)), max(result.video.duration_s, 1.0)) if reps else None,
        plots=list(plots(attempts)),
        stills=[(attempt.rep, found) for attempt in attempts if (found := list(_stills(attempt, stills)))],
    )


def _stills(attempt: Attempt, stills: Stills | None) -> Iterator[Still]:
    """Draw an attempt's best and its worst moment."""
    at_best, at_worst = attempt.best(), attempt.worst()
    if at_best:
        moment, within = at_best
        yield still(f"{'Best' if within else 'Least off'}, {wording.at(moment.t)}", attempt, moment, (), stills)
    if at_worst:
        moment, fault = at_worst
        faults = [fault] if fault else []
        told = f"Worst, {wording.at(moment.t)}: {fault.cue} Target {wording.target(fault)}." if fault else None
        yield still(told or f"Nearest to a limit, {wording.at(moment.t)}", attempt, moment, faults, stills)
