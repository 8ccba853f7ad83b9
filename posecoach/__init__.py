"""posecoach: coaches lower-back exercises from a webcam or a recorded video, on this machine alone."""

from posecoach._version import __version__

__all__ = ["__version__"]
