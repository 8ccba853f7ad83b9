"""The language and the units in which the command line answers, and the language of the voice.

They must be known before anything is shown, help too. So they are read before typer does, and may stand anywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Annotated, Any

import typer

from posecoach.cli.options import AppContext
from posecoach.errors import UsageError
from posecoach.languages import NAMES, chosen_language
from posecoach.translation import N_, chosen, use

IMPERIAL = "imperial"
UNITS = ("metric", IMPERIAL)
OPTIONS = {"--language": "de", "--voice-language": "en-gb", "--units": IMPERIAL}
"""Option -> an example of its value."""

LanguageOption = Annotated[
    str | None,
    typer.Option(
        metavar="TAG",
        help=N_("Language of all texts, such as de: in, or after, any command."),
        show_default=N_("the one in your settings, or the system's"),
    ),
]
VoiceLanguage = Annotated[
    str | None,
    typer.Option(
        "--voice-language",
        metavar="TAG",
        help=N_("Language of the voice, such as en-gb."),
        show_default=N_("that of the texts"),
    ),
]
Units = Annotated[str, typer.Option(metavar="|".join(UNITS), help=N_("Units of lengths."))]


@contextmanager
def in_persons_language(arguments: Sequence[str], app_context: AppContext) -> Iterator[tuple[list[str], AppContext]]:
    """Use the person's language during the block; yield the other arguments, and the context with the voice's language.

    Raises
    ------
    UsageError
        There is no such language, or there are no such units.
    """
    rest, wanted = _split(arguments)
    kept = _kept(app_context.settings())
    tag, units = wanted.get("--language"), wanted.get("--units") or kept.get("units")
    if "--units" in wanted and units not in UNITS:
        raise UsageError(N_("--units takes metric or imperial, not '{units}'.", units=units))
    code = chosen_language(tag or kept.get("screen_language"), app_context.environ)
    voice = wanted.get("--voice-language") or tag or kept.get("language") or code
    load, imperial, before = app_context.load_language, units == IMPERIAL, chosen()
    voice_words = load(chosen_language(voice), imperial)
    use(load(code, imperial))
    try:
        yield rest, replace(app_context, voice_language=voice, voice_words=voice_words)
    finally:
        use(before)


def _kept(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return the stored settings without languages that posecoach does not have: no command fails because of them."""
    languages = ("screen_language", "language")
    return {key: value for key, value in settings.items() if key not in languages or value[:2].lower() in NAMES}


def _split(arguments: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    """Return the arguments without the options of language and units, and those."""
    rest: list[str] = []
    wanted: dict[str, str] = {}
    words = iter(arguments)
    for word in words:
        name, equals, value = word.partition("=")
        if word == "--":
            rest += [word, *words]
        elif name not in OPTIONS:
            rest.append(word)
        elif value := value if equals else next(words, ""):
            wanted[name] = value
        else:
            example = f"{name} {OPTIONS[name]}"
            raise UsageError(N_("{option} needs a value, as in {example}.", option=name, example=example))
    return rest, wanted
