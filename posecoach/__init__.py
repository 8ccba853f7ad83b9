"""posecoach: coaches lower-back exercises from a webcam or a recorded video, on this machine alone."""

__version__ = "0.1.0"

__all__ = ["__version__"]
