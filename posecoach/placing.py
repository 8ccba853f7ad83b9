"""Look at camera, light and place until all is well: for `posecoach check`, before anybody lies down."""

from __future__ import annotations

from collections.abc import Callable

from posecoach.core.placement import Placement
from posecoach.core.types import Finding, Frame, Pose
from posecoach.estimator import Estimator
from posecoach.lighting import picture_of
from posecoach.live import WAIT_S, Source


def look(
    source: Source,
    find: Estimator,
    count: Callable[[Frame, Pose | None], int],
    *,
    seconds: float,
    on_update: Callable[[Frame, Pose | None, tuple[Finding, ...]], None],
    stop: Callable[[], bool],
) -> tuple[Finding, ...]:
    """Look until all is well, for `seconds` of the stream at most; return what was found last.

    Parameters
    ----------
    source : Source
        Where frames come from.
    find, count : callable
        Finds the person; counts the people.
    on_update : callable
        Hears what each frame told.
    stop : callable
        Whether the user wants to end.
    """
    placement, findings, began_t = Placement(), (), None  # type: Placement, tuple[Finding, ...], float | None
    while not (stop() or placement.passed or source.state == "ended"):
        frame = source.latest(WAIT_S)
        if frame is None:
            continue
        pose = find(frame)
        findings = placement.update(frame.t, pose, picture_of(frame, pose, count(frame, pose)))
        on_update(frame, pose, findings)
        began_t = frame.t if began_t is None else began_t
        if frame.t - began_t >= seconds:
            break
    return findings
