"""Sound: the tones as samples, and a player that can be stopped at any time."""

from __future__ import annotations

import tempfile
import threading
import wave
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posecoach.core.session.cues import Tone
from posecoach.process import children
from posecoach.process.lookup import program
from posecoach.translation import N_, Sentence

RATE_HZ = 22_050
"""Samples per second: more than enough for tones, and the rate of eSpeak."""
LOUDNESS = 0.35
"""Share of full scale: as loud as the voice."""
EDGE_S = 0.012
"""Attack and decay of each note: shorter ones click."""
OVERTONE = 0.3
"""Share of the octave in each note: small loudspeakers play low notes badly, and it sounds less like an alarm."""

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
        Between -1 and 1 at `RATE_HZ`; begins and ends in silence.
    """
    return np.concatenate([_note(pitch_hz, length_s) for pitch_hz, length_s in NOTES[tone]])


def _note(pitch_hz: float, length_s: float) -> NDArray[np.float32]:
    t = np.arange(round(length_s * RATE_HZ)) / RATE_HZ
    wave = np.sin(2 * np.pi * pitch_hz * t) + OVERTONE * np.sin(4 * np.pi * pitch_hz * t)
    envelope = np.clip(np.minimum(t, length_s - t) / EDGE_S, 0.0, 1.0)
    note: NDArray[np.float32] = (LOUDNESS / (1 + OVERTONE) * wave * envelope).astype(np.float32)
    return note


POLL_S = 0.02
"""How often the player checks for a stop: nobody hears 20 ms."""
PROGRAMS = (("pw-play",), ("paplay",), ("aplay", "-q"))
"""Programs that play a file when PortAudio is missing, the newest sound system first."""


class NoSoundError(Exception):
    """No sound can be played, or nothing spoken.

    Parameters
    ----------
    reason : Sentence
        Why, and what to do, as a part of a sentence.
    """

    def __init__(self, reason: Sentence) -> None:
        super().__init__(reason)
        self.reason = reason


class Player:
    """Plays one sound after another.

    Parameters
    ----------
    to_folder : Path, optional
        Write each sound to a numbered WAV file there instead, for tests.
    loudness : float
        By which the samples are multiplied, above 0, at most 1.

    Raises
    ------
    NoSoundError
        When no device and no program can play sound.
    """

    def __init__(self, to_folder: Path | None = None, loudness: float = 1.0) -> None:
        self._folder, self._count, self._loudness = to_folder, 0, loudness
        self._stop = threading.Event()
        self._device: Any = None
        self._program: tuple[str, ...] | None = None
        if to_folder is None:
            self._find()

    def _find(self) -> None:
        try:
            import sounddevice
        except (ImportError, OSError):  # on Linux the package comes without its library
            found = [(path, *options) for name, *options in PROGRAMS if (path := program(name))]
            self._program = next(iter(found), None)
            if self._program is None:
                raise NoSoundError(
                    N_("no sound library or player was found (on Debian or Ubuntu: apt-get install libportaudio2)")
                ) from None
            return
        try:
            sounddevice.check_output_settings(channels=1)
        except (sounddevice.PortAudioError, ValueError) as error:
            raise NoSoundError(N_("no loudspeaker was found (check the system's sound settings)")) from error
        self._device = sounddevice

    def play(self, samples: NDArray[np.float32], rate_hz: int) -> bool:
        """Play samples (float32, -1 to 1, one channel); return whether they ended before `stop`.

        Raises
        ------
        NoSoundError
            When the loudspeaker is no longer there.
        """
        samples = np.float32(self._loudness) * samples
        if self._folder is not None:
            self._count += 1
            _write(self._folder / f"{self._count:03}.wav", samples, rate_hz)
        elif self._device is not None:
            self._play_device(samples, rate_hz)
        else:
            self._play_program(samples, rate_hz)
        return not self._stop.is_set()

    def stop(self) -> None:
        """Silence the player at once, from any thread, until `resume`."""
        self._stop.set()

    def resume(self) -> None:
        """Allow playing again."""
        self._stop.clear()

    def _play_device(self, samples: NDArray[np.float32], rate_hz: int) -> None:
        try:
            self._device.play(samples, rate_hz)
            left_s = len(samples) / rate_hz + self._device.get_stream().latency
            while left_s > 0 and not self._stop.wait(min(POLL_S, left_s)):
                left_s -= POLL_S
            self._device.stop()
        except self._device.PortAudioError as error:
            raise NoSoundError(N_("the loudspeaker was disconnected")) from error

    def _play_program(self, samples: NDArray[np.float32], rate_hz: int) -> None:
        with tempfile.NamedTemporaryFile(suffix=".wav") as file:
            _write(Path(file.name), samples, rate_hz)
            words = [*(self._program or ()), file.name]
            process = children.start(words)
            while process.poll() is None:
                if self._stop.wait(POLL_S):
                    process.kill()
            if process.wait() > 0:
                name = Path(words[0]).name
                raise NoSoundError(N_("{name} cannot play (check the system's sound settings)", name=name))


def _write(path: Path, samples: NDArray[np.float32], rate_hz: int) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate_hz)
        file.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())
