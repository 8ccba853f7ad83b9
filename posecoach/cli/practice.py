"""The commands of the person in front of a camera: practise, and look whether all is well placed."""

from __future__ import annotations

from contextlib import AbstractContextManager, ExitStack, closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from posecoach.cli.options import HEIGHT_CM, OUT, AppContext, CameraName, Debug, Folder, Height, ModelPath
from posecoach.errors import UsageError
from posecoach.exercises.registry import exercises_named

if TYPE_CHECKING:
    from collections.abc import Callable

    from posecoach.core.session.routine import Step
    from posecoach.core.session.scene import SetupCheck
    from posecoach.practice.settings import Speak


VoiceOn = Annotated[bool, typer.Option("--voice/--mute", help="Speak, and sound tones.")]
Rate = Annotated[int, typer.Option(help="Words a minute of the voice.", min=80, max=300)]
Language = Annotated[
    str | None, typer.Option(help="Accent of the voice, such as en-gb; the words are English.", show_default=False)
]
CHECK_S = 30.0
"""Longest look at camera and place: time to walk over and lie down."""
MARKS = {True: "ok ", False: "NO ", None: " ? "}
RATE = 150
"""Words a minute: slower than talk, so that a word is understood from the floor at the first hearing."""


def practice(
    context: typer.Context,
    exercise: Annotated[
        str | None, typer.Argument(help="Id of one exercise; without it, the routine.", show_default=False)
    ] = None,
    free: Annotated[bool, typer.Option("--free", help="Do any of the exercises: it knows which.")] = False,
    routine: Annotated[
        Path | None, typer.Option(help="A routine of your own (TOML).", show_default="the one in your settings")
    ] = None,
    short: Annotated[bool, typer.Option("--short", help="Five minutes.")] = False,
    dose: Annotated[
        int | None, typer.Option(help="Percent of the routine to do today.", min=10, max=100, show_default=False)
    ] = None,
    camera: CameraName = "0",
    hold: Annotated[float | None, typer.Option(help="Hold in seconds, instead of the prescribed one.", min=1)] = None,
    reps: Annotated[int | None, typer.Option(help="End after so many, on each side if there are two.", min=1)] = None,
    voice: VoiceOn = True,
    rate: Rate = RATE,
    language: Language = None,
    check_camera: Annotated[
        bool, typer.Option("--look/--no-look", help="Look first whether camera and place are good.")
    ] = True,
    window: Annotated[bool, typer.Option("--window/--no-window", help="Show the picture.")] = True,
    record: Annotated[
        Path | None, typer.Option(help="Write what the camera saw, with the coaching, to this mp4.")
    ] = None,
    mirror: Annotated[bool, typer.Option("--mirror/--no-mirror", help="Show the picture as a mirror does.")] = True,
    out: Folder = OUT,
    height: Height = HEIGHT_CM,
    model: ModelPath = None,
    debug: Debug = False,
) -> None:
    """Practise in front of a camera: it speaks, counts and corrects; no hand is needed once it runs."""
    from posecoach.cli.terminal import show_verdict, terminal

    _refuse_contradictions(exercise, free, routine, short, hold, reps)
    world: AppContext = context.obj
    with terminal(debug) as console:
        from posecoach.core.session.routine import dose_reason, next_share, scaled
        from posecoach.practice.diary import SessionLog
        from posecoach.practice.questions import SAFETY_ID
        from posecoach.practice.runner import run_practice
        from posecoach.practice.settings import Devices, PracticeSettings
        from posecoach.storage.history.history import History
        from posecoach.vision import weights

        def say(line: str) -> None:
            console.print(line, markup=False, soft_wrap=True)

        bundle = weights.locate(model)
        diary = None if world.silent else SessionLog(History(world.history), SAFETY_ID)
        last = diary.last if diary else None
        share = dose / 100 if dose else next_share(last)
        if diary and diary.problem:
            say(diary.problem)
        if not dose and (reason := dose_reason(last)):
            say(f"{reason} --dose 100 sets it back.")
        voice = voice and not world.silent
        means = Devices(world.estimator, None) if world.estimator else Devices()
        name, steps = _steps(exercise, free, routine, short, hold, reps)
        plan = PracticeSettings(
            name=name,
            steps=tuple(scaled(step, share) for step in steps),
            anything=exercises_named(exercise),
            camera=camera,
            model=bundle,
            model_info=weights.describe(bundle),
            out=out,
            height_cm=height,
            placing=check_camera,
            window=window,
            record=record,
            mirror=mirror,
            diary=diary,
            share=share,
            means=replace(means, voice=partial(_open_voice, rate, language, say)) if voice else means,
        )
        end = run_practice(plan, say, world.stop)
        show_verdict("Your practice", end.reps, exercise, end.files)
        if diary and diary.number is not None:
            say(f"Noted as session {diary.number}: posecoach history, posecoach progress.")
        for problem in end.problems[1:]:
            say(f"posecoach: {problem}")
    if end.problems:
        raise end.problems[0]


def _refuse_contradictions(
    exercise: str | None, free: bool, routine: Path | None, short: bool, hold: float | None, reps: int | None
) -> None:
    if sum((exercise is not None, free, routine is not None, short)) > 1:
        raise UsageError("Name one exercise, or take one of --free, --routine and --short.")
    if exercise is None and (hold or reps):
        raise UsageError("--hold and --reps go with a named exercise: posecoach practice bridge --reps 5.")


def _steps(
    exercise: str | None, free: bool, routine: Path | None, short: bool, hold: float | None, reps: int | None
) -> tuple[str, tuple[Step, ...]]:
    """Return what is to be done, with its name for the files."""
    from posecoach.core.session.routine import Step
    from posecoach.practice import routine_file

    if exercise:
        (one,) = exercises_named(exercise)
        return exercise, (Step(one, reps, hold or one.prescription.hold_s, 0.0),)
    if free:
        return "free", ()
    if short:
        return "short", routine_file.short().steps
    own = routine or routine_file.user_path()
    chosen = routine_file.load(own) if routine or own.exists() else routine_file.default()
    return "routine", chosen.steps


def _open_voice(rate: int, language: str | None, say: Callable[[str], None]) -> AbstractContextManager[Speak]:
    from posecoach.feedback.voice import Voice

    return Voice(rate=rate, language=language, on_problem=say)


def check(
    context: typer.Context,
    camera: CameraName = "0",
    voice: VoiceOn = True,
    rate: Rate = RATE,
    language: Language = None,
    model: ModelPath = None,
    debug: Debug = False,
) -> None:
    """Look whether camera, light and place are good to practise; say and show what to change."""
    from posecoach.cli.terminal import print_out, terminal

    world: AppContext = context.obj
    with terminal(debug) as console, ExitStack() as stack:
        from posecoach.core.session.cues import REMIND_S, Cue
        from posecoach.practice.camera_check import check_camera
        from posecoach.vision import weights
        from posecoach.vision.estimator import PoseEstimator
        from posecoach.vision.people import PersonCounter
        from posecoach.vision.source import open_source

        def say(line: str) -> None:
            console.print(line, markup=False, soft_wrap=True)

        bundle = weights.locate(model)
        with world.stop.interruptible():
            find = stack.enter_context((world.estimator or PoseEstimator)(bundle))
            count = None if world.estimator else stack.enter_context(closing(PersonCounter(bundle)))
            source = open_source(camera, stack)
            heard = voice and not world.silent
            speak = stack.enter_context(_open_voice(rate, language, say)) if heard else lambda cue: None
        told: dict[str, float] = {}

        def tell(t: float, findings: tuple[SetupCheck, ...]) -> None:
            """Say and show what is to be put right first."""
            wrong = next((finding for finding in findings if finding.ok is False), None)
            if wrong and t - told.get(wrong.code, -REMIND_S) >= REMIND_S:
                told[wrong.code] = t
                say(wrong.sentence)
                speak(Cue(t, wrong.say))

        say("Take your place, lying or standing as for the exercise. Looking ...")
        found = check_camera(source, find, count, seconds=CHECK_S, on_update=tell, stop=world.stop)
        if found and not any(finding.ok is False for finding in found):
            speak(Cue(0.0, "All is well placed."))
    for finding in found:
        print_out(f"{MARKS[finding.ok]} {finding.sentence}\n")


def routine(
    write: Annotated[bool, typer.Option("--write", help="Write it as a file of your own, to be edited.")] = False,
) -> None:
    """Show the routine of `posecoach practice` and how long it takes, or write it to the file that you may edit."""
    from posecoach.cli.terminal import print_out
    from posecoach.core.session.routine import duration_s
    from posecoach.practice import routine_file

    own = routine_file.user_path()
    if write:
        routine_file.write_default(own)
        print_out(f"Your routine: {own}\n")
        return
    chosen = routine_file.load(own) if own.exists() else routine_file.default()
    print_out(routine_file.text(chosen))
    print_out(
        f"\n# It takes about {max(1, round(duration_s(chosen) / 60))} minutes.\n"
    )  # a comment: the text stays TOML
