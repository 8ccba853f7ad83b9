"""The window: keys, closing, and the shape of the picture."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from posecoach.errors import UsageError
from posecoach.feedback.display import ACTIONS, HELP, action_of
from posecoach.feedback.window import Window

PICTURE = np.full((480, 640, 3), 200, np.uint8)


class FakeGui:
    """Stands for cv2's windows: hands out the given key codes and keeps what is shown."""

    def __init__(self, *codes: int, rect: tuple[int, int, int, int] = (0, 0, 640, 480), raises: bool = False) -> None:
        self.codes = list(codes)
        self.rect = rect
        self.raises = raises
        self.open = False
        self.full = 0.0
        self.shown: list[np.ndarray] = []
        self.size: tuple[int, int] | None = None

    def namedWindow(self, title: str, flags: int) -> None:
        self.open = True

    def resizeWindow(self, title: str, width: int, height: int) -> None:
        self.size = width, height

    def imshow(self, title: str, image: np.ndarray) -> None:
        self.shown.append(image)

    def waitKey(self, delay: int) -> int:
        code = self.codes.pop(0) if self.codes else -1
        if code == CLOSE:
            self.open = False
        return code

    def getWindowProperty(self, title: str, which: int) -> float:
        if not self.open and self.raises:
            raise cv2.error("NULL guiReceiver (please create a window)")
        return float(self.open)

    def setWindowProperty(self, title: str, which: int, value: float) -> None:
        self.full = value

    def getWindowImageRect(self, title: str) -> tuple[int, int, int, int]:
        return self.rect

    def destroyWindow(self, title: str) -> None:
        assert self.open, "destroyed twice"
        self.open = False


CLOSE = -2  # a fake code: the window's X


class FakeWatch:
    """Says that the window has vanished once a number of pictures have been shown."""

    def __init__(self, gui: FakeGui, after: int = 1000) -> None:
        self.gui, self.after, self.closed = gui, after, False

    def vanished(self) -> bool:
        return len(self.gui.shown) >= self.after

    def close(self) -> None:
        self.closed = True


def a_window(gui: FakeGui, maximise=lambda title: False, watch: FakeWatch | None = None) -> Window:
    return Window(gui=gui, problem=lambda: None, maximise=maximise, watch=lambda title: watch or FakeWatch(gui))


@pytest.mark.parametrize(
    ("key", "action"),
    [
        *[("q", "quit"), ("\x1b", "quit"), (" ", "pause"), ("r", "restart"), ("R", "restart"), ("h", "help")],
        *[("x", "stop"), ("\r", "confirm"), ("7", "7"), ("z", None)],
    ],
)
def test_keys_ask_for_actions(key, action):
    with a_window(FakeGui(ord(key))) as window:
        assert window.show(PICTURE) == action
        assert window.show(PICTURE) is None


def test_codes_with_lock_keys_or_beyond_letters_do_no_harm():
    assert action_of(-1) is None
    assert action_of(0x100000 + ord("q")) == "quit"
    assert all(action_of(code) in {None, *ACTIONS.values()} for code in range(0x110000 >> 8))


def test_help_names_a_key_for_every_action():
    shown = [key.strip() for keys, _ in HELP for key in keys.split(",")]
    names = {"space": " ", "Esc": "\x1b"}
    answers = {"confirm", *"0123456789"}  # the pages that ask name them themselves
    assert {ACTIONS[ord(names.get(key, key))] for key in shown} == set(ACTIONS.values()) - answers


@pytest.mark.parametrize("raises", [False, True])
def test_a_closed_window_says_so_and_does_not_open_again(raises):
    gui = FakeGui(-1, CLOSE, raises=raises)
    with a_window(gui) as window:
        assert window.show(PICTURE) is None
        assert window.show(PICTURE) == "close"
        assert window.show(PICTURE) == "close"
    assert len(gui.shown) == 2


def test_a_window_that_vanishes_counts_as_closed_and_is_touched_no_more():
    gui = FakeGui(-1, ord("q"))
    watch = FakeWatch(gui, after=2)
    with a_window(gui, watch=watch) as window:
        assert window.show(PICTURE) is None
        assert window.show(PICTURE) == "close"
        assert window.show(PICTURE) == "close"
    assert gui.codes == [ord("q")], "a display that is gone is not asked for keys"
    assert len(gui.shown) == 2
    assert gui.open, "it is not destroyed again"
    assert watch.closed


def test_f_switches_full_screen_on_and_off():
    gui = FakeGui(ord("f"), ord("f"))
    with a_window(gui) as window:
        assert window.show(PICTURE) is None
        assert gui.full == cv2.WINDOW_FULLSCREEN
        assert window.show(PICTURE) is None
        assert gui.full == cv2.WINDOW_NORMAL


@pytest.mark.parametrize("rect", [(0, 0, 1920, 1080), (0, 0, 500, 900), (0, 0, 641, 480), (-1, -1, -1, -1)])
def test_the_picture_keeps_its_shape_in_any_window(rect):
    gui = FakeGui(rect=rect)
    with a_window(gui) as window:
        window.show(PICTURE)
    height, width = gui.shown[0].shape[:2]
    if rect[2] > 0:
        assert width / height == pytest.approx(rect[2] / rect[3], rel=0.01)
    assert (gui.shown[0] == 200).all(axis=2).sum() == 640 * 480


def test_the_window_is_maximised_as_soon_as_the_window_manager_knows_it():
    gui, asked = FakeGui(), []

    def manager(title: str) -> bool:
        asked.append(title)
        return len(asked) == 3

    with a_window(gui, manager) as window:
        for _ in range(5):
            window.show(PICTURE)
    assert asked == ["posecoach"] * 3


def test_after_full_screen_the_window_is_maximised_again():
    gui, asked = FakeGui(-1, ord("f"), -1, ord("f")), []

    def manager(title: str) -> bool:
        asked.append(gui.full)
        return True

    with a_window(gui, manager) as window:
        for _ in range(6):
            window.show(PICTURE)
    assert asked == [0.0, cv2.WINDOW_NORMAL]


@pytest.mark.parametrize(
    ("shape", "size"), [((480, 640), (960, 720)), ((2160, 3840), (1280, 720)), ((854, 480), (405, 720))]
)
def test_a_window_that_nobody_maximises_is_large_but_within_a_small_screen(shape, size):
    gui = FakeGui()
    with a_window(gui) as window:
        window.show(np.zeros((*shape, 3), np.uint8))
    assert gui.size == size


def test_a_window_that_nobody_maximises_follows_the_shape_of_the_picture():
    gui = FakeGui()
    with a_window(gui) as window:
        window.show(np.zeros((720, 1280, 3), np.uint8))
        window.show(np.zeros((854, 480, 3), np.uint8))
        assert gui.size == (405, 720)
        gui.size = None
        window.show(np.zeros((854, 480, 3), np.uint8))
    assert gui.size is None, "a person who changes the size keeps it"


def test_the_window_is_closed_at_the_end_even_after_an_error():
    gui = FakeGui()
    with pytest.raises(RuntimeError), a_window(gui):
        raise RuntimeError
    assert not gui.open


def test_without_a_display_the_error_says_what_to_do():
    gui = FakeGui()
    with pytest.raises(UsageError, match=r"No display found: DISPLAY is not set\. Use --no-window"):
        Window(gui=gui, problem=lambda: "DISPLAY is not set").__enter__()
    assert not gui.open
