"""What can go wrong for a user: one tree, each with its exit code and a sentence that helps."""

from __future__ import annotations


class PosecoachError(Exception):
    """A failure the user can mend; its text says what, where and what to do.

    Attributes
    ----------
    exit_code : int
        What the process exits with when this ends it.
    """

    exit_code = 1


class UsageError(PosecoachError):
    """Wrong use or settings: unknown exercise, output folder not writable, no display."""

    exit_code = 2


class CameraError(PosecoachError):
    """The camera is not to be had, or was lost and did not come back."""

    exit_code = 3


class SourceError(PosecoachError):
    """A video file that cannot be read."""

    exit_code = 4


class ModelError(PosecoachError):
    """The pose model is missing, damaged, or cannot be fetched."""

    exit_code = 6
