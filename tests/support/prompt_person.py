"""A person before the pages of a window: presses keys, hears and reads."""

from __future__ import annotations

from posecoach.feedback.prompt_screen import PromptScreen
from posecoach.practice.questions import SessionQuestions


class PageWindow:
    """Has keys pressed at some of its pictures, and is closed for good after ``close``; time passes with each."""

    def __init__(self, *keys: str | None) -> None:
        self.keys, self.now, self.closed = list(keys), 0.0, False
        self.shown: list[object] = []

    def show(self, image):
        self.now += 0.1
        if self.closed:
            return "close"
        self.shown.append(image)
        key = self.keys.pop(0) if self.keys else None
        self.closed = key == "close"
        return key

    def sleep(self, seconds: float) -> None:
        """Wait for nothing."""


class Person:
    """What was said and read aloud, and a clock that goes with the window."""

    def __init__(self, *keys: str | None) -> None:
        self.window, self.heard, self.read = PageWindow(*keys), [], []
        self.looks = 0

    def stop(self) -> bool:
        self.looks += 1
        return self.looks > 2000

    def prompt(self) -> PromptScreen:
        return PromptScreen(
            self.window, lambda cue: self.heard.append(cue.say), self.stop, lambda: self.window.now, self.window.sleep
        )

    def questions(self, session_log) -> SessionQuestions:
        return SessionQuestions(session_log, self.prompt(), self.read.append, self.stop)
