"""Records a session beside it: draws and writes the newest shots on a thread of its own."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from threading import Thread

from posecoach.feedback.overlay.overlay import Overlay
from posecoach.practice.live_session import JudgedFrame, LatestValue
from posecoach.storage.video_writer import VideoWriter


class Recording:
    """A recording under way; too slow a disk costs frames, and a full one the recording, but not the session.

    Parameters
    ----------
    path : Path
        The mp4.
    shots : LatestValue of JudgedFrame
        Where the shots come from; the recording ends when it is closed.

    Attributes
    ----------
    error : Exception or None
        Why it ended early.
    begun : bool
        Whether there is anything to see.
    """

    def __init__(self, path: Path, shots: LatestValue[JudgedFrame]) -> None:
        self.path, self._shots = path, shots
        self._thread = Thread(target=self._run, name="posecoach-recorder", daemon=True)
        self.error: Exception | None = None
        self.begun = False

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def join(self, timeout_s: float = 3.0) -> None:
        """Wait until the file is whole, at most `timeout_s`."""
        self._thread.join(timeout_s)

    def _run(self) -> None:
        try:
            with ExitStack() as stack:
                self._write(stack)
        except Exception as error:  # the session goes on without a recording; told at its end
            self.error = error

    def _write(self, stack: ExitStack) -> None:
        overlay = Overlay()
        recorder: VideoWriter | None = None
        size = (0, 0)
        while (shot := self._shots.take(1.0)) or not self._shots.closed:
            if shot is None:
                continue
            height, width = shot.frame.image.shape[:2]
            if recorder is None:
                size = (width, height)
                recorder = stack.enter_context(VideoWriter(self.path, size, fps_hint=30.0))
            if (width, height) == size:
                recorder.write(overlay.draw(shot.frame.image, shot.update, shot.scene), shot.frame.t)
                self.begun = True
