"""The questions before and after a session: shown on a page of the window, answered by a key."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Sequence

from posecoach.core.session.cues import Cue
from posecoach.core.session.routine import ASK_DOCTOR
from posecoach.core.session.scene import Ended
from posecoach.feedback.display import Window
from posecoach.feedback.overlay.text_screens import draw_page
from posecoach.practice.session_log import SessionLog

SAFETY = (
    ASK_DOCTOR,
    "Pain means stop.",
    "Do not exercise, and see a doctor at once, if you have any of these:",
    "• numbness around the seat,",
    "• loss of bladder or bowel control,",
    "• fever,",
    "• a recent fall,",
    "• weakness in a leg.",
)
"""The person reads and confirms these lines before the first session."""
SAFETY_SPOKEN = (
    ASK_DOCTOR,
    "If it hurts, stop.",
    "Do not exercise with any of these.",
    "Numbness around the seat.",
    "Loss of bladder or bowel control.",
    "Fever, or a recent fall.",
    "Weakness in a leg.",
    "With these, see a doctor at once.",
)
"""The same, spoken in sentences of at most seven words."""
SAFETY_ID = hashlib.sha256("\n".join(SAFETY).encode()).hexdigest()[:12]
"""Identifies the wording: when it changes, the person confirms again."""

NOTES_FOOTER = "Enter: go on.  q: not now"
"""Below what the person should know before this session."""

PAIN = "How much does it hurt now, from 0 (no pain) to 10 (worst pain imaginable)?"
PAIN_SPOKEN = "How much pain now, zero to ten?"
"""The question before and after a session, on the page and spoken."""

ASK_WITHIN_S = 10.0
"""How long a question waits for what is being said: the end of the session is."""
POLL_S = 0.03
"""Time between two checks for a key."""
GIVE_UP_S = 300.0
"""Give up after this time: the person has left."""
SECOND_DIGIT_S = 1.0
"""How long to wait after a 1 for the 0 that makes it 10."""
SENTENCE_S = 4.0
"""Time to speak a sentence of seven words, with a pause after it."""
PAIN_LINES = (
    PAIN,
    "Press a digit; for 10, press 1 and then 0 right away.",
    "Your answer stays on this machine. If it hurts more afterwards, the next session asks for less.",
)

MUCH_PAIN = 7
"""From this answer on, to rest is the better advice; 7 to 10 is called severe pain."""
MUCH_PAIN_LINES = (
    "With so much pain, today is better without exercises.",
    "Rest, or move gently as your doctor or physiotherapist told you.",
    "If it is new, or gets worse, ask them before you go on.",
)
MUCH_PAIN_SPOKEN = ("So much pain: today is better without.",)

Clock = Callable[[], float]


class PromptScreen:
    """Shows a page and waits for a key.

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
    left : bool
        Whether the person quit at the last question instead of answering it.
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
        self.left = False

    def confirm(self, title: str, lines: Sequence[str], spoken: Sequence[str], footer: str) -> bool:
        """Show and speak a text until Enter confirms it; False when the person quits instead."""
        page, began_s, spoken_count = draw_page(title, lines, footer), self._clock(), 0
        while not self._stop():
            if spoken_count < len(spoken) and self._clock() - began_s >= SENTENCE_S * spoken_count:
                self._speak(Cue(0.0, spoken[spoken_count]))
                spoken_count += 1
            action = self._window.show(page)
            if action in ("quit", "stop"):
                return False
            if action == "confirm":
                return True
            self._sleep(POLL_S)
        return False

    def ask_pain(self, when: str) -> int | None:
        """Ask how much it hurts, 0 to 10; None when skipped, or without an answer for `GIVE_UP_S`.

        Parameters
        ----------
        when : str
            ``before`` or ``after`` the session.
        """
        page = draw_page(
            f"Pain {when} the session",
            PAIN_LINES,
            "0 to 10, space to skip, q to leave" if when == "before" else "0 to 10, or space to skip",
        )
        self._speak(Cue(0.0, PAIN_SPOKEN, fresh_s=ASK_WITHIN_S))
        began_s, one_s = self._clock(), None  # type: float, float | None
        self.left = False
        while not self._stop() and self._clock() - began_s < GIVE_UP_S:
            action = self._window.show(page)
            if one_s is not None and (action == "0" or self._clock() - one_s >= SECOND_DIGIT_S):
                return 10 if action == "0" else 1
            if action == "1":
                one_s = self._clock()
            elif action is not None and action.isdigit():
                return int(action)
            elif action in ("quit", "stop", "pause", "confirm"):
                self.left = action == "quit"
                return None
            self._sleep(POLL_S)
        return None


class SessionQuestions:
    """Asks the questions around one session, and saves the answers.

    Parameters
    ----------
    session_log : SessionLog or None
        Keeps the answers; None = nothing is asked.
    window : Window or None
        Shows the questions; without it, the safety words are printed, and pain is not asked.
    speak : callable
        Speaks a cue.
    print_line : callable
        Prints a line in the terminal.
    stop : callable
        Whether the user wants to stop.

    Attributes
    ----------
    pain_before : int or None
        How much it hurt before, 0 to 10; None = no answer.
    """

    def __init__(
        self,
        session_log: SessionLog | None,
        window: Window | None,
        speak: Callable[[Cue], None],
        print_line: Callable[[str], None],
        stop: Callable[[], bool],
    ) -> None:
        self._session_log, self._print_line, self._stop = session_log, print_line, stop
        self._prompt = PromptScreen(window, speak, stop) if window else None
        self.pain_before: int | None = None

    def before(self) -> bool:
        """Let the person confirm the safety words once, and ask for the pain; False when the person leaves.

        With much pain the advice is to rest; whoever wants to practise all the same confirms it.
        """
        if self._session_log is None:
            return True
        if self._prompt is None:
            if not self._session_log.confirmed:
                for line in SAFETY:
                    self._print_line(line)
            return True
        if not self._session_log.confirmed:
            if not self._prompt.confirm(
                "Before you begin", SAFETY, SAFETY_SPOKEN, "Enter: I have read this.  q: not now"
            ):
                return False
            self._session_log.confirm()
        notes, spoken = self._session_log.notes, SAFETY_SPOKEN[:1] if self._session_log.ask_doctor else ()
        if notes and not self._prompt.confirm("Before you begin", notes, spoken, NOTES_FOOTER):
            return False
        self.pain_before = self._prompt.ask_pain("before")
        if self._prompt.left:
            return False
        return (self.pain_before or 0) < MUCH_PAIN or self._prompt.confirm(
            "Better rest today", MUCH_PAIN_LINES, MUCH_PAIN_SPOKEN, "q: not today.  Enter: go on all the same"
        )

    def after(self, ended: Ended) -> None:
        """Ask for the pain again, and save it."""
        if self._session_log is None or self._prompt is None or ended == "nobody" or self._stop():
            return
        pain = self._prompt.ask_pain("after")
        if pain is not None:
            self._session_log.record_pain(pain)
