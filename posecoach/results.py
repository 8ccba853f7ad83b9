"""What is written about a video or a session: the text of STEM.json."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import Any

from posecoach import __version__
from posecoach.core.judging.events import Fault, Rep
from posecoach.schema import Analysis


@dataclass(frozen=True, slots=True)
class Watched:
    """What was watched, as the output names it."""

    path: str
    sha256: str | None
    width: int
    height: int
    fps: float | None
    duration_s: float
    frames: int
    frames_with_pose: int


def analysis(
    watched: Watched,
    model: dict[str, str],
    height_cm: float,
    exercise: str | None,
    share: dict[str, float],
    reps: Sequence[Rep],
    partial: str | None = None,
    not_judged: Mapping[str, float] = MappingProxyType({}),
    asked: str | None = None,
) -> str:
    """Build the JSON text of one analysis, checked against the schema.

    Parameters
    ----------
    watched : Watched
        The video or camera.
    model : dict
        As `posecoach.vision.weights.describe` gives it.
    height_cm : float
        The height that set the scale.
    exercise : str or None
        The recognised or given exercise.
    share : dict
        Share of the time in each exercise's attempts.
    reps : sequence of Rep
        The attempts.
    partial : str, optional
        Why the result is not whole.
    not_judged : mapping of str to float
        Why nothing could be judged, and for how many seconds.
    asked : str, optional
        The exercise that the user named.
    """
    data: dict[str, Any] = {
        "schema": "posecoach.analysis/1",
        "posecoach": __version__,
        "model": model,
        "video": {**asdict(watched), "duration_s": round(watched.duration_s, 3)},
        "height_cm": height_cm,
        "asked": asked,
        "exercise": exercise,
        "recognition": {key: round(value, 3) for key, value in share.items()},
        "reps": [_rep(rep) for rep in reps],
        "summary": summary(reps, watched, not_judged),
        "partial": partial,
    }
    return Analysis.model_validate(data).model_dump_json(by_alias=True, indent=1) + "\n"


def summary(reps: Sequence[Rep], watched: Watched, not_judged: Mapping[str, float]) -> dict[str, Any]:
    """Totals over all attempts; one of which something could not be judged is not called faultless."""
    return {
        "reps": len(reps),
        "reps_without_fault": sum(not rep.faults and not rep.unjudged for rep in reps),
        "hold_s": round(sum(rep.hold_s for rep in reps), 2),
        "good_s": round(sum(rep.good_s for rep in reps), 2),
        "longest_hold_s": round(max((rep.hold_s for rep in reps), default=0.0), 2),
        "faults": dict(Counter(code for rep in reps for code in sorted({fault.code for fault in rep.faults}))),
        "judged_share": round(watched.frames_with_pose / watched.frames, 3) if watched.frames else 0.0,
        "not_judged_s": {reason: round(seconds, 2) for reason, seconds in not_judged.items()},
    }


def _rep(rep: Rep) -> dict[str, Any]:
    times = ("start_s", "hold_start_s", "hold_end_s", "end_s", "hold_s", "good_s")
    return {
        "index": rep.index,
        "exercise": rep.exercise,
        "side": rep.side,
        **{name: round(getattr(rep, name), 3) for name in times},
        "asked_hold_s": rep.asked_hold_s,
        "faults": [_fault(fault) for fault in rep.faults],
        "unjudged": [{"code": code, "reason": reason} for code, reason in rep.unjudged],
    }


def _fault(fault: Fault) -> dict[str, Any]:
    low, high = (None if math.isinf(end) else round(end, 2) for end in fault.target)
    return {
        "code": fault.code,
        "start_s": round(fault.start_s, 3),
        "end_s": round(fault.end_s, 3),
        "value": round(fault.value, 2),
        "target": (low, high),
        "unit": fault.unit,
        "cue": fault.cue,
    }
