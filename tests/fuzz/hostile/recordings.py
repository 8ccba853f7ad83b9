"""Small real inputs, of which hostile ones are made: a landmark file, its result, and what a session leaves."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tracks import track

import posecoach as pc
from posecoach.core.body.pose import TimedPose
from posecoach.core.result import ModelInfo, VideoInfo
from posecoach.storage.landmark_file import LandmarkLog

MODEL = ModelInfo("full", "full.task", "1" * 64, "official")


@cache
def bridge() -> tuple[TimedPose, ...]:
    """One attempt at a bridge, 5 frames a second: 16 s with a hold of 10 s; in one frame nobody is found."""
    seen, _ = track("bridge__good")
    poses = [one for one in seen if one[0] < 16.0][::3]
    poses[2] = (poses[2][0], None)
    return tuple(poses)


def video_of(poses: Sequence[TimedPose]) -> VideoInfo:
    """Describe the recording of some poses."""
    found = sum(pose is not None for _, pose in poses)
    return VideoInfo("clip.mp4", "0" * 64, 768, 432, 5.0, poses[-1][0], len(poses), found)


def landmark_bytes(poses: Sequence[TimedPose]) -> bytes:
    """Return the landmark file of some poses."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "clip.landmarks.npz"
        LandmarkLog(poses).save(path, video_of(poses), MODEL)
        return path.read_bytes()


@cache
def clip_files() -> dict[str, bytes]:
    """Return the files of a judged recording, by their names."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "clip.landmarks.npz").write_bytes(landmark_bytes(bridge()))
        pc.judge(folder / "clip.landmarks.npz").save(folder)
        return {path.name: path.read_bytes() for path in folder.iterdir()}
