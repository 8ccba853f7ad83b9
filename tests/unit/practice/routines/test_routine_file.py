"""The routine a person does, and the file in which they change it."""

import stat
import sys

import pytest

from posecoach.core.session.routine import Routine, Step, duration_s
from posecoach.errors import UsageError
from posecoach.exercises.registry import EXERCISES
from posecoach.practice.routines import built_in, routine_file

GOOD = """\
name = "My mornings"

# gently
[[exercise]]
id = "bridge"
reps = 5
hold_s = 8
rest_s = 30

[[exercise]]
id = "warrior_wall"
reps = 2
rest_s = 45.5
"""


@pytest.fixture
def file(tmp_path):
    return tmp_path / "routine.toml"


def complaint(file, text):
    file.write_text(text, "utf-8")
    with pytest.raises(UsageError) as caught:
        routine_file.load(file)
    return str(caught.value).removeprefix(str(file))


# -- what is done ------------------------------------------------------------------------------------------------


def test_the_routine_has_every_exercise_once_as_prescribed():
    steps = built_in.default_routine().steps
    assert {step.exercise.id for step in steps} == set(EXERCISES)
    assert len(steps) == len(EXERCISES)
    for step in steps:
        assert (step.reps, step.hold_s) == (step.exercise.prescription.reps, step.exercise.prescription.hold_s)
        assert step.rest_s > 0


def test_the_person_changes_position_only_three_times():
    on_the_back = ["bridge", "double_knee_lift", "leg_lift"]
    ids = [step.exercise.id for step in built_in.default_routine().steps]
    assert ids == [*on_the_back, "press_up", "bird_dog", "warrior_wall"]


def test_the_short_routine_takes_five_minutes_rests_included():
    assert 4.5 * 60 <= duration_s(built_in.short_routine()) <= 5.5 * 60


def test_the_short_routine_asks_for_no_more_than_the_prescription():
    for step in built_in.short_routine().steps:
        prescription = step.exercise.prescription
        assert step.reps <= prescription.reps
        assert (step.hold_s or 0) <= (prescription.hold_s or 0)


# -- the file ----------------------------------------------------------------------------------------------------


def test_a_persons_own_routine_is_done_as_written(file):
    file.write_text(GOOD)
    bridge, wall = EXERCISES["bridge"], EXERCISES["warrior_wall"]
    assert routine_file.load(file) == Routine("My mornings", (Step(bridge, 5, 8.0, 30.0), Step(wall, 2, None, 45.5)))


@pytest.mark.parametrize(
    "which", [built_in.default_routine(), Routine('Ünal\'s "best"', built_in.short_routine().steps)]
)
def test_what_is_written_reads_back_the_same(file, which):
    file.write_text(routine_file.to_toml(which), "utf-8")
    assert routine_file.load(file) == which


def test_a_file_saved_by_windows_editor_is_read(file):
    file.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert routine_file.load(file).name == "My mornings"


def test_a_first_file_is_written_with_its_folder(tmp_path):
    file = tmp_path / "new" / "folder" / "routine.toml"
    routine_file.write_default(file)
    assert routine_file.load(file) == built_in.default_routine()
    assert "# Bridge. As prescribed: hold 10 s; 5 times." in file.read_text()
    if sys.platform != "win32":
        assert [stat.S_IMODE(one.stat().st_mode) for one in (file, file.parent)] == [0o600, 0o700]


def test_a_file_that_is_there_is_never_overwritten(file):
    file.write_text(GOOD)
    with pytest.raises(UsageError, match="was not changed"):
        routine_file.write_default(file)
    assert file.read_text() == GOOD


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "in_the_way").write_text("")
    with pytest.raises(UsageError, match="Cannot write"):
        routine_file.write_default(tmp_path / "in_the_way" / "routine.toml")


def test_the_users_own_file_lies_in_the_users_configuration():
    assert routine_file.user_path().parts[-2:] == ("posecoach", "routine.toml")


# -- mistakes: the line and the remedy ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "instead", "line", "says"),
    [
        ("reps = 5", 'reps = "ten"', 6, "reps must be a whole number from 1 to 50, not 'ten'. Write for example: reps"),
        ("reps = 5", "reps = 0", 6, "reps must be a whole number from 1 to 50, not 0."),
        ("reps = 2", "reps = 5.5", 12, "reps must be a whole number from 1 to 50, not 5.5."),
        ("reps = 2", "reps = true", 12, "not True."),
        ("reps = 5", "reps = ten", 6, "cannot understand reps = ten (invalid value). Write for example: reps = 5"),
        ("reps = 5\n", "", 4, "reps is missing. Write for example: reps = 5"),
        ("reps = 5", "rep = 5", 6, "there is no 'rep' here, only id, reps, hold_s, rest_s. Did you mean reps?"),
        ("hold_s = 8", "hold_s = nan", 7, "hold_s must be a number of seconds from 1 to 300, not nan."),
        ("hold_s = 8", "hold_s = [8,\n9]", 7, "hold_s must be a number of seconds"),
        ("rest_s = 45.5", "rest_s = -1", 13, "rest_s must be a number of seconds from 0 to 600, not -1."),
        ('id = "bridge"', 'id = "brigde"', 5, "not 'brigde'. Did you mean id = \"bridge\"?"),
        ('id = "bridge"', 'id = "squat"', 5, "id must be one of bridge, double_knee_lift, leg_lift,"),
        ('id = "bridge"', "id = bridge", 5, 'cannot understand id = bridge (invalid value). Write for example: id = "'),
        ("[[exercise]]", "[[exercise]", 4, "cannot understand [[exercise] "),
        ("[[exercise]]", "[[exercises]]", 4, "there is no 'exercises' here, only name, exercise. Did you mean"),
        ('name = "My mornings"', 'name = ""', 1, "name must be a text in quotes, 1 to 40 characters, not ''."),
        ('name = "My mornings"', 'name = "My mornings', 1, 'cannot understand name = "My mornings ('),
        ('name = "My mornings"', 'name = """My', 1, 'cannot understand name = """My ('),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_line_and_its_remedy(file, written, instead, line, says):
    said = complaint(file, GOOD.replace(written, instead, 1))
    assert said.startswith(f", line {line}: ")
    assert says in said


def test_comments_and_long_texts_do_not_shift_the_line(file):
    text = 'name = """My\nreps = 7\n"""\n\n# reps = "ten"\n' + "\n".join(GOOD.splitlines()[1:])
    said = complaint(file, text.replace("reps = 5", "reps = 99"))
    assert text.split("\n")[9] == "reps = 5"
    assert said.startswith(", line 10: reps must be")


def test_steps_written_in_one_line_are_found_too(file):
    said = complaint(file, 'name = "Mine"\nexercise = [{id = "bridge", reps = "x", rest_s = 1}]\n')
    assert said.startswith(", line 2: reps must be")


@pytest.mark.parametrize(
    ("instead", "says"),
    [
        ("reps = " + "9" * 5000, "(a number is too long)"),
        ("reps = 0x" + "f" * 5000, "not a number of thousands of digits."),
        ("reps = " + "[" * 5000, "(nested too deeply)"),
        ("reps = " + "{a = " * 1000, "(nested too deeply)"),
        ("reps.a.a = 5", "reps must be a whole number"),
        ("reps = 2025-02-31", "(invalid date or datetime)"),
        ("reps = 5\nreps = 6", "(cannot overwrite a value)"),
        ("reps = 5 # \0", "(found invalid character '\\x00')"),
        ("reps" + "s" * 5000 + " = 5", "there is no 'repsssssssss...sssssssssssss' here"),
    ],
    ids=lambda text: text[:12],
)
def test_what_no_parser_bears_is_named_with_its_line(file, instead, says):
    said = complaint(file, GOOD.replace("reps = 5", instead))
    assert said.startswith(f", line {7 if 'overwrite' in says else 6}: ")
    assert says in said and len(said) < 300


@pytest.mark.parametrize("before", ["\n" * 9_000, "#\n" * 4_500, 'x = """' + "\n" * 9_000, "x = [" + "#\n" * 4_500])
def test_a_mistake_after_thousands_of_lines_is_found_at_once(file, before):
    said = complaint(file, before + "\n= 1\n")
    assert said.startswith(f", line {1 if 'x' in before else before.count(chr(10)) + 2}: cannot understand")


def test_utf_16_is_named(file):
    file.write_bytes(GOOD.encode("utf-16"))
    with pytest.raises(UsageError, match="not plain text: save it as UTF-8"):
        routine_file.load(file)


@pytest.mark.skipif(sys.platform == "win32", reason="links need a permission there")
def test_a_routine_of_ones_own_that_cannot_be_read_is_not_replaced_by_ours(file):
    assert routine_file.load_own(file) == built_in.default_routine()
    file.symlink_to(file.with_name("gone"))
    with pytest.raises(UsageError, match="no such file"):
        routine_file.load_own(file)


def test_a_hold_that_the_prescription_forbids_is_refused(file):
    said = complaint(file, GOOD.replace('"bridge"', '"double_knee_lift"'))
    assert said.startswith(", line 7: hold_s must be at most 5 for double_knee_lift")


@pytest.mark.parametrize("text", ["\n", 'name = "Mine"\n', "# nothing\n"])
def test_a_file_without_exercises_says_what_is_missing(file, text):
    said = complaint(file, text)
    assert said.startswith(": ")
    assert "is missing. Write for example:" in said


def test_a_file_that_is_no_routine_is_refused_at_once(file):
    assert "too long for a routine" in complaint(file, "a = 1\n" * 2_000)
    assert "too large" in complaint(file, "a = 1\n" * 10_000)
    assert "it is empty" in complaint(file, "")
    file.write_bytes(b"\x89PNG\xff\xfe")
    with pytest.raises(UsageError, match="not plain text"):
        routine_file.load(file)


def test_a_file_that_is_not_there_is_named(file):
    with pytest.raises(UsageError, match=r"routine\.toml cannot be read: no such file"):
        routine_file.load(file)
