"""Measures how long each spoken cue takes in each language, against English: eSpeak NG speaks it into a file.

On the floor a cue must be over before the moment that it is for; so it may take 1.3 times as long as the English one,
or 0.3 s more, which nobody notices in a short one. Usage: tools/cue_lengths.py [LANGUAGE ...]
"""

from __future__ import annotations

import io
import statistics
import subprocess
import sys
import wave
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "support")]

from spoken import spoken_cues  # noqa: E402

from posecoach.feedback.voices import pace  # noqa: E402
from posecoach.languages import NAMES, load  # noqa: E402
from posecoach.translation import say  # noqa: E402

RATE = 150
"""Words per minute, the default."""
MOST = 1.3
"""Times as long as in English."""
MORE_S = 0.3
"""Seconds that a short cue may take longer: nobody notices them."""
VOICES = {"pt": "pt-br", "zh": "cmn"}
"""Language -> eSpeak's voice, where its name is another."""
LOUD = 200
"""Sample from which on it is no silence, of 32,768."""


def spoken_s(text: str, voice: str) -> float:
    """Return how long eSpeak NG speaks a text, without the silence around it."""
    command = ["espeak-ng", "-v", voice, "-s", str(round(RATE * pace(voice))), "--stdout", "--", text]
    done = subprocess.run(command, capture_output=True, check=True)
    with wave.open(io.BytesIO(done.stdout)) as sound:
        rate = sound.getframerate()
        samples = memoryview(sound.readframes(10**8)).cast("h")
    loud = [i for i, sample in enumerate(samples) if abs(sample) > LOUD]
    return (loud[-1] - loud[0]) / rate if loud else 0.0


def main() -> None:
    """Print the cues that take too long, and the ratio of each language."""
    cues, too_long = spoken_cues(), 0
    english = {cue: spoken_s(cue, "en") for cue in cues}
    for code in sys.argv[1:] or [code for code in NAMES if code != "en"]:
        ratios = []
        for cue in cues:
            text = say(cue, load(code))
            length_s = spoken_s(text, VOICES.get(code, code))
            ratios.append(length_s / english[cue])
            if length_s > max(MOST * english[cue], english[cue] + MORE_S):
                too_long += 1
                print(f"{code} {length_s:.2f} s instead of {english[cue]:.2f} s ({ratios[-1]:.2f}): {cue} -> {text}")
        print(
            f"{code}: {len(cues)} cues, median {statistics.median(ratios):.2f}, longest {max(ratios):.2f} times English"
        )
    sys.exit(too_long > 0)


if __name__ == "__main__":
    main()
