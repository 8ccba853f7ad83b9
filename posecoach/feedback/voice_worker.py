"""The speech process: reads orders from standard input, one JSON object per line, and speaks them.

Speech engines and sound devices sometimes hang, abort, or speak only once. Here they may: the session runs in another
process, which ends this one when it does not answer (see `voice`).

In: ``{"say": words, "tone": name or null}``, ``{"cut": true}``. Out: ``{"ready": true}``, ``{"problem": message,
"values": values}`` once, then ``{"begun": true}`` and ``{"done": true}`` for each. It ends when standard
input does.
"""

from __future__ import annotations

import argparse
import json
import os
import queue
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from posecoach.feedback.audio import POLL_S, RATE_HZ, NoSoundError, Player, samples
from posecoach.feedback.voices import best_voice, pace, provide_espeak
from posecoach.process.stop import ignore_terminal
from posecoach.translation import N_

Sound = tuple[NDArray[np.float32], int]
"""Samples, and the sample rate in Hz."""
SETTLE_S = 0.02
"""Wait before words: while eSpeak is busy with earlier words, pyttsx3 cancels those, or these."""


class Engine:
    """The system's speech through pyttsx3, rendered into memory: pyttsx3 cannot stop its own playing.

    Parameters
    ----------
    rate : int
        Words per minute.
    language : str or None
        Of the voice, such as ``en-gb``; None = the system's choice.

    Raises
    ------
    NoSoundError
        When there is no working speech engine, or no voice of that language.
    """

    def __init__(self, rate: int, language: str | None) -> None:
        try:
            provide_espeak()
            import pyttsx3

            self._engine = pyttsx3.init()
        except Exception as error:  # engines raise errors of any kind
            raise NoSoundError(
                N_("no speech engine was found (on Debian or Ubuntu: apt-get install espeak-ng)")
            ) from error
        self._idle = threading.Event()
        self._idle.set()  # some engines never report that they started: those return when they are done
        self._engine.connect("started-utterance", lambda **_: self._idle.clear())
        self._engine.connect("finished-utterance", lambda **_: self._idle.set())
        self._engine.proxy.setBusy(False)  # sets properties now, not together with the first words
        self._engine.setProperty("rate", round(rate * pace(language)))
        if language:
            self._engine.setProperty("voice", self._voice_of(language))
        try:  # finds out now whether the engine works, and warms it up
            self.speak("ready")
        except Exception as error:
            if language:
                raise NoSoundError(N_("the speech of this system does not work; another language may")) from error
            raise NoSoundError(N_("the speech of this system does not work")) from error

    def _voice_of(self, language: str) -> str:
        known = self._engine.getProperty("voices")
        voices = [(str(name), str(voice.id)) for voice in known for name in voice.languages or ()]
        voice = best_voice(language, voices, str(self._engine.getProperty("voice")))
        if voice is None:
            raise NoSoundError(N_("this computer has no voice for the language {language}", language=language))
        return voice

    def speak(self, words: str) -> Sound:
        """Return the words as sound."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "words.wav"
            time.sleep(SETTLE_S)
            self._engine.proxy.setBusy(True)  # the next call waits for the loop, as pyttsx3 does with the first words
            self._engine.save_to_file(words, str(path))
            self._engine.runAndWait()
            self._idle.wait()  # eSpeak's driver returns 10 ms after the start, done or not
            return decoded(path)


def decoded(path: Path) -> Sound:
    """Return the sound in a file, as one channel: WAV, and on macOS AIFF, whatever the file's name says."""
    with av.open(str(path)) as file:
        as_float = av.AudioResampler(format="flt", layout="mono")
        parts = [part.to_ndarray()[0] for frame in file.decode(audio=0) for part in as_float.resample(frame)]
        return np.concatenate(parts), file.streams.audio[0].rate


class Speaker:
    """Plays one order after another.

    Parameters
    ----------
    answer : callable
        Takes the answers.
    player : Player
        The loudspeaker.
    speak : callable or None
        Words -> sound; None = tones only.
    """

    def __init__(self, answer: Callable[[dict[str, Any]], None], player: Player, speak: Callable[[str], Sound] | None):
        self._answer, self._player, self._speak = answer, player, speak
        self._orders: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()

    def run(self) -> None:
        """Follow standard input until it ends; then the process ends at once, even in the middle of a word."""
        threading.Thread(target=self._listen, name="listen", daemon=True).start()
        while (order := self._orders.get()) is not None:
            try:
                self._play(order)
            except NoSoundError as error:
                self._answer(_problem(error))
            self._answer({"done": True})

    def _listen(self) -> None:
        for line in sys.stdin:
            order = json.loads(line)
            if order.get("cut"):
                self._player.stop()
            else:
                self._player.resume()  # in this thread, since the order to cut may follow at once
                self._orders.put(order)
        self._player.stop()
        time.sleep(2 * POLL_S)  # gives the playing program time to end
        os._exit(0)

    def _play(self, order: dict[str, Any]) -> None:
        words, tone = order.get("say"), order.get("tone")
        sounds = [(samples(tone), RATE_HZ)] if tone else []
        if words and self._speak:
            sounds.append(self._speak(words))
        self._answer({"begun": True})
        for sound in sounds:
            if not self._player.play(*sound):
                break


def _problem(error: NoSoundError) -> dict[str, Any]:
    """Return the answer that says why there is no sound: a message, and its values."""
    return {"problem": error.reason.message, "values": dict(error.reason.values)}


def main() -> None:
    """Run the speech process."""
    ignore_terminal()
    parser = argparse.ArgumentParser()
    parser.add_argument("--rate", type=int, default=150)
    parser.add_argument("--language")
    parser.add_argument("--volume", type=int, default=100)
    parser.add_argument("--to-folder", type=Path)
    options = parser.parse_args()
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # engines print to standard output

    def answer(message: dict[str, Any]) -> None:
        out.write(json.dumps(message) + "\n")
        out.flush()

    try:
        player = Player(options.to_folder, options.volume / 100)
    except NoSoundError as error:
        answer(_problem(error) | {"lasting": True})
        return
    engine: Engine | None = None
    try:
        engine = Engine(options.rate, options.language)
    except NoSoundError as error:
        answer(_problem(error))
    answer({"ready": True})
    Speaker(answer, player, engine.speak if engine else None).run()


if __name__ == "__main__":
    main()
