"""An output place in an object store that speaks S3."""

from __future__ import annotations

import fsspec
import pytest
from place_cases import PlaceCases, prepare, prepared, sentence, written

from posecoach.analysis.cluster.address import stamp_of
from posecoach.analysis.cluster.place import Place
from posecoach.errors import SourceError


class TestPlace(PlaceCases):
    @pytest.fixture
    def place(self, bucket) -> Place:
        return prepared(f"{bucket}/out")


def test_a_store_that_refuses_a_file_has_none_of_it(store, bucket, tmp_path):
    place = Place(bucket)
    place.put(written(tmp_path / "old", b"0123456789"), "old.json")
    store.refuse = lambda method, path: method in ("PUT", "POST")
    for name in ("old.json", "new.json"):
        with pytest.raises(PermissionError):
            place.put(written(tmp_path / "new", b"new content"), name)
    assert place.names() == {"old.json"} and place.read("old.json") == b"0123456789"


def test_a_bucket_that_is_missing_is_named_and_not_made(store):
    assert "s3://missing-bucket/out" in (text := sentence(prepare("s3://missing-bucket/out")))
    assert "does not exist" in text and not store.fs.exists("missing-bucket")


def test_a_bucket_that_nobody_can_have_is_named(store):
    assert "s3://Bad Bucket!/out" in sentence(prepare("s3://Bad Bucket!/out"))


def test_a_store_that_does_not_let_us_in_is_named(store, bucket):
    store.refuse = lambda method, path: True
    assert f"Cannot write to {bucket}/out: Access Denied." in sentence(prepare(f"{bucket}/out"))
    with pytest.raises(SourceError, match=f"{bucket}/a.mp4 cannot be read: "):
        stamp_of(f"{bucket}/a.mp4")


def test_without_credentials_the_sentence_says_so(store, bucket, monkeypatch, tmp_path):
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    file_systems = fsspec.get_filesystem_class("s3")
    file_systems.clear_instance_cache()
    try:
        assert "credentials" in sentence(prepare(bucket))
    finally:
        file_systems.clear_instance_cache()
