"""A folder of small videos."""

from __future__ import annotations

from pathlib import Path

import fakes
import pytest
from watched import Watcher


@pytest.fixture(scope="session")
def clip(tmp_path_factory) -> bytes:
    return fakes.video(tmp_path_factory.mktemp("clips") / "clip.mp4", 1.5).read_bytes()


@pytest.fixture
def videos(tmp_path, clip) -> Path:
    """Folder with two videos and what else lies about."""
    folder = tmp_path / "videos"
    (folder / "more").mkdir(parents=True)
    for name in ("b.MP4", "a.mp4", "more/c.mp4", "a.annotated.mp4"):
        (folder / name).write_bytes(clip)
    (folder / "notes.txt").write_text("")
    return folder


@pytest.fixture
def watcher() -> Watcher:
    return Watcher()
