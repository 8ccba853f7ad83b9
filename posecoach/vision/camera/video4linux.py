"""Linux's cameras: which there are, and why one cannot be used."""

from __future__ import annotations

import errno
import glob
import os
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from posecoach.translation import N_, joined

DEVICES, NAMES, PROCESSES = Path("/dev"), Path("/sys/class/video4linux"), Path("/proc")

_ABSENT = {errno.ENOENT, errno.ENODEV, errno.ENXIO}
_REQUEST_BUFFERS = 0xC0145608  # VIDIOC_REQBUFS, with its structure of 20 bytes
_ONE_BUFFER = b"".join(number.to_bytes(4, "little") for number in (1, 1, 1, 0, 0))  # one, to capture into, mapped


def camera_names(devices: Path = DEVICES, names: Path = NAMES) -> dict[int, str]:
    """Return number and name of each camera; a device beside a camera, which sends no pictures, is left out."""
    numbers = sorted(int(path.name[5:]) for path in devices.glob("video*") if path.name[5:].isdigit())
    return {
        number: _line(names / f"video{number}" / "name") or N_("no name")
        for number in numbers
        if _line(names / f"video{number}" / "index") in ("", "0")
    }


def find_device_trouble(number: int, names: Mapping[int, str], reserve: Callable[[Path], None] | None = None) -> str:
    """Return why a camera cannot be used, and what to do; empty when the system does not say.

    Parameters
    ----------
    number : int
        Of the camera.
    names : mapping of int to str
        The cameras, from `camera_names`.
    reserve : callable or None
        Tries to use a device; raises an OSError when that fails. None = the real way; tests pass their own.
    """
    device = DEVICES / f"video{number}"
    try:
        (reserve or _reserve)(device)
    except OSError as error:
        if error.errno in _ABSENT:
            return _absent(number, names)
        if error.errno in (errno.EACCES, errno.EPERM):
            return N_(
                "You are not allowed to use {device}: join its group with 'sudo usermod -aG video "
                "$USER', then log out and in again.",
                device=device,
            )
        if error.errno == errno.EBUSY:
            return _busy(users_of(device))
    return ""


def _absent(number: int, names: Mapping[int, str]) -> str:
    if number in names:
        return N_("It is no longer connected: plug it in again.")
    if names:
        return N_("No camera has that number.")
    return N_("This computer has no camera at all: plug one in, or switch it on (privacy switch, BIOS).")


def _busy(users: dict[int, str]) -> str:
    if os.getpid() in users:  # our own attempt still hangs
        return ""
    names = joined(
        (N_("{name}, process {number}", name=name, number=number) for number, name in users.items()), N_(", ")
    )
    if names:
        return N_("Another program is using it ({names}): close that program.", names=names)
    return N_("Another program is using it: close that program.")


def _reserve(device: Path) -> None:
    """Open a camera as a program that wants pictures does, without waiting, and release it."""
    if sys.platform == "win32":  # where no such device exists
        return
    import fcntl

    handle = os.open(device, os.O_RDWR | os.O_NONBLOCK)
    try:
        fcntl.ioctl(handle, _REQUEST_BUFFERS, _ONE_BUFFER)
    finally:
        os.close(handle)


def users_of(device: Path, processes: Path = PROCESSES) -> dict[int, str]:
    """Return number and name of the processes that have a device open, as far as this user may know."""
    users = {}
    for link in map(Path, glob.glob(f"{processes}/[0-9]*/fd/*")):  # noqa: PTH207 - that of Path fails when one ends
        with suppress(OSError):
            if link.readlink() == device:
                process = link.parents[1]
                users[int(process.name)] = _line(process / "comm")
    return users


def _line(path: Path) -> str:
    try:
        return path.read_text(errors="replace").strip()
    except OSError:
        return ""
