"""The voice with a fake speech process: only the newest waits, urgent words cut in, no trouble stops a session."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest
from pseudo import Pseudo

from posecoach.core.session.cues import Cue
from posecoach.feedback.voice import Voice
from posecoach.translation import N_

FAKE = """
import json, sys, time
takes, hangs, dies, log = float(sys.argv[1]), sys.argv[2], sys.argv[3], open(sys.argv[4], "a", buffering=1)
def tell(answer): print(json.dumps(answer), flush=True)
log.write("started\\n")
tell({"ready": True})
import queue, threading
orders = queue.Queue()
def listen():
    for line in sys.stdin: orders.put(json.loads(line))
    orders.put(None)
threading.Thread(target=listen, daemon=True).start()
while (order := orders.get()) is not None:
    words = order.get("say")
    log.write(f"{words}\\n")
    if words == hangs: time.sleep(3600)
    if words == dies: sys.exit(3)
    tell({"begun": True})
    try:
        cut = orders.get(timeout=takes)
        log.write("cut\\n")
        if cut is None: break
    except queue.Empty: pass
    tell({"done": True})
"""


class Speaker:
    """A speaker's process that logs its orders."""

    def __init__(self, folder: Path, *, takes_s=0.05, hangs="", dies="") -> None:
        self.log = folder / "log.txt"
        self.command = [sys.executable, "-c", FAKE, str(takes_s), hangs, dies, str(self.log)]

    @property
    def heard(self) -> list[str]:
        return [line for line in self._lines() if line != "started"]

    @property
    def starts(self) -> int:
        """How many processes were started."""
        return self._lines().count("started")

    def _lines(self) -> list[str]:
        return self.log.read_text().splitlines() if self.log.exists() else []

    def wait(self, *lines: str, within_s: float = 10.0) -> None:
        deadline_s = time.monotonic() + within_s
        while time.monotonic() < deadline_s and not set(lines) <= set(self.heard):
            time.sleep(0.01)
        assert set(lines) <= set(self.heard), self.heard


def test_an_urgent_cue_cuts_the_current_one_short(tmp_path):
    speaker = Speaker(tmp_path, takes_s=1.5)
    with Voice(command=speaker.command) as voice:
        voice(Cue(0.0, "a long sentence"))
        speaker.wait("a long sentence")
        began_s = time.monotonic()
        voice(Cue(0.0, "stop", urgent=True))
        speaker.wait("stop")
        assert time.monotonic() - began_s < 0.75
    assert speaker.heard[:3] == ["a long sentence", "cut", "stop"]


def test_a_cue_is_spoken_in_the_language_of_the_voice(tmp_path):
    speaker = Speaker(tmp_path)
    with Voice(command=speaker.command, words=Pseudo()) as voice:
        voice(Cue(0.0, N_("Next: {exercise}.", exercise=N_("Bridge"))))
        speaker.wait("⟦Next: ⟦Bridge⟧.⟧")


def test_a_cue_that_comes_too_late_is_not_said(tmp_path):
    speaker = Speaker(tmp_path, takes_s=0.6)
    with Voice(command=speaker.command) as voice:
        voice(Cue(0.0, "first"))
        speaker.wait("first")
        voice(Cue(0.0, "five", fresh_s=0.2))
        time.sleep(0.8)
        voice(Cue(0.0, "last"))
        speaker.wait("last")
    assert speaker.heard == ["first", "last"]


def test_an_engine_that_hangs_when_cut_short_is_replaced_and_the_next_cue_is_heard(tmp_path):
    speaker = Speaker(tmp_path, hangs="hang")
    with Voice(command=speaker.command) as voice:
        voice(Cue(0.0, "hang"))
        speaker.wait("hang")
        voice(Cue(0.0, "go on", urgent=True, fresh_s=9.0))
        speaker.wait("go on", within_s=3.0)
        assert voice.problem is None


@pytest.mark.slow
def test_an_engine_that_hangs_is_restarted_once_its_time_is_over(tmp_path):
    speaker = Speaker(tmp_path, hangs="hang")
    with Voice(command=speaker.command, rate=6000) as voice:
        voice(Cue(0.0, "hang"))
        speaker.wait("hang")
        voice(Cue(0.0, "go on", fresh_s=30.0))
        speaker.wait("go on", within_s=10.0)
        assert voice.problem is None
    assert speaker.starts == 2, "it was started, and started again once"


def test_an_engine_that_dies_again_and_again_is_given_up_with_one_sentence(tmp_path):
    speaker, problems = Speaker(tmp_path, dies="die"), []
    with Voice(command=speaker.command, on_problem=problems.append) as voice:
        deadline_s = time.monotonic() + 15
        while not problems and time.monotonic() < deadline_s:
            voice(Cue(0.0, "die"))
            time.sleep(0.05)
        voice(Cue(0.0, "anybody"))
    assert len(problems) == 1 and problems[0].startswith("No voice:") and voice.problem == problems[0]
    assert "anybody" not in speaker.heard


@pytest.mark.parametrize(
    "command", [["/no/such/program"], [sys.executable, "-c", "print('nonsense')"]], ids=["missing", "mute"]
)
def test_a_system_without_speech_gets_one_sentence_and_no_error(command):
    problems: list[str] = []
    with Voice(command=command, on_problem=problems.append) as voice:
        deadline_s = time.monotonic() + 15
        while not problems and time.monotonic() < deadline_s:
            voice(Cue(0.0, "hello"))
            time.sleep(0.02)
    assert len(problems) == 1


def test_a_thousand_cues_keep_nobody_waiting_and_only_the_last_one_waits(tmp_path):
    speaker = Speaker(tmp_path, takes_s=0.5)
    with Voice(command=speaker.command) as voice:
        voice(Cue(0.0, "first"))
        speaker.wait("first")
        for number in range(1000):
            voice(Cue(0.0, f"cue {number}"))
        assert speaker.heard == ["first"], "all were handed in while the first was being said"
    assert speaker.heard == ["first", "cue 999"]


@pytest.mark.slow
def test_the_end_waits_for_the_last_words_but_not_for_a_hanging_engine(tmp_path):
    speaker = Speaker(tmp_path, takes_s=0.3)
    with Voice(command=speaker.command) as voice:
        voice(Cue(0.0, "that was all"))
    assert speaker.heard == ["that was all"]
    hanging = Speaker(tmp_path, hangs="hang")
    with Voice(command=hanging.command) as voice:
        voice(Cue(0.0, "hang"))
        hanging.wait("hang")
        began_s, process = time.monotonic(), voice._process
    assert time.monotonic() - began_s < 4.0
    assert process._child.poll() is not None and voice._process is None, "it is not replaced either"
