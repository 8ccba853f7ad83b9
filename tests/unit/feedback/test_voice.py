"""The voice: newest only, cut short by what is urgent, and no trouble of the speech engine is the session's."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import av
import numpy as np
import pytest

from posecoach.core.session.cues import Cue
from posecoach.errors import UsageError
from posecoach.feedback.audio import samples
from posecoach.feedback.voice import Voice
from posecoach.feedback.voice_worker import decoded

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
    """A speaker's process that notes what it was asked to say."""

    def __init__(self, folder: Path, *, takes_s=0.05, hangs="", dies="") -> None:
        self.log = folder / "log.txt"
        self.command = [sys.executable, "-c", FAKE, str(takes_s), hangs, dies, str(self.log)]

    @property
    def heard(self) -> list[str]:
        lines = self.log.read_text().split("\n") if self.log.exists() else []
        return [line for line in lines if line not in ("", "started")]

    def wait(self, *lines: str, within_s: float = 10.0) -> None:
        deadline_s = time.monotonic() + within_s
        while time.monotonic() < deadline_s and not set(lines) <= set(self.heard + self._starts()):
            time.sleep(0.01)
        assert set(lines) <= set(self.heard + self._starts()), self.heard

    def _starts(self) -> list[str]:
        return ["started"] if self.log.exists() and "started" in self.log.read_text() else []


def test_of_what_cannot_be_said_at_once_only_the_newest_waits(tmp_path):
    speaker = Speaker(tmp_path, takes_s=0.5)
    with Voice(command=speaker.command) as voice:
        voice(Cue(0.0, "first"))
        speaker.wait("first")
        for words in ("second", "third", "fourth"):
            voice(Cue(0.0, words))
        speaker.wait("fourth")
    assert speaker.heard == ["first", "fourth"]


def test_what_is_urgent_cuts_short_what_is_being_said(tmp_path):
    speaker = Speaker(tmp_path, takes_s=1.5)
    with Voice(command=speaker.command) as voice:
        voice(Cue(0.0, "a long sentence"))
        speaker.wait("a long sentence")
        began_s = time.monotonic()
        voice(Cue(0.0, "stop", urgent=True))
        speaker.wait("stop")
        assert time.monotonic() - began_s < 0.75
    assert speaker.heard[:3] == ["a long sentence", "cut", "stop"]


def test_what_comes_too_late_is_not_said_any_more(tmp_path):
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


def test_an_engine_that_hangs_by_itself_is_found_out_by_its_time(tmp_path):
    speaker = Speaker(tmp_path, hangs="hang")
    with Voice(command=speaker.command, rate=6000) as voice:
        voice(Cue(0.0, "hang"))
        speaker.wait("hang")
        voice(Cue(0.0, "go on", fresh_s=30.0))
        speaker.wait("go on", within_s=10.0)


def test_an_engine_that_dies_again_and_again_is_given_up_with_one_sentence(tmp_path):
    speaker, told = Speaker(tmp_path, dies="die"), []
    with Voice(command=speaker.command, on_problem=told.append) as voice:
        deadline_s = time.monotonic() + 15
        while not told and time.monotonic() < deadline_s:
            voice(Cue(0.0, "die"))
            time.sleep(0.05)
        voice(Cue(0.0, "anybody"))
    assert len(told) == 1 and told[0].startswith("No voice:") and voice.problem == told[0]
    assert "anybody" not in speaker.heard


@pytest.mark.parametrize(
    "command", [["/no/such/program"], [sys.executable, "-c", "print('nonsense')"]], ids=["missing", "mute"]
)
def test_a_system_without_speech_is_one_sentence_and_no_harm(command):
    told: list[str] = []
    with Voice(command=command, on_problem=told.append) as voice:
        deadline_s = time.monotonic() + 15
        while not told and time.monotonic() < deadline_s:
            voice(Cue(0.0, "hello"))
            time.sleep(0.02)
    assert len(told) == 1


def test_nobody_waits_for_it(tmp_path):
    speaker = Speaker(tmp_path, hangs="hang")
    with Voice(command=speaker.command) as voice:
        voice(Cue(0.0, "hang"))
        began_s = time.monotonic()
        for _ in range(1000):
            voice(Cue(0.0, "again"))
        assert time.monotonic() - began_s < 0.1


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
    assert process._popen.poll() is not None and voice._process is None, "it is not replaced either"


# The real speaker

LONG_WORDS = """
import json, threading
import numpy as np
from posecoach.feedback.voice_worker import Speaker
class Loudspeaker:
    def __init__(self):
        self.cut = threading.Event()
        self.stop, self.resume = self.cut.set, self.cut.clear
    def play(self, samples, rate_hz): return not self.cut.wait(60.0)
Speaker(lambda answer: print(json.dumps(answer), flush=True), Loudspeaker(), lambda words: (np.zeros(1), 22050)).run()
"""


def test_words_are_cut_short_even_at_their_very_beginning_and_end_with_the_session_in_the_middle():
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", LONG_WORDS], stdin=pipe, stdout=pipe, text=True) as speaker:
        assert speaker.stdin and speaker.stdout
        began_s = time.monotonic()
        for _ in range(20):
            speaker.stdin.write('{"say": "hips up", "tone": null}\n{"cut": true}\n')
            speaker.stdin.flush()
            assert [speaker.stdout.readline() for _ in range(2)] == ['{"begun": true}\n', '{"done": true}\n']
        assert time.monotonic() - began_s < 60.0, "one was spoken to its end"
        speaker.stdin.write('{"say": "hips up", "tone": null}\n')
        speaker.stdin.flush()
        assert "begun" in speaker.stdout.readline()
        speaker.stdin.close()
        assert speaker.wait(10.0) == 0


def test_sound_is_understood_as_macos_writes_it(tmp_path):
    path = tmp_path / "words.wav"
    tone = samples("hold_done")
    with av.open(str(path), "w", format="aiff") as file:
        stream = file.add_stream("pcm_s16be", rate=22_050, layout="mono")
        frame = av.AudioFrame.from_ndarray((tone * 32767).astype(np.int16)[None], format="s16", layout="mono")
        frame.sample_rate = 22_050
        file.mux(list(stream.encode(frame)) + list(stream.encode(None)))
    sound, rate_hz = decoded(path)
    assert rate_hz == 22_050 and np.abs(sound - tone).max() < 0.001


needs_espeak = pytest.mark.skipif(
    sys.platform == "linux" and shutil.which("espeak-ng") is None, reason="needs eSpeak NG: apt-get install espeak-ng"
)


def to_files(folder: Path) -> list[str]:
    return [sys.executable, "-m", "posecoach.feedback.voice_worker", "--to-folder", str(folder)]


@needs_espeak
def test_words_and_tones_are_really_made_again_and_again(tmp_path):
    begun: list[str] = []
    with Voice(command=to_files(tmp_path), on_begun=lambda cue: begun.append(cue.say)) as voice:
        for number in range(20):
            voice(Cue(0.0, f"Lift your hips a little, {number}", "form_lost" if number == 0 else None, fresh_s=30.0))
            deadline_s = time.monotonic() + 30
            while len(begun) <= number and time.monotonic() < deadline_s:
                time.sleep(0.005)
            assert len(begun) == number + 1, voice.problem
        assert voice.problem is None
    tone, *words = sorted(tmp_path.glob("*.wav"))
    assert len(words) == len(begun) == 20
    assert len(decoded(tone)[0]) == len(samples("form_lost"))
    for path in words:
        sound, rate_hz = decoded(path)
        assert 1.0 < len(sound) / rate_hz < 4.0 and np.abs(sound).max() > 0.1


@needs_espeak
def test_words_are_whole_however_long_they_take_to_make(tmp_path):
    with Voice(command=to_files(tmp_path)) as voice:
        voice(Cue(0.0, "Lift your hips a little. " * 20, fresh_s=9.0))
    (path,) = tmp_path.glob("*.wav")
    sound, rate_hz = decoded(path)
    assert len(sound) / rate_hz > 25.0


@needs_espeak
def test_a_slower_voice_takes_longer(tmp_path):
    lengths = []
    for rate in (100, 200):
        folder = tmp_path / str(rate)
        folder.mkdir()
        with Voice(command=to_files(folder), rate=rate) as voice:
            voice(Cue(0.0, "Lift your hips a little", fresh_s=9.0))
        (path,) = folder.glob("*.wav")
        lengths.append(len(decoded(path)[0]))
    assert lengths[0] > 1.5 * lengths[1]


@needs_espeak
def test_an_accent_that_the_system_does_not_have_is_named_at_once_with_those_it_has(tmp_path):
    voice = Voice(command=to_files(tmp_path), language="tlh")
    with pytest.raises(UsageError, match=r"no voice for --language tlh\. Available: .*de, .*en-gb"):
        voice.__enter__()
    assert voice._process is None


@needs_espeak
@pytest.mark.parametrize(
    "asked, taken", [("de", "gmw/de"), ("en", "gmw/en"), ("EN_us", "gmw/en-us"), ("fr", "roa/fr"), ("pt", "roa/pt")]
)
def test_of_the_accents_of_a_language_the_plainest_is_taken(asked, taken):
    script = (
        "import sys; from posecoach.feedback.voice_worker import Engine\n"
        "print(Engine(150, sys.argv[1])._engine.getProperty('voice'))"
    )
    said = subprocess.run([sys.executable, "-c", script, asked], capture_output=True, text=True, check=True).stdout
    assert said.split()[-1] == taken


@pytest.mark.skipif(sys.platform == "win32", reason="needs the signals of Unix")
def test_the_speaker_ends_with_the_session_even_when_that_is_killed(tmp_path):
    script = (
        "import sys, time; from posecoach.feedback.voice import Voice; from posecoach.core.session.cues import Cue\n"
        f"voice = Voice(command={to_files(tmp_path)!r}).__enter__()\n"
        "voice._process or time.sleep(0.5)\n"
        "print(voice._process._popen.pid, flush=True)\n"
        "time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as parent:
        pid = int(parent.stdout.readline())
        parent.send_signal(signal.SIGKILL)
    deadline_s = time.monotonic() + 5
    while time.monotonic() < deadline_s and alive(pid):
        time.sleep(0.05)
    assert not alive(pid)


def alive(pid: int) -> bool:
    """Whether a process runs; one that only waits to be buried does not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat")
    return not (state.exists() and state.read_text().rsplit(")", 1)[1].split()[0] == "Z")
