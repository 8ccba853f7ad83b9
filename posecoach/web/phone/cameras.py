"""The cameras of the phones that are connected."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from posecoach.errors import CameraError

if TYPE_CHECKING:
    from posecoach.vision.source import FrameSource


class RemoteCameras:
    """The cameras of the phones that are connected, by the phone's device id."""

    def names(self) -> dict[str, str]:
        """Return text, ``phone:`` and an id, and shown name of each camera that can be used now."""
        return {}

    def open(self, camera: str) -> AbstractContextManager[FrameSource]:
        """Return the camera that a text names."""
        raise CameraError("This phone is not connected.")
