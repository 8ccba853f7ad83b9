"""Practice sessions for tests: settings with fakes for every device, and what a session wrote."""

from __future__ import annotations

import time
from contextlib import nullcontext
from functools import partial
from pathlib import Path

import fakes

from posecoach.cli.options import AppContext
from posecoach.core.result import ModelInfo, Result
from posecoach.core.session.routine import Step
from posecoach.exercises.registry import EXERCISES
from posecoach.practice.settings import Devices, PracticeSettings
from posecoach.storage import result_json

STICK_FIGURE = AppContext(estimator=fakes.estimator, silent=True)
FACTS = ModelInfo("none", "none.task", "0" * 64, "own")


class FakeWindow:
    """A window that keeps what it showed and has keys pressed at some of its pictures."""

    def __init__(self, **keys: str) -> None:
        self.keys = {int(name.removeprefix("at_")): key for name, key in keys.items()}
        self.shown = 0

    def show(self, image):
        self.shown += 1
        time.sleep(0.001)
        key = self.keys.get(self.shown)
        if isinstance(key, Exception):
            raise key
        return key


def settings_for(tmp_path: Path, source, *, window=None, find=fakes.bridging, **options) -> PracticeSettings:
    devices = Devices(
        partial(fakes.estimator, find=find),
        None,
        source if callable(source) else lambda camera, stack: source,
        lambda: nullcontext(window),
    )
    camera = options.pop("camera", "0")
    return PracticeSettings(
        name="bridge",
        steps=(Step(EXERCISES["bridge"], None, 10.0, 0.0),),
        candidates=(),
        camera=camera,
        model=Path("none.task"),
        model_info=FACTS,
        out=tmp_path,
        height_cm=170.0,
        check_setup=False,
        window=bool(window),
        devices=devices,
        **options,
    )


def analysis(folder: Path) -> Result:
    (path,) = folder.glob("practice-bridge-*.json")
    return result_json.read(path)


def print_nothing(line: str) -> None:
    pass


def endless():
    """A camera that never ends."""
    return fakes.Pictures(fakes.steady(2000.0), pause_s=0.002)
