"""The terminal: it shows names as they are, obeys none of them, and no stream that fails is a defect of ours."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path

import pytest
from rich.table import Table
from rich.text import Text

from posecoach.cli.streams import PlainStream, plain_streams
from posecoach.cli.terminal import output_console, print_json
from posecoach.errors import UsageError

NAME = "\x1b[31m[red]:smile:.mp4"
full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs the device that is always full")


@contextmanager
def ascii_output() -> Iterator[io.BytesIO]:
    """Let standard output be a plain one that knows only ASCII; yield what arrives there."""
    kept = io.BytesIO()
    with redirect_stdout(io.TextIOWrapper(kept, encoding="ascii", write_through=True)), plain_streams():
        yield kept


def test_a_name_is_printed_as_it_is_but_for_its_commands():
    with ascii_output() as out:
        sys.stdout.write(f"{NAME} Brücke")
        assert out.getvalue() == b"?[31m[red]:smile:.mp4 Br?cke"


def test_json_is_whole_on_a_terminal_of_any_encoding():
    with ascii_output() as out:
        print_json('{"path": "Brücke 🌉 \ufffd.mp4"}')
        assert json.loads(out.getvalue()) == {"path": "Brücke 🌉 \ufffd.mp4"}


def test_in_tables_and_lines_a_name_is_neither_markup_nor_a_command():
    table = Table(NAME, title=NAME)
    table.add_row(NAME)
    with ascii_output() as out:
        for shown in (NAME, Text(NAME), table):
            output_console().print(shown)
        assert out.getvalue().count(b"?[31m[red]:smile:.mp4") == 5 and b"\x1b" not in out.getvalue()


def test_a_terminal_is_coloured_by_us_alone(monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setattr(sys, "stdout", kept := io.StringIO())
    with plain_streams():
        output_console().print(NAME, style="bold")
    assert kept.getvalue() == "\x1b[1m\ufffd[31m[red]:smile:.mp4\x1b[0m\n"


@full
def test_a_full_disk_is_a_sentence_also_when_a_library_ignored_it():
    with Path("/dev/full").open("w") as stream:
        output = PlainStream(stream, is_output=True)
        output.write("text")
        for _ in range(2):
            with pytest.raises(UsageError, match="standard output: the disk is full"):
                output.flush()


@full
def test_messages_that_nobody_can_read_change_nothing():
    with Path("/dev/full").open("w") as stream:
        print("text", file=PlainStream(stream, is_output=False), flush=True)


def test_a_closed_stream_leads_nowhere(monkeypatch):
    monkeypatch.setattr(sys, "stdout", None)
    with plain_streams():
        sys.stdout.write("text")
    assert sys.stdout is None
