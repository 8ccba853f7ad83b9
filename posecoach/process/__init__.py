"""The running process: stop signals, noise of native libraries, locks, where it looks for code, and its children."""

from posecoach.process.locks import file_lock, still_at, try_lock
from posecoach.process.native import quiet_native, trim_memory
from posecoach.process.stop import Stop, Stopped

__all__ = ["Stop", "Stopped", "file_lock", "quiet_native", "still_at", "trim_memory", "try_lock"]
