"""The exercises by their ids: those of posecoach, and those that other packages bring.

Other packages are looked for when the exercises are first asked for, not when this is imported: that keeps
`posecoach --help` fast. What is wrong with one of theirs is a warning (`PluginWarning`), since the others go on
working: users of the library see it as Python shows warnings, a test can make it an error, and the command line turns
it into a sentence on standard error.
"""

from __future__ import annotations

import copyreg
import warnings
from collections.abc import Callable, Iterator, Mapping

from posecoach.core.exercise.exercise import Exercise
from posecoach.errors import PluginWarning, UsageError
from posecoach.exercises.bird_dog import BIRD_DOG
from posecoach.exercises.bridge import BRIDGE
from posecoach.exercises.double_knee_lift import DOUBLE_KNEE_LIFT
from posecoach.exercises.leg_lift import LEG_LIFT
from posecoach.exercises.press_up import PRESS_UP
from posecoach.exercises.warrior_wall import WARRIOR_WALL
from posecoach.translation import N_

BUILT_IN: tuple[Exercise, ...] = (BRIDGE, DOUBLE_KNEE_LIFT, LEG_LIFT, PRESS_UP, BIRD_DOG, WARRIOR_WALL)
"""Those of posecoach, in the order of a session."""
OURS = "posecoach"


class Registry(Mapping[str, Exercise]):
    """Every exercise by its id: those of posecoach first; reads what is installed when it is first used."""

    def __init__(self) -> None:
        self._found: dict[str, Exercise] | None = None
        self._origins: dict[str, str] = {}
        self._loading = False

    def _all(self) -> dict[str, Exercise]:
        if self._found is None:
            from posecoach.exercises.plugins import installed

            ours = {exercise.id: exercise for exercise in BUILT_IN}
            if self._loading:  # a plugin looks while it is loaded
                return ours
            self._loading = True
            try:
                others, problems = installed(BUILT_IN)
            finally:
                self._loading = False
            self._found = ours | {one.exercise.id: one.exercise for one in others}
            self._origins = {one.exercise.id: one.origin for one in others}
            for problem in problems:
                warnings.warn_explicit(problem.text, PluginWarning, problem.file, 1)
        return self._found

    def origin(self, exercise: str) -> str:
        """Return the package from which an exercise comes, with its version if it is not posecoach."""
        return self._origins.get(exercise, OURS) if exercise in self._all() else ""

    def __getitem__(self, exercise: str) -> Exercise:
        return self._all()[exercise]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())


EXERCISES = Registry()


def _known(exercise: str) -> Exercise:
    return EXERCISES[exercise]


def _by_id(exercise: Exercise) -> tuple[Callable[[str], Exercise], tuple[str]]:
    """Let an exercise travel to another process as its id: it has functions, which cannot travel."""
    if EXERCISES.get(exercise.id) is not exercise:
        raise UsageError(
            f"The exercise '{exercise.id}' cannot go to another process, since it is not installed there. Make a "
            "package of it and install that."
        )
    return _known, (exercise.id,)


copyreg.pickle(Exercise, _by_id)


def exercises_named(name: str | None) -> tuple[Exercise, ...]:
    """Return the exercise of that name; all of them for None.

    Raises
    ------
    UsageError
        When there is none of that name.
    """
    if name is None:
        return tuple(EXERCISES.values())
    if name not in EXERCISES:
        names = ", ".join(EXERCISES)
        raise UsageError(N_("There is no exercise '{name}'. Choose one of: {names}.", name=name, names=names))
    return (EXERCISES[name],)


def candidates_named(name: str) -> tuple[Exercise, ...]:
    """Return what to recognise among: the exercise of that name, or all for ``auto``."""
    return exercises_named(None if name == "auto" else name)
