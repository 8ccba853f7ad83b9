"""Where live frames come from: a word opens a camera or a file, and a file is played at its own times."""

from __future__ import annotations

import fakes
import pytest

from posecoach.vision.source import Playback
from posecoach.vision.video import VideoFile


def test_playback_gives_frames_at_their_times_and_drops_what_is_late(tmp_path):
    now = [100.0]
    with VideoFile(fakes.video(tmp_path / "clip.mp4", 2.0, 10)) as video:
        source = Playback(video, clock=lambda: now[0], sleep=lambda s: now.__setitem__(0, now[0] + s))
        assert source.latest(1.0).t == 0.0
        assert source.latest(0.05) is None, "the next one is not due yet"
        assert source.latest(1.0).t == pytest.approx(0.1)
        now[0] += 0.55
        assert source.latest(1.0).t == pytest.approx(0.6)
        assert source.frames_dropped == 4
        now[0] += 60.0
        assert source.latest(1.0).t == pytest.approx(1.9)
        assert source.state == "ended" and source.latest(1.0) is None and source.status_text == ""
