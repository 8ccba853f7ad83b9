"""Makes what a session shows, and notes what is heard of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from posecoach.core.body.pose import Pose
from posecoach.core.judging.events import (
    Fault,
    Rep,
    Update,
)
from posecoach.core.session.announcer import Announcer
from posecoach.core.session.scene import SessionState

SOMEBODY = Pose(0.0, np.zeros((33, 2), np.float32), np.zeros((33, 3), np.float32), np.ones(33, np.float32), (640, 480))
WORK = SessionState("work", "Bridge", "On your back, feet drawn up.", 1, 1)
LOW = Fault("hips_low", 0.0, 0.0, 150.0, (167.0, 191.0), "deg", "Hips 17° low: push up.", "Lift your hips a little")
HIGH = replace(LOW, code="hips_high", say="Lower your hips a little")
LATE = replace(LOW, code="short_hold", say="Hold a little longer")


def seen(t: float, **facts) -> Update:
    return Update(t, SOMEBODY, exercise="bridge", title="Bridge", **facts)


def listen(frames) -> list[tuple[float, str]]:
    """Everything heard over (update, scene) pairs: time and words, or the tone's name."""
    cues, heard = Announcer(), []
    cues.update(seen(-1.0), WORK)
    for update, scene in frames:
        cue = cues.update(update, scene)
        if cue:
            heard.append((round(update.t, 2), cue.say or cue.tone))
    return heard


def hold(until_s, *, target_s=None, rate=15, unseen=None, **at):
    """Frames of a hold; `at` gives for a time in tenths of a second what else is in its update."""
    facts = {}
    for k in range(round(until_s * rate)):
        t = k / rate
        facts |= at.get(f"t{round(t * 10)}", {}) if k and round(t * 10) != round((k - 1) / rate * 10) else {}
        now = {**facts, "events": facts.pop("events", ())}
        yield seen(t, phase="hold", hold_s=t, hold_target_s=target_s, rep=1, unseen=unseen, **now), WORK


def rep(index=1, side=None, faults=()):
    return Rep(index, "bridge", side, 0.0, 1.0, 5.0, 6.0, 4.0, 4.0, faults=faults)


def after(done, scene):
    return [(seen(k / 10, events=(done,) if k == 0 else ()), scene) for k in range(60)]


def stages(*parts):
    """Frames of scenes, each for some seconds."""
    t = 0.0
    for seconds, scene, facts in parts:
        for _ in range(round(seconds * 10)):
            yield seen(t, **facts), scene
            t += 0.1
