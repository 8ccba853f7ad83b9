"""What is asked before and after a session, and what is shown of it: pages of the window, answered by a key."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace

from posecoach.core.session.routine import ASK_DOCTOR
from posecoach.core.session.scene import Reason
from posecoach.core.session.summary import Summary
from posecoach.feedback.prompt_screen import Notice, Prompt, Question
from posecoach.practice.session_log import SessionLog
from posecoach.translation import N_

SAFETY = (
    ASK_DOCTOR,
    N_("Pain means stop."),
    N_("Do not exercise, and see a doctor at once, if you have any of these:"),
    N_("• numbness around the seat,"),
    N_("• loss of bladder or bowel control,"),
    N_("• fever,"),
    N_("• a recent fall,"),
    N_("• weakness in a leg."),
)
"""The person reads and confirms these lines before the first session."""
SAFETY_SPOKEN = (
    ASK_DOCTOR,
    N_("If it hurts, stop."),
    N_("Do not exercise with any of these."),
    N_("Numbness around the seat."),
    N_("Loss of bladder or bowel control."),
    N_("Fever, or a recent fall."),
    N_("Weakness in a leg."),
    N_("With these, see a doctor at once."),
)
"""The same, spoken in sentences of at most seven words."""
SAFETY_ID = hashlib.sha256("\n".join(SAFETY).encode()).hexdigest()[:12]
"""Identifies the wording: when it changes, the person confirms again."""

BEFORE = N_("Before you begin")
SAFETY_NOTICE = Notice(BEFORE, SAFETY, SAFETY_SPOKEN, yes=N_("I have read this"), no=N_("not now"))

PAIN = N_("How much does it hurt now, from 0 (no pain) to 10 (worst pain imaginable)?")
PAIN_SPOKEN = N_("How much pain now, zero to ten?")
"""The question before and after a session, on the page and spoken."""

PAIN_LINES = (
    PAIN,
    N_("Your answer stays on this machine. If it hurts more afterwards, the next session asks for less."),
)
PAIN_BEFORE = Question(
    N_("Pain before the session"),
    PAIN_LINES,
    N_("0 to 10, space to skip, q to leave"),
    (PAIN_SPOKEN,),
    lowest=0,
    highest=10,
    keys=N_("Press a digit; for 10, press 1 and then 0 right away."),
)
PAIN_AFTER = replace(PAIN_BEFORE, title=N_("Pain after the session"), footer=N_("0 to 10, or space to skip"))
WHY_EARLY = Question(
    N_("Why did you stop?"),
    (N_("Your answer stays on this machine."),),
    N_("1 to 3, or space to skip"),
    (N_("Why did you stop?"), N_("One: tired. Two: it hurt."), N_("Three: something else.")),
    lowest=1,
    highest=3,
    choices=(N_("I am tired."), N_("It hurt."), N_("Something else.")),
)
REASONS: dict[int, Reason] = {1: "tired", 2: "pain", 3: "other"}
"""The answers to `WHY_EARLY`."""

QUESTION_S = 60.0
"""A question is skipped after this time: enough to get up from the floor and to reach the keys."""
SUMMARY_S = 30.0
"""The summary stays for this time: eight short lines are read in half of it."""

MUCH_PAIN = 7
"""From this answer on, to rest is the better advice; 7 to 10 is called severe pain."""
MUCH_PAIN_LINES = (
    N_("With so much pain, today is better without exercises."),
    N_("Rest, or move gently as your doctor or physiotherapist told you."),
    N_("If it is new, or gets worse, ask them before you go on."),
)
MUCH_PAIN_SPOKEN = (N_("So much pain: today is better without."),)
MUCH_PAIN_NOTICE = Notice(
    N_("Better rest today"),
    MUCH_PAIN_LINES,
    MUCH_PAIN_SPOKEN,
    yes=N_("go on all the same"),
    no=N_("not today"),
    warns=True,
)


class SessionQuestions:
    """Asks the questions around one session, and saves the answers.

    Parameters
    ----------
    session_log : SessionLog or None
        Keeps the answers; None = nothing is asked.
    prompt : Prompt or None
        Shows the questions; without it, the safety words are printed, and pain is not asked.
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
        prompt: Prompt | None,
        print_line: Callable[[str], None],
        stop: Callable[[], bool],
    ) -> None:
        self._session_log, self._prompt, self._print_line, self._stop = session_log, prompt, print_line, stop
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
            if not self._prompt.confirm(SAFETY_NOTICE):
                return False
            self._session_log.confirm()
        notes, spoken = self._session_log.notes, (ASK_DOCTOR,) if self._session_log.ask_doctor else ()
        if notes and not self._prompt.confirm(Notice(BEFORE, tuple(notes), spoken, yes=N_("go on"), no=N_("not now"))):
            return False
        self.pain_before = self._prompt.ask(PAIN_BEFORE, QUESTION_S)
        if self._prompt.left:
            return False
        return (self.pain_before or 0) < MUCH_PAIN or self._prompt.confirm(MUCH_PAIN_NOTICE)

    def after(self, summary: Summary, shape: tuple[int, int], early: bool) -> None:
        """Show what was done, ask why the person stopped early, and for the pain; save the answers.

        Parameters
        ----------
        summary : Summary
            What was done.
        shape : tuple of int
            Width and height of the camera's picture.
        early : bool
            Whether the person quit before everything was done.
        """
        if self._prompt is None or summary.ended == "nobody" or self._stop():
            return
        if summary.rows:
            self._prompt.show_summary(summary, shape, SUMMARY_S)
            if self._has_left():
                return
        if self._session_log is None:
            return
        if early and self._prompt.left is None:
            reason = self._prompt.ask(WHY_EARLY, QUESTION_S)
            if reason is not None:
                self._session_log.record_reason(REASONS[reason])
            if self._has_left():
                return
        pain = self._prompt.ask(PAIN_AFTER, QUESTION_S)
        if pain is not None:
            self._session_log.record_pain(pain)
        self._has_left()

    def _has_left(self) -> bool:
        """Whether the person left the last page; the key that says that it hurts is an answer, and leaves nothing."""
        if self._prompt and self._prompt.left == "stop" and self._session_log:
            self._session_log.record_reason("pain")
            return False
        return self._prompt is not None and self._prompt.left is not None
