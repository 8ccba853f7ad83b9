"""Look at camera, light and place until all is well: for `posecoach check`, before anybody lies down."""

from __future__ import annotations

from collections.abc import Callable

from posecoach.core.body.pose import Frame, Pose
from posecoach.core.session.camera_placement import Placement
from posecoach.core.session.scene import SetupCheck
from posecoach.practice.live_session import WAIT_S
from posecoach.vision.brightness import measure_conditions
from posecoach.vision.estimator import Estimator
from posecoach.vision.source import FrameSource


def check_camera(
    source: FrameSource,
    find: Estimator,
    count: Callable[[Frame, Pose | None], int] | None,
    *,
    seconds: float,
    on_update: Callable[[float, tuple[SetupCheck, ...]], None],
    stop: Callable[[], bool],
) -> tuple[SetupCheck, ...]:
    """Look until all is well, for `seconds` of the stream at most; return what was found last.

    Parameters
    ----------
    source : FrameSource
        Where frames come from.
    find : callable
        Finds the person.
    count : callable or None
        Counts the people; None = nobody does.
    on_update : callable
        Hears the time and what was found, frame by frame.
    stop : callable
        Whether the user wants to end.
    """
    placement, findings, began_t = Placement(), (), None  # type: Placement, tuple[SetupCheck, ...], float | None
    while not (stop() or placement.passed or source.state == "ended"):
        frame = source.latest(WAIT_S)
        if frame is None:
            continue
        pose = find(frame)
        persons = count(frame, pose) if count else None
        findings = placement.update(frame.t, pose, measure_conditions(frame, pose, persons))
        on_update(frame.t, findings)
        began_t = frame.t if began_t is None else began_t
        if frame.t - began_t >= seconds:
            break
    return findings
