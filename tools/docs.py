"""Write docs/exercises.md from the exercises' own declarations. Run by `make docs`."""

from pathlib import Path

from posecoach.exercises.description import page
from posecoach.exercises.registry import EXERCISES

Path(__file__).parent.parent.joinpath("docs", "exercises.md").write_text(page(EXERCISES.values()), encoding="utf-8")
