"""`posecoach practice` and `posecoach routine`."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from posecoach.cli.options import OUT, AppContext, CameraName, Debug, Folder, Force, Height, MaxPixels, ModelPath
from posecoach.cli.voice import RATE, VOLUME, Rate, VoiceOn, Volume, open_voice
from posecoach.core.height import DEFAULT_HEIGHT_CM
from posecoach.errors import UsageError, text_of
from posecoach.files.reading import MAX_PIXELS
from posecoach.translation import N_, _, joined

if TYPE_CHECKING:
    from posecoach.core.session.routine import Step
    from posecoach.practice.session_log import SessionLog
    from posecoach.practice.settings import PrintLine


HOLD_MAX_S, REPS_MAX = 3600, 1000
"""Longer or more often than this nobody means."""


def practice(
    context: typer.Context,
    exercise: Annotated[
        str | None, typer.Argument(help=N_("Id of one exercise; without it, the routine."), show_default=False)
    ] = None,
    free: Annotated[bool, typer.Option("--free", help=N_("Do any exercise; posecoach recognises it."))] = False,
    routine: Annotated[
        Path | None, typer.Option(help=N_("Your own routine (TOML file)."), show_default=N_("the one in your settings"))
    ] = None,
    short: Annotated[bool, typer.Option("--short", help=N_("Do the five-minute routine."))] = False,
    dose: Annotated[
        int | None, typer.Option(help=N_("Percent of the full dose to do today."), min=10, max=100, show_default=False)
    ] = None,
    camera: CameraName = "0",
    hold: Annotated[
        float | None, typer.Option(help=N_("Seconds to hold, instead of the prescription."), min=1, max=HOLD_MAX_S)
    ] = None,
    reps: Annotated[
        int | None, typer.Option(help=N_("Stop after this many, on each side."), min=1, max=REPS_MAX)
    ] = None,
    voice: VoiceOn = True,
    rate: Rate = RATE,
    voice_volume: Volume = VOLUME,
    check_setup: Annotated[bool, typer.Option("--look/--no-look", help=N_("Check camera and place first."))] = True,
    window: Annotated[bool, typer.Option("--window/--no-window", help=N_("Show the picture in a window."))] = True,
    record: Annotated[Path | None, typer.Option(help=N_("Record the session with the coaching to this mp4."))] = None,
    force: Force = False,
    mirror: Annotated[bool, typer.Option("--mirror/--no-mirror", help=N_("Show the picture mirrored."))] = True,
    out: Folder = OUT,
    height: Height = DEFAULT_HEIGHT_CM,
    max_pixels: MaxPixels = MAX_PIXELS,
    model: ModelPath = None,
    debug: Debug = False,
) -> None:
    """Practise in front of a camera."""
    from posecoach.background import Background
    from posecoach.cli.terminal import print_line_to, show_verdict, terminal
    from posecoach.exercises.registry import exercises_named
    from posecoach.feedback.display_probe import display_problem

    _check_options(exercise, free, routine, short, hold, reps)
    app_context: AppContext = context.obj
    display = Background(display_problem) if window else None  # before the imports, which take as long
    with terminal(debug) as console:
        from posecoach.core.session.routine import scaled
        from posecoach.practice.runner import run_practice
        from posecoach.practice.settings import Devices, PracticeSettings, open_window
        from posecoach.vision import weights
        from posecoach.vision.source import open_source

        print_line = print_line_to(console)
        bundle = weights.locate(model)
        session_log = _open_session_log(app_context, print_line)
        share = dose / 100 if dose else _todays_share(session_log, print_line)
        devices = Devices(app_context.estimator, None) if app_context.estimator else Devices()
        devices = replace(devices, source=partial(open_source, max_pixels=max_pixels))
        if display:
            devices = replace(devices, window=partial(open_window, display.result))
        if voice and not app_context.silent:
            devices = replace(devices, voice=partial(open_voice, app_context, rate, voice_volume, print_line))
        name, steps = _steps(exercise, free, routine, short, hold, reps)
        settings = PracticeSettings(
            name=name,
            steps=tuple(scaled(step, share) for step in steps),
            candidates=exercises_named(exercise),
            camera=camera,
            model=bundle,
            model_info=weights.describe(bundle),
            out=out,
            height_cm=height,
            check_setup=check_setup,
            window=window,
            record=record,
            force=force,
            mirror=mirror,
            session_log=session_log,
            dose_share=share,
            devices=devices,
        )
        result = run_practice(settings, print_line, app_context.stop)
        if result.result:
            show_verdict(N_("Your practice"), result.result, result.files)
        if session_log and session_log.number is not None:
            saved = N_("Saved as session {number}.", number=session_log.number)
            print_line(joined([saved, N_("See: posecoach history, posecoach progress.")]))
        for problem in result.problems[1:]:
            print_line(f"posecoach: {_(text_of(problem))}")
    if result.problems:
        raise result.problems[0]


def _open_session_log(app_context: AppContext, print_line: PrintLine) -> SessionLog | None:
    """Open the history around this session; print what is wrong with it."""
    from posecoach.practice.questions import SAFETY_ID
    from posecoach.practice.session_log import SessionLog
    from posecoach.storage.history.history import History

    if app_context.silent:
        return None
    session_log = SessionLog(History(app_context.history), SAFETY_ID)
    for note in dict.fromkeys(filter(None, (*session_log.notes, session_log.problem))):
        print_line(note)
    return session_log


def _todays_share(session_log: SessionLog | None, print_line: PrintLine) -> float:
    """Return today's share of the full dose; print why it is less."""
    from posecoach.core.session.routine import dose_reason, next_share

    last = session_log.last if session_log else None
    if reason := dose_reason(last):
        print_line(joined([reason, N_("Use --dose 100 for the full dose.")]))
    return next_share(last)


def _check_options(
    exercise: str | None, free: bool, routine: Path | None, short: bool, hold: float | None, reps: int | None
) -> None:
    if sum((exercise is not None, free, routine is not None, short)) > 1:
        raise UsageError(N_("Name one exercise, or use one of --free, --routine and --short."))
    if exercise is None and (hold or reps):
        raise UsageError(N_("--hold and --reps need an exercise: posecoach practice bridge --reps 5."))


def _steps(
    exercise: str | None, free: bool, routine: Path | None, short: bool, hold: float | None, reps: int | None
) -> tuple[str, tuple[Step, ...]]:
    """Return the exercises to do, and their name for the files."""
    from posecoach.core.session.routine import Step
    from posecoach.exercises.registry import exercises_named
    from posecoach.practice.routines import built_in, routine_file

    if exercise:
        (one,) = exercises_named(exercise)
        return exercise, (Step(one, reps, hold or one.prescription.hold_s, 0.0),)
    if free:
        return "free", ()
    if short:
        return "short", built_in.short_routine().steps
    chosen = routine_file.load(routine) if routine else routine_file.load_own()
    return "routine", chosen.steps


def routine(
    write: Annotated[bool, typer.Option("--write", help=N_("Write it to your own file, which you can edit."))] = False,
) -> None:
    """Show the routine, or write it to a file that you can edit."""
    from posecoach.cli.terminal import print_out, print_sentence
    from posecoach.core.session.routine import about_minutes
    from posecoach.practice.routines import routine_file

    if write:
        own = routine_file.user_path()
        routine_file.write_default(own)
        print_sentence(N_("Your routine: {own}", own=own))
        return
    chosen = routine_file.load_own()
    remark = N_("It takes about {minutes} minutes.", minutes=about_minutes(chosen))
    print_out(f"{routine_file.to_toml(chosen)}\n# {_(remark)}\n")  # a comment: it stays TOML
