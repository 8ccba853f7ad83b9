"""Runs one recording through the real `posecoach practice`, in real time, from a network camera on this machine.

Its words are compared with those of the session that is played without waiting: these are then known to be the real
ones. Only the words from the first attempt on are compared: before it, they depend on when the camera was connected.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from mjpeg_server import MjpegServer, video_images

from hearing.false_words import is_known
from hearing.programs import Case
from posecoach.core.session.cues import Cue
from posecoach.vision.camera.clocks import steady_s
from posecoach.vision.video import VideoFile

FPS = 30.0
LEAD_S = 20.0
"""The camera shows the first picture for so long: posecoach starts within 10 s, and is through with the count-in 8 s
later."""
ALIKE_S = 0.5
"""The same words are spoken within this time: camera and pose model take 0.1 s, and a busy machine skips frames."""
END_S = 20.0
"""After the end of the video the process has this long to end by itself."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Words that both sessions speak, and by how much later in real time (s); None = only one speaks them."""

    t: float
    say: str
    later_s: float | None


def spoken_in_real_time(case: Case) -> list[tuple[float, str]]:
    """Return what is spoken in real time, with seconds from the first picture of the video."""
    (shot,), (step,) = case.program.shots, case.program.steps
    facts = VideoFile(shot.video)
    images = video_images(str(shot.video), (facts.width, facts.height), FPS)
    lead = [images[0]] * round(LEAD_S * FPS)
    length_s = LEAD_S + len(images) / FPS + END_S
    with MjpegServer(lead + images, FPS) as camera, TemporaryDirectory() as folder:
        options = ["--reps", str(step.reps), *(["--hold", str(step.hold_s)] if step.hold_s else [])]
        command = ["practice", step.exercise.id, *options, "--height", str(case.program.height_cm)]
        lines = list(_lines([*command, "--camera", camera.url], Path(folder), length_s))
        began_s = next(t for number, t in camera.log if number >= len(lead))
    return [(t - began_s, line) for t, line in lines if is_known(line)]


def _lines(command: Sequence[str], folder: Path, longest_s: float) -> Iterator[tuple[float, str]]:
    """Run posecoach; yield each line that it prints, with its time."""
    words = [sys.executable, "-m", "posecoach", *command, "--no-window", "--mute", "-o", str(folder / "out")]
    env = os.environ | {"XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "COLUMNS": "200"}
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=env)
    ending = threading.Timer(longest_s, process.terminate)
    ending.start()
    try:
        assert process.stdout is not None
        yield from ((steady_s(), line.strip()) for line in process.stdout)
    finally:
        ending.cancel()
        process.kill()
        process.wait()


def differences(case: Case, cues: Sequence[Cue], real: Sequence[tuple[float, str]]) -> list[Difference]:
    """Return how the words of a session differ from those in real time, from the first attempt on, in order."""
    (shot,) = case.program.shots
    first_s = case.truth.attempts[0].start_s
    left = [(t + shot.lead_s, say) for t, say in real if t + shot.lead_s >= first_s - ALIKE_S]
    found: list[Difference] = []
    for cue in cues:
        if cue.t < first_s or not cue.say:
            continue
        same = [one for one in left if one[1] == cue.say]
        nearest = min(same, key=lambda one: abs(one[0] - cue.t), default=None)
        if nearest:
            left.remove(nearest)
        found.append(Difference(cue.t, cue.say, nearest[0] - cue.t if nearest else None))
    found += [Difference(t, say, None) for t, say in left if t >= first_s + ALIKE_S]
    return sorted(found, key=lambda one: one.t)


def is_alike(difference: Difference) -> bool:
    """Whether the words are the same in real time, at about the same moment."""
    return difference.later_s is not None and abs(difference.later_s) <= ALIKE_S
