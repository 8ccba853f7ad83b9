"""`posecoach analyze s3://... --scheduler local:1`, with an object store on this machine."""

from __future__ import annotations

import io
import os
import sys
from collections import Counter
from collections.abc import Sequence

import fakes
import pandas
import pytest

from posecoach.analysis.cluster.place import Place
from posecoach.process import children

pytestmark = pytest.mark.slow

SUPPORT = fakes.ROOT / "tests" / "support"
COMMAND: Sequence[str] = (sys.executable, "-c", "import fakes; fakes.main()", "analyze", "--no-video", "--no-report")
WITHIN_S = 120.0
ENDINGS = (".csv", ".json", ".landmarks.npz")
NEW_VIDEO = Counter(HEAD=1, GET=1, PUT=len(ENDINGS) + 1)
"""Requests for a video: its stamp, its content, its results and their receipt."""
DONE_VIDEO = Counter(HEAD=2, GET=1)
"""Requests for one that is done: its stamp, and the receipt."""
SUMMARIES = Counter(GET=2)
"""Requests that tell whether the summaries are posecoach's own."""


def analyse(store, bucket: str) -> tuple[str, Counter[str]]:
    """Run it; return what it printed, and how often each method was asked for."""
    store.requests.clear()
    environ = os.environ | {"PYTHONPATH": f"{fakes.ROOT}{os.pathsep}{SUPPORT}"}
    command = [*COMMAND, f"{bucket}/archive", "--scheduler", "local:1", "-o", f"{bucket}/results"]
    done = children.run(command, WITHIN_S, environ)
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr, store.requests.copy()


def results(store, bucket: str) -> dict[str, bytes]:
    place = Place(f"{bucket}/results")
    return {name: place.read(name) for name in place.names()}


def test_an_archive_in_a_store_is_analysed_once(store, bucket, tmp_path):
    def add(name: str, seconds: float) -> None:
        store.fs.pipe_file(f"{bucket}/archive/{name}.mp4", fakes.video(tmp_path / "clip.mp4", seconds).read_bytes())

    add("a/x", 8.0)
    add("b/x", 1.0)
    said, asked_first = analyse(store, bucket)
    assert "With a result: 2 of 2." in said
    first = results(store, bucket)
    of_videos = {f"{stem}{ending}" for stem in ("a/x", "b/x") for ending in ENDINGS}
    receipts = {f".posecoach/{name}" for name in (".here", "a/x.json", "b/x.json")}
    assert set(first) == of_videos | receipts | {"summary.csv", "summary.parquet"}

    add("b/y", 1.1)
    said, asked_again = analyse(store, bucket)
    assert "With a result: 3 of 3. From an earlier run: 2." in said
    again = results(store, bucket)
    assert {name: again[name] for name in of_videos | receipts} == {name: first[name] for name in of_videos | receipts}
    assert asked_again + NEW_VIDEO + NEW_VIDEO == asked_first + DONE_VIDEO + DONE_VIDEO + NEW_VIDEO + SUMMARIES

    videos = pandas.read_csv(io.BytesIO(again["summary.csv"]))
    assert list(videos["file"]) == [f"{bucket}/archive/{name}.mp4" for name in ("a/x", "b/x", "b/y")]
    attempts = pandas.read_parquet(io.BytesIO(again["summary.parquet"]))
    assert list(attempts["file"]) == [f"{bucket}/archive/a/x.mp4"] and list(attempts["key"]) == [videos["key"][0]]
    assert attempts["hold_s"][0] == pytest.approx(videos["hold_s"][0], abs=0.01) and attempts["index"].dtype == "int32"
