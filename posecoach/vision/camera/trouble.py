"""Finds out why a camera cannot be opened or sends nothing, and says what to do."""

from __future__ import annotations

import sys

from posecoach.translation import N_, joined
from posecoach.vision.camera.device import CameraSpec
from posecoach.vision.camera.network import find_network_trouble
from posecoach.vision.camera.video4linux import camera_names, find_device_trouble

WITHOUT_CAMERA = N_("Or use a video instead: --camera VIDEO, or posecoach analyze VIDEO.")
NETWORK = N_("Check the address, that the camera is switched on, and that both devices are in the same network.")
FROZEN = N_("Is its privacy switch open? A program that plays a camera must show a moving picture.")
SETTINGS = {
    "darwin": N_("Allow your terminal to use the camera: System Settings > Privacy & Security > Camera."),
    "win32": N_("Allow desktop apps to use the camera: Settings > Privacy & security > Camera."),
}
"""System -> where its user allows programs to use the camera."""


def what_to_try(spec: CameraSpec) -> tuple[str, str]:
    """Say why a camera does not work, as far as this machine knows, and how to name another one as an option."""
    if isinstance(spec, str):
        return find_network_trouble(spec) or NETWORK, WITHOUT_CAMERA
    if sys.platform.startswith("linux"):
        names = camera_names()
        return find_device_trouble(spec, names) or usual_reasons(sys.platform), others(spec, names)
    other = 1 if spec == 0 else 0
    return usual_reasons(sys.platform), joined([N_("Try --camera {other} too.", other=other), WITHOUT_CAMERA])


def usual_reasons(platform: str) -> str:
    """Say what to try when the system does not say why a webcam fails."""
    tips = N_("Is it plugged in, is its privacy switch open, and is no other program using it?")
    return joined(filter(None, (tips, SETTINGS.get(platform))))


def others(spec: int, names: dict[int, str]) -> str:
    """Say which cameras there are, and how to do without."""
    found = ", ".join(f"--camera {number} ({name})" for number, name in names.items() if number != spec)
    if found:
        return joined([N_("Other cameras here: {found}.", found=found), WITHOUT_CAMERA])
    return joined([N_("There is no other camera here."), WITHOUT_CAMERA]) if names else WITHOUT_CAMERA
