"""The options of the voice, and opening it, for the commands that speak."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from posecoach.translation import N_

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from posecoach.cli.options import AppContext
    from posecoach.practice.settings import PrintLine, SpeakCue

RATE = 150
"""Words per minute: slower than talk, so that a person on the floor understands every word at once."""
VOLUME = 100
"""Percent: as loud as the system plays it."""

VoiceOn = Annotated[bool, typer.Option("--voice/--mute", help=N_("Speak and play tones."))]
Rate = Annotated[int, typer.Option(help=N_("Speed of the voice in words per minute."), min=80, max=300)]
Volume = Annotated[
    int,
    typer.Option("--voice-volume", help=N_("Loudness of voice and tones, in percent of the system's."), min=1, max=100),
]


def open_voice(
    app_context: AppContext, rate: int, volume: int, print_line: PrintLine
) -> AbstractContextManager[SpeakCue]:
    """Open the voice of the person's language; it prints a line when it cannot speak."""
    from posecoach.feedback.voice import Voice

    language, words = app_context.voice_language, app_context.voice_words
    return Voice(rate=rate, language=language, words=words, volume=volume, on_problem=print_line)
