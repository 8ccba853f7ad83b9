"""Many videos in one run, wherever an executor runs them."""

from posecoach.analysis.batch.outcome import Attempt, Findings, VideoOutcome, outcome_of
from posecoach.analysis.batch.run import InThisThread, Split, analyze_video, outcome_or_failure, run

__all__ = [
    "Attempt",
    "Findings",
    "InThisThread",
    "Split",
    "VideoOutcome",
    "analyze_video",
    "outcome_of",
    "outcome_or_failure",
    "run",
]
