"""Finds out why a camera cannot be opened or sends nothing, and says what to do."""

from __future__ import annotations

import sys

from posecoach.vision.camera.device import CameraSpec
from posecoach.vision.camera.network import find_network_trouble
from posecoach.vision.camera.video4linux import camera_names, find_device_trouble

WITHOUT_CAMERA = "Or use a video instead: --camera VIDEO, or posecoach analyze VIDEO."
NETWORK = "Check the address, that the camera is switched on, and that both devices are in the same network."
FROZEN = "Is its privacy switch open? A program that plays a camera must show a moving picture."
SETTINGS = {
    "darwin": "Allow your terminal to use the camera: System Settings > Privacy & Security > Camera.",
    "win32": "Allow desktop apps to use the camera: Settings > Privacy & security > Camera.",
}
"""System -> where its user allows programs to use the camera."""


def what_to_try(spec: CameraSpec) -> tuple[str, str]:
    """Say why a camera does not work, as far as this machine knows, and how to name another one as an option."""
    if isinstance(spec, str):
        return find_network_trouble(spec) or NETWORK, WITHOUT_CAMERA
    if sys.platform.startswith("linux"):
        names = camera_names()
        return find_device_trouble(spec, names) or usual_reasons(sys.platform), others(spec, names)
    return usual_reasons(sys.platform), f"Try --camera {1 if spec == 0 else 0} too. {WITHOUT_CAMERA}"


def usual_reasons(platform: str) -> str:
    """Say what to try when the system does not say why a webcam fails."""
    tips = "Is it plugged in, is its privacy switch open, and is no other program using it?"
    return " ".join(filter(None, (tips, SETTINGS.get(platform))))


def others(spec: int, names: dict[int, str]) -> str:
    """Say which cameras there are, and how to do without."""
    found = ", ".join(f"--camera {number} ({name})" for number, name in names.items() if number != spec)
    if found:
        return f"Other cameras here: {found}. {WITHOUT_CAMERA}"
    return f"There is no other camera here. {WITHOUT_CAMERA}" if names else WITHOUT_CAMERA
