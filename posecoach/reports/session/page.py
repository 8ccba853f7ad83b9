"""Makes the report page of a result and its landmarks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from posecoach.core.body.pose import TimedPose
from posecoach.core.judging.events import Fault, Rep
from posecoach.core.result import Result
from posecoach.reports import reasons
from posecoach.reports.html import render_parts
from posecoach.reports.session import certainty, wording
from posecoach.reports.session.attempts import Attempt, measure_attempts, median_conditions
from posecoach.reports.session.charts import draw_plots, draw_time_line, time_line_lanes
from posecoach.reports.session.stills import Still, Stills, draw_still
from posecoach.translation import N_, Sentence, _


def render_report(result: Result, poses: Sequence[TimedPose], *, title: str, stills: Stills | None = None) -> str:
    """Make the report of one analysed video or practised session; parameters and content as of `report_parts`."""
    return "".join(report_parts(result, poses, title=title, stills=stills))


def report_parts(
    result: Result, poses: Sequence[TimedPose], *, title: str, stills: Stills | None = None
) -> Iterator[str]:
    """Make the report of one analysed video or practised session, part by part.

    Parameters
    ----------
    result : Result
        The result.
    poses : sequence of (float, Pose or None)
        Time in seconds and pose of every frame.
    title : str
        Title of the report, such as the video's name.
    stills : callable, optional
        Returns the picture at a time (s), uint8 (height, width, 3) blue-green-red, or None; without it, the report
        shows only skeletons.

    Returns
    -------
    iterator of str
        An HTML page, which loads nothing.
    """
    reps = result.reps
    attempts: list[Attempt] = []
    drawn: list[tuple[Rep, list[Still]]] = []
    for attempt in measure_attempts(reps, poses, result.height_cm):
        if found := list(_stills(attempt, stills)):
            drawn.append((attempt.rep, found))
        attempts.append(attempt.without_bodies())
    return render_parts(
        "posecoach.reports.session",
        "report",
        title=_(title) if isinstance(title, Sentence) else title,  # a video's name is no message
        result=result,
        wording=wording,
        reasons=reasons,
        certainty=certainty,
        conditions=list(certainty.conditions(*median_conditions(attempts))),
        time_line=draw_time_line(list(time_line_lanes(reps)), max(result.video.duration_s, 1.0)) if reps else None,
        plots=list(draw_plots(attempts)),
        stills=drawn,
    )


def _stills(attempt: Attempt, stills: Stills | None) -> Iterator[Still]:
    """Draw the best and the worst moment of an attempt."""
    if attempt.best:
        moment, inside = attempt.best
        time = wording.number(moment.t, "s")
        best = N_("Best, at {time}", time=time) if inside else N_("Least off, at {time}", time=time)
        yield draw_still(best, attempt, moment, (), stills)
    if attempt.worst:
        moment, fault = attempt.worst
        yield draw_still(_worst(moment.t, fault), attempt, moment, [fault] if fault else [], stills)


def _worst(t: float, fault: Fault | None) -> str:
    """Return the caption of the worst moment of a fault; without one, of the moment nearest to a limit."""
    time = wording.number(t, "s")
    if fault is None:
        return N_("Nearest to a limit, at {time}", time=time)
    target = wording.target(fault)
    return N_("Worst, at {time}: {cue} Target {target}.", time=time, cue=fault.cue, target=target)
