"""Records a session: draws and writes the newest judged frames on its own thread."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from threading import Thread

from posecoach.errors import UsageError
from posecoach.feedback.overlay.overlay import Overlay
from posecoach.practice.frames import JudgedFrame, LatestValue
from posecoach.storage.video_writer import VideoWriter
from posecoach.translation import N_


class Recording:
    """A running recording; a slow disk costs frames and a full one the recording, but never the session.

    Parameters
    ----------
    path : Path
        The mp4, which only the user can read; an existing file is replaced once the recording is complete.
    latest : LatestValue of JudgedFrame
        Where the session puts its judged frames; the recording ends when it is closed.

    Attributes
    ----------
    latest : LatestValue of JudgedFrame
        As passed in.
    error : Exception or None
        Why it ended early.
    """

    def __init__(self, path: Path, latest: LatestValue[JudgedFrame]) -> None:
        self._path, self.latest = path, latest
        self._thread = Thread(target=self._run, name="posecoach-recorder", daemon=True)
        self.error: Exception | None = None
        self._recorder: VideoWriter | None = None

    @property
    def path(self) -> Path:
        """Where the recording is: as passed in, or as long as an existing file is there, beside it."""
        return self._recorder.place if self._recorder else self._path

    @property
    def is_kept(self) -> bool:
        """Whether the recording has ended and its file has at least one frame."""
        return self._recorder is not None and self._recorder.is_kept

    def start(self) -> None:
        """Start recording."""
        self._thread.start()

    def join(self, timeout_s: float = 3.0) -> None:
        """Wait at most `timeout_s` until the file is complete; `error` says when it is not."""
        self._thread.join(timeout_s)
        if self._thread.is_alive():
            self.error = UsageError(
                N_("The end of {path} may be missing: the disk took too long. Check the disk.", path=str(self.path))
            )

    def _run(self) -> None:
        try:
            with ExitStack() as stack:
                self._write(stack)
        except Exception as error:  # the session goes on without a recording and reports this at its end
            self.error = error

    def _write(self, stack: ExitStack) -> None:
        overlay = Overlay()
        size = (0, 0)
        while (judged := self.latest.get(1.0)) or not self.latest.closed:
            if judged is None:
                continue
            height, width = judged.frame.image.shape[:2]
            if self._recorder is None:
                size = (width, height)
                self._recorder = stack.enter_context(VideoWriter(self._path, size, fps_hint=30.0, live=True))
            if (width, height) == size:
                self._recorder.write(overlay.draw(judged.frame.image, judged.update, judged.scene), judged.frame.t)
