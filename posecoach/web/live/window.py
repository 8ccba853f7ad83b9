"""The page as the window of a session: it shows pictures, and returns what a viewer tapped."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import count
from math import ceil
from queue import Empty, SimpleQueue
from time import monotonic

from posecoach.core.body.pose import Image
from posecoach.core.session.summary import Summary
from posecoach.feedback.display import Action
from posecoach.feedback.prompt_screen import Notice, PromptScreen, Question
from posecoach.translation import _

ALWAYS: frozenset[Action] = frozenset({"stop", "quit"})
"""Taken whatever is being asked: it hurts, or the person leaves."""


class PageWindow:
    """Passes pictures to the page, and actions from it. A `Window`.

    Parameters
    ----------
    publish : callable
        Takes a new picture; returns at once.

    Attributes
    ----------
    asked : dict or None
        What is being asked, for the page; None = nothing.
    """

    def __init__(self, publish: Callable[[Image], None]) -> None:
        self._publish = publish
        self._pressed: SimpleQueue[tuple[Action, int]] = SimpleQueue()
        self._last: Image | None = None
        self._ids = count(1)
        self._until_s: float | None = None
        self.asked: dict[str, object] | None = None

    def press(self, action: Action, question: int) -> None:
        """Take an action from a page on which the question of this number was open; 0 = none."""
        self._pressed.put((action, question))

    def show(self, image: Image) -> Action | None:
        """Show a picture, unless a question is open, which the page shows by itself; return a tapped action.

        An answer to a question that is over counts for nothing: a second tap would answer the next one.
        """
        if image is not self._last and not self.asked:
            self._last = image
            self._publish(image)
        while True:
            try:
                action, question = self._pressed.get_nowait()
            except Empty:
                return None
            if action in ALWAYS or question == (self.asked["id"] if self.asked else 0):
                return action

    @contextmanager
    def asking(self, what: dict[str, object], within_s: float | None = None) -> Iterator[None]:
        """Let the page ask something for a while."""
        self._until_s = None if within_s is None else monotonic() + within_s
        self.asked = {"id": next(self._ids), **what}
        try:
            yield
        finally:
            self.asked = None

    @property
    def left_s(self) -> int | None:
        """Seconds until the question is skipped; None = it waits."""
        return None if self._until_s is None else max(0, ceil(self._until_s - monotonic()))


def _all(lines: Iterable[str]) -> list[str]:
    return [_(line) for line in lines]


class PagePrompt:
    """Asks on the page what `PromptScreen` asks in a window, with the same words and times.

    Parameters
    ----------
    screen : PromptScreen
        Asks, with `window` as its window.
    window : PageWindow
        The page.
    summarize : callable
        Takes what was done, which the page shows from then on.
    """

    def __init__(self, screen: PromptScreen, window: PageWindow, summarize: Callable[[Summary], None]) -> None:
        self._screen, self._window, self._summarize = screen, window, summarize

    @property
    def left(self) -> Action | None:
        """How the person left the last page."""
        return self._screen.left

    def confirm(self, notice: Notice) -> bool:
        """Show and speak a text until somebody confirms it."""
        texts = {"title": _(notice.title), "lines": _all(notice.lines), "yes": _(notice.yes), "no": _(notice.no)}
        with self._window.asking({"kind": "confirm", **texts, "warns": notice.warns}):
            return self._screen.confirm(notice)

    def ask(self, question: Question, within_s: float) -> int | None:
        """Ask a question."""
        words = question.choices or tuple(map(str, range(question.lowest, question.highest + 1)))
        choices = [{"answer": str(number), "words": _(word)} for number, word in enumerate(words, question.lowest)]
        texts = {"title": _(question.title), "lines": _all(question.lines)}
        with self._window.asking({"kind": "choice", **texts, "choices": choices}, within_s):
            return self._screen.ask(question, within_s)

    def show_summary(self, summary: Summary, size: tuple[int, int], for_s: float) -> None:
        """Show what was done beside the questions that follow, and after them: nobody has to wait for them."""
        self._screen.left = None
        self._summarize(summary)
