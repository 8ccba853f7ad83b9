"""The process that makes itself heard: reads what to say from standard input, one JSON object a line.

Speech engines and sound devices are known to hang, to abort, and to speak once only. Here they may: the session
lives in another process, which ends this one when it does not answer (see `voice`).

In: ``{"say": words, "tone": name or null}``, ``{"cut": true}``. Out: ``{"ready": true}`` or ``{"problem": sentence}``
once, then ``{"begun": true}`` and ``{"done": true}`` for each. It ends when standard input does.
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

import numpy as np
from numpy.typing import NDArray

from posecoach.sinks.player import POLL_S, NoSoundError, Player, read
from posecoach.sinks.tones import RATE_HZ, samples

Sound = tuple[NDArray[np.float32], int]
"""Samples and how many there are a second."""


class Engine:
    """The system's speech, by pyttsx3, into memory.

    Parameters
    ----------
    rate : int
        Words a minute.
    language : str or None
        Of the voice, such as ``en-gb``; None = the system's choice.

    Raises
    ------
    NoSoundError
        When there is no speech, or no voice of that language.
    """

    def __init__(self, rate: int, language: str | None) -> None:
        try:
            import pyttsx3

            self._engine = pyttsx3.init()
        except Exception as error:  # whatever an engine of the system may raise
            raise NoSoundError("no speech engine was found (on Debian or Ubuntu: apt-get install espeak-ng)") from error
        self._engine.setProperty("rate", rate)
        if language:
            self._engine.setProperty("voice", self._voice_of(language))

    def _voice_of(self, language: str) -> str:
        wanted = language.lower().replace("_", "-")
        known: dict[str, str] = {}
        for voice in self._engine.getProperty("voices"):
            for name in voice.languages or ():
                text = name.decode("utf-8", "ignore") if isinstance(name, bytes) else str(name)
                known.setdefault(text.lower().replace("_", "-").strip("\x00\x05"), voice.id)
        fitting = next((name for name in known if name == wanted or name.startswith(f"{wanted}-")), None)
        if fitting is None:
            raise NoSoundError(f"there is no voice for --language {language}; there are {', '.join(sorted(known))}")
        return str(known[fitting])

    def speak(self, words: str) -> Sound:
        """Return the words as sound."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "words.wav"
            self._engine.save_to_file(words, str(path))
            self._engine.runAndWait()
            return read(path)


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
                self._orders.put(order)
        self._player.stop()
        time.sleep(2 * POLL_S)  # lets a program that plays for it be ended
        os._exit(0)

    def _utter(self, order: dict[str, Any]) -> None:
        self._player.resume()
        self._tell({"begun": True})
        words, tone = order.get("say"), order.get("tone")
        heard = self._player.play(samples(tone), RATE_HZ) if tone else True
        if words and self._speak and heard:
            self._player.play(*self._speak(words))


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
    except NoSoundError as error:
        tell({"problem": str(error)})
    tell({"ready": True})
    Speaker(tell, player, engine.speak if engine else None).run()


if __name__ == "__main__":
    main()
