"""Makes cues heard, by a process of its own that may hang or die without harm (see `speaker`).

Nobody waits for it: handing in a cue only puts it into a queue. Of what cannot be said at once only the newest waits,
and not for long: a correction that comes late corrects something else.
"""

from __future__ import annotations

import json
import logging
import math
import queue
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from posecoach.core.session.cues import Cue
from posecoach.errors import UsageError

log = logging.getLogger(__name__)

START_S = 30.0
"""For the process to be ready; it takes 0.4 s, and up to 10 s on a very busy machine."""
GRACE_S = 3.0
SLOW = 2.5
"""An utterance hangs when it takes so many times its expected length, and `GRACE_S` more."""
CUT_S = 0.5
"""Time to fall silent; who takes longer is ended."""
END_S = 0.2
"""Time for the process to end by itself, with what plays for it; it takes 0.04 s."""
RESTARTS, RESTARTS_S = 3, 60.0
"""More restarts than that in such a time are no accident: it is given up."""
LAST_WORDS_S = 3.0
"""At the end, what is being said may be finished."""
SILENT = "No voice: {}. The screen goes on alone."


@dataclass(frozen=True, slots=True)
class _Waiting:
    cue: Cue
    since_s: float


class Voice:
    """Speaks cues, as a context manager; call it with a cue, from any thread.

    Parameters
    ----------
    rate : int
        Words a minute.
    language : str or None
        Of the system's voice, such as ``en-gb``; None = its own choice. To enter then takes until it is known.
    on_problem : callable
        Takes one sentence when it cannot be heard.
    command : sequence of str, optional
        The speaker's process, to which rate and language are added; a test hands in its own.
    on_begun : callable
        Takes a cue when it begins to be heard.

    Attributes
    ----------
    problem : str or None
        Why nothing, or not all, can be heard.

    Raises
    ------
    UsageError
        On entering, when the system has no voice of that language.
    """

    def __init__(
        self,
        *,
        rate: int = 150,
        language: str | None = None,
        on_problem: Callable[[str], None] = lambda sentence: None,
        command: Sequence[str] | None = None,
        on_begun: Callable[[Cue], None] = lambda cue: None,
    ) -> None:
        options = ["--rate", str(rate), *(["--language", language] if language else [])]
        self._command = [*(command or (sys.executable, "-m", "posecoach.feedback.voice_worker")), *options]
        self._word_s = 60.0 / rate
        self._on_problem, self._on_begun = on_problem, on_begun
        self.problem: str | None = None
        self._inbox: queue.SimpleQueue[tuple[str, Any]] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="posecoach-voice", daemon=True)
        self._process: subprocess.Popen[str] | None = None
        self._starts: deque[float] = deque(maxlen=RESTARTS + 1)
        self._waiting: _Waiting | None = None
        self._saying: Cue | None = None
        self._deadline_s = math.inf  # by when the process must have answered; infinite = nothing is asked
        self._end_s = math.inf  # by when all must have ended
        self._asks_language = language is not None
        self._known = threading.Event()  # whether it can speak
        self._wrong_language: str | None = None

    def __enter__(self) -> Self:
        self._thread.start()
        if self._asks_language:
            self._known.wait(START_S)
        if self._wrong_language:
            self._end()
            raise UsageError(self._wrong_language)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def _end(self) -> None:
        self._inbox.put(("end", None))
        self._thread.join()

    @property
    def speaking(self) -> bool:
        """Whether something is being said."""
        return self._saying is not None

    def __call__(self, cue: Cue) -> None:
        """Have a cue heard as soon as may be; returns at once."""
        self._inbox.put(("cue", _Waiting(cue, time.monotonic())))

    def _run(self) -> None:
        """Take cues and answers, one after another, until the end; then leave no process behind."""
        try:
            self._start()
            while not self._is_over():
                until_s = min(self._deadline_s, self._end_s)
                try:
                    wait_s = None if until_s == math.inf else max(0.0, until_s - time.monotonic())
                    self._obey(*self._inbox.get(timeout=wait_s))
                except queue.Empty:
                    if until_s == self._deadline_s:
                        log.warning("the speaker does not answer")
                        self._restart()
        finally:
            self._end_process()

    def _is_over(self) -> bool:
        idle = self._deadline_s == math.inf and self._waiting is None
        return self._end_s < math.inf and (idle or time.monotonic() >= self._end_s)

    def _obey(self, what: str, it: Any) -> None:
        if what == "end":
            self._end_s = time.monotonic() + LAST_WORDS_S
        elif what == "cue":
            self._take(it)
        elif it[0] is self._process:  # what a process said that has been replaced is of no interest
            self._hear(it[1])

    # -- cues --------------------------------------------------------------------------------------------------

    def _take(self, waiting: _Waiting) -> None:
        if self._process is None:
            return
        self._waiting = waiting
        if self._deadline_s == math.inf:
            self._say_next()
        elif waiting.cue.urgent and self._saying is not None:
            self._saying = None
            self._order({"cut": True}, CUT_S)

    def _say_next(self) -> None:
        waiting, self._waiting = self._waiting, None
        if waiting is None or time.monotonic() - waiting.since_s > waiting.cue.fresh_s:
            return
        self._saying = waiting.cue
        expected_s = 1.0 + self._word_s * len(waiting.cue.say.split())
        self._order({"say": waiting.cue.say, "tone": waiting.cue.tone}, SLOW * expected_s + GRACE_S)

    def _hear(self, answer: dict[str, Any] | None) -> None:
        """Take an answer of the process; None = it is gone."""
        if answer is None:
            self._restart()
        elif "wrong_language" in answer:
            self._wrong_language = answer["wrong_language"]
            self._give_up()
        elif "problem" in answer:
            self._tell(SILENT.format(answer["problem"]))
            if answer.get("lasting"):
                self._give_up()
        elif "begun" in answer:
            if self._saying is not None:
                self._on_begun(self._saying)
        else:  # ready, or done
            self._known.set()
            self._saying, self._deadline_s = None, math.inf
            self._say_next()

    def _tell(self, sentence: str) -> None:
        if self.problem is None:
            self.problem = sentence
            self._on_problem(sentence)

    # -- the process -------------------------------------------------------------------------------------------

    def _start(self) -> None:
        self._starts.append(time.monotonic())
        pipe = subprocess.PIPE
        try:
            process = subprocess.Popen(
                self._command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True, encoding="utf-8"
            )
        except OSError as error:
            self._tell(SILENT.format(f"the speaker cannot be started ({error})"))
            self._give_up()
            return
        self._process, self._deadline_s = process, time.monotonic() + START_S
        threading.Thread(target=self._listen, args=(process,), name="posecoach-voice-ear", daemon=True).start()

    def _listen(self, process: subprocess.Popen[str]) -> None:
        """Bring the process's answers to the one thread that decides."""
        assert process.stdout is not None, "opened as a pipe"
        with process.stdout:
            for line in process.stdout:
                try:
                    self._inbox.put(("answer", (process, json.loads(line))))
                except ValueError:
                    log.debug("the speaker said %s", line)
        self._inbox.put(("answer", (process, None)))

    def _order(self, order: dict[str, Any], within_s: float) -> None:
        self._deadline_s = time.monotonic() + within_s
        try:
            if self._process and self._process.stdin:
                self._process.stdin.write(json.dumps(order) + "\n")
                self._process.stdin.flush()
        except OSError:  # it is gone; its ear tells
            log.debug("the speaker is gone")

    def _restart(self) -> None:
        self._end_process()
        if len(self._starts) > RESTARTS and time.monotonic() - self._starts[0] < RESTARTS_S:
            self._tell(SILENT.format("the speech of this system stopped working"))
            self._give_up()
        else:
            self._start()

    def _end_process(self) -> None:
        """Have the process end by the end of its input, with what plays for it; its ear closes what it reads."""
        process, self._process, self._saying = self._process, None, None
        if process is None:
            return
        if process.stdin:
            with suppress(OSError):  # words for it may still be on their way
                process.stdin.close()
        try:
            process.wait(END_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _give_up(self) -> None:
        self._end_process()
        self._waiting, self._deadline_s = None, math.inf
        self._known.set()
