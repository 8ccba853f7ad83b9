"""The pose model without its mask: made once beside the whole one, never in the way of a session."""

from __future__ import annotations

import hashlib
import json
import zipfile

import numpy as np
import pytest

from posecoach.vision.weights.bundle import MEMBERS, store
from posecoach.vision.weights.manifest import Variant
from posecoach.vision.weights.pruning import UnknownNetworkError, pruned, without_mask

pytestmark = pytest.mark.usefixtures("mediapipe")

INPUT, HIDDEN, POINTS, BRANCH, MASK = range(5)


def network(mask_shape=(1, 256, 256, 1)) -> bytes:
    """A network with two outputs: points from a hidden tensor, and a mask from the same by a branch of its own."""
    import flatbuffers
    from mediapipe.tasks.metadata import schema_py_generated as schema

    model, graph = schema.ModelT(), schema.SubGraphT()
    model.version, model.buffers, model.operatorCodes = 3, [schema.BufferT()], [schema.OperatorCodeT()]
    shapes = {INPUT: (1, 4), HIDDEN: (1, 4), POINTS: (1, 195), BRANCH: (1, 4), MASK: mask_shape}
    graph.tensors = []
    for shape in shapes.values():
        tensor = schema.TensorT()
        tensor.shape, tensor.type, tensor.buffer = list(shape), schema.TensorType.FLOAT32, 0
        graph.tensors.append(tensor)
    graph.inputs, graph.outputs, graph.operators = [INPUT], [POINTS, MASK], []
    for source, result in ((INPUT, HIDDEN), (HIDDEN, BRANCH), (BRANCH, MASK), (HIDDEN, POINTS)):
        operator = schema.OperatorT()
        operator.opcodeIndex, operator.inputs, operator.outputs = 0, [source], [result]
        graph.operators.append(operator)
    model.subgraphs = [graph]
    builder = flatbuffers.Builder(1024)
    builder.Finish(model.Pack(builder), b"TFL3")
    return bytes(builder.Output())


def opened(content: bytes):
    from mediapipe.tasks.metadata import schema_py_generated as schema

    return schema.ModelT.InitFromObj(schema.Model.GetRootAs(content, 0))


@pytest.fixture
def bundle(tmp_path):
    path = tmp_path / "m.task"
    path.write_bytes(store({MEMBERS[0]: b"detector", MEMBERS[1]: network()}))
    return path


def known(path) -> tuple[Variant, ...]:
    content = path.read_bytes()
    return (Variant("full", path.name, len(content), hashlib.sha256(content).hexdigest(), "https://x", "MIT"),)


def test_only_what_the_other_outputs_need_is_kept_and_the_mask_is_a_constant():
    graph = opened(without_mask(network())).subgraphs[0]
    assert [list(operator.outputs) for operator in graph.operators] == [[HIDDEN], [POINTS]]
    assert list(graph.outputs) == [POINTS, MASK]
    mask = opened(without_mask(network())).buffers[graph.tensors[MASK].buffer].data
    assert len(mask) == 4 * 256 * 256 and not np.any(mask)


def test_the_same_network_gives_the_same_bytes():
    assert without_mask(network()) == without_mask(network())


def test_a_network_with_another_mask_is_refused():
    with pytest.raises(UnknownNetworkError):
        without_mask(network(mask_shape=(1, 128, 128, 1)))


def test_it_is_made_once_and_recorded(bundle, tmp_path):
    small = pruned(bundle, known(bundle), (tmp_path,))
    assert small.name == "m.pruned.task"
    with zipfile.ZipFile(small) as archive:
        assert archive.namelist() == list(MEMBERS) and archive.read(MEMBERS[0]) == b"detector"
        assert all(entry.compress_type == zipfile.ZIP_STORED for entry in archive.infolist())
    record = json.loads((tmp_path / "m.pruned.json").read_text())
    assert record["sha256"] == hashlib.sha256(small.read_bytes()).hexdigest()
    made_ns = small.stat().st_mtime_ns
    pruned.cache_clear()
    assert pruned(bundle, known(bundle), (tmp_path,)) == small and small.stat().st_mtime_ns == made_ns


@pytest.mark.parametrize("torn", ["m.pruned.task", "m.pruned.json"])
def test_a_torn_file_is_made_again(torn, bundle, tmp_path):
    small = pruned(bundle, known(bundle), (tmp_path,))
    whole = small.read_bytes()
    (tmp_path / torn).write_bytes(b"torn")
    pruned.cache_clear()
    assert pruned(bundle, known(bundle), (tmp_path,)).read_bytes() == whole


def test_a_record_is_small_or_made_again(bundle, tmp_path):
    pruned(bundle, known(bundle), (tmp_path,))
    record = tmp_path / "m.pruned.json"
    small = record.read_bytes()
    record.write_bytes(small + b" " * 2_000)
    pruned.cache_clear()
    pruned(bundle, known(bundle), (tmp_path,))
    assert record.read_bytes() == small


def test_a_model_of_ones_own_and_its_folder_stay_as_they_are(bundle, tmp_path):
    before = sorted(tmp_path.iterdir())
    assert pruned(bundle, (), (tmp_path,)) == bundle
    assert pruned(bundle, known(bundle), (tmp_path / "ours",)) == bundle
    assert sorted(tmp_path.iterdir()) == before


def test_a_network_that_we_do_not_know_is_used_whole_with_one_line_in_the_log(tmp_path, caplog):
    path = tmp_path / "m.task"
    path.write_bytes(store({MEMBERS[0]: b"detector", MEMBERS[1]: network(mask_shape=(1, 9))}))
    assert pruned(path, known(path), (tmp_path,)) == path
    assert [record.message for record in caplog.records] == [
        "the pose model is used with its mask: its network has another mask output"
    ]


def test_a_full_disk_costs_speed_only(bundle, tmp_path, caplog):
    (tmp_path / "m.pruned.task").mkdir()
    assert pruned(bundle, known(bundle), (tmp_path,)) == bundle
    assert "is used with its mask: Cannot write" in caplog.text
