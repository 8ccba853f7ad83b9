"""The speech process, without starting it."""

from __future__ import annotations

import av
import numpy as np

from posecoach.feedback.audio import samples
from posecoach.feedback.voice_worker import decoded


def test_sound_is_understood_as_macos_writes_it(tmp_path):
    path = tmp_path / "words.wav"
    tone = samples("hold_done")
    with av.open(str(path), "w", format="aiff") as file:
        stream = file.add_stream("pcm_s16be", rate=22_050, layout="mono")
        frame = av.AudioFrame.from_ndarray((tone * 32767).astype(np.int16)[None], format="s16", layout="mono")
        frame.sample_rate = 22_050
        file.mux(list(stream.encode(frame)) + list(stream.encode(None)))
    sound, rate_hz = decoded(path)
    assert rate_hz == 22_050 and np.abs(sound - tone).max() < 0.001
