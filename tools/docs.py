"""Write docs/exercises.md from the exercises' own declarations. Run by `make docs`."""

from pathlib import Path

from posecoach.exercises.description import page
from posecoach.exercises.registry import BUILT_IN

Path(__file__).parent.parent.joinpath("docs", "exercises.md").write_text(page(BUILT_IN), encoding="utf-8")
