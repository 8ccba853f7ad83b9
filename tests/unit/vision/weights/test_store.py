"""Finding, checking and naming the pose model; nothing here uses the network."""

import hashlib
import os
import zipfile
from dataclasses import replace

import pytest

from posecoach.core.result import ModelInfo
from posecoach.errors import ModelError, UsageError
from posecoach.vision import weights
from posecoach.vision.weights.bundle import MEMBERS
from posecoach.vision.weights.manifest import Assembly, Variant, read_manifest

CONTENT = b"a model of ours" * 100


@pytest.fixture(autouse=True)
def no_model_of_the_environment(monkeypatch):
    monkeypatch.delenv(weights.ENVIRONMENT, raising=False)


@pytest.fixture
def ours():
    """One known model, whose right content is CONTENT."""
    sha256 = hashlib.sha256(CONTENT).hexdigest()
    return {"full": Variant("full", "full.task", len(CONTENT), sha256, "https://models.invalid/full.task", "MIT")}


@pytest.fixture
def own(tmp_path):
    return write_bundle(tmp_path / "own.task")


def write_bundle(path, names=MEMBERS, compression=zipfile.ZIP_STORED):
    with zipfile.ZipFile(path, "w", compression) as bundle:
        for name in names:
            bundle.writestr(name, b"network" * 1000)
    return path


def test_the_manifest_names_three_models_with_checksum_source_and_licence():
    known = weights.known_variants()
    assert list(known) == ["full", "lite", "heavy"]
    for variant in known.values():
        assert variant.url.startswith("https://") and variant.url.endswith("/" + variant.file)
        assert len(bytes.fromhex(variant.sha256)) == 32
        assert variant.licence == "Apache-2.0"
    assert [member.name for member in known["full"].assembled.members] == list(MEMBERS)
    assert known["lite"].assembled is None


def test_an_unreadable_manifest_is_a_plain_error(tmp_path):
    (tmp_path / "manifest.json").write_text('{"variants": {"full": {"size": 1}}}')
    with pytest.raises(ModelError, match="reinstall posecoach"):
        read_manifest(tmp_path / "manifest.json")


def test_a_verified_model_is_found(tmp_path, ours):
    (tmp_path / "full.task").write_bytes(CONTENT)
    assert weights.locate(folders=[tmp_path], variants=ours) == tmp_path / "full.task"


def test_a_missing_model_is_an_error_that_names_the_command(tmp_path, ours):
    with pytest.raises(ModelError, match="`posecoach models fetch`") as caught:
        weights.locate(folders=[tmp_path / "nowhere"], variants=ours)
    assert caught.value.exit_code == 6 and "`" not in caught.value.sentence, "a page names no command"
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("content", [CONTENT[:-1] + b"x", CONTENT[:-1], b""], ids=["one byte", "short", "empty"])
def test_a_damaged_model_is_an_error_that_names_the_command(tmp_path, ours, content):
    (tmp_path / "full.task").write_bytes(content)
    with pytest.raises(ModelError, match=r"is damaged: fetch it again\. Run `posecoach models fetch`"):
        weights.locate(folders=[tmp_path], variants=ours)


def test_a_good_model_in_the_second_folder_beats_a_damaged_one_in_the_first(tmp_path, ours):
    first, second = tmp_path / "checkout", tmp_path / "cache"
    for folder, content in ((first, b"damaged"), (second, CONTENT)):
        folder.mkdir()
        (folder / "full.task").write_bytes(content)
    assert weights.locate(folders=[first, second], variants=ours) == second / "full.task"


def test_an_unknown_variant_is_wrong_use(tmp_path, ours):
    with pytest.raises(UsageError, match=r"'tiny'.*choose full"):
        weights.locate(variant="tiny", folders=[tmp_path], variants=ours)


def test_an_own_bundle_is_taken_as_it_is(own, tmp_path, ours):
    assert weights.locate(own, folders=[tmp_path], variants=ours) == own


def test_the_environment_names_an_own_bundle_and_the_option_overrides_it(own, tmp_path, monkeypatch):
    other = write_bundle(tmp_path / "other.task")
    monkeypatch.setenv(weights.ENVIRONMENT, str(other))
    assert weights.locate() == other
    assert weights.locate(own) == own


def test_an_empty_environment_variable_counts_as_unset(tmp_path, ours, monkeypatch):
    monkeypatch.setenv(weights.ENVIRONMENT, "")
    (tmp_path / "full.task").write_bytes(CONTENT)
    assert weights.locate(folders=[tmp_path], variants=ours) == tmp_path / "full.task"


def test_a_wrong_bundle_of_the_environment_is_blamed_on_the_variable(tmp_path, monkeypatch):
    monkeypatch.setenv(weights.ENVIRONMENT, str(tmp_path / "gone.task"))
    with pytest.raises(ModelError, match=r"does not exist.*POSECOACH_MODEL"):
        weights.locate()


def test_an_own_bundle_must_be_a_regular_file(tmp_path):
    with pytest.raises(ModelError, match="it is a folder"):
        weights.locate(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_named_pipe_is_refused_without_waiting(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ModelError, match="it is a pipe"):
        weights.locate(tmp_path / "pipe")


def test_an_own_bundle_must_be_a_zip(tmp_path):
    (tmp_path / "own.task").write_bytes(b"<html>sign in</html>")
    with pytest.raises(ModelError, match=r"not a zip.*pose_detector\.tflite"):
        weights.locate(tmp_path / "own.task")


def test_an_own_bundle_must_hold_both_networks(tmp_path):
    path = write_bundle(tmp_path / "own.task", MEMBERS[:1])
    with pytest.raises(ModelError, match=r"does not contain pose_landmarks_detector\.tflite"):
        weights.locate(path)


def test_an_own_bundle_must_not_be_compressed(tmp_path):
    path = write_bundle(tmp_path / "own.task", compression=zipfile.ZIP_DEFLATED)
    with pytest.raises(ModelError, match="uncompressed"):
        weights.locate(path)


def test_a_flipped_bit_in_an_own_bundle_is_found(own):
    content = bytearray(own.read_bytes())
    content[2000] ^= 1
    own.write_bytes(content)
    with pytest.raises(ModelError, match="damaged"):
        weights.locate(own)


def test_the_status_distinguishes_missing_damaged_and_verified(tmp_path, ours):
    def row():
        return weights.status(folders=[tmp_path], variants=ours)[0]

    path = tmp_path / "full.task"
    assert row() == weights.ModelStatus("full", path, False, False, None, len(CONTENT), "MIT")
    path.write_bytes(b"half")
    assert row() == weights.ModelStatus("full", path, True, False, None, 4, "MIT")
    path.write_bytes(CONTENT)
    assert row() == weights.ModelStatus("full", path, True, True, "official", len(CONTENT), "MIT")


def test_the_status_has_a_row_for_the_bundle_of_the_environment(own, tmp_path, ours, monkeypatch):
    monkeypatch.setenv(weights.ENVIRONMENT, str(own))
    row = weights.status(folders=[tmp_path], variants=ours)[-1]
    assert (row.variant, row.path, row.verified, row.origin) == ("own", own, True, "own")
    own.write_bytes(b"no zip")
    row = weights.status(folders=[tmp_path], variants=ours)[-1]
    assert (row.present, row.verified, row.origin) == (True, False, None)


def test_a_model_is_named_by_its_content_and_without_its_folder(own, tmp_path, ours):
    renamed = tmp_path / "renamed.task"
    renamed.write_bytes(CONTENT)
    sha256 = ours["full"].sha256
    official = ModelInfo("full", "renamed.task", sha256, "official")
    assert weights.describe(renamed, variants=ours) == official

    assembly = Assembly(len(CONTENT), sha256, "some==1", "3.12", "any", "1", ())
    ours["full"] = replace(ours["full"], sha256="0" * 64, assembled=assembly)
    assert weights.describe(renamed, variants=ours).origin == "assembled"

    described = weights.describe(own, variants=ours)
    assert (described.name, described.origin) == ("own", "own")
