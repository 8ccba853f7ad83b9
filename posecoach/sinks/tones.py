"""The short tones that come before words: synthesised, and told apart by pitch and by rhythm."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from posecoach.core.session.cues import Tone

RATE_HZ = 22_050
"""Samples a second: more than enough for tones, and what eSpeak speaks with."""
LOUDNESS = 0.35
"""Share of full scale: as loud as the voice beside it."""
EDGE_S = 0.012
"""Attack and decay of each note: shorter ones click."""
OVERTONE = 0.3
"""Share of the octave in each note: small loudspeakers give low notes badly, and it sounds less like an alarm."""

NOTES: dict[Tone, tuple[tuple[float, float], ...]] = {
    "hold_reached": ((523.0, 0.10), (659.0, 0.10), (784.0, 0.20)),
    "form_lost": ((494.0, 0.09), (0.0, 0.06), (494.0, 0.09)),
    "hold_done": ((659.0, 0.22),),
}
"""Pitch (Hz, 0 = silence) and length (s) of the notes: three that rise, two low knocks, one long note. All between 400
and 1600 Hz with their octaves, which older ears hear well."""


def samples(tone: Tone) -> NDArray[np.float32]:
    """Return a tone.

    Returns
    -------
    float32 array, shape (samples,)
        Between -1 and 1, `RATE_HZ` a second, beginning and ending in silence.
    """
    return np.concatenate([_note(pitch_hz, length_s) for pitch_hz, length_s in NOTES[tone]])


def _note(pitch_hz: float, length_s: float) -> NDArray[np.float32]:
    t = np.arange(round(length_s * RATE_HZ)) / RATE_HZ
    wave = np.sin(2 * np.pi * pitch_hz * t) + OVERTONE * np.sin(4 * np.pi * pitch_hz * t)
    envelope = np.clip(np.minimum(t, length_s - t) / EDGE_S, 0.0, 1.0)
    note: NDArray[np.float32] = (LOUDNESS / (1 + OVERTONE) * wave * envelope).astype(np.float32)
    return note
