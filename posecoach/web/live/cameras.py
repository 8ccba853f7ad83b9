"""Which cameras there are to choose from, and opening the chosen one; no path comes from a page."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from posecoach.errors import UsageError
from posecoach.translation import N_
from posecoach.web.phone.cameras import PHONE

if TYPE_CHECKING:
    from posecoach.vision.source import FrameSource
    from posecoach.web.services import Services

OFFERED = "offered:"
"""Before the number of a camera that the command line named."""
TRIED = range(4)
"""Numbers to offer where the system does not list its cameras: to find out which exist would open each for seconds."""


@dataclass(frozen=True, slots=True)
class CameraChoice:
    """A camera to choose: its public id, and its name for people."""

    id: str
    name: str


def list_cameras(services: Services) -> list[CameraChoice]:
    """Return the cameras to choose from: those of the command line, of this machine, and phones."""
    from posecoach.vision.camera.device import camera_name, is_camera
    from posecoach.vision.camera.video4linux import camera_names

    named = enumerate(services.cameras)
    offered = [
        CameraChoice(f"{OFFERED}{k}", camera_name(each) if is_camera(each) else Path(each).name) for k, each in named
    ]
    if sys.platform.startswith("linux"):
        found = camera_names().items()
        names = {number: N_("{name} (camera {number})", name=name, number=number) for number, name in found}
    else:
        names = {number: N_("Camera {number}", number=number) for number in TRIED}
    own = [CameraChoice(str(number), name) for number, name in names.items()]
    phones = services.phones.names().items()
    return [*offered, *own, *(CameraChoice(key, N_("Phone: {name}", name=N_(name))) for key, name in phones)]


def resolve_camera(services: Services, choice: str, may_type: bool) -> str:
    """Return the camera that a choice of the page stands for.

    Parameters
    ----------
    services : Services
        The app.
    choice : str
        Id of a listed camera, or an address that was typed.
    may_type : bool
        Whether an address may be typed.

    Raises
    ------
    UsageError
        It is neither.
    """
    from posecoach.vision.camera.device import parse_camera

    if choice in {each.id for each in list_cameras(services)}:
        return services.cameras[int(choice.removeprefix(OFFERED))] if choice.startswith(OFFERED) else choice
    if choice.startswith(PHONE):
        raise UsageError(
            N_("This phone is not connected any more. Open its camera page again, or choose another camera.")
        )
    address = parse_camera(choice)
    if isinstance(address, str) and may_type:
        return address
    raise UsageError(N_("There is no such camera here. Choose another one."))


def open_camera(services: Services, camera: str, stack: ExitStack) -> FrameSource:
    """Open a resolved camera; the stack closes it."""
    from posecoach.vision.source import open_source

    if camera.startswith(PHONE):
        return stack.enter_context(services.phones.open(camera))
    return open_source(camera, stack)
