"""The command line: what a person types, sees and gets back, without camera or pose model."""

from __future__ import annotations

import csv
import json
import logging
import os
import pty
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import fakes
import pytest

from posecoach.cli.app import run
from posecoach.cli.options import AppContext
from posecoach.storage import result_json

WRITTEN = {"clip.json", "clip.csv", "clip.landmarks.npz", "clip.html"}
STICK_FIGURE = AppContext(estimator=fakes.estimator, silent=True)


@pytest.fixture(scope="module")
def clip(tmp_path_factory) -> Path:
    return fakes.video(tmp_path_factory.mktemp("clips") / "clip.mp4", 7.0)


def one_sentence(err: str) -> bool:
    """Whether standard error holds a plain message and no traceback."""
    return err.startswith("posecoach: ") and "Traceback" not in err and err.count("\n") == 1


def test_a_judged_video_gives_json_table_and_film(clip, tmp_path, capfd):
    assert run(["analyze", str(clip), "-o", str(tmp_path)], STICK_FIGURE) == 0
    assert {path.name for path in tmp_path.iterdir()} == WRITTEN | {"clip.annotated.mp4"}
    answer = result_json.read(tmp_path / "clip.json")
    assert (answer.exercise, len(answer.reps), answer.partial) == ("bridge", 1, None)
    shown = capfd.readouterr()
    assert "bridge" in shown.out and "clip.annotated.mp4" in shown.out
    assert shown.err == ""


def test_the_option_no_video_leaves_the_film_out(clip, tmp_path):
    assert run(["analyze", str(clip), "--no-video", "-o", str(tmp_path)], STICK_FIGURE) == 0
    assert {path.name for path in tmp_path.iterdir()} == WRITTEN


def test_json_on_standard_output_stands_there_alone(clip, tmp_path, capfd, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run(["analyze", str(clip), "--json", "-"], STICK_FIGURE) == 0
    shown = capfd.readouterr()
    result_json.loads(shown.out)
    assert shown.err == ""
    assert not list(tmp_path.iterdir())


def test_json_on_standard_output_takes_one_video(clip, capfd):
    assert run(["analyze", str(clip), str(clip), "--json", "-"], STICK_FIGURE) == 2
    assert one_sentence(capfd.readouterr().err)


def test_a_named_exercise_is_judged_without_recognition(clip, tmp_path):
    assert run(["analyze", str(clip), "-e", "leg_lift", "--no-video", "-o", str(tmp_path)], STICK_FIGURE) == 0
    assert json.loads((tmp_path / "clip.json").read_text())["exercise"] == "leg_lift"


def test_one_bad_video_among_several_is_named_and_the_others_are_judged(clip, tmp_path, capfd):
    bad, good = tmp_path / "bad.mp4", tmp_path / "good.mp4"
    bad.write_text("no video")
    good.write_bytes(clip.read_bytes())
    arguments = ["analyze", str(bad), str(good), str(clip), "--no-video", "-o", str(tmp_path / "out")]
    assert run(arguments, STICK_FIGURE) == 4
    assert {path.name for path in (tmp_path / "out").iterdir()} == WRITTEN | {
        name.replace("clip", "good") for name in WRITTEN
    } | {"summary.csv"}
    err = capfd.readouterr().err
    assert one_sentence(err) and "bad.mp4" in err


def test_two_videos_of_one_name_are_refused_before_any_work(clip, tmp_path, capfd):
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "clip.mp4").write_bytes(clip.read_bytes())
    inputs = [str(tmp_path / folder / "clip.mp4") for folder in ("a", "b")]
    assert run(["analyze", *inputs, "-o", str(tmp_path / "out")], STICK_FIGURE) == 2
    err = capfd.readouterr().err
    assert one_sentence(err) and all(name in err for name in inputs)
    assert not list((tmp_path / "out").iterdir())


def test_a_video_is_never_overwritten_by_the_result_of_another(clip, tmp_path, capfd):
    precious = tmp_path / "clip.annotated.mp4"
    precious.write_bytes(clip.read_bytes())
    (tmp_path / "clip.mp4").write_bytes(clip.read_bytes())
    assert run(["analyze", str(tmp_path / "clip.mp4"), str(precious), "-o", str(tmp_path)], STICK_FIGURE) == 2
    assert precious.read_bytes() == clip.read_bytes()


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["analyze"], "videos"),
        (["analyze", "a.mp4", "--colour"], "--colour"),
        (["analyze", "a.mp4", "--height", "tall"], "--height"),
        (["dance"], "dance"),
    ],
)
def test_wrong_use_shows_usage_and_a_hint(arguments, word, capfd):
    assert run(arguments) == 2
    err = capfd.readouterr().err
    assert "Usage: posecoach" in err and "-h" in err and word in err


@pytest.mark.parametrize("command", [["analyze", "a.mp4", "-e", "jump"], ["practice", "jump"]])
def test_an_unknown_exercise_is_answered_with_the_known_ones(command, capfd):
    assert run(command) == 2
    err = capfd.readouterr().err
    assert one_sentence(err) and "'jump'" in err and all(name in err for name in ("bridge", "bird_dog", "leg_lift"))


@pytest.mark.parametrize("command", ["analyze", "practice"])
def test_a_file_in_place_of_the_output_folder_is_named(command, clip, tmp_path, capfd):
    (tmp_path / "taken").write_text("")
    what = [str(clip)] if command == "analyze" else ["bridge", "--no-window"]
    assert run([command, *what, "-o", str(tmp_path / "taken")], STICK_FIGURE) == 2
    err = capfd.readouterr().err
    assert one_sentence(err) and "taken" in err and "-o" in err


@pytest.mark.parametrize("folder", ["/proc/posecoach", "/dev/null/posecoach"])
def test_an_output_folder_that_cannot_be_made_is_named(folder, clip, capfd):
    assert run(["analyze", str(clip), "-o", folder], STICK_FIGURE) == 2
    err = capfd.readouterr().err
    assert one_sentence(err) and folder in err


def test_help_and_version_are_no_error(capfd):
    assert run(["--help"]) == run(["analyze", "-h"]) == run(["--version"]) == 0
    assert capfd.readouterr().err == ""


def test_an_internal_error_is_a_sentence_and_exit_code_1(clip, tmp_path, capfd, caplog):
    def broken(model):
        raise ZeroDivisionError("oops")

    arguments = ["analyze", str(clip), "-o", str(tmp_path)]
    assert run(arguments, AppContext(estimator=broken)) == 1
    err = capfd.readouterr().err
    assert one_sentence(err) and "Internal error" in err and "--debug" in err
    caplog.set_level(logging.DEBUG)  # as --debug does
    assert run([*arguments, "--debug"], AppContext(estimator=broken)) == 1
    assert any(record.exc_info and record.exc_info[0] is ZeroDivisionError for record in caplog.records)


def test_a_reader_that_leaves_gives_no_traceback_and_the_files_are_written(clip, tmp_path):
    process = fakes.posecoach("analyze", clip, "--no-video", "-o", tmp_path)
    process.stdout.close()
    process.stdout = None
    code, _, err = fakes.finish(process)
    assert (code, err) == (0, "")
    assert result_json.read(tmp_path / "clip.json").reps


@pytest.mark.parametrize("arguments", [["--help"], ["models", "status"]])
def test_a_reader_of_the_help_may_leave_too(arguments):
    process = fakes.posecoach(*arguments)
    process.stdout.close()
    process.stdout = None
    assert "Traceback" not in (err := fakes.finish(process)[2]) and "Exception" not in err


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo terminal")
@pytest.mark.parametrize("env", [{"COLUMNS": "30"}, {"NO_COLOR": "1"}, {"TERM": "dumb"}], ids=str)
def test_progress_on_a_terminal_leaves_nothing_behind_and_wraps_nothing(env, clip, tmp_path):
    ours, theirs = pty.openpty()
    size = {"COLUMNS": "80", "LINES": "24", "TERM": "xterm"} | env
    with fakes.posecoach(
        "analyze", clip, "-o", tmp_path, stderr=theirs, env={"FRAME_TAKES_S": "0.01", **size}
    ) as process:
        os.close(theirs)
        seen = b""
        while chunk := _read(ours):
            seen += chunk
        process.communicate(timeout=30)
    os.close(ours)
    assert process.returncode == 0
    text = seen.decode()
    if env.get("TERM") == "dumb":
        assert text == ""
    else:
        assert "Watching" in text or "\N{HORIZONTAL ELLIPSIS}" in text
        assert text.endswith("\x1b[2K"), "the bar is wiped"  # erase line
        assert text.count("\n") == text.count("\x1b[1A"), "each line down is taken back up"
        plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", text)
        assert max(map(len, re.split(r"[\r\n]", plain))) <= int(size["COLUMNS"]), "nothing wraps"
    if "NO_COLOR" in env:
        assert "\x1b[3" not in text.replace("\x1b[2K", "")


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 4096)
    except OSError:  # Linux's way of saying that the other end is closed
        return b""


@pytest.mark.slow
def test_without_a_terminal_standard_error_stays_empty(clip, tmp_path):
    code, out, err = fakes.finish(fakes.posecoach("analyze", clip, "-o", tmp_path))
    assert (code, err) == (0, "")
    assert "\x1b" not in out


@pytest.mark.skipif(sys.platform == "win32", reason="Unix shells can close a stream")
def test_a_closed_standard_error_is_no_trouble(clip, tmp_path):
    program = [sys.executable, str(Path(fakes.__file__)), "analyze", str(clip), "--no-video", "-o", str(tmp_path)]
    env = os.environ | {"PYTHONPATH": str(fakes.ROOT)}
    done = subprocess.run(["sh", "-c", '"$@" 2>&-', "sh", *program], env=env, capture_output=True, check=False)
    assert done.returncode == 0
    assert list(csv.DictReader((tmp_path / "clip.csv").read_text().splitlines()))


@pytest.mark.parametrize(
    "arguments",
    [["bridge", "--free"], ["bridge", "--short"], ["--short", "--routine", "mine.toml"], ["--free", "--reps", "3"]],
)
def test_practice_refuses_options_that_contradict_each_other(arguments, capfd):
    assert run(["practice", *arguments]) == 2
    assert "posecoach: " in capfd.readouterr().err


def test_a_routine_with_a_mistake_is_named_with_its_line_before_anything_opens(tmp_path, capfd):
    mine = tmp_path / "mine.toml"
    mine.write_text('name = "Mine"\n[[exercise]]\nid = "bridge"\nreps = "ten"\nrest_s = 5\n')
    assert run(["practice", "--routine", str(mine), "-o", str(tmp_path)], STICK_FIGURE) == 2
    assert "line 4" in capfd.readouterr().err


def test_the_routine_is_shown_as_a_valid_file_with_the_minutes_it_takes(capfd):
    assert run(["routine"]) == 0
    shown = capfd.readouterr().out
    assert len(tomllib.loads(shown)["exercise"]) == 6
    assert shown.endswith("\n# It takes about 20 minutes.\n")


def test_the_exercises_are_listed_and_one_is_described_in_full(capfd):
    assert run(["exercises"]) == 0
    assert "warrior_wall" in capfd.readouterr().out
    assert run(["exercises", "bridge"]) == 0
    assert "hips_low" in capfd.readouterr().out
