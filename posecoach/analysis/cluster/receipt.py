"""The receipt beside a video's results: what they are results of, so that no other video or setting passes for done."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError

from posecoach._version import __version__
from posecoach.analysis.batch.outcome import VideoOutcome
from posecoach.analysis.settings import AnalysisSettings
from posecoach.exercises.registry import EXERCISES

FOLDER = ".posecoach"
"""Folder in the output place for the receipts, and for the pieces of long videos while they are in work."""
MARK = f"{FOLDER}/.here"
"""A file by which a worker knows that it sees the same place as the client."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What an earlier run has done.

    Attributes
    ----------
    key : str
        See `key_of`.
    settings : str
        See `settings_key`.
    stamp : str
        Stamp of the video (`posecoach.analysis.cluster.address.stamp_of`): unchanged, so is its content.
    endings : tuple of str
        Endings of the result files.
    outcome : VideoOutcome
        Its row of the summary.
    """

    key: str
    settings: str
    stamp: str
    endings: tuple[str, ...]
    outcome: VideoOutcome

    def dumps(self) -> str:
        """Return it as JSON."""
        return json.dumps(asdict(self), ensure_ascii=False)


def receipt_name(stem: str) -> str:
    """Return the name of a video's receipt in the output place."""
    return f"{FOLDER}/{stem}.json"


def load_receipt(content: bytes | None) -> Receipt | None:
    """Return a receipt; None when there is none, or what is there is none of this version's."""
    try:
        return None if content is None else TypeAdapter(Receipt).validate_json(content)
    except ValidationError:
        return None


def settings_key(settings: AnalysisSettings) -> str:
    """Return what all settings share that give the same results: also posecoach's version and the pose model."""
    estimator: Any = settings.estimator
    function = getattr(estimator, "func", estimator)
    return _hash(
        __version__,
        settings.model_info.sha256 if settings.model_info else None,
        [[one.id, EXERCISES.origin(one.id)] for one in settings.candidates],
        settings.height_cm,
        str(settings.poses_per_s),
        settings.turned_deg,
        settings.video,
        sorted(settings.extras),
        settings.stills,
        f"{function.__module__}.{function.__qualname__}",
    )


def key_of(sha256: str, settings: AnalysisSettings) -> str:
    """Return the key of a result: the same for the same content of the video and the same `settings_key`."""
    return _hash(sha256, settings_key(settings))


def _hash(*parts: str | float | Iterable[Any] | None) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
