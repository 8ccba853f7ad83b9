"""`posecoach check`: checks whether camera, light and place are good for practice."""

from __future__ import annotations

from contextlib import ExitStack, closing

import typer

from posecoach.cli.options import AppContext, CameraName, Debug, MaxPixels, ModelPath
from posecoach.cli.voice import RATE, VOLUME, Rate, VoiceOn, Volume, open_voice
from posecoach.files.reading import MAX_PIXELS
from posecoach.translation import N_, _

CHECK_S = 30.0
"""Longest check: time to walk over and lie down."""
# TRANSLATORS: before what was checked, at most three letters
MARKS = {True: N_("ok"), False: N_("NO"), None: " ?"}


def check(
    context: typer.Context,
    camera: CameraName = "0",
    voice: VoiceOn = True,
    rate: Rate = RATE,
    voice_volume: Volume = VOLUME,
    max_pixels: MaxPixels = MAX_PIXELS,
    model: ModelPath = None,
    debug: Debug = False,
) -> None:
    """Check camera, light and place."""
    from posecoach.cli.terminal import print_line_to, print_out, terminal

    app_context: AppContext = context.obj
    with terminal(debug) as console, ExitStack() as stack:
        from posecoach.core.session.cues import Cue
        from posecoach.practice.camera_check import Reminder, check_camera, look
        from posecoach.vision import weights
        from posecoach.vision.people import PersonCounter
        from posecoach.vision.search.person_search import PersonSearch
        from posecoach.vision.source import open_source

        print_line = print_line_to(console)
        bundle = weights.locate(model)
        with app_context.stop.interruptible():
            find = stack.enter_context((app_context.estimator or PersonSearch)(bundle))
            count = None if app_context.estimator else stack.enter_context(closing(PersonCounter(bundle)))
            source = open_source(camera, stack, max_pixels)
            speaks = voice and not app_context.silent
            speak = (
                stack.enter_context(open_voice(app_context, rate, voice_volume, print_line))
                if speaks
                else lambda cue: None
            )
        print_line(N_("Take your place, lying or standing as for the exercise. Checking ..."))
        remind = Reminder(print_line, speak)
        found = check_camera(look(source, find, count, app_context.stop), CHECK_S, remind)
        if found and not any(finding.ok is False for finding in found):
            speak(Cue(0.0, N_("Camera and place are good.")))
    for finding in found:
        print_out(f"{_(MARKS[finding.ok]):3} {_(finding.sentence)}\n")
