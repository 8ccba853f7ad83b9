"""Exercises of other packages: found, named with their origin, and left out with a sentence when they are wrong."""

import sys
import warnings

import pytest

from posecoach.errors import PluginWarning, UsageError
from posecoach.exercises.plugins import load
from posecoach.exercises.registry import BUILT_IN, Registry, exercises_named

GOOD = """
from dataclasses import replace
from posecoach.exercises.bridge import BRIDGE

TWIN = replace(BRIDGE, id="{id}")
"""
SIX = [exercise.id for exercise in BUILT_IN]


@pytest.fixture
def package(tmp_path, monkeypatch):
    """Give a function that installs a package with one module and an entry point, as pip does, and returns its path."""
    monkeypatch.syspath_prepend(tmp_path)
    before = set(sys.modules)

    def install(name, code, attribute="TWIN"):
        info = tmp_path / f"{name}-1.0.dist-info"
        info.mkdir()
        info.joinpath("METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        info.joinpath("entry_points.txt").write_text(f"[posecoach.exercises]\n{name} = {name}:{attribute}\n")
        module = tmp_path / f"{name}.py"
        module.write_text(code)
        return module

    yield install
    for name in set(sys.modules) - before:
        del sys.modules[name]


def test_an_exercise_of_another_package_stands_behind_the_six_with_its_origin(package):
    package("plugin_good", GOOD.format(id="twin"))
    registry = Registry()
    assert list(registry) == [*SIX, "twin"]
    assert registry.origin("twin") == "plugin_good 1.0"
    assert (registry.origin("bridge"), registry.origin("unknown")) == ("posecoach", "")
    assert registry["twin"].title == "Bridge" and len(registry) == 7


def test_nothing_is_looked_for_before_an_exercise_is_asked_for(package):
    package("plugin_late", "raise RuntimeError('imported')")
    Registry()
    with pytest.warns(PluginWarning):
        assert "bridge" in Registry()


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("1 / 0", "cannot be imported: ZeroDivisionError: division by zero ({file}, line 1)"),
        ("import posecoach\n\ndef broken(:\n", "cannot be imported: SyntaxError: invalid syntax ({file}, line 3)"),
        ("import no_such_library", "ModuleNotFoundError: No module named 'no_such_library' ({file}, line 1)"),
        ("raise SystemExit(3)", "cannot be imported: SystemExit: 3 ({file}, line 1)"),
        (
            "def __getattr__(name):\n    raise RuntimeError(name)",
            "cannot be imported: RuntimeError: TWIN ({file}, line 2)",
        ),
        (
            "import json\njson.loads('{')",
            "cannot be imported: JSONDecodeError: Expecting property name enclosed in double quotes: line 1 column 2 "
            "(char 1) ({file}, line 2)",
        ),
        ("TWIN = 7", "'TWIN' in {file} is not an Exercise. Declare it there."),
        ("X = 7", "There is no 'TWIN' in {file}. Declare it there."),
        (
            GOOD.format(id="Twin"),
            "'Twin' is not a valid id or code: use small letters, digits and '_', as in 'hips_low'. ({file}, line 5)",
        ),
        (
            GOOD.format(id="twin") + 'TWIN = replace(TWIN, displayed=("hip_lime",))',
            "There is no measure 'hip_lime', which displayed names: did you mean 'hip_line'? ({file}, line 6)",
        ),
        (GOOD.format(id="twin") + "TWIN = replace(TWIN, figure_good=None)", "The example pose figure_good is missing"),
        (
            GOOD.format(id="twin")
            + "from posecoach.core.exercise import Band\n"
            + "TWIN = replace(TWIN, checks=(replace(TWIN.checks[0], band=Band(9, 1)), *TWIN.checks[1:]))",
            "No value lies in the band of 'hips_high', 9 to 1",
        ),
        (
            GOOD.format(id="twin") + "TWIN = replace(TWIN, checks=7)",
            "checks must be a tuple, not 7: correct it. ({file}, line 6)",
        ),
        (
            GOOD.format(id="twin")
            + "from posecoach.core.exercise import Measure\n"
            + "TWIN = replace(TWIN, measures=(*TWIN.measures, Measure('odd', 'odd', 'deg', lambda body: 1 / 0)))",
            "The measure 'odd' fails: ZeroDivisionError: division by zero ({file}, line 7)",
        ),
        (
            GOOD.format(id="twin")
            + "from posecoach.core.exercise import Measure\n"
            + "def odd(body):\n    return [1.0][int(body.hip('left') > 170.0)]\n"
            + "TWIN = replace(TWIN, measures=(*TWIN.measures, Measure('odd', 'odd', 'deg', odd)))",
            "The measure 'odd' fails: IndexError: list index out of range ({file}, line 8)",
        ),
    ],
    ids=lambda x: x[:30],
)
def test_a_wrong_one_is_left_out_with_a_sentence_that_names_it_and_the_six_go_on(package, code, said):
    file = package("plugin_bad", code)
    with pytest.warns(PluginWarning) as caught:
        registry = Registry()
        assert list(registry) == SIX
    (warning,) = caught
    text = str(warning.message)
    assert text.startswith("The exercise 'plugin_bad' of plugin_bad 1.0 is left out: ")
    assert said.replace("{file}", str(file)) in text
    assert warning.filename in (str(file), "plugin_bad:TWIN")


def test_of_two_with_one_id_the_first_stays_and_both_are_named(package):
    package("plugin_a", GOOD.format(id="twin"))
    package("plugin_b", GOOD.format(id="twin"))
    with pytest.warns(PluginWarning, match=r"id 'twin': that of plugin_a 1.0 stays, that of plugin_b 1.0 .* left out"):
        registry = Registry()
        assert registry.origin("twin") == "plugin_a 1.0"


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("METADATA", None, ""),
        ("METADATA", "Metadata-Version: 2.1\n", ""),
        ("entry_points.txt", "[posecoach.exercises]\nno equals sign\n", "The exercises of plugin_a 1.0 are left out: "),
        ("entry_points.txt", "[posecoach.exercises]\nodd = :::\n", "':::' does not name an exercise"),
    ],
)
def test_a_damaged_package_costs_at_most_its_own_exercises(package, file, text, said):
    damaged = package("plugin_a", GOOD.format(id="twin")).with_name("plugin_a-1.0.dist-info") / file
    package("plugin_b", GOOD.format(id="brother"))
    damaged.write_text(text) if text is not None else damaged.unlink()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", PluginWarning)
        found = list(Registry())
    assert found[:6] == SIX and "brother" in found
    if said:
        assert [said in str(one.message) for one in caught] == [True]
    else:
        assert "twin" in found and not caught


def test_a_package_that_is_found_twice_counts_once(package, tmp_path, monkeypatch):
    package("plugin_good", GOOD.format(id="twin"))
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    assert list(Registry()) == [*SIX, "twin"]


def test_what_a_module_prints_does_not_reach_standard_output(package, capsys):
    package("plugin_loud", "print('hello')\n" + GOOD.format(id="twin"))
    assert "twin" in Registry()
    assert capsys.readouterr() == ("", "hello\n")


def test_a_plugin_that_looks_at_the_exercises_while_it_is_loaded_sees_the_six(package, monkeypatch):
    code = "from posecoach.exercises import registry\nassert len(registry.EXERCISES) == 6\n"
    package("plugin_curious", code + GOOD.format(id="twin"))
    monkeypatch.setattr("posecoach.exercises.registry.EXERCISES", Registry())
    assert exercises_named("twin")


def test_an_id_of_the_six_cannot_be_taken(package):
    package("plugin_c", GOOD.format(id="bridge"))
    with pytest.warns(PluginWarning, match=r"id 'bridge': that of posecoach stays, that of plugin_c 1.0 "):
        registry = Registry()
        assert registry["bridge"] is BUILT_IN[0]


def test_without_other_packages_nothing_is_warned_of():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert list(Registry()) == SIX


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        ("wall_sit", "write MODULE:NAME, as in wall_sit:WALL_SIT"),
        ("no_such_module:X", "There is no module 'no_such_module'. Run this in the folder of no_such_module.py"),
        ("posecoach.exercises.bridge:BRIDGES", "Name one of: BRIDGE."),
    ],
)
def test_a_name_that_leads_nowhere_says_what_to_write(reference, said):
    with pytest.raises(UsageError, match=said.replace(".", r"\.")):
        load(reference)


def test_an_unknown_id_lists_the_known_ones():
    with pytest.raises(UsageError, match=r"no exercise 'plank'\. Choose one of: bridge, "):
        exercises_named("plank")
