"""Recordings whose process is killed or whose disk is full: nothing is lost but the last seconds."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import av
import numpy as np
import pytest
from small_videos import times_of

WRITER = """
import sys
import numpy as np
from posecoach.storage.video_writer import VideoWriter
noise = np.random.default_rng(3).integers(0, 255, (120, 160, 3), np.uint8)
with VideoWriter(sys.argv[1], (160, 120), fps_hint=30) as recorder:
    for k in range(3000):
        recorder.write(np.roll(noise, k, axis=1), k / 30)
        print(k / 30, flush=True)
"""


def test_a_killed_recording_plays_up_to_the_last_seconds(tmp_path):
    path = tmp_path / "out.mp4"
    writer = subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True)
    assert writer.stdout
    with writer.stdout:
        reached = next(t for t in map(float, writer.stdout) if t > 9)
        writer.kill()
    writer.wait(10)
    played = []
    with av.open(str(path)) as container:
        try:
            for frame in container.decode(video=0):
                played.append(frame.time)
        except av.FFmpegError:
            pass  # the last fragment is cut
    np.testing.assert_allclose(played, np.arange(len(played)) / 30, atol=0.001)
    assert played[-1] > reached - 2.7  # a fragment of 2 s and what the encoder holds back


LIMITED = """
import resource, sys, time
import numpy as np
from posecoach.errors import UsageError
from posecoach.storage.video_writer import VideoWriter
limit = int(sys.argv[2])
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
noise = np.random.default_rng(3).integers(0, 255, (120, 160, 3), np.uint8)
recorder = VideoWriter(sys.argv[1], (160, 120), fps_hint=30)
try:
    with recorder:
        for k in range(240):
            recorder.write(np.roll(noise, k, axis=1), k / 30)
except UsageError as error:
    print(k / 30, error)
    try:
        recorder.write(noise, 99.0)
    except UsageError:
        print("again")
    recorder.close()
"""


def record_limited(path: Path, limit: int) -> list[str]:
    command = [sys.executable, "-c", LIMITED, str(path), str(limit)]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=30).stdout.splitlines()


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """Record without a limit that matters."""
    path = tmp_path_factory.mktemp("recording") / "whole.mp4"
    assert record_limited(path, 10**9) == []
    return path


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of files")
def test_a_full_disk_is_reported_and_what_was_written_plays(tmp_path, whole):
    size, count = whole.stat().st_size, len(times_of(whole))
    assert count == 240
    for share, least in ((0.55, 60), (0.8, 120)):
        path = tmp_path / f"{share}.mp4"
        message, again = record_limited(path, int(size * share))
        assert "largest size" in message and str(path) in message and "ends early" in message
        assert again == "again"
        assert count * share / 30 - 0.5 < float(message.split()[0]) < 240 * share / 30 + 2.5  # soon after
        assert len(times_of(path)) >= least  # and without an error at the end


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of files")
def test_a_disk_that_gets_full_at_the_very_end_loses_nothing(tmp_path, whole):
    cut = tmp_path / "cut.mp4"
    message, _ = record_limited(cut, whole.stat().st_size - 10)
    assert "ends early" in message
    assert times_of(cut) == times_of(whole)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of files")
def test_a_disk_full_from_the_start_leaves_no_empty_file(tmp_path):
    assert "ends early" in record_limited(tmp_path / "out.mp4", 20)[0]
    assert not list(tmp_path.iterdir())
