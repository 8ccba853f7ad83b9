"""The options of the voice, and opening it, for the commands that speak."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from posecoach.practice.settings import PrintLine, SpeakCue

RATE = 150
"""Words per minute: slower than talk, so that a person on the floor understands every word at once."""

VoiceOn = Annotated[bool, typer.Option("--voice/--mute", help="Speak and play tones.")]
Rate = Annotated[int, typer.Option(help="Speed of the voice in words per minute.", min=80, max=300)]
Language = Annotated[
    str | None, typer.Option(help="Accent of the voice, such as en-gb; the words are English.", show_default=False)
]


def open_voice(rate: int, language: str | None, print_line: PrintLine) -> AbstractContextManager[SpeakCue]:
    """Open the voice; it prints a line when it cannot speak."""
    from posecoach.feedback.voice import Voice

    return Voice(rate=rate, language=language, on_problem=print_line)
