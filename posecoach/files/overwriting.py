"""Decides what may be replaced: posecoach's own files of the same kind, and whatever the user forces.

The content tells: each of our formats names itself near its beginning, a video in the comment at the end of its
description.
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
from posecoach.translation import N_

WRITTEN_BY = "Written by posecoach"
"""The comment in our videos and Parquet tables."""
_BEGINNINGS = {
    "csv": (b"t_s,exercise,phase,rep,visible,", b"file,exit_code,exercise,"),  # STEM.csv, summary.csv
    "json": (b'{\n "schema": "posecoach.',),  # STEM.json, the exported history
    "trc": (b"PathFileType\t4\t(X/Y/Z)\tposecoach.trc",),
    "mot": (b"posecoach\nversion=1\n",),
}
"""Kind of a text -> how ours begin."""
_ZIP, _FIRST_ARRAY = b"PK\x03\x04", b"schema.npy"
"""How a landmark file begins: a zip whose first file has this name, at byte 30."""
_PAGE = re.compile(
    rb'<meta name="generator" content="posecoach">'
    rb"""|content="default-src 'none'; style-src 'sha256-[^"]*; base-uri 'none'; form-action 'none'">"""
)
"""What a page has in its head: who wrote it, or, where an older posecoach did, that it loads nothing."""
_HEAD = 1024
"""Bytes in which the head of a page tells this."""
_PARQUET = b"PAR1"
"""How a Parquet file begins; its description, in which the writer names itself, is at its end."""
_TAIL = 2**16
"""Bytes in which the end of the description stands."""
_COMMENT_AREA = 4096
"""Bytes at the end of a video's description in which its comment stands."""


def check_replaceable(
    outputs: Iterable[Path],
    inputs: Iterable[Path] = (),
    force: bool = False,
    option: str = "--force",
    kind: str | None = None,
) -> None:
    """Refuse to write over an input, and, unless forced, over all but posecoach's own files of the same kind.

    Parameters
    ----------
    outputs : iterable of Path
        The files to write; the writers replace them, see `posecoach.files.writing`.
    inputs : iterable of Path
        What is read meanwhile.
    force : bool
        Whether any file and link is replaced.
    option : str
        How the caller's user can force it.
    kind : str or None
        The usual ending of the outputs, "json" or "mp4", where the user chooses their names; None = as they end.

    Raises
    ------
    UsageError
        Names the file.
    """
    read = {identity: path for path in inputs if (identity := _identity(path))}
    for path in outputs:
        if source := read.get(_identity(path) or ()):
            raise UsageError(
                N_(
                    "Cannot write to {path}: it is the input {source}. Choose another folder or name.",
                    path=path,
                    source=source,
                )
            )
        if not force and (objection := _objection(path, kind or path.name.rpartition(".")[2], option)):
            raise UsageError(N_("{path} is there already, and {objection}", path=path, objection=objection))


def _identity(path: Path) -> tuple[int, ...]:
    """Return what all names of one file share, also links and other spellings; empty for none."""
    try:
        status = path.stat()
    except (OSError, ValueError):  # its name contains a NUL character
        return ()
    return status.st_dev, status.st_ino


def _objection(path: Path, kind: str, option: str) -> str:
    """Return why a file must not be replaced, and what to do; nothing when none is there, or nothing is lost."""
    try:
        status = path.lstat()
    except (OSError, ValueError):  # nothing is there, or its writer will say why that cannot be known
        return ""
    remedy = N_("Move it, choose another folder or name, or replace it with {option}.", option=option)
    if stat.S_ISLNK(status.st_mode):
        return N_("it is a link. {remedy}", remedy=remedy)
    if not stat.S_ISREG(status.st_mode):  # which no option replaces
        if stat.S_ISDIR(status.st_mode):
            return N_("it is a folder. Move it, or choose another folder or name.")
        return N_("it is a pipe, socket or device. Move it, or choose another folder or name.")
    if not status.st_size or _is_ours(path, kind):
        return ""
    if kind == "mp4":  # the films of older versions had no comment
        return N_("it is no .mp4 file that posecoach wrote, unless an older one did. {remedy}", remedy=remedy)
    return N_("it is no .{kind} file that posecoach wrote. {remedy}", kind=kind, remedy=remedy)


def _is_ours(path: Path, kind: str) -> bool:
    try:
        with open_file(path, MAX_VIDEO_BYTES) as file:
            return is_ours(file, kind)
    except OSError:
        return False


def is_ours(file: BinaryIO, kind: str) -> bool:
    """Whether posecoach wrote an open file, which is to be of a kind: the ending of its name, "json" or "mp4"."""
    head = file.read(_HEAD)
    match kind:
        case "npz":
            return head.startswith(_ZIP) and head[30:].startswith(_FIRST_ARRAY)
        case "mp4":
            return any(_has_comment(file, end) for name, _, end in boxes(file) if name == b"moov")
        case "html":
            return bool(_PAGE.search(head))
        case "parquet":
            return head.startswith(_PARQUET) and WRITTEN_BY.encode() in _tail(file)
        case _:
            return head.startswith(_BEGINNINGS.get(kind, ()))


def _tail(file: BinaryIO) -> bytes:
    file.seek(0, os.SEEK_END)
    file.seek(max(0, file.tell() - _TAIL))
    return file.read(_TAIL)


def _has_comment(file: BinaryIO, end: int) -> bool:
    file.seek(max(0, end - _COMMENT_AREA), os.SEEK_SET)
    return WRITTEN_BY.encode() in file.read(_COMMENT_AREA)
