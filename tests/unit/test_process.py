"""This process: signals are noted, and a lock keeps processes apart."""

import signal

import pytest

from posecoach.errors import ModelError
from posecoach.process import Stop, Stopped, file_lock

CODES = {signal.SIGINT: 130, signal.SIGTERM: 143}


def test_the_wait_for_a_lock_has_an_end(tmp_path):
    waits = []
    with (
        file_lock(tmp_path / "m.task.lock", lambda: None),
        pytest.raises(ModelError, match=r"Another posecoach has been fetching m\.task"),
        file_lock(tmp_path / "m.task.lock", lambda: waits.append(1), timeout_s=0.3),
    ):
        pytest.fail("two hold the lock")
    assert waits


@pytest.mark.parametrize("number", list(CODES), ids=["ctrl_c", "sigterm"])
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
