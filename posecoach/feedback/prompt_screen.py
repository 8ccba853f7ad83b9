"""Pages that the person reads and answers by a key: each speaks, counts down, and goes on by itself."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from posecoach.core.body.pose import Image
from posecoach.core.session.cues import Cue
from posecoach.core.session.summary import Summary
from posecoach.feedback.display import Action, Window
from posecoach.feedback.overlay.pages.summary_screen import draw_summary
from posecoach.feedback.overlay.pages.text_screens import draw_page
from posecoach.translation import N_

ASK_WITHIN_S = 10.0
"""How long a question waits for what is being said: the end of the session is."""
POLL_S = 0.03
"""Time between two checks for a key."""
SECOND_DIGIT_S = 1.0
"""How long to wait after a 1 for the 0 that makes it 10."""
SENTENCE_S = 4.0
"""Time to speak a sentence of seven words, with a pause after it."""

Clock = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Question:
    """A question with a number for an answer.

    Attributes
    ----------
    title : str
        Title of its page.
    lines : tuple of str
        Its paragraphs.
    keys : str
        A paragraph on how to answer by keys; empty when the footer is enough.
    footer : str
        Which keys to press.
    spoken : tuple of str
        The question in sentences of at most seven words.
    lowest, highest : int
        The answers, from 0 to 10.
    choices : tuple of str
        What the answers mean, from the lowest on; empty when they are plain numbers.
    """

    title: str
    lines: tuple[str, ...]
    footer: str
    spoken: tuple[str, ...]
    lowest: int
    highest: int
    choices: tuple[str, ...] = ()
    keys: str = ""

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """All paragraphs for a person with a keyboard: how to answer comes after the first line."""
        numbered = (N_("{n}: {choice}", n=n, choice=choice) for n, choice in enumerate(self.choices, self.lowest))
        return (*numbered, *self.lines[:1], *([self.keys] if self.keys else []), *self.lines[1:])


@dataclass(frozen=True, slots=True)
class Notice:
    """A text that the person confirms, or goes no further.

    Attributes
    ----------
    title : str
        Title of its page.
    lines : tuple of str
        Its paragraphs.
    spoken : tuple of str
        The same in sentences of at most seven words; may be shorter, or empty.
    yes, no : str
        What it means to confirm, and not to, in a few words.
    warns : bool
        Whether it advises against going on: then `no` comes first.
    """

    title: str
    lines: tuple[str, ...]
    spoken: tuple[str, ...]
    yes: str
    no: str
    warns: bool = False

    @property
    def footer(self) -> str:
        """Which keys to press."""
        if self.warns:
            return N_("q: {no}.  Enter: {yes}", yes=self.yes, no=self.no)
        return N_("Enter: {yes}.  q: {no}", yes=self.yes, no=self.no)


class Prompt(Protocol):
    """Asks the person."""

    @property
    def left(self) -> Action | None:
        """How the person left the last page; see `PromptScreen`."""
        ...

    def confirm(self, notice: Notice) -> bool:
        """Show and speak a text until the person confirms it; False when the person quits instead."""
        ...

    def ask(self, question: Question, within_s: float) -> int | None:
        """Ask a question; None when skipped, or without an answer for `within_s` seconds."""
        ...

    def show_summary(self, summary: Summary, size: tuple[int, int], for_s: float) -> None:
        """Show what was done, at most for `for_s` seconds; `size` is that of the camera's picture."""
        ...


class PromptScreen:
    """Shows a page and waits for a key. Nothing is spoken to a window that was closed.

    Parameters
    ----------
    window : Window
        Shows the page and returns the keys.
    speak : callable
        Speaks a cue.
    stop : callable
        Whether the user wants to stop; then a question has no answer.
    clock, sleep : callable
        The time in seconds, and a pause; tests pass fakes.

    Attributes
    ----------
    left : Action or None
        How the person left the last page: ``quit``, ``stop`` (it hurts) or ``close`` (the window); None = did not.
    """

    def __init__(
        self,
        window: Window,
        speak: Callable[[Cue], None],
        stop: Callable[[], bool],
        clock: Clock = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._window, self._speak, self._stop = window, speak, stop
        self._clock, self._sleep = clock, sleep
        self.left: Action | None = None

    def confirm(self, notice: Notice) -> bool:
        """Show and speak a text until Enter confirms it; False when the person quits instead."""
        page = draw_page(notice.title, notice.lines, notice.footer)
        return any(action == "confirm" for action in self._actions(lambda left_s: page, math.inf, notice.spoken))

    def ask(self, question: Question, within_s: float) -> int | None:
        """Ask a question; None when skipped, or without an answer for `within_s` seconds, which are counted down."""
        one_s: float | None = None

        def draw(left_s: int) -> Image:
            return draw_page(question.title, question.paragraphs, question.footer, left_s)

        for action in self._actions(draw, within_s, question.spoken):
            if one_s is not None and (action == "0" or self._clock() - one_s >= SECOND_DIGIT_S):
                return 10 if action == "0" else 1
            if action == "1" and question.highest == 10:
                one_s = self._clock()
            elif action is not None and action.isdigit() and question.lowest <= int(action) <= question.highest:
                return int(action)
            elif action in ("pause", "confirm"):
                break
        return None

    def show_summary(self, summary: Summary, size: tuple[int, int], for_s: float) -> None:
        """Show what was done, until space or Enter, at most for `for_s` seconds."""
        self.show(lambda left_s: draw_summary(summary, size, left_s), for_s)

    def show(self, draw: Callable[[int], Image], for_s: float) -> None:
        """Show a page, drawn with the seconds left, until space or Enter, at most for `for_s` seconds."""
        for action in self._actions(draw, for_s):
            if action in ("pause", "confirm"):
                break

    def _actions(
        self, draw: Callable[[int], Image], within_s: float, spoken: Sequence[str] = ()
    ) -> Iterator[Action | None]:
        """Show a page and speak its sentences, the first one once it is seen; yield each key, None for no key."""
        began_s, said, drawn_s = self._clock(), 0, -1
        self.left = None
        while not self._stop() and (left_s := within_s - (self._clock() - began_s)) > 0:
            whole_s = 0 if left_s == math.inf else math.ceil(left_s)
            if whole_s != drawn_s:
                page, drawn_s = draw(whole_s), whole_s
            action = self._window.show(page)
            if action in ("quit", "stop", "close"):
                self.left = action
                return
            if said < len(spoken) and self._clock() - began_s >= SENTENCE_S * said:
                self._speak(Cue(0.0, spoken[said], fresh_s=ASK_WITHIN_S))
                said += 1
            yield action
            self._sleep(POLL_S)
