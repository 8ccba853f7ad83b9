"""Clocks of a session: how long somebody has been in view, in the start pose, or in no pose of the exercise."""

from __future__ import annotations

import math

from posecoach.core.judging.events import Update

BLINK_S = 0.7
"""A start pose lost for no longer than this is still held."""
STEP_MAX_S = 1.0
"""A gap in the stream, such as a laptop asleep, counts as no more than this: nobody was watching."""


class StageClocks:
    """Measures times from the updates; all in seconds.

    Attributes
    ----------
    passed_s : float
        Since the last frame.
    stage_s : float
        Since the stage began.
    absent_s, present_s : float
        For how long nobody, or somebody, has been in view.
    start_s : float
        For how long the start pose has been held in this stage.
    lapse_s : float
        Since the start pose was last seen.
    away_s : float
        For how long the person has been in no pose of the exercise in this stage.
    """

    def __init__(self) -> None:
        self._last_t = math.nan
        self.passed_s = self.stage_s = self.absent_s = self.present_s = 0.0
        self.start_s = self.lapse_s = self.away_s = 0.0

    def update(self, update: Update) -> None:
        """Take one frame."""
        passed_s = update.t - self._last_t
        passed_s = min(passed_s, STEP_MAX_S) if passed_s > 0 else 0.0
        self._last_t, self.passed_s = update.t, passed_s
        self.stage_s += passed_s
        present = update.pose is not None
        self.absent_s = 0.0 if present else self.absent_s + passed_s
        self.present_s = self.present_s + passed_s if present else 0.0
        if update.phase == "start":
            self.start_s, self.lapse_s = self.start_s + passed_s, 0.0
        else:
            self.lapse_s += passed_s
            self.start_s = self.start_s if self.lapse_s <= BLINK_S else 0.0
        away = present and update.unseen is None and update.phase == "away"
        self.away_s = self.away_s + passed_s if away else 0.0

    def start_stage(self) -> None:
        """Begin a new stage."""
        self.stage_s = self.start_s = self.away_s = 0.0
