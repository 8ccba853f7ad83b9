"""The same streams through a whole practice session, without devices: what is spoken, shown and written down."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
from session_records import SESSION as BEGINNING

from hostile import recipes
from hostile.feeding import Target
from hostile.judging import check_rep, check_update
from hostile.recordings import MODEL, video_of
from posecoach.core.body.pose import Frame, TimedPose
from posecoach.core.judging.events import Update
from posecoach.core.result import make_result
from posecoach.core.session.announcer import Announcer
from posecoach.core.session.routine import Step
from posecoach.core.session.session import SessionCoach
from posecoach.core.session.summary import summarize
from posecoach.exercises.registry import BUILT_IN, EXERCISES
from posecoach.feedback.overlay.overlay import Overlay
from posecoach.practice.journal import JournalListener
from posecoach.practice.runner import event_line
from posecoach.storage import result_json
from posecoach.storage.frame_table import FrameLog
from posecoach.storage.history.journal_lines import replay, to_line
from posecoach.storage.landmark_file import LandmarkLog
from posecoach.vision.brightness import measure_conditions

SHOWN_EVERY = 9
"""Drawing costs ten times as much as judging."""
IMAGE = np.full((240, 320, 3), 60, np.uint8)


def _read(data: bytes, folder: Path) -> str:
    """Let a session run as `posecoach practice` does; its source gives only times that grow."""
    stream = recipes.stream_of(data)
    coach = _coach(stream)
    announcer, overlay, log, table = Announcer(), Overlay(), LandmarkLog(), FrameLog()
    lines: list[bytes] = []
    listener = JournalListener(coach, lambda entry: lines.append(to_line(entry)))
    keys = {"pause": coach.toggle_pause, "restart": coach.restart}
    keys |= {"quit": lambda: coach.end("quit"), "stop": lambda: coach.end("pain")}
    seen: list[TimedPose] = []
    before: Update | None = None
    for number, (t, found) in enumerate(stream.poses):
        if not math.isfinite(t) or (seen and t <= seen[-1][0]):
            continue
        if coach.stage == "done":
            break
        if number in stream.keys:
            keys[stream.keys[number]]()
        pose = log.add(t, found)
        conditions = measure_conditions(Frame(t, IMAGE), pose) if coach.stage == "setup" else None
        update, scene = coach.update(t, pose, conditions)
        seen.append((t, pose))
        check_update(update, before, seen[0][0])
        cue = announcer.update(update, scene)
        assert cue is None or len(cue.say) < 200
        listener(update, scene)
        table.update(update)
        event_line(update)
        if number % SHOWN_EVERY == 0:
            assert overlay.draw(IMAGE, update, scene, mirror=True).shape == IMAGE.shape
        before = update
    end_s = seen[-1][0] if seen else 0.0
    update, scene = coach.finish(end_s)
    announcer.update(update, scene)
    announcer.last_words(end_s)
    for rep in coach.reps:
        check_rep(rep)
    assert replay([to_line(BEGINNING), *lines]), lines
    summarize(coach.reps, {}, scene.ended or "quit")
    if seen:
        result = make_result(coach.assess(end_s), video_of(seen), MODEL, stream.height_cm)
        assert result_json.loads(result_json.dumps(result)) == result
    return f"{scene.ended}, {len(coach.reps)} attempts"


def _coach(stream: recipes.Stream) -> SessionCoach:
    """Return a session of the stream's exercise and one more, or one of free practice, with the setup check first."""
    if stream.exercise == "auto":
        return SessionCoach([], BUILT_IN, stream.height_cm)
    steps = [Step(EXERCISES[stream.exercise], 2, 5.0, 3.0), Step(EXERCISES["bridge"], 1, None, 3.0)]
    return SessionCoach(steps, (), stream.height_cm, placing=len(stream.poses) % 2 > 0)


SESSION = Target("session", recipes.samples, recipes.change, _read, frozenset(), tried=6)
