"""Help and errors of the command line in the person's language: our texts, and typer's own words."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Callable, Iterable
from typing import Any

import typer

from posecoach.translation import N_, Sentence, _

_HEADINGS = (N_("Arguments"), N_("Options"), N_("Commands"))
# TRANSLATORS: before the form of a command, as in "Usage: posecoach [OPTIONS] COMMAND [ARGS]..."
_USAGE = N_("Usage:")
TYPERS = (
    N_("Show this message and exit."),
    N_("Install completion for the current shell."),
    N_("Show completion for the current shell, to copy it or customize the installation."),
    N_("Try '{command}' for help."),
    N_("Error: {message}"),
    N_("Invalid value for {parameter}: {message}"),
    N_("Input should be greater than or equal to {limit}"),
    N_("Input should be less than or equal to {limit}"),
    N_("Input should be a valid integer, unable to parse string as an integer"),
    N_("Input should be a valid number, unable to parse string as a number"),
    N_("Missing argument {name}."),
    N_("Missing option {name}."),
    N_("Missing command."),
    N_("No such command {name}."),
    N_("{message} (Possible options: {names})"),
    N_("No such option: {name}"),
    N_("Option {name} requires an argument."),
    N_("Option {name} does not take a value."),
    N_("Got unexpected extra argument(s) ({arguments})"),
    # TRANSLATORS: behind the help of an option: the value that it has when nothing is given
    N_("default: {default}"),
    # TRANSLATORS: behind the help of an option: the environment variable that gives its value
    N_("env var: {name}"),
    # TRANSLATORS: behind the help of an argument
    N_("required"),
)
"""What typer says, as messages: it makes English texts of them itself."""


def translated(command: Any) -> Any:
    """Return a command of typer with all texts that its help shows in the chosen language."""
    text, command.context_class = command.help or "", _Context
    command.help = _(text)
    command.short_help = _first_sentence(command.help)
    for parameter in command.params:
        text = getattr(parameter, "help", None) or ""
        parameter.help = _(text)
        if isinstance(parameter.show_default, str):
            parameter.show_default = _(parameter.show_default)
    for below in getattr(command, "commands", {}).values():
        translated(below)
    return command


def show_error(error: typer.TyperException) -> None:
    """Print what typer finds wrong with the arguments on standard error."""
    text = io.StringIO()
    show: Callable[[io.StringIO], None] = getattr(error, "show")  # noqa: B009
    show(text)
    for line in text.getvalue().splitlines():
        print(_typers(line), file=sys.stderr)


def _typers(text: str) -> str:
    """Return a text of typer's in the chosen language; another text as it is."""
    for message in TYPERS:
        if found := re.fullmatch(_pattern(message), text, re.DOTALL):
            values = found.groupdict()
            if "message" in values:
                values["message"] = _typers(values["message"])
            return _(Sentence(message, values))
    return text


def _pattern(message: str) -> str:
    return re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+)", re.escape(message))


def _first_sentence(text: str) -> str:
    found = re.match(r".*?[.。](?=\s|$|(?<=。))", " ".join(text.split("\n\n")[0].split()))
    return found[0] if found else text


class _Formatter(typer.Context.formatter_class):  # type: ignore[misc, valid-type]
    """Writes help with headings and remarks in the chosen language."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the form of a command."""
        super().write_usage(prog, args, prefix or f"{_(_USAGE)} ")

    def write_heading(self, heading: str) -> None:
        """Write the heading of a list."""
        super().write_heading(_(heading))

    def write_dl(self, rows: Iterable[tuple[str, str]], *widths: Any, **named: Any) -> None:
        """Write a list of options, arguments or commands."""
        super().write_dl([(name, _with_remarks(text)) for name, text in rows], *widths, **named)


def _with_remarks(text: str) -> str:
    """Return a help text of which typer's own words, and its remarks in brackets at the end, are translated."""
    found = re.fullmatch(r"(?P<help>.*?)(?:(?P<gap>  |^)\[(?P<remarks>[^][]*)\])?", text, re.DOTALL)
    if not found or found["remarks"] is None:
        return _typers(text)
    remarks = "; ".join(_typers(remark) for remark in found["remarks"].split("; "))
    return f"{found['help']}{found['gap']}[{remarks}]"


class _Context(typer.Context):
    formatter_class = _Formatter
