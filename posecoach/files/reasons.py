"""Explains system errors in plain words."""

from __future__ import annotations

import errno
from pathlib import Path

from posecoach.errors import UsageError
from posecoach.translation import N_

_NO_SPACE = {
    errno.ENOSPC: (N_("the disk is full"), N_("Free some space, or choose a folder on another disk.")),
    errno.EDQUOT: (N_("your disk quota is used up"), N_("Free some space, or choose another folder.")),
    errno.EFBIG: (N_("the file has reached the largest size allowed here"), N_("Choose a folder on another disk.")),
}
"""System error that means no space -> the reason and the remedy."""

IMPOSSIBLE_NAME = N_("no file can have this name")
"""Reason of an error that the system never sees: the name has a NUL character, or half of one."""


def cannot_write(path: Path, error: OSError) -> UsageError:
    """Return the error for a file that cannot be written: which file, why, and what to do."""
    remedy = remedy_for(error, N_("Choose another folder."))
    return UsageError(
        N_("Cannot write {path}: {reason}. {remedy}", path=path, reason=system_reason(error), remedy=remedy)
    )


def system_reason(error: OSError | ValueError) -> str:
    """Return in plain words why the system refused; a ValueError of it is about the name."""
    if isinstance(error, ValueError):
        return IMPOSSIBLE_NAME
    if error.errno in _NO_SPACE:
        return _NO_SPACE[error.errno][0]
    reason = error.strerror or str(error)
    return f"{reason[:1].lower()}{reason[1:]}"


def remedy_for(error: OSError, otherwise: str) -> str:
    """Return what to do when no space is left, or what the caller suggests for any other reason."""
    _, remedy = _NO_SPACE.get(error.errno or 0, ("", otherwise))
    return remedy
