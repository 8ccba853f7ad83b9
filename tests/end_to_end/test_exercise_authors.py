"""What an author of an exercise does, word for word as docs/new_exercise.md says, and what goes wrong meanwhile."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import tracks

from posecoach.cli.app import run
from posecoach.core.judging.coach import judge_all
from posecoach.exercises.plugins import load
from posecoach.exercises.registry import BUILT_IN, Registry
from posecoach.exercises.testing import check

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "new_exercise.md").read_text(encoding="utf-8")
EXAMPLE = ROOT / "examples" / "posecoach-wall-sit"
FILES = ("wall_sit.py", "test_wall_sit.py", "pyproject.toml")


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def lines(text):
    return [line for line in text.splitlines() if line.strip()]


@pytest.fixture
def shell(tmp_path):
    """Run a script in bash; `posecoach` and `python` are these, and `pip install` goes to a folder of its own."""
    commands, site = tmp_path / "bin", tmp_path / "site"
    commands.mkdir()
    pip = f'[ "$1" = install ] && shift; exec {sys.executable} -m pip install -q --no-deps --no-build-isolation'
    for name, does in (
        ("posecoach", f'exec {sys.executable} -m posecoach "$@"'),
        ("python", f'exec {sys.executable} "$@"'),
        ("pip", f'{pip} --disable-pip-version-check --target {site} "$@"'),
    ):
        commands.joinpath(name).write_text(f"#!/bin/sh\n{does}\n")
        commands.joinpath(name).chmod(0o755)
    environment = os.environ | {
        "PATH": f"{commands}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": os.pathsep.join([str(site), str(ROOT)]),
    }

    def execute(script, folder=tmp_path):
        command = ["bash", "-ec", script]
        return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)

    return execute


def test_the_pieces_of_the_page_are_the_example():
    assert lines("\n".join(blocks("python"))) == lines((EXAMPLE / "wall_sit.py").read_text(encoding="utf-8"))


@pytest.mark.slow
def test_the_page_leads_from_nothing_to_an_installed_exercise(shell, tmp_path):
    begin, look, install = blocks("sh")
    done = shell(begin)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == "All 9 are as declared."
    folder = tmp_path / "posecoach-wall-sit"
    assert {path.name for path in folder.iterdir() if path.is_file()} == set(FILES)
    folder.joinpath("wall_sit.py").write_text("\n\n".join(blocks("python")), encoding="utf-8")

    done = shell(look, folder)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert done.stdout.count("All 12 are as declared.") == 3 and "3 passed" in done.stdout
    assert {path.name for path in (folder / "videos").iterdir()} == {
        f"wall_sit.{name}.mp4"
        for name in ("good", "too_deep", "not_deep_enough", "back_off_wall", "knees_forward", "short_hold")
    }

    done = shell(install, folder)
    assert done.returncode == 0, done.stderr
    assert "wall_sit           Wall sit: hold 5 s; 10 times (posecoach-wall-sit 0.1.0)" in done.stdout
    assert "American Academy of Orthopaedic Surgeons" in done.stdout


def test_the_example_is_what_new_writes_with_another_exercise_in_it(tmp_path, capsys):
    assert run(["exercises", "new", "wall_sit", "-o", str(tmp_path)]) == 0
    assert "posecoach exercises try wall_sit:WALL_SIT" in capsys.readouterr().out
    for name in FILES[1:]:
        assert (tmp_path / EXAMPLE.name / name).read_text() == (EXAMPLE / name).read_text()
    assert blocks("toml")[0] in (EXAMPLE / "pyproject.toml").read_text()


@pytest.mark.slow
def test_the_example_package_installs_passes_its_test_and_is_found(shell, tmp_path):
    done = shell(f"cp -r {EXAMPLE} here && pip install ./here && cd here && python -m pytest -q -p no:cacheprovider")
    assert done.returncode == 0, done.stdout + done.stderr
    done = shell("posecoach exercises")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1].endswith("(posecoach-wall-sit 0.1.0)")


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(path.stem for path in tracks.TRACKS.glob("*.npz")))
def test_the_example_is_silent_on_every_recorded_movement(monkeypatch, name):
    monkeypatch.syspath_prepend(EXAMPLE)
    seen, height_cm = tracks.track(name)
    exercise = load("wall_sit:WALL_SIT")
    assert judge_all(seen, [exercise], height_cm).reps == ()
    among_all, without = (judge_all(seen, [*BUILT_IN, *more], height_cm).reps for more in ([exercise], []))
    assert among_all == without


@pytest.fixture
def module(tmp_path, monkeypatch):
    """Write a module into the current folder, where `try` looks for it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", list(sys.path))
    before = set(sys.modules)
    yield lambda name, code: (tmp_path / f"{name}.py").write_text(code)
    for name in set(sys.modules) - before:
        del sys.modules[name]


def wall_sit(**changes):
    """Code of the example with texts replaced."""
    code = (EXAMPLE / "wall_sit.py").read_text(encoding="utf-8")
    for text, other in changes.items():
        assert text in code
        code = code.replace(text, other)
    return code


@pytest.mark.parametrize(
    ("name", "code", "said"),
    [
        ("raises", "1 / 0", "cannot be imported: ZeroDivisionError: division by zero ({file}, line 1)"),
        (
            "unknown",
            wall_sit(**{'"shank_forward",\n        Band': '"shin_forward",\n        Band'}),
            "did you mean 'shank_forward'? ({file}, line ",
        ),
        ("crossed", wall_sit(**{"Band(low=30.0, margin=3.0)": "Band(low=70.0, margin=3.0)"}), "contradict each other"),
        (
            "poseless",
            wall_sit(**{"    figure_good=_DOWN,\n": ""}),
            "figure_good is missing: add figure_good=Figure(...)",
        ),
        (
            "taken",
            wall_sit(**{'id="wall_sit"': 'id="bridge"'}),
            "There is an exercise 'bridge' already: choose another id. ({file}",
        ),
    ],
)
def test_a_wrong_exercise_is_refused_with_file_line_and_remedy(module, capsys, name, code, said):
    module(name, code)
    assert run(["exercises", "try", f"{name}:WALL_SIT"]) == 2
    err = capsys.readouterr().err
    file = Path.cwd() / f"{name}.py"
    assert said.format(file=file) in err and str(file) in err
    assert err.startswith("posecoach: ") and "Traceback" not in err


def test_an_exercise_that_does_not_do_what_it_declares_shows_the_table_and_exits_with_2(module, capsys):
    module("lazy", wall_sit(**{"replace(_DOWN, lean=18.0, hip=117.0)": "replace(_DOWN, lean=3.0, hip=132.0)"}))
    assert run(["exercises", "try", "lazy:WALL_SIT"]) == 2
    shown = capsys.readouterr()
    assert re.search("back_off_wall +once +nothing +silent +back_off_wall is not named: let the figure", shown.out)
    assert shown.err == "posecoach: 1 of 12 are not as wall_sit declares. Correct the exercise, try again.\n"


def test_a_measure_that_fails_in_the_middle_of_a_movement_is_said_with_its_line(module, capsys):
    module(
        "brittle",
        wall_sit(**{"    return 180.0 - straightest_knee(body)": "    return [20.0][int(body.knee('left') < 150)]"}),
    )
    assert run(["exercises", "try", "brittle:WALL_SIT"]) == 2
    err = capsys.readouterr().err
    assert "IndexError: list index out of range (" in err and "brittle.py, line " in err


def test_a_measure_that_fails_only_on_a_noisy_figure_is_said_with_its_line(module, capsys):
    bend = "    return 180.0 - straightest_knee(body)"
    uneven = "    return [180.0 - straightest_knee(body)][int(abs(body.knee('left') - body.knee('right')) > 30.0)]"
    module("shaken", wall_sit(**{bend: uneven}))
    assert run(["exercises", "try", "shaken:WALL_SIT", "--noise", "20"]) == 2
    assert re.search(r"The measure 'knee_bend' fails.*IndexError.*shaken\.py, line \d+", capsys.readouterr().err)


def test_an_exercise_is_tried_beside_those_of_installed_packages(module, capsys, tmp_path, monkeypatch):
    module("chair", wall_sit(**{'id="wall_sit"': 'id="chair"'}))
    module("wall_sit", wall_sit())
    info = tmp_path / "chair-1.0.dist-info"
    info.mkdir()
    info.joinpath("METADATA").write_text("Metadata-Version: 2.1\nName: chair\nVersion: 1.0\n")
    info.joinpath("entry_points.txt").write_text("[posecoach.exercises]\nchair = chair:WALL_SIT\n")
    monkeypatch.setattr("posecoach.exercises.registry.EXERCISES", Registry())
    assert run(["exercises", "try", "wall_sit:WALL_SIT"]) == 2
    assert "chair instead" in capsys.readouterr().out
    with pytest.raises(AssertionError, match="chair instead"):
        check(load("wall_sit:WALL_SIT"))


def test_a_camera_turned_too_far_is_given_as_the_reason(capsys):
    assert run(["exercises", "try", "bridge", "--yaw", "50"]) == 2
    assert re.search(
        "good +no .*counted 0 times instead of once. I see you too much from the front", capsys.readouterr().out
    )


def test_try_takes_the_id_of_an_installed_exercise_at_any_tempo_turn_and_noise(capsys):
    arguments = ["exercises", "try", "bridge", "--tempo", "0.8", "--yaw", "-15", "--noise", "2"]
    assert run(arguments) == 0
    out = capsys.readouterr().out
    assert out.startswith("Bridge (bridge): tempo 0.8, camera turned by -15 degrees, noise 2 px\n")
    assert out.endswith("All 10 are as declared.\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["new", "Wall-Sit"], "'Wall-Sit' cannot be an id"),
        (["new", "class"], "'class' is a word of Python"),
        (["new", "try"], "'try' is a word of Python"),
        (["new", "con"], "Windows allows no file con.py"),
        (["new", "numpy"], "There is a Python module 'numpy' already"),
        (["new", "dataclasses"], "There is a Python module 'dataclasses' already"),
        (["new", "posecoach"], "There is a Python module 'posecoach' already"),
        (["new", "bridge"], "There is an exercise or a command 'bridge' already"),
        (["new", "new"], "There is an exercise or a command 'new' already"),
        (["try", "plank"], "There is no exercise 'plank'"),
        (["try", "side_plank.py"], "Or write MODULE:NAME, as in side_plank:SIDE_PLANK."),
        (["try", "no_such_module:X"], "There is no module 'no_such_module'"),
        (["plank"], "There is no exercise 'plank'"),
    ],
)
def test_wrong_use_exits_with_2_and_one_sentence(module, capsys, arguments, said):
    assert run(["exercises", *arguments]) == 2
    err = capsys.readouterr().err
    assert said in err and err.count("\n") == 1


def test_new_overwrites_nothing(module, capsys):
    assert run(["exercises", "new", "side_plank"]) == 0
    assert run(["exercises", "new", "side_plank"]) == 2
    assert "posecoach-side-plank is there already" in capsys.readouterr().err
    module("side_plank", "")
    sys.path.insert(0, str(Path.cwd()))
    assert run(["exercises", "new", "side_plank"]) == 2
    assert "posecoach-side-plank is there already" in capsys.readouterr().err
    assert run(["exercises", "new", "side_plank", "-o", "elsewhere"]) == 2
    assert "There is a Python module 'side_plank' already" in capsys.readouterr().err
