"""Speaks cues through a process of its own, which may hang or die without harm (see `voice_worker`).

No caller waits for it: a call only puts the cue into a queue. While a cue is spoken only the newest one waits, and not
for long: a late correction would correct something else.
"""

from __future__ import annotations

import logging
import math
import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from posecoach.core.session.cues import Cue
from posecoach.process.children import python
from posecoach.process.talking_child import Answer, TalkingChild
from posecoach.translation import ENGLISH, N_, Language, say

log = logging.getLogger(__name__)

START_S = 30.0
"""Time for the process to get ready; it takes 0.4 s, and up to 10 s on a very busy machine."""
GRACE_S = 3.0
SLOW = 2.5
"""An utterance hangs when it takes this many times its expected length, plus `GRACE_S`."""
CUT_S = 0.5
"""Time to fall silent; a process that takes longer is ended."""
RESTARTS, RESTARTS_S = 3, 60.0
"""After more restarts than this within this time the voice gives up."""
LAST_WORDS_S = 2.0
"""Time at the end to finish what is being spoken and what waits, beyond its expected length."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    cue: Cue
    since_s: float


class Voice:
    """Speaks cues, as a context manager; call it with a cue, from any thread.

    Parameters
    ----------
    rate : int
        Words per minute.
    language : str or None
        Of the system's voice, such as ``en-gb``; None = the system's choice.
    volume : int
        Loudness of words and tones, in percent of the system's.
    on_problem : callable
        Takes one sentence when the voice fails.
    command : sequence of str, optional
        Starts the speech process, with rate, volume and language added; tests pass their own.
    on_begun : callable
        Takes a cue when it starts to play.
    words : Language
        In which cues are spoken: that of the system's voice.

    Attributes
    ----------
    problem : str or None
        Why the voice is silent, or partly silent.
    """

    def __init__(
        self,
        *,
        rate: int = 150,
        language: str | None = None,
        volume: int = 100,
        on_problem: Callable[[str], None] = lambda sentence: None,
        command: Sequence[str] | None = None,
        on_begun: Callable[[Cue], None] = lambda cue: None,
        words: Language = ENGLISH,
    ) -> None:
        options = ["--rate", str(rate), "--volume", str(volume), *(["--language", language] if language else [])]
        self._command = [*(command or python("posecoach.feedback.voice_worker")), *options]
        self._word_s = 60.0 / rate
        self._on_problem, self._on_begun, self._words = on_problem, on_begun, words
        self.problem: str | None = None
        self._inbox: queue.SimpleQueue[tuple[str, Any]] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="posecoach-voice", daemon=True)
        self._process: TalkingChild | None = None
        self._starts: deque[float] = deque(maxlen=RESTARTS + 1)
        self._waiting: _Waiting | None = None
        self._speaking: Cue | None = None
        self._deadline_s = math.inf  # by when the process must answer; infinite = no order is open
        self._end_s = math.inf  # by when the voice must end; infinite = it goes on

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._inbox.put(("end", None))
        self._thread.join()

    def __call__(self, cue: Cue) -> None:
        """Speak a cue as soon as possible; returns at once."""
        self._inbox.put(("cue", _Waiting(cue, time.monotonic())))

    def _run(self) -> None:
        """Handle cues and answers one by one until the end, then end the process."""
        try:
            self._start()
            while not self._is_over():
                until_s = min(self._deadline_s, self._end_s)
                try:
                    wait_s = None if until_s == math.inf else max(0.0, until_s - time.monotonic())
                    self._handle(*self._inbox.get(timeout=wait_s))
                except queue.Empty:
                    if until_s == self._deadline_s:
                        log.warning("the speech process does not answer")
                        self._restart()
        finally:
            self._end_process()

    def _is_over(self) -> bool:
        idle = self._deadline_s == math.inf and self._waiting is None
        return self._end_s < math.inf and (idle or time.monotonic() >= self._end_s)

    def _handle(self, kind: str, item: Any) -> None:
        if kind == "end":
            left = [self._speaking, self._waiting.cue if self._waiting else None]
            self._end_s = time.monotonic() + LAST_WORDS_S + sum(self._expected_s(cue) for cue in left if cue)
        elif kind == "cue":
            self._take(item)
        elif item[0] is self._process:  # an answer of a process that was replaced no longer matters
            self._take_answer(item[1])

    # -- cues --------------------------------------------------------------------------------------------------

    def _take(self, waiting: _Waiting) -> None:
        if self._process is None:
            return
        self._waiting = waiting
        if self._deadline_s == math.inf:
            self._say_next()
        elif waiting.cue.urgent and self._speaking is not None:
            self._speaking = None
            self._order({"cut": True}, CUT_S)

    def _say_next(self) -> None:
        waiting, self._waiting = self._waiting, None
        if waiting is None or time.monotonic() - waiting.since_s > waiting.cue.fresh_s:
            return
        self._speaking = waiting.cue
        within_s = SLOW * self._expected_s(waiting.cue) + GRACE_S
        self._order({"say": say(waiting.cue.say, self._words), "tone": waiting.cue.tone}, within_s)

    def _expected_s(self, cue: Cue) -> float:
        return 1.0 + self._word_s * len(cue.say.split())

    def _take_answer(self, answer: Answer | None) -> None:
        """Handle an answer of the process; None = it has ended."""
        if answer is None:
            self._restart()
        elif "problem" in answer:
            self._report(N_(answer["problem"], **answer.get("values", {})))
            if answer.get("lasting"):
                self._give_up()
        elif "begun" in answer:
            if self._speaking is not None:
                self._on_begun(self._speaking)
        else:  # ready, or done
            self._speaking, self._deadline_s = None, math.inf
            self._say_next()

    def _report(self, reason: str) -> None:
        if self.problem is None:
            self.problem = N_("No voice: {reason}. Please follow the screen.", reason=reason)
            self._on_problem(self.problem)

    # -- the process -------------------------------------------------------------------------------------------

    def _start(self) -> None:
        self._starts.append(time.monotonic())
        try:
            self._process = TalkingChild(
                self._command, lambda process, answer: self._inbox.put(("answer", (process, answer)))
            )
        except OSError as error:
            self._report(N_("the speech process cannot be started ({error})", error=str(error)))
            self._give_up()
            return
        self._deadline_s = time.monotonic() + START_S

    def _order(self, order: dict[str, Any], within_s: float) -> None:
        self._deadline_s = time.monotonic() + within_s
        if self._process:
            self._process.send(order)

    def _restart(self) -> None:
        self._end_process()
        if len(self._starts) > RESTARTS and time.monotonic() - self._starts[0] < RESTARTS_S:
            self._report(N_("the speech of this system stopped working"))
            self._give_up()
        else:
            self._start()

    def _end_process(self) -> None:
        process, self._process, self._speaking = self._process, None, None
        if process is not None:
            process.end()

    def _give_up(self) -> None:
        self._end_process()
        self._waiting, self._deadline_s = None, math.inf
