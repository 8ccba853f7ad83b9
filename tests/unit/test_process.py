"""This process: signals are noted, a lock keeps processes apart, and code is found in absolute folders only."""

import errno
import os
import signal
import sys

import pytest

from posecoach.errors import ModelError
from posecoach.process import Stop, Stopped, file_lock
from posecoach.process.children import open_address
from posecoach.process.lookup import OWN_FOLDER, module_folders, program, program_folders
from posecoach.process.native import has_no_reader
from posecoach.process.stop import STOP_SIGNALS, ignore_terminal

CODES = {signal.SIGINT: 130, signal.SIGTERM: 143}
if sys.platform != "win32":
    CODES[signal.SIGHUP] = 129
ON_POSIX = pytest.mark.skipif(sys.platform == "win32", reason="needs a Unix system")


@pytest.fixture
def handlers():
    """Put the handlers of the signals back afterwards."""
    before = {number: signal.getsignal(number) for number in STOP_SIGNALS}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def test_the_wait_for_a_lock_has_an_end(tmp_path):
    waits = []
    with (
        file_lock(tmp_path / "m.task.lock", lambda: None),
        pytest.raises(ModelError, match=r"Another posecoach has been fetching m\.task"),
        file_lock(tmp_path / "m.task.lock", lambda: waits.append(1), timeout_s=0.3),
    ):
        pytest.fail("two hold the lock")
    assert waits


@pytest.mark.parametrize("number", CODES, ids=lambda number: signal.Signals(number).name)
def test_an_interruptible_wait_ends_at_once(number):
    stop = Stop()
    with pytest.raises(Stopped), stop.interruptible():
        stop.receive(number)
    assert stop.code == CODES[number]
    with pytest.raises(Stopped), stop.interruptible():
        pytest.fail("a signal that came before counts too")


def test_outside_such_a_wait_a_signal_is_noted_and_the_first_one_counts():
    stop = Stop()
    assert not stop()
    stop.receive(signal.SIGTERM)
    stop.receive(signal.SIGINT)
    assert stop() and stop.code == 143


def test_every_stop_signal_of_the_system_is_heard(handlers):
    stop = Stop()
    stop.listen()
    assert all(signal.getsignal(number) == stop.receive for number in STOP_SIGNALS)
    assert set(CODES) <= set(STOP_SIGNALS)


@ON_POSIX
def test_a_process_that_is_to_outlive_its_terminal_does(handlers):
    signal.signal(signal.SIGHUP, signal.SIG_IGN)  # as nohup does
    Stop().listen()
    assert signal.getsignal(signal.SIGHUP) == signal.SIG_IGN


@ON_POSIX
def test_a_child_leaves_the_terminal_to_its_parent_but_can_be_ended(handlers):
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    ignore_terminal()
    ignored = {number for number in STOP_SIGNALS if signal.getsignal(number) == signal.SIG_IGN}
    assert ignored == set(STOP_SIGNALS) - {signal.SIGTERM}


@ON_POSIX
def test_a_closed_terminal_is_no_broken_disk(tmp_path):
    with open(os.devnull, "rb") as terminal, (tmp_path / "out").open("wb") as file:  # noqa: PTH123
        assert has_no_reader(OSError(errno.EPIPE, ""), file.fileno())
        assert has_no_reader(OSError(errno.EIO, ""), terminal.fileno())
        assert not has_no_reader(OSError(errno.EIO, ""), file.fileno())
        assert not has_no_reader(OSError(errno.ENOSPC, ""), terminal.fileno())


@pytest.mark.skipif(sys.platform == "win32", reason="programs are found by their endings there")
def test_a_program_is_found_in_absolute_folders_only(tmp_path, monkeypatch):
    for folder in ("here", "there"):
        player = tmp_path / folder / "play"
        player.parent.mkdir()
        player.touch()
        player.chmod(0o755)
    monkeypatch.chdir(tmp_path / "here")
    assert program("play", {"PATH": os.pathsep.join(["", ".", "../here"])}) is None
    assert program("play", {"PATH": os.pathsep.join([".", str(tmp_path / "there")])}) == str(player)
    assert "" not in program_folders({"PATH": ""}).split(os.pathsep), "an empty entry means the current folder"


def test_no_code_is_taken_from_a_folder_only_because_it_is_the_current_one(tmp_path, monkeypatch):
    libraries, here = os.path.abspath("libraries"), str(tmp_path)  # noqa: PTH100 - it need not exist
    monkeypatch.chdir(tmp_path)
    empty_entry = {"PYTHONPATH": os.pathsep.join(["", libraries])}
    assert module_folders(["", ".", here, libraries, OWN_FOLDER], empty_entry) == [libraries, OWN_FOLDER]
    assert module_folders(["", libraries], {}) == [OWN_FOLDER, libraries], "posecoach stood not in the list"
    monkeypatch.chdir(OWN_FOLDER)
    assert module_folders(["", OWN_FOLDER, libraries], empty_entry) == [OWN_FOLDER, libraries]


@pytest.mark.parametrize("pythonpath", ["", "{here}", "{here}/", ":{here}"])
def test_code_is_taken_from_the_current_folder_when_somebody_chose_it(pythonpath, tmp_path, monkeypatch):
    """Such as a package that was installed in place."""
    monkeypatch.chdir(tmp_path)
    environ = {"PYTHONPATH": pythonpath.replace(":", os.pathsep).replace("{here}", str(tmp_path))}
    assert module_folders([str(tmp_path), OWN_FOLDER], environ) == [str(tmp_path), OWN_FOLDER]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a screen")
def test_without_a_screen_no_browser_is_started():
    assert open_address("http://127.0.0.1:1/", {"PATH": os.environ["PATH"]}) is None
