"""Decides what may be replaced: files that posecoach wrote, which their content tells, and whatever the user forces.

Each of our formats names itself near its beginning; a video does in the comment at the end of its description.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from posecoach.errors import UsageError
from posecoach.files.mp4_boxes import boxes
from posecoach.files.reading import MAX_VIDEO_BYTES, open_file

VIDEO_COMMENT = "Written by posecoach"
"""The comment in our videos."""
_BEGINNINGS = (
    b"t_s,exercise,phase,rep,visible,",  # STEM.csv
    b"file,exit_code,exercise,",  # summary.csv
    b'{\n "schema": "posecoach.',  # STEM.json, the exported history
    b"PathFileType\t4\t(X/Y/Z)\tposecoach.trc",
    b"posecoach\nversion=1\n",  # STEM.mot
)
_ZIP, _FIRST_ARRAY = b"PK\x03\x04", b"schema.npy"
"""How a landmark file begins: a zip whose first file has this name, at byte 30."""
_PAGE = re.compile(
    rb'<meta name="generator" content="posecoach">'
    rb"""|content="default-src 'none'; style-src 'sha256-[^"]*; base-uri 'none'; form-action 'none'">"""
)
"""What a page has in its head: who wrote it, or, where an older posecoach did, that it loads nothing."""
_HEAD = 1024
"""Bytes in which the head of a page tells this."""
_COMMENT_AREA = 4096
"""Bytes at the end of a video's description in which its comment stands."""


def check_replaceable(
    outputs: Iterable[Path], inputs: Iterable[Path] = (), force: bool = False, option: str = "--force"
) -> None:
    """Refuse to write over an input, and, unless forced, over a file that posecoach did not write, or a link.

    Parameters
    ----------
    outputs : iterable of Path
        The files to write; the writers replace them, see `posecoach.files.writing`.
    inputs : iterable of Path
        What is read meanwhile.
    force : bool
        Whether files that posecoach did not write are replaced.
    option : str
        How the caller's user can force it.

    Raises
    ------
    UsageError
        Names the file.
    """
    read = {identity: path for path in inputs if (identity := _identity(path))}
    for path in outputs:
        if source := read.get(_identity(path) or ()):
            raise UsageError(f"Cannot write to {path}: it is the input {source}. Choose another folder or name.")
        if not force and (objection := _objection(path, option)):
            raise UsageError(f"{path} is there already, and {objection}")


def _identity(path: Path) -> tuple[int, ...]:
    """Return what all names of one file share, also links and other spellings; empty for none."""
    try:
        status = path.stat()
    except (OSError, ValueError):  # its name contains a NUL character
        return ()
    return status.st_dev, status.st_ino


def _objection(path: Path, option: str) -> str:
    """Return why a file must not be replaced, and what to do; nothing when none is there, or nothing is lost."""
    try:
        status = path.lstat()
    except (OSError, ValueError):  # nothing is there, or its writer will say why that cannot be known
        return ""
    remedy = f"Move it, choose another folder or name, or replace it with {option}."
    if stat.S_ISLNK(status.st_mode):
        return f"it is a link. {remedy}"
    if not stat.S_ISREG(status.st_mode):  # which no option replaces
        kind = "folder" if stat.S_ISDIR(status.st_mode) else "pipe, socket or device"
        return f"it is a {kind}. Move it, or choose another folder or name."
    if not status.st_size or _is_ours(path):
        return ""
    older = ", or an older one did" if path.suffix == ".mp4" else ""  # its films had no comment
    return f"posecoach did not write it{older}. {remedy}"


def _is_ours(path: Path) -> bool:
    try:
        with open_file(path, MAX_VIDEO_BYTES) as file:
            head = file.read(_HEAD)
            if head.startswith(_ZIP):
                return head[30:].startswith(_FIRST_ARRAY)
            if head[4:8] == b"ftyp":
                return any(_has_comment(file, end) for name, _, end in boxes(file) if name == b"moov")
            return head.startswith(_BEGINNINGS) or bool(_PAGE.search(head))
    except OSError:
        return False


def _has_comment(file: BinaryIO, end: int) -> bool:
    file.seek(max(0, end - _COMMENT_AREA), os.SEEK_SET)
    return VIDEO_COMMENT.encode() in file.read(_COMMENT_AREA)
