"""A session that is shown phases, without a picture."""

from __future__ import annotations

import numpy as np

from posecoach.core.body.pose import Pose
from posecoach.core.judging.events import Rep, RepDone, Update
from posecoach.core.session.flow import SessionFlow
from posecoach.core.session.routine import Step
from posecoach.exercises.registry import EXERCISES

SOMEBODY = Pose(0.0, np.zeros((33, 2), np.float32), np.zeros((33, 3), np.float32), np.ones(33, np.float32), (640, 480))
BRIDGE = Step(EXERCISES["bridge"], 2, 10.0, 30.0)
BIRD_DOG = Step(EXERCISES["bird_dog"], 1, 30.0, 20.0)


class Session:
    """Feeds a flow, ten frames a second."""

    def __init__(self, *steps: Step, placing: bool = False) -> None:
        self.flow, self.t = SessionFlow(steps, placing), 0.0
        self.scene = None

    def see(self, seconds: float, phase="start", *, here=True, signal=None, events=(), rep=0, **facts):
        """Let somebody be seen in a phase for some seconds; return the stages that were gone through."""
        stages = []
        for k in range(max(1, round(seconds * 10))):
            self.t += 0.1
            now = {"signal": signal} if k == 0 else {}
            update = Update(
                self.t, SOMEBODY if here else None, phase=phase, rep=rep, events=tuple(events) if k == 0 else ()
            )
            self.scene = self.flow.update(update, **now, **facts)
            if not stages or stages[-1] != self.scene.stage:
                stages.append(self.scene.stage)
        return stages

    def do(self, side=None, exercise="any"):
        """Make one attempt."""
        self.see(3.0, "hold", rep=1)
        rep = Rep(1, exercise, side, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
        return self.see(0.1, events=(RepDone(self.t, rep),))
