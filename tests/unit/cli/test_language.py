"""The command line in the person's language: help, errors, and which language it is."""

from __future__ import annotations

import errno
import typing
from pathlib import Path

import pytest
import typer
from babel.messages.extract import extract_from_dir
from pseudo import Pseudo, outside, pseudo_language
from translations import KEYWORDS

from posecoach import cli
from posecoach.cli.app import app, run
from posecoach.cli.help_texts import translated
from posecoach.cli.language import in_persons_language
from posecoach.cli.options import AppContext
from posecoach.errors import CameraError, PosecoachError, explain
from posecoach.files.overwriting import check_replaceable
from posecoach.files.reasons import cannot_write
from posecoach.storage import landmark_file, result_json
from posecoach.translation import ENGLISH, N_, _
from posecoach.vision import weights
from posecoach.vision.camera.device import parse_camera
from posecoach.vision.video import VideoFile


def commands(command: typing.Any, path: str = "posecoach") -> typing.Iterator[tuple[str, typing.Any]]:
    yield path, command
    for name, below in getattr(command, "commands", {}).items():
        yield from commands(below, f"{path} {name}")


@pytest.fixture(scope="module")
def messages() -> set[str]:
    """The messages of the command line that translators get."""
    rows = extract_from_dir(Path(cli.__file__).parent, [("**.py", "python")], keywords=KEYWORDS)
    return {row[2] for row in rows if isinstance(row[2], str)}


@pytest.mark.parametrize("path, command", list(commands(typer.main.get_command(app))))
def test_translators_get_every_sentence_of_the_help(path, command, messages):
    helps = [command.help, *(getattr(one, "help", None) for one in command.params)]
    defaults = [one.show_default for one in command.params if isinstance(one.show_default, str)]
    assert {text for text in (*helps, *defaults) if text} <= messages


class Opened:
    """Notes which language is opened, and opens the pseudo-language."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, bool]] = []

    def __call__(self, code: str, imperial: bool) -> typing.Any:
        self.asked.append((code, imperial))
        return Pseudo()


def context(opened: Opened, settings: dict[str, str] | None = None, **environ: str) -> AppContext:
    return AppContext(environ=environ, settings=lambda: settings or {}, load_language=opened, silent=True)


@pytest.mark.parametrize("path, command", list(commands(typer.main.get_command(app))))
def test_every_sentence_of_the_help_is_translated(path, command):
    with pseudo_language():
        translated(command)
        text = command.get_help(command.context_class(command, info_name=path))
    words = outside(text).split()
    assert "default:" not in words
    assert not [word for word in words if word[0].isupper() and word[1:].islower() and word.isalpha()], text
    assert "⟦Usage:⟧" in text and "⟦Show this message and exit.⟧" in text


@pytest.mark.parametrize(
    "words",
    [
        ["practice", "--nope"],
        ["nonsense"],
        ["practice", "--rate"],
        ["practice", "--rate", "7"],
        ["practice", "--rate", "fast"],
        ["history", "delete"],
        ["check", "once", "more"],
        ["practice", "--mute=1"],
    ],
)
def test_what_is_wrong_with_the_arguments_is_said_in_the_persons_language(words, capfd):
    assert run(["--language", "de", *words], context(Opened())) == 2
    said = capfd.readouterr().err.splitlines()[-1]
    assert said.startswith("⟦Error: ⟦") and said.endswith("⟧⟧")


def test_arguments_are_refused_in_english_as_typer_does(capfd):
    assert run(["practice", "--rate", "7"], AppContext(environ={}, settings=dict)) == 2
    assert capfd.readouterr().err.splitlines() == [
        "Usage: posecoach practice [OPTIONS] [exercise]",
        "Try 'posecoach practice -h' for help.",
        "",
        "Error: Invalid value for '--rate': Input should be greater than or equal to 80",
    ]


def failure(cause: typing.Callable[[], object]) -> PosecoachError:
    with pytest.raises(PosecoachError) as raised:
        cause()
    return raised.value


def failures(folder: Path) -> list[PosecoachError]:
    """Errors that people meet."""
    text, empty, bundle = folder / "notes.txt", folder / "empty.mp4", folder / "my.task"
    text.write_text("no video\n" * 9)
    empty.touch()
    bundle.write_bytes(b"PK")
    (folder / "link").symlink_to(text)
    return [
        failure(lambda: VideoFile(folder / "missing.mp4")),
        failure(lambda: VideoFile(empty)),
        failure(lambda: VideoFile(text)),
        failure(lambda: VideoFile(folder)),
        failure(lambda: result_json.read(text)),
        failure(lambda: result_json.read(folder / "missing.json")),
        failure(lambda: landmark_file.read(text)),
        failure(lambda: weights.locate(bundle)),
        failure(lambda: check_replaceable([text])),
        failure(lambda: check_replaceable([folder / "link"])),
        failure(lambda: parse_camera("the best one")),
        cannot_write(folder, OSError(errno.ENOSPC, "")),
        CameraError(N_("{camera} cannot be opened.", camera=N_("Camera {spec}", spec="0"))),
    ]


def test_errors_that_people_meet_are_said_in_their_language(tmp_path):
    for error in failures(tmp_path):
        with pseudo_language():
            said = _(explain(error)[1])
        assert outside(said).strip() == "", said
        assert said.replace("⟦", "").replace("⟧", "") == str(error)


@pytest.mark.parametrize(
    "words, settings, system, code",
    [
        (["--language", "de"], {"screen_language": "fr"}, "es_ES.UTF-8", "de"),
        (["--language=de-AT"], {}, "es_ES.UTF-8", "de"),
        ([], {"screen_language": "fr"}, "es_ES.UTF-8", "fr"),
        ([], {"screen_language": "tlh"}, "es_ES.UTF-8", "es"),
        ([], {}, "es_ES.UTF-8", "es"),
        ([], {}, "nb_NO.UTF-8", "en"),
    ],
)
def test_the_language_is_the_wanted_one_else_the_stored_one_else_the_systems(words, settings, system, code):
    opened = Opened()
    assert run([*words, "--version"], context(opened, settings, LANG=system)) == 0
    assert opened.asked[-1] == (code, False)


def test_the_language_may_be_named_behind_the_command_too(capfd):
    opened = Opened()
    assert run(["routine", "--language", "it", "--units", "imperial", "--help"], context(opened)) == 0
    assert opened.asked[-1] == ("it", True) and "⟦Options⟧" in capfd.readouterr().out


def test_units_are_stored_too():
    opened = Opened()
    assert run(["--version"], context(opened, {"units": "imperial"}, LANG="en_US")) == 0
    assert opened.asked[-1] == ("en", True)


@pytest.mark.parametrize(
    "words, settings, voice",
    [
        (["--language", "en-gb"], {}, ("en-gb", "en")),
        (["--language", "de"], {"language": "en-gb"}, ("de", "de")),
        (["--language", "de", "--voice-language", "fr-CA"], {}, ("fr-CA", "fr")),
        ([], {"screen_language": "de", "language": "en-gb"}, ("en-gb", "en")),
        ([], {"screen_language": "de", "language": "nl"}, ("de", "de")),
        ([], {}, ("es", "es")),
    ],
)
def test_the_voice_speaks_the_language_of_the_texts_unless_it_has_its_own(words, settings, voice):
    opened = Opened()
    with in_persons_language(words, context(opened, settings, LANG="es")) as (rest, known):
        assert rest == [] and (known.voice_language, opened.asked[0][0]) == voice


@pytest.mark.parametrize(
    "words, said",
    [
        (["--language", "ar"], "The script of the language 'ar' cannot be drawn rightly. Choose one of: en (English)"),
        (["--language", "tlh"], "There is no language 'tlh'. Choose one of: en (English), de (Deutsch)"),
        (["--voice-language", "tlh"], "There is no language 'tlh'."),
        (["--units", "feet"], "--units takes metric or imperial, not 'feet'."),
        (["practice", "--language"], "--language needs a value, as in --language de."),
    ],
)
def test_a_language_that_posecoach_does_not_have_is_refused_with_those_that_it_has(words, said, capfd):
    assert run(words, AppContext(environ={}, settings=dict)) == 2
    assert capfd.readouterr().err.startswith(f"posecoach: {said}")


def test_the_language_is_as_before_after_a_command():
    run(["--language", "de", "--version"], context(Opened()))
    assert _("Usage:") == ENGLISH.message("Usage:")


def test_what_follows_two_dashes_is_no_option():
    opened = Opened()
    assert run(["history", "delete", "--", "--language"], context(opened, LANG="en")) == 2
    assert opened.asked[-1] == ("en", False)
