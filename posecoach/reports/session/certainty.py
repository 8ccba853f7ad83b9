"""The sentences that say how sure a report is, and what it was made with."""

from __future__ import annotations

import math
from collections.abc import Iterator

from posecoach.core.judging.view_quality import DARK, OBLIQUE_DEG
from posecoach.core.result import Result
from posecoach.translation import N_, percent, quantity

ERRORS = (
    (N_("Hip angle"), quantity(3.5, "deg", 1)),
    (N_("Knee angle"), quantity(2.8, "deg", 1)),
    (N_("Trunk pitch"), N_("3° from the side, 5° with the camera turned by 15° or more")),
    (
        N_("Heel height"),
        N_("{rest} at rest, {lifted} lifted", rest=quantity(1, "cm"), lifted=quantity(2, "cm")),
    ),
    (N_("Start and end of a hold"), quantity(0.3, "s", 1)),
)
"""Mean errors, measured on rendered bodies; docs/accuracy.md says how."""
VIEW_ERROR_DEG = 9.0
"""Mean error of the turn from a side view that is estimated from the landmarks, in degrees; from the same."""


def judged(result: Result) -> str:
    """Say for how long the body could be judged, and in how many pictures it was found."""
    video, share = result.video, result.summary.judged_share
    return N_(
        "{judged:.0f} of {total:.0f} s could be judged ({share}); a person was found in {found} of {frames} pictures.",
        judged=share * video.duration_s,
        total=video.duration_s,
        share=percent(share),
        found=video.frames_with_pose,
        frames=video.frames,
    )


def conditions(turned_deg: float, light: float) -> Iterator[str]:
    """Describe the camera's view and the light, each with its limit; skip what is not known."""
    if not math.isnan(turned_deg):
        yield N_(
            "View: turned by about {turn} from a side view (estimated from the landmarks, within about {error}, "
            "and too low for a standing body); beyond {limit} nothing is judged, and some checks not beyond less.",
            turn=quantity(turned_deg, "deg"),
            error=quantity(VIEW_ERROR_DEG, "deg"),
            limit=quantity(OBLIQUE_DEG, "deg"),
        )
    if not math.isnan(light):
        yield N_("Light: brightness {light:.0f} of 255; below {dark:.0f} nothing is judged.", light=light, dark=DARK)


def made_with(result: Result) -> str:
    """Say what made the report."""
    height_cm = float(result.height_cm)
    return N_(
        "posecoach {version}, pose model {model}, body height {height}. Made on this computer; "
        "this page loads nothing.",
        version=result.posecoach,
        model=result.model.name,
        height=quantity(height_cm, "cm", 0 if height_cm.is_integer() else 1),
    )
