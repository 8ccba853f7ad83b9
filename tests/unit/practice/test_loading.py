"""Loading: the window says what is happening, hears keys, and tells what went wrong."""

from __future__ import annotations

import threading
from contextlib import ExitStack

import fakes
import numpy as np
import pytest
from practice_cases import FakeWindow, endless, settings_for

from posecoach.background import Background
from posecoach.errors import CameraError
from posecoach.practice import loading
from posecoach.practice.loading import Loading, waiting_page
from posecoach.practice.questions import SAFETY_ID
from posecoach.practice.runner import run_practice
from posecoach.practice.session_log import SessionLog
from posecoach.process import Stop
from posecoach.storage.history.history import History

WAIT_S = 20.0
"""No test waits that long; it ends one that hangs."""


class Watched:
    """A window whose person watches the loading screen, then presses a key or lets the loading go on."""

    def __init__(self, go_on: threading.Event, key: str | None = None, after: int = 3) -> None:
        self.pages: list[np.ndarray] = []
        self._go_on, self._key, self._after = go_on, key, after

    def show(self, image):
        self.pages.append(image)
        opening = waiting_page(loading.OPENING_CAMERA)
        if sum(page.shape == opening.shape and bool((page == opening).all()) for page in self.pages) < self._after:
            return None
        self._go_on.set()
        return self._key


def slow_camera(go_on: threading.Event, closed: list[str]):
    """Open a camera that is slow to open."""

    def open_source(camera: str, stack: ExitStack):
        assert go_on.wait(WAIT_S)
        stack.callback(closed.append, camera)
        return endless()

    return open_source


def test_while_the_camera_opens_the_window_says_so_and_the_session_goes_on(tmp_path):
    go_on, closed = threading.Event(), []
    window = Watched(go_on)
    with Loading(settings_for(tmp_path, slow_camera(go_on, closed))) as devices:
        opened = devices.wait(window, Stop())
        assert opened and opened.find is fakes.bridging
        assert not closed
    assert closed == ["0"], "the camera is closed at the end"
    assert any((page == waiting_page(loading.OPENING_CAMERA)).all() for page in window.pages)


def test_the_person_may_quit_while_the_camera_opens(tmp_path):
    go_on, closed = threading.Event(), []
    settings = settings_for(tmp_path / "out", slow_camera(go_on, closed), window=Watched(go_on, "quit"))
    assert run_practice(settings, lambda line: None, Stop()).files == ()
    assert closed == ["0"] and not list((tmp_path / "out").iterdir())


def test_a_stop_ends_the_loading(tmp_path):
    stop, go_on = Stop(), threading.Event()
    stop.receive(2)
    with Loading(settings_for(tmp_path, slow_camera(go_on, []))) as devices:
        assert devices.wait(None, stop) is None
        go_on.set()


def no_camera(camera: str, stack: ExitStack):
    raise CameraError("Camera 0 cannot be opened.")


@pytest.mark.parametrize("in_background", [True, False])
def test_what_cannot_be_opened_is_an_error_as_ever(tmp_path, in_background):
    with Loading(settings_for(tmp_path, no_camera), in_background) as devices, pytest.raises(CameraError):
        devices.wait(FakeWindow(), Stop())


def test_nobody_has_to_answer_a_question_before_hearing_that_the_camera_is_missing(tmp_path):
    session_log = SessionLog(History(tmp_path / "history.sqlite"), SAFETY_ID)
    settings = settings_for(tmp_path / "out", no_camera, window=FakeWindow(), session_log=session_log)
    with pytest.raises(CameraError, match="cannot be opened"):
        run_practice(settings, lambda line: None, Stop())


def test_where_the_camera_needs_the_main_thread_it_is_opened_there(tmp_path):
    threads = []

    def open_source(camera, stack):
        threads.append(threading.current_thread())
        return endless()

    window = FakeWindow()
    with Loading(settings_for(tmp_path, open_source), in_background=False) as devices:
        assert devices.wait(window, Stop())
    assert threads == [threading.main_thread()]
    assert window.shown == 1, "it says first what takes so long"


def test_a_function_in_the_background_gives_its_result_or_its_error():
    assert Background(lambda: 3).result() == 3
    failing = Background(lambda: 1 / 0)
    assert failing.is_over(WAIT_S) and failing.failed
    with pytest.raises(ZeroDivisionError):
        failing.result()
