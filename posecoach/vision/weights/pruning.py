"""The pose model without its segmentation mask, which nobody uses and which takes two fifths of the time.

The landmark network computes a mask of 256 x 256 pixels in every frame. Pruning keeps only the operators that the other
outputs need. The mask output itself stays, as a constant, because MediaPipe's graph asks for it. The landmarks are the
same, bit for bit.
"""

from __future__ import annotations

import hashlib
import json
import logging
import zipfile
from collections.abc import Mapping
from functools import cache
from io import BytesIO
from pathlib import Path

from posecoach.errors import UsageError
from posecoach.files.reading import parse_json, read_file
from posecoach.files.writing import atomic_write, write_text
from posecoach.vision.weights.bundle import MAX_BYTES, MEMBERS, store
from posecoach.vision.weights.manifest import Variant, known_variants
from posecoach.vision.weights.store import model_folders

__all__ = ["UnknownNetworkError", "pruned", "without_mask"]

log = logging.getLogger(__name__)

MASK_SHAPE = (1, 256, 256, 1)
BUNDLE, RECORD = ".pruned.task", ".pruned.json"
"""Endings of the pruned bundle, and of the record of its source and its own hash."""
MAX_RECORD_BYTES = 2**10
"""A kilobyte; a record has 160 bytes."""


class UnknownNetworkError(Exception):
    """The network is not one that we know how to prune."""


@cache
def pruned(bundle: Path, variants: tuple[Variant, ...] | None = None, folders: tuple[Path, ...] | None = None) -> Path:
    """Return the pruned bundle beside a bundle, made on first use; the bundle itself where that is not possible.

    Only bundles that we fetched are pruned; a user's own model and its folder stay as they are.

    Parameters
    ----------
    bundle : Path
        A pose landmarker bundle.
    variants, folders
        The known models and where ours are stored, for tests; None = the usual ones.
    """
    if bundle.parent not in model_folders(folders):
        return bundle
    target, record = bundle.with_suffix(BUNDLE), bundle.with_suffix(RECORD)
    known = known_variants().values() if variants is None else variants
    try:
        content = read_file(bundle, MAX_BYTES)
        source = _sha256(content)
        if not any(source in (one.sha256, one.assembled.sha256 if one.assembled else "") for one in known):
            return bundle
        if not _is_recorded(target, record, source):
            _make(content, source, target, record)
        return target
    except (OSError, UsageError, ImportError, UnknownNetworkError) as error:
        log.warning("the pose model is used with its mask: %s", error)
        return bundle


def without_mask(network: bytes) -> bytes:
    """Return a landmark network that computes no mask; the same input gives the same bytes.

    Raises
    ------
    UnknownNetworkError
        It has not the one mask output that we know.
    """
    import flatbuffers
    import numpy as np
    from mediapipe.tasks.metadata import schema_py_generated as schema

    model = schema.ModelT.InitFromObj(schema.Model.GetRootAs(network, 0))
    graph = model.subgraphs[0]
    masks = [index for index in graph.outputs if tuple(graph.tensors[index].shape) == MASK_SHAPE]
    if len(model.subgraphs) != 1 or len(masks) != 1 or graph.tensors[masks[0]].type != schema.TensorType.FLOAT32:
        raise UnknownNetworkError("its network has another mask output")
    needed = {int(index) for index in graph.outputs} - {int(masks[0])}
    kept = []
    for operator in reversed(graph.operators):
        if needed.intersection(operator.outputs.tolist()):
            kept.append(operator)
            needed.update(operator.inputs.tolist())
    graph.operators = kept[::-1]
    constant = schema.BufferT()
    constant.data = np.zeros(np.dtype(np.float32).itemsize * int(np.prod(MASK_SHAPE)), np.uint8)
    model.buffers.append(constant)
    graph.tensors[masks[0]].buffer = len(model.buffers) - 1
    builder = flatbuffers.Builder(len(network))
    builder.Finish(model.Pack(builder), b"TFL3")
    return bytes(builder.Output())


def _make(content: bytes, source: str, target: Path, record: Path) -> None:
    """Write the pruned bundle, then its record: a bundle without its record is made again."""
    with zipfile.ZipFile(BytesIO(content)) as bundle:
        networks = {name: bundle.read(name) for name in MEMBERS}
    small = store({**networks, MEMBERS[1]: without_mask(networks[MEMBERS[1]])})
    with atomic_write(target) as file:
        file.write(small)
    write_text(record, json.dumps(_entry(source, small)) + "\n")


def _is_recorded(target: Path, record: Path, source: str) -> bool:
    try:
        return bool(parse_json(read_file(record, MAX_RECORD_BYTES)) == _entry(source, read_file(target, MAX_BYTES)))
    except (OSError, ValueError):
        return False


def _entry(source: str, content: bytes) -> Mapping[str, str]:
    return {"source_sha256": source, "sha256": _sha256(content)}


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
