"""The tones: distinguishable without words, heard by older ears, and no clicks."""

from __future__ import annotations

import numpy as np

from posecoach.feedback.audio import NOTES, RATE_HZ, samples


def test_tones_differ_in_pitch_and_rhythm_and_do_not_click():
    assert len({notes[0][0] for notes in NOTES.values()}) == len(NOTES)
    assert len({tuple(length_s for _, length_s in notes) for notes in NOTES.values()}) == len(NOTES)
    for tone, notes in NOTES.items():
        sound = samples(tone)
        assert sum(length_s for _, length_s in notes) <= 0.6
        assert np.abs(sound).max() <= 1.0 and np.abs(np.diff(sound)).max() < 0.15
        assert abs(sound[0]) < 0.01 and abs(sound[-1]) < 0.05
        for pitch_hz in {pitch_hz for pitch_hz, _ in notes if pitch_hz}:
            spectrum = np.abs(np.fft.rfft(sound))
            near = np.abs(np.fft.rfftfreq(len(sound), 1 / RATE_HZ) - pitch_hz) < 15
            assert spectrum[near].max() > 10 * np.median(spectrum)
