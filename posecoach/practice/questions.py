"""What is asked before and after a session, on a page of the window, answered by a key."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Sequence

from posecoach.core.session.cues import Cue
from posecoach.core.session.scene import Ended
from posecoach.feedback.display import Window
from posecoach.feedback.overlay.text_screens import draw_page
from posecoach.practice.diary import SessionLog

SAFETY = (
    "Ask your doctor before you begin.",
    "Pain means stop.",
    "Do not exercise, and see a doctor at once, if you have any of these:",
    "• numbness around the seat,",
    "• loss of bladder or bowel control,",
    "• fever,",
    "• a recent fall,",
    "• weakness in a leg.",
)
"""To be read and confirmed before the first session."""
SAFETY_SAID = (
    "Ask your doctor before you begin.",
    "If it hurts, stop.",
    "Do not exercise with any of these.",
    "Numbness around the seat.",
    "Loss of bladder or bowel control.",
    "Fever, or a recent fall.",
    "Weakness in a leg.",
    "With these, see a doctor at once.",
)
"""The same to be heard, at most seven words at a time."""
SAFETY_ID = hashlib.sha256("\n".join(SAFETY).encode()).hexdigest()[:12]
"""Tells one wording from another: who confirmed another one is asked again."""

PAIN = "How much does it hurt now, from 0 (not at all) to 10 (as much as can be)?"
PAIN_SAID = "How much pain now, zero to ten?"
"""The question before and after a session, to be read and to be heard."""

LOOK_S = 0.03
"""How often the keys are looked at."""
ANSWER_S = 300.0
"""Nobody waits longer for an answer: the person has gone."""
TEN_S = 1.0
"""A 1 waits so long for the 0 that makes it a 10."""
ALOUD_S = 4.0
"""Time for a sentence of seven words to be spoken, with a breath after it."""
PAIN_LINES = (
    PAIN,
    "Press a digit; for 10, press 1 and then 0 at once.",
    "It stays on this machine. After more pain than before, the next session asks for less.",
)

Clock = Callable[[], float]


class PromptScreen:
    """Asks on a window's pages.

    Parameters
    ----------
    window : Window
        Where.
    speak : callable
        Takes what is to be heard meanwhile.
    stop : callable
        Whether the user wants to end; then nothing is answered any more.
    clock, sleep : callable
        Seconds, and how to wait; a test hands in its own.
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

    def confirm(self, head: str, lines: Sequence[str], said: Sequence[str], foot: str) -> bool:
        """Show and speak something until Enter confirms it; False when the window is left or quit instead."""
        page, began_s, spoken = draw_page(head, lines, foot), self._clock(), 0
        while not self._stop():
            if spoken < len(said) and self._clock() - began_s >= ALOUD_S * spoken:
                self._speak(Cue(0.0, said[spoken]))
                spoken += 1
            action = self._window.show(page)
            if action in ("quit", "stop"):
                return False
            if action == "confirm":
                return True
            self._sleep(LOOK_S)
        return False

    def pain(self, when: str) -> int | None:
        """Ask how much it hurts, 0 to 10; None when that is skipped, or not answered for `ANSWER_S`.

        Parameters
        ----------
        when : str
            ``before`` or ``after`` the session.
        """
        page = draw_page(f"Pain {when} the session", PAIN_LINES, "0 to 10, or space to skip")
        self._speak(Cue(0.0, PAIN_SAID))
        began_s, one_s = self._clock(), None  # type: float, float | None
        while not self._stop() and self._clock() - began_s < ANSWER_S:
            action = self._window.show(page)
            if one_s is not None and (action == "0" or self._clock() - one_s >= TEN_S):
                return 10 if action == "0" else 1
            if action == "1":
                one_s = self._clock()
            elif action is not None and action.isdigit():
                return int(action)
            elif action in ("quit", "stop", "pause", "confirm"):
                return None
            self._sleep(LOOK_S)
        return None


class SessionQuestions:
    """What is asked and noted around one session.

    Parameters
    ----------
    diary : SessionLog or None
        Where it is noted; None = nothing is asked.
    window : Window or None
        Where it is asked; without one, the safety words are said as lines, and pain is not asked.
    speak : callable
        Takes what is to be heard.
    say : callable
        Takes lines for the terminal.
    stop : callable
        Whether the user wants to end.

    Attributes
    ----------
    pain_before : int or None
        How much it hurt before, 0 to 10; None = not told.
    """

    def __init__(
        self,
        diary: SessionLog | None,
        window: Window | None,
        speak: Callable[[Cue], None],
        say: Callable[[str], None],
        stop: Callable[[], bool],
    ) -> None:
        self._diary, self._say, self._stop = diary, say, stop
        self._asker = PromptScreen(window, speak, stop) if window else None
        self.pain_before: int | None = None

    def before(self) -> bool:
        """Have the safety words confirmed once, and ask for the pain; False when the person would rather not begin."""
        if self._diary is None:
            return True
        if self._asker is None:
            if not self._diary.confirmed:
                for line in SAFETY:
                    self._say(line)
            return True
        if not self._diary.confirmed:
            if not self._asker.confirm("Before you begin", SAFETY, SAFETY_SAID, "Enter: I have read this.  q: not now"):
                return False
            self._diary.confirm()
        self.pain_before = self._asker.pain("before")
        return True

    def after(self, ended: Ended) -> None:
        """Ask for the pain once more, and note it."""
        if self._diary is None or self._asker is None or ended == "nobody" or self._stop():
            return
        pain = self._asker.pain("after")
        if pain is not None:
            self._diary.record_pain(pain)
