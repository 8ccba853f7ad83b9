"""The report of an invented session: a bridge without a fault and one with low hips, by a stick figure."""

from __future__ import annotations

import math
from dataclasses import replace

import stick_figure

from posecoach.core.judging.coach import Assessment
from posecoach.core.judging.events import Fault, Rep, Unjudged
from posecoach.core.result import ModelInfo, Result, VideoInfo, make_result
from posecoach.reports.session import render_report

CUE = "Hips 19° low: push up until shoulders, hips and knees line up."
LOW = Fault("hips_low", 6.5, 8.0, 146.0, (167.0, math.inf), "deg", CUE, "Lift your hips a little")
GOOD = Rep(1, "bridge", None, 1.0, 2.0, 4.0, 5.0, 2.0, 2.0, asked_hold_s=7.0)
POOR = Rep(2, "bridge", None, 5.5, 6.0, 8.0, 9.0, 2.0, 0.5, faults=(LOW,))
HIDDEN = replace(GOOD, unjudged=(Unjudged("hips_low", "I cannot see your hips well enough to judge."),))
SEEN = [(i / 10, stick_figure.supine(i / 10, hips_cm=10 + 30 * math.sin(i / 30) ** 2)) for i in range(100)]
DARK = {"It is too dark to see you well: switch on a light.": 2.5}


def result_of(*reps: Rep, exercise: str = "bridge", partial: str | None = None) -> Result:
    video = VideoInfo("clip.mp4", None, 640, 480, 10.0, 10.0, 100, 100)
    model = ModelInfo("full", "full.task", "1" * 64, "official")
    return make_result(Assessment(exercise, reps, {}, 7.5, DARK if reps else {}), video, model, 170.0, partial=partial)


def page(*reps: Rep, seen=SEEN, title: str = "clip.mp4", stills=None, **options) -> str:
    return render_report(result_of(*reps, **options), seen, title=title, stills=stills)
