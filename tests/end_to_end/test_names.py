"""Names that no person would choose: every video has valid results, and the terminal obeys none of them."""

from __future__ import annotations

import csv
import os
import sys
from pathlib import Path

import fakes
import pytest

from posecoach.cli.app import run
from posecoach.cli.options import AppContext
from posecoach.storage import landmark_file, result_json

STICK_FIGURE = AppContext(estimator=fakes.estimator, silent=True)
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows allows no such names")
NAMES = [
    *(b"b\xff.mp4", b"line\nend.mp4", b"-2+3.mp4", b"%d%s.mp4", b"\x1b[31mred.mp4", b"[red]m[bold].mp4"),
    *("Brücke 🙂.mp4".encode(), "\u202egnp.mp4".encode(), b"<script>alert(1)<b>.mp4", b"m" * 228 + b".mp4"),
]
TOO_LONG = b"n" * 248 + b".mp4"


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """Return a folder with a video under each name."""
    found = tmp_path_factory.mktemp("names")
    clip = fakes.video(found / "=HYPERLINK(1).mp4", 0.5).read_bytes()
    for name in (*NAMES, TOO_LONG):
        (found / os.fsdecode(name)).write_bytes(clip)
    return found


def test_every_name_has_its_results_but_one_too_long_for_theirs(folder, tmp_path, capfdbinary, monkeypatch):
    monkeypatch.chdir(folder)
    names = sorted(path.name for path in folder.iterdir())
    arguments = ["analyze", "--no-video", "-e", "bridge", "-o", str(tmp_path), "--", *names]
    assert run(arguments, STICK_FIGURE) == 4
    shown = capfdbinary.readouterr()
    assert b"\x1b" not in shown.out + shown.err and "\u202e".encode() not in shown.out + shown.err
    assert b"too long" in shown.err and b"Traceback" not in shown.err
    assert len(list(tmp_path.iterdir())) == 4 * (len(NAMES) + 1) + 1
    for path in tmp_path.iterdir():
        if path.suffix == ".json":
            landmark_file.read_beside(path, result_json.read(path).video)
        elif path.suffix != ".npz":
            path.read_text("utf-8")
        assert path.suffix != ".html" or path.read_text("utf-8").count("<script") == 1
    with (tmp_path / "summary.csv").open(newline="", encoding="utf-8") as file:
        files = [row["file"] for row in csv.DictReader(file)]
    assert {"'=HYPERLINK(1).mp4", "'-2+3.mp4", "b\ufffd.mp4", "line\nend.mp4"} < set(files)


def test_links_in_a_circle_and_impossible_names_are_files_that_cannot_be_read(tmp_path, capfd, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("loop").symlink_to("loop")
    Path("a.mp4").symlink_to("a.mp4")
    for name in ("loop", "loop//*.mp4", "a.mp4", "*.mp4", "x" * 300, "x" * 300 + "/*.mp4"):
        assert run(["analyze", name, "-o", "out"], STICK_FIGURE) == 4
        assert capfd.readouterr().err.startswith(f"posecoach: {'The name of ' if name == 'x' * 300 else ''}")


def test_a_terminal_that_knows_few_characters_stops_nothing(folder, tmp_path):
    command = ["analyze", folder / "Brücke 🙂.mp4", "--no-video", "-o", tmp_path]
    code, out, err = fakes.finish(fakes.posecoach(*command, env={"PYTHONIOENCODING": "ascii"}, errors="replace"))
    assert (code, err) == (0, "") and "cke ?.json" in out


def test_what_is_there_already_is_replaced_only_if_it_is_ours(folder, tmp_path, capfd):
    video, notes = folder / "-2+3.mp4", tmp_path / "-2+3.csv"
    notes.write_text("notes of my own")
    assert run(["analyze", str(video), "-o", str(tmp_path)], STICK_FIGURE) == 2
    assert "-2+3.csv is there already" in capfd.readouterr().err
    assert (notes.read_text(), len(list(tmp_path.iterdir()))) == ("notes of my own", 1)
    assert run(["analyze", str(video), "-o", str(tmp_path), "--force"], STICK_FIGURE) == 0
    assert run(["analyze", str(video), "-o", str(tmp_path)], STICK_FIGURE) == 0
