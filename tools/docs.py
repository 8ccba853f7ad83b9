"""Write docs/exercises.md from the exercises' own declarations. Run by `make docs`."""

from pathlib import Path

from posecoach.exercises import EXERCISES
from posecoach.exercises.description import page

Path(__file__).parent.parent.joinpath("docs", "exercises.md").write_text(page(EXERCISES.values()), encoding="utf-8")
