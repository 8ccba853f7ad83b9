"""Reads files that the user names."""

from __future__ import annotations

import hashlib
from pathlib import Path

from posecoach.errors import SourceError
from posecoach.files.reasons import system_reason

MAX_PIXELS = 8192 * 4320
"""Most pixels of a video's picture: 8K, of cameras as of television (7680 x 4320). A decoder takes 550 MB for them."""


def sha256_of(path: Path) -> str:
    """Hash a file's content, block by block.

    Raises
    ------
    SourceError
        The file cannot be read.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise SourceError(
            f"{path} can no longer be read: {system_reason(error)}. Check the disk or copy it again."
        ) from error
