"""Streams of hostile poses through the public `Coach`: numbers stay numbers, and nobody is blamed for nothing."""

from __future__ import annotations

import math
from itertools import pairwise
from pathlib import Path

import posecoach as pc
from hostile import recipes
from hostile.feeding import Target
from hostile.recordings import MODEL, video_of
from posecoach.core.body.pose import TimedPose
from posecoach.core.judging.events import Rep, Update
from posecoach.core.result import make_result
from posecoach.storage import result_json
from posecoach.storage.frame_table import FrameLog

NEARLY = 1e-6
"""Seconds by which sums of times may differ."""


def check_rep(rep: Rep) -> None:
    """Check one attempt's numbers."""
    moments = (rep.start_s, rep.hold_start_s, rep.hold_end_s, rep.end_s)
    assert all(map(math.isfinite, (*moments, rep.hold_s, rep.good_s, rep.unseen_s))), rep
    near = NEARLY + 1e-12 * rep.end_s
    assert all(one <= other + near for one, other in pairwise(moments)), rep
    assert 0.0 <= rep.good_s <= rep.hold_s + near, rep
    assert rep.unseen_s >= 0.0 and rep.hold_s + rep.unseen_s <= rep.hold_end_s - rep.hold_start_s + near, rep
    for fault in rep.faults:
        assert math.isfinite(fault.value) and rep.start_s - near <= fault.start_s <= fault.end_s <= rep.end_s + near


def check_update(update: Update, before: Update | None, begun_s: float) -> None:
    """Check one frame's numbers in a stream that began at a time; a hold does not grow while nobody is seen."""
    assert 0.0 <= update.good_s <= update.hold_s + NEARLY, update
    assert update.hold_s <= update.t - begun_s + NEARLY, update
    if before and update.pose is None and update.rep == before.rep:
        assert update.hold_s <= before.hold_s + NEARLY, (before.hold_s, update.hold_s)


def _read(data: bytes, folder: Path) -> str:
    """Judge a stream as a program of one's own does; frames that are refused are left out."""
    stream = recipes.stream_of(data)
    coach, table = pc.Coach(stream.exercise, height_cm=stream.height_cm), FrameLog()
    seen: list[TimedPose] = []
    before: Update | None = None
    for t, pose in stream.poses:
        try:
            update = coach.step(t, pose)
        except pc.PosecoachError:
            assert not math.isfinite(t) or (seen and t <= seen[-1][0])
            continue
        seen.append((t, pose))
        check_update(update, before, seen[0][0])
        table.update(update)
        before = update
    end_s = seen[-1][0] if seen else 0.0
    coach.finish(end_s)
    for rep in coach.reps:
        check_rep(rep)
    assert all(one.end_s <= other.start_s + NEARLY for one, other in pairwise(coach.reps))
    assessment = coach.assess(end_s)
    assert 0.0 <= assessment.judged_share <= 1.0
    if seen:
        result = make_result(assessment, video_of(seen), MODEL, stream.height_cm)
        assert result_json.loads(result_json.dumps(result)) == result
    table.save(folder / "clip.csv")
    return f"{stream.exercise}: {len(coach.reps)} attempts"


STREAM = Target("stream", recipes.samples, recipes.change, _read, frozenset(), tried=10)
