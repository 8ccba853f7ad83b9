"""Text from outside: what cannot be written is replaced, and neither a terminal nor a spreadsheet obeys it."""

from __future__ import annotations

import csv
import io
import os
import sys

import pytest

from posecoach.files.text import csv_text, encodable, size_text, visible

RED, RIGHT_TO_LEFT, C1 = "\x1b[31mred", "\u202egpj.mp4", "\x9b31m"
MARKED = ["גשר!\u200f (2).mp4", "\u061cعربي\u200e.mp4"]


@pytest.mark.parametrize(
    "text", [*MARKED, "clip.mp4", "Brücke 🙂👩‍👩‍👧.mp4", "عربي עברית", "100 %", "[red]", "a\tb\nc"]
)
def test_what_people_write_stays_as_it_is(text):
    assert visible(text) == encodable(text) == text


@pytest.mark.parametrize("text", [RED, RIGHT_TO_LEFT, C1, "a\rb", "bell\a", "\u2066x\u2069", "delete\x7f", "\u2028"])
def test_a_terminal_is_given_no_command(text):
    shown = visible(text)
    assert len(shown) == len(text) and "\ufffd" in shown
    assert not any(character in shown for character in text if not character.isprintable())


def test_a_name_that_is_not_utf8_keeps_what_can_be_read():
    assert encodable(b"b\xff.mp4".decode("utf-8", "surrogateescape")) == "b\ufffd.mp4"
    assert encodable("ä.mp4".encode().decode("ascii", "surrogateescape")) == "ä.mp4", (
        "the system's language was unknown"
    )
    assert encodable("half \ud83d") == "half \ufffd", "as Windows allows"


@pytest.mark.skipif(sys.platform == "win32", reason="file names are bytes on Unix")
def test_every_name_of_bytes_can_be_written():
    for byte in range(1, 256):
        encodable(os.fsdecode(bytes([byte]))).encode()


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+1", "-2+3.mp4", "@SUM", "\tx", "\nx"])
def test_a_spreadsheet_takes_no_text_for_a_formula(text):
    ((cell, number, empty),) = csv.reader(io.StringIO(csv_text([[text, -1.5, None]]), newline=""))
    assert (cell, number, empty) == (f"'{text}", "-1.5", "")


@pytest.mark.parametrize(
    ("n_bytes", "text"),
    [(0, "0 B"), (999, "999 B"), (41_000, "41 kB"), (999_700, "1 MB"), (3_240_000, "3.2 MB"), (5e13, "50000 GB")],
)
def test_sizes_are_written_for_people(n_bytes, text):
    assert size_text(n_bytes) == text
