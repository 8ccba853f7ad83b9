import configparser
import re
import shlex
import sys
from pathlib import Path

import pytest

from posecoach.errors import UsageError
from posecoach.web.shortcut import OURS, shortcut_text, write_shortcuts

COMMAND = ["/home/Ann's 100% $HOME\\new/py`thon", "-m", 'a "b"']


def test_on_linux_the_command_survives_the_rules_of_desktop_files():
    text = shortcut_text("linux", COMMAND)
    entry = configparser.RawConfigParser()
    entry.optionxform = str
    entry.read_string(text)
    line = entry["Desktop Entry"]["Exec"].replace("\\\\", "\\").replace("%%", "%")  # as the specification reads it
    words = re.findall(r'"((?:[^"\\]|\\.)*)"', line)
    assert [re.sub(r"\\(.)", r"\1", word) for word in words] == COMMAND
    assert OURS in text and Path(entry["Desktop Entry"]["Icon"]).is_file()


def test_on_a_mac_the_shell_gets_the_command_as_it_is():
    (line,) = [line for line in shortcut_text("darwin", COMMAND).splitlines() if line.startswith("exec ")]
    assert shlex.split(line)[1:] == COMMAND


def test_on_windows_spaces_and_percent_signs_stay():
    text = shortcut_text("win32", [r"C:\Jörg & Co\100%\python.exe", "-m"])
    assert '"C:\\Jörg & Co\\100%%\\python.exe" "-m"\r\n' in text


@pytest.mark.skipif(sys.platform != "linux", reason="the folders are those of Linux")
def test_a_shortcut_is_written_again_and_replaces_no_file_of_others(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (path,) = write_shortcuts()
    assert write_shortcuts() == [path] == [tmp_path / "applications" / "posecoach.desktop"]
    path.write_text("[Desktop Entry]\nName=posecoach of somebody else\n")
    with pytest.raises(UsageError, match="is not posecoach's"):
        write_shortcuts()
    assert "somebody else" in path.read_text()
