"""What to practise: the choices of the page, today's dose, and the settings of a session."""

from __future__ import annotations

import os
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

from pydantic import Field

from posecoach.errors import ModelError, UsageError
from posecoach.languages import NAMES, load
from posecoach.translation import N_, Language, chosen, plural
from posecoach.web.live.cameras import open_camera
from posecoach.web.moving_figure import MovingFigure, moving_figure
from posecoach.web.routing import Body

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from posecoach.core.session.routine import Routine, Step
    from posecoach.practice.outlook import Dose
    from posecoach.practice.settings import Devices, PracticeSettings, SpeakCue
    from posecoach.web.services import Services

RoutineName = Literal["long", "short", "own", "free"]
FREE = N_("Free practice")


class CameraRequest(Body):
    """The chosen camera."""

    camera: Annotated[str, Field(min_length=1, max_length=300)]


class PracticeRequest(CameraRequest):
    """What the person chose: one exercise or a routine, and how much of the full dose."""

    exercise: Annotated[str, Field(max_length=80)] | None = None
    routine: RoutineName | None = None
    dose_percent: Annotated[int, Field(ge=10, le=100)]


class Choice(NamedTuple):
    """Something to practise: its value on the page, its name, what it is, and a figure that does it."""

    value: str
    name: str
    about: str
    figure: MovingFigure | None = None


def model_problem() -> str:
    """Return why there is no pose model to practise with, as a sentence; empty when there is one."""
    from posecoach.vision import weights

    try:
        weights.locate()
    except ModelError as error:
        return error.sentence
    return ""


def todays_dose(services: Services) -> Dose:
    """Return today's dose by the last session and the person's settings; reads only."""
    from posecoach.practice import outlook
    from posecoach.storage.history.history import History

    return outlook.todays_dose(History(services.history).last(), services.preferences.dose_percent)


def routines() -> list[Choice]:
    """Return the routines to choose from, the one without a choice last."""
    from posecoach.practice.routines import built_in, routine_file

    found = [("long", built_in.default_routine()), ("short", built_in.short_routine())]
    if os.path.lexists(routine_file.user_path()):
        found.insert(0, ("own", routine_file.load_own()))
    free = Choice("free", FREE, N_("Do any exercise; posecoach recognises it."))
    return [*(Choice(name, routine.name, _about(routine)) for name, routine in found), free]


def exercises() -> list[Choice]:
    """Return the exercises to choose from."""
    from posecoach.exercises.description import dose
    from posecoach.exercises.registry import EXERCISES

    return [Choice(each.id, each.title, dose(each), moving_figure(each.id)) for each in EXERCISES.values()]


def _about(routine: Routine) -> str:
    from posecoach.core.session.routine import about_minutes

    number = len(routine.steps)
    exercises, minutes = plural("{n} exercise", "{n} exercises", number), about_minutes(routine)
    about = plural("about {n} minute", "about {n} minutes", minutes)
    return N_("{exercises}, {minutes}", exercises=exercises, minutes=about)


def devices_of(services: Services) -> Devices:
    """Return the devices of a session or look; the window is the page's."""
    from posecoach.practice.settings import Devices

    devices = Devices(services.estimator, None) if services.estimator else Devices()
    return replace(devices, source=partial(open_camera, services))


def settings_of(services: Services, request: PracticeRequest, camera: str) -> tuple[str, PracticeSettings]:
    """Return the session's title and settings.

    Raises
    ------
    UsageError, ModelError
        There is no such exercise, the routine cannot be read, or there is no pose model.
    """
    from posecoach.core.session.routine import scaled
    from posecoach.exercises.registry import exercises_named
    from posecoach.practice.questions import SAFETY_ID
    from posecoach.practice.session_log import SessionLog
    from posecoach.practice.settings import PracticeSettings
    from posecoach.storage.history.history import History
    from posecoach.vision import weights

    preferences, share = services.preferences, request.dose_percent / 100
    title, name, steps = _chosen(request)
    bundle = weights.locate()
    return title, PracticeSettings(
        name=name,
        steps=tuple(scaled(step, share) for step in steps),
        candidates=exercises_named(request.exercise),
        camera=camera,
        model=bundle,
        model_info=weights.describe(bundle),
        out=services.results,
        height_cm=preferences.height_cm,
        mirror=preferences.mirror,
        session_log=SessionLog(History(services.history), SAFETY_ID),
        dose_share=share,
        devices=devices_of(services),
    )


def _chosen(request: PracticeRequest) -> tuple[str, str, tuple[Step, ...]]:
    """Return the title, the name in files, and the steps in full dose of what was chosen."""
    from posecoach.core.session.routine import Step
    from posecoach.exercises.registry import exercises_named
    from posecoach.practice.routines import built_in, routine_file

    if (request.exercise is None) == (request.routine is None):
        raise UsageError(N_("Choose one exercise or one routine."))
    if request.exercise:
        (one,) = exercises_named(request.exercise)
        return one.title, one.id, (Step(one, one.prescription.reps, one.prescription.hold_s, 0.0),)
    match request.routine:
        case "short":
            routine, name = built_in.short_routine(), "short"
        case "long":
            routine, name = built_in.default_routine(), "routine"
        case "own":
            routine, name = routine_file.load_own(), "routine"
        case _:
            return FREE, "free", ()
    return routine.name, name, routine.steps


def speech_of(services: Services) -> tuple[str, Language]:
    """Return the tag of the language in which a page speaks, and the language: the wished one, or that of the texts."""
    preferences = services.preferences
    wished = preferences.language or ""
    code = wished.partition("-")[0].lower()
    if code not in NAMES:
        return chosen().code, chosen()
    return wished, load(code, preferences.units == "imperial")


def voice_of(services: Services) -> Callable[[Callable[[str], None]], AbstractContextManager[SpeakCue]] | None:
    """Return what opens this machine's voice; None when it shall stay silent."""
    from posecoach.feedback.voice import Voice

    preferences = services.preferences
    if preferences.speaker != "computer" or services.silent:
        return None
    tag, words = speech_of(services)
    rate, volume = preferences.rate, preferences.volume
    return lambda on_problem: Voice(rate=rate, language=tag, volume=volume, on_problem=on_problem, words=words)
