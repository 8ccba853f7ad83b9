"""Which of the system's voices speaks a language, and voices where a Linux system has none."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterable

ESPEAK = "libespeak-ng.so.1"
"""The library by whose name pyttsx3 asks the system."""
DATA = "ESPEAK_DATA_PATH"
"""Environment variable that says where eSpeak's voices are."""
PACE = {"zh": 1.6}
"""Language -> how much faster than others eSpeak must speak it: it gives each syllable the time of a word."""
DIALECTS = {"pt": "pt-br"}
"""Language -> the dialect in which our messages are, where a voice of that is better."""
OTHER_NAMES = {"cmn": "zh"}
"""Code that an engine uses -> ours; eSpeak calls Mandarin so."""


def provide_espeak(library: str = ESPEAK) -> None:
    """Let pyttsx3 find the library and the voices of the wheel espeakng-loader, where the system has no eSpeak.

    Whoever asks for a library by a name that is loaded gets the loaded one. Windows and macOS speak by themselves.

    Parameters
    ----------
    library : str
        Name of the system's library; tests pass one that no system has.
    """
    if not sys.platform.startswith("linux"):
        return
    try:
        ctypes.CDLL(library)
    except OSError:
        import espeakng_loader

        os.environ[DATA] = espeakng_loader.get_data_path()
        ctypes.CDLL(f"{espeakng_loader.get_library_path()}.1")


def best_voice(language: str, voices: Iterable[tuple[str, str]], current: str) -> str | None:
    """Return the id of the voice that speaks a language best; None when there is none.

    Parameters
    ----------
    language : str
        A tag such as ``en-gb``; where there is no voice of it, one of its language is taken.
    voices : iterable of (str, str)
        Tag and id of each voice.
    current : str
        Id of the voice that the person has chosen in the system.
    """
    wanted = DIALECTS.get(_tag(language), _tag(language))
    ranks = [
        (tag != wanted, not tag.startswith(f"{wanted}-"), id_ != current, len(id_), id_)
        for tag, id_ in ((_tag(name), id_) for name, id_ in voices)
        if tag.split("-")[0] == wanted.split("-")[0]
    ]
    return min(ranks)[-1] if ranks else None  # the shortest id is the plainest: for "en" not the Caribbean voice


def pace(language: str | None) -> float:
    """Return how much faster than others the engine must speak a language; those of Windows and macOS know it."""
    if not sys.platform.startswith("linux"):
        return 1.0
    return PACE.get(_tag(language).split("-")[0], 1.0) if language else 1.0


def _tag(language: str) -> str:
    """Return a language tag in one spelling: ``en-gb``."""
    first, *rest = language.lower().replace("_", "-").split("-")
    return "-".join([OTHER_NAMES.get(first, first), *rest])
