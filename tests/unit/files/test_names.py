"""The names of files that posecoach makes: possible on each system, and short enough for it."""

from __future__ import annotations

import pytest

from posecoach.errors import UsageError
from posecoach.files.names import (
    file_name,
    is_device,
    longest_name,
    longest_on_windows,
    name_length,
)
from posecoach.files.writing import open_beside, open_replacing, output_folder, write_text

DEVICES = ("CON", "con", "nul.json", "AUX", "com1", "LPT9.txt", "Com².x", "CONIN$", "prn  .csv")
NO_DEVICES = ("console", "com", "com0x", "COM10", "nulls", "my.con", "lpt", "bridge", "con-1")


@pytest.mark.parametrize("name", DEVICES)
def test_a_name_that_is_a_device_on_windows_becomes_another(name):
    assert is_device(name)
    assert not is_device(file_name(name, "win32"))
    assert file_name(name, "linux") == file_name(name, "darwin") == name


@pytest.mark.parametrize("name", NO_DEVICES)
def test_a_name_that_only_begins_like_a_device_stays(name):
    assert not is_device(name)
    assert file_name(name, "win32") == name


@pytest.mark.parametrize(
    ("text", "windows", "others"),
    [
        ("Brücke 2", "Brücke 2", "Brücke 2"),
        ("rtsp://cam:554/live?x=1", "rtsp___cam_554_live_x=1", "rtsp:__cam:554_live?x=1"),
        ("a\\b", "a_b", "a\\b"),
        ("tab\tand\nline", "tab_and_line", "tab\tand\nline"),
        ("dots. . .", "dots", "dots. . ."),
        ("a\0b", "a_b", "a_b"),
        ("..", "unnamed", "unnamed"),
        ("", "unnamed", "unnamed"),
        (" ", "unnamed", " "),
    ],
)
def test_what_a_system_does_not_allow_in_a_name_is_replaced(text, windows, others):
    assert file_name(text, "win32") == windows
    assert file_name(text, "linux") == file_name(text, "darwin") == others


def test_a_name_is_as_long_as_its_system_counts():
    assert name_length("Brücke", "linux") == 7
    assert name_length("Brücke", "win32") == 6
    assert name_length("\U0001f9d8", "win32") == 2
    assert name_length("\ud800", "linux") == 0


def test_on_windows_the_folder_takes_from_the_length_of_a_name():
    assert longest_on_windows(10, long_paths=False) == 248
    assert longest_on_windows(3, long_paths=False) == 255, "no name is longer"
    assert longest_on_windows(300, long_paths=False) == 0
    assert longest_on_windows(300, long_paths=True) == 255


def test_a_name_of_the_longest_length_can_be_written(tmp_path):
    longest = longest_name(tmp_path)
    (tmp_path / ("x" * longest)).touch()
    assert longest > 50


@pytest.mark.parametrize("name", ["a\0b", "a\ud800b"])
def test_a_name_that_no_file_can_have_is_a_sentence(tmp_path, name):
    with pytest.raises(UsageError, match=r"Cannot write to the folder .*: no file can have this name\. .* with -o"):
        output_folder(tmp_path / name)
    with pytest.raises(UsageError, match=r"Cannot write .*: no file can have this name"):
        write_text(tmp_path / name, "")
    for open_it in (open_beside, open_replacing):
        with pytest.raises(OSError, match="no file can have this name"):
            open_it(tmp_path / name)
    assert not list(tmp_path.iterdir())
