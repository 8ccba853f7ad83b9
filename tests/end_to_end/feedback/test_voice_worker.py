"""The real speech process: words and tones are made, whole, and end with the session."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from posecoach.core.session.cues import Cue
from posecoach.feedback.audio import samples
from posecoach.feedback.voice import Voice
from posecoach.feedback.voice_worker import decoded

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


def test_words_can_be_cut_short_at_their_beginning_and_end_with_the_session():
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


needs_espeak = pytest.mark.skipif(
    sys.platform == "linux" and shutil.which("espeak-ng") is None, reason="needs eSpeak NG: apt-get install espeak-ng"
)


def to_files(folder: Path) -> list[str]:
    return [sys.executable, "-m", "posecoach.feedback.voice_worker", "--to-folder", str(folder)]


@needs_espeak
def test_words_and_tones_are_made_twenty_times_in_a_row(tmp_path):
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
def test_a_lower_volume_lowers_words_and_tones_alike(tmp_path):
    cue, loudest = Cue(0.0, "Hips up", tone="form_lost"), {}
    for volume in (100, 25):
        folder = tmp_path / str(volume)
        folder.mkdir()
        with Voice(volume=volume, command=to_files(folder)) as speak:
            speak(cue)
        loudest[volume] = [np.abs(decoded(file)[0]).max() for file in sorted(folder.iterdir())]
    assert len(loudest[25]) == 2
    assert loudest[25] == pytest.approx([0.25 * loud for loud in loudest[100]], abs=0.001)


@needs_espeak
def test_a_missing_language_is_named_and_the_tones_stay(tmp_path):
    problems = []
    with Voice(command=to_files(tmp_path), language="tlh", on_problem=problems.append) as voice:
        voice(Cue(0.0, "Good.", tone="hold_done"))
    assert problems == ["No voice: this computer has no voice for the language tlh. Please follow the screen."]
    (tone,) = tmp_path.iterdir()
    assert len(decoded(tone)[0]) == len(samples("hold_done"))


@needs_espeak
@pytest.mark.parametrize(
    "language, taken",
    [("de", "gmw/de"), ("en", "gmw/en"), ("EN_us", "gmw/en-us"), ("fr", "roa/fr"), ("pt", "roa/pt-br")],
)
def test_the_plainest_accent_of_a_language_is_taken(language, taken):
    script = (
        "import sys; from posecoach.feedback.voice_worker import Engine\n"
        "print(Engine(150, sys.argv[1])._engine.getProperty('voice'))"
    )
    said = subprocess.run([sys.executable, "-c", script, language], capture_output=True, text=True, check=True).stdout
    assert said.split()[-1] == taken


@pytest.mark.skipif(sys.platform == "win32", reason="needs the signals of Unix")
def test_the_speaker_ends_with_the_session_even_when_that_is_killed(tmp_path):
    script = (
        "import sys, time; from posecoach.feedback.voice import Voice; from posecoach.core.session.cues import Cue\n"
        f"voice = Voice(command={to_files(tmp_path)!r}).__enter__()\n"
        "voice._process or time.sleep(0.5)\n"
        "print(voice._process._child.pid, flush=True)\n"
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


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems speak by themselves")
def test_where_linux_has_no_espeak_the_wheels_speaks():
    script = (
        "from posecoach.feedback.voices import provide_espeak; provide_espeak('libnone.so')\n"
        "import pyttsx3; engine = pyttsx3.init()\n"
        "languages = {name for voice in engine.getProperty('voices') for name in voice.languages}\n"
        "print(languages >= {'de', 'es', 'fr-fr', 'it', 'pt', 'cmn'})\n"
        "print('espeakng_loader' in open('/proc/self/maps').read())"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split()[-2:] == ["True", "True"]
