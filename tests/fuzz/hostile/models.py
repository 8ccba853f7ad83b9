"""Pose models: the list of known ones, and a bundle of the user's own."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from random import Random

from hostile.changes import changed_bytes, changed_json
from hostile.feeding import Target
from posecoach.vision.weights.bundle import MEMBERS, check_bundle, store
from posecoach.vision.weights.manifest import read_manifest

LIST = Path(__file__).parents[3] / "models" / "manifest.json"


def _lists() -> list[bytes]:
    return [LIST.read_bytes()]


def _read_list(data: bytes, folder: Path) -> str:
    path = folder / "manifest.json"
    path.write_bytes(data)
    variants = read_manifest(path)
    return f"{len(variants)} models, {sum(one.origin(path) is not None for one in variants.values())} known"


def _bundles() -> list[bytes]:
    return [store({name: name.encode() * 20 for name in MEMBERS})]


def _change_bundle(data: bytes, random: Random) -> bytes:
    """Change the bytes, or pack other members in another way."""
    if random.random() < 0.7:
        return changed_bytes(data, random)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", random.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))) as archive:
        for name in random.sample((*MEMBERS, "x" * 300, "../up", "?"), 3):
            archive.writestr(name, name)
    return packed.getvalue()


def _read_bundle(data: bytes, folder: Path) -> str:
    path = folder / "own.task"
    path.write_bytes(data)
    check_bundle(path)
    return "whole"


MANIFEST = Target("manifest", _lists, changed_json, _read_list, frozenset({6}), tried=60)
BUNDLE = Target("bundle", _bundles, _change_bundle, _read_bundle, frozenset({6}), tried=60)
