"""The process that makes itself heard: reads what to say from standard input, one JSON object a line.

Speech engines and sound devices are known to hang, to abort, and to speak once only. Here they may: the session
lives in another process, which ends this one when it does not answer (see `voice`).

In: ``{"say": words, "tone": name or null}``, ``{"cut": true}``. Out: ``{"ready": true}``, ``{"problem": sentence}`` or
``{"wrong_language": sentence}`` once, then ``{"begun": true}`` and ``{"done": true}`` for each. It ends when standard
input does.
"""

from __future__ import annotations

import argparse
import json
import os
import queue
import signal
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

Sound = tuple[NDArray[np.float32], int]
"""Samples and how many there are a second."""
SETTLE_S = 0.02
"""Before words: while eSpeak is still busy with what was asked before, pyttsx3 cancels that, or these words."""


class NoVoiceError(Exception):
    """There is no voice of the language that was asked for; the message names those there are."""


class Engine:
    """The system's speech, by pyttsx3, into memory: its own playing cannot be cut short.

    Parameters
    ----------
    rate : int
        Words a minute.
    language : str or None
        Of the voice, such as ``en-gb``; None = the system's choice.

    Raises
    ------
    NoSoundError
        When there is no speech.
    NoVoiceError
        When there is no voice of that language.
    """

    def __init__(self, rate: int, language: str | None) -> None:
        try:
            import pyttsx3

            self._engine = pyttsx3.init()
        except Exception as error:  # whatever an engine of the system may raise
            raise NoSoundError("no speech engine was found (on Debian or Ubuntu: apt-get install espeak-ng)") from error
        self._idle = threading.Event()
        self._idle.set()  # some engines never tell that they have begun: those come back when they are done
        self._engine.connect("started-utterance", lambda **_: self._idle.clear())
        self._engine.connect("finished-utterance", lambda **_: self._idle.set())
        self._engine.proxy.setBusy(False)  # properties are set now, not in one go with the first words
        self._engine.setProperty("rate", rate)
        if language:
            self._engine.setProperty("voice", self._voice_of(language))
        try:  # what cannot speak is found out now; what can has warmed up
            self.speak("ready")
        except Exception as error:
            other = "; another --language may" if language else ""
            raise NoSoundError(f"the speech of this system does not work{other}") from error

    def _voice_of(self, language: str) -> str:
        wanted = _tag(language)
        known = self._engine.getProperty("voices")
        voices = [(_tag(str(name)), str(voice.id)) for voice in known for name in voice.languages or ()]
        fitting = [(name != wanted, len(id_), id_) for name, id_ in voices if f"{name}-".startswith(f"{wanted}-")]
        if not fitting:
            there = ", ".join(sorted({name for name, _ in voices}))
            raise NoVoiceError(f"There is no voice for --language {language}. There are: {there}.")
        return min(fitting)[2]  # the plainest has the shortest name: for "en" not that of the Caribbean

    def speak(self, words: str) -> Sound:
        """Return the words as sound."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "words.wav"
            time.sleep(SETTLE_S)
            self._engine.proxy.setBusy(True)  # what follows waits for the loop, as pyttsx3 does with the first words
            self._engine.save_to_file(words, str(path))
            self._engine.runAndWait()
            self._idle.wait()  # eSpeak's driver comes back 10 ms after it began, done or not
            return decoded(path)


def _tag(language: str) -> str:
    """Return a language as systems agree on it: ``en-gb``."""
    return language.lower().replace("_", "-")


def decoded(path: Path) -> Sound:
    """Return the sound in a file, as one channel: WAV, and on macOS AIFF, whatever the file's name says."""
    with av.open(str(path)) as file:
        as_float = av.AudioResampler(format="flt", layout="mono")
        parts = [part.to_ndarray()[0] for frame in file.decode(audio=0) for part in as_float.resample(frame)]
        return np.concatenate(parts), file.streams.audio[0].rate


class Speaker:
    """Makes each thing heard, one at a time.

    Parameters
    ----------
    tell : callable
        Takes the answers.
    player : Player
        The loudspeaker.
    speak : callable or None
        Words -> sound; None = tones only.
    """

    def __init__(self, tell: Callable[[dict[str, Any]], None], player: Player, speak: Callable[[str], Sound] | None):
        self._tell, self._player, self._speak = tell, player, speak
        self._orders: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()

    def run(self) -> None:
        """Obey standard input until it ends; then the process ends at once, in the middle of a word too."""
        threading.Thread(target=self._listen, name="listen", daemon=True).start()
        while (order := self._orders.get()) is not None:
            try:
                self._utter(order)
            except NoSoundError as error:
                self._tell({"problem": str(error)})
            self._tell({"done": True})

    def _listen(self) -> None:
        for line in sys.stdin:
            order = json.loads(line)
            if order.get("cut"):
                self._player.stop()
            else:
                self._player.resume()  # here, for what cuts it short may be on its heels
                self._orders.put(order)
        self._player.stop()
        time.sleep(2 * POLL_S)  # lets a program that plays for it be ended
        os._exit(0)

    def _utter(self, order: dict[str, Any]) -> None:
        words, tone = order.get("say"), order.get("tone")
        sounds = [(samples(tone), RATE_HZ)] if tone else []
        if words and self._speak:
            sounds.append(self._speak(words))
        self._tell({"begun": True})
        for sound in sounds:
            if not self._player.play(*sound):
                break


def main() -> None:
    """Run as a process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the session's to obey
    parser = argparse.ArgumentParser()
    parser.add_argument("--rate", type=int, default=150)
    parser.add_argument("--language")
    parser.add_argument("--to-folder", type=Path)
    given = parser.parse_args()
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # engines print

    def tell(answer: dict[str, Any]) -> None:
        out.write(json.dumps(answer) + "\n")
        out.flush()

    try:
        player = Player(given.to_folder)
    except NoSoundError as error:
        tell({"problem": str(error), "lasting": True})
        return
    engine: Engine | None = None
    try:
        engine = Engine(given.rate, given.language)
    except NoVoiceError as error:
        tell({"wrong_language": str(error)})
        return
    except NoSoundError as error:
        tell({"problem": str(error)})
    tell({"ready": True})
    Speaker(tell, player, engine.speak if engine else None).run()


if __name__ == "__main__":
    main()
