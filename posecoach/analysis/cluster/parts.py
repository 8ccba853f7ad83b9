"""The parts of a long video, on which several workers work, and where they put its pieces."""

from __future__ import annotations

from dataclasses import replace

from posecoach.analysis.batch import Split
from posecoach.analysis.cluster.archive import Recording
from posecoach.analysis.cluster.receipt import FOLDER

PIECES_A_PART = 6
"""Pieces of a long video that one worker finds in turn: two minutes of it, so that copying it does not count."""


def split(recording: Recording, pieces: int) -> Split[Recording]:
    """Return the parts of a video with so many pieces."""
    firsts = range(0, pieces, PIECES_A_PART)
    parts = [replace(recording, first=first, end=min(first + PIECES_A_PART, pieces)) for first in firsts]
    return Split(parts, replace(recording, joins=pieces))


def pieces_folder(recording: Recording, key: str) -> str:
    """Return where the pieces of a video are, in the output place."""
    return f"{FOLDER}/{recording.stem}.pieces-{key}"


def piece_name(recording: Recording, key: str, i: int) -> str:
    """Return the name of a piece there."""
    return f"{pieces_folder(recording, key)}/{i:05d}.npz"
