"""Writes docs/gallery: a picture of every state of the screen, from frames of the sample videos.

`make gallery` runs it. The coach judges the person as usual; the state of the session is set by hand. In another
language, with ``--language``, the pictures go to posecoach-output/gallery-LANGUAGE.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from gallery_pages import COLOUR_MASK, PAGES, write_pages

from posecoach.core.body.pose import Frame, Image
from posecoach.core.judging.coach import Coach
from posecoach.core.judging.events import Update
from posecoach.core.judging.view_quality import WHY
from posecoach.core.session.placement.placement_findings import (
    check_alone,
    check_distance,
    check_level,
    check_light,
    check_picture,
    check_rate,
    check_resolution,
    check_seen,
    check_side,
    check_whole,
)
from posecoach.core.session.scene import Aim, SessionState
from posecoach.exercises.registry import EXERCISES
from posecoach.exercises.simulation.demonstration import demonstrate
from posecoach.feedback.overlay.overlay import Overlay
from posecoach.languages import NAMES, load
from posecoach.translation import use
from posecoach.vision.camera.device import camera_name
from posecoach.vision.camera.watchdog import Limits, Watchdog
from posecoach.vision.estimator import PoseEstimator
from posecoach.vision.video import VideoFile
from posecoach.vision.weights import locate

ROOT = Path(__file__).parent.parent
GALLERY, SAMPLES = ROOT / "docs" / "gallery", ROOT / "sample_videos"
DARK = 0.22
"""Share of the light in a dark room."""
END_S = 16.0
"""Every picture comes from the first seconds of its video, up to this time."""
FIGURE_S = 4.0
"""When the small figure is in the target pose."""

SMALL, WIDE, FULL_HD, UPRIGHT, PHONE = (640, 480), (1280, 720), (1920, 1080), (480, 640), (720, 1280)

When = Callable[[Update], bool]


def ready(update: Update) -> bool:
    """Lying still in the start pose, before the first attempt."""
    return update.phase == "start" and update.t > 1.2


def moving(update: Update) -> bool:
    """Half way up."""
    return update.phase == "moving" and update.t > 2.2


def holding(seconds: float) -> When:
    """Return a test: the pose has been held for some seconds."""
    return lambda update: update.phase == "hold" and update.hold_s >= seconds


def wrong(code: str, after_s: float = 1.5) -> When:
    """Return a test: some seconds into a hold, this is the most important fault."""
    return lambda u: bool(u.faults) and u.faults[0].code == code and u.hold_s >= after_s


def lowering(update: Update) -> bool:
    """On the way back."""
    return update.phase == "lowering"


def after(update: Update) -> bool:
    """Back in the start pose after the first attempt."""
    return update.reps == 1 and update.phase == "start"


@dataclass(frozen=True, slots=True)
class State:
    """One picture of the gallery: its caption, the moment in a video, and the state of the session."""

    name: str
    caption: str
    video: str
    when: When
    scene: SessionState | None = None
    size: tuple[int, int] = SMALL
    dark: bool = False
    mirror: bool = False
    note: str | None = None
    help: bool = False
    nobody: bool = False
    unseen: str | None = None


def work(exercise: str, *done: int, **more: Any) -> SessionState:
    """Return a state in the middle of a routine."""
    known = EXERCISES[exercise]
    scene = SessionState("work", known.title, known.prescription.start_cue, step=3, steps=6, done=done or (0,), reps=5)
    return replace(scene, **more)


def sided(exercise: str, left: int, right: int, reps: int, **more: Any) -> SessionState:
    """Return the same for an exercise with two sides."""
    return work(exercise, left, right, sides=("left", "right"), reps=reps, **more)


def lost() -> str:
    """Return what a camera says that was unplugged."""
    watchdog = Watchdog(Limits())
    watchdog.state = "lost"
    return watchdog.status(12.0, camera_name("0"))


FINDINGS = (
    check_rate(30),
    check_resolution(SMALL),
    check_light(100.0, 100.0, 100.0),
    check_alone(math.nan),
    check_seen(True),
    check_picture(0.0),
    check_whole(["feet"]),
    check_distance(0.5),
    check_side(math.nan),
    check_level(0.0),
)

STATES = (
    State("setup", "Setup check: what to correct first, then all findings", "bridge_good", ready,
          SessionState("setup", EXERCISES["bridge"].title, findings=FINDINGS)),
    State("setup_portrait", "The same with an upright camera", "bridge_good", ready,
          SessionState("setup", EXERCISES["bridge"].title, findings=FINDINGS), size=UPRIGHT),
    State("start_pose", "The start pose to take", "bridge_good", lambda u: u.t > 0.2,
          work("bridge", stage="start_pose")),
    State("count_in", "The count-in", "bridge_good", ready, work("bridge", stage="count_in", count=3), dark=True),
    State("count_in_wide", "The count-in", "bird_dog_good", ready,
          sided("bird_dog", 0, 0, 10, stage="count_in", count=2), size=WIDE),
    State("ready", "Ready: the band in which the hips should lie", "bridge_hips_low", ready, work("bridge")),
    State("moving", "On the way up, mirrored", "bridge_hips_low", moving, work("bridge", 1), mirror=True),
    State("hold", "A good hold", "bridge_good", holding(6), work("bridge", 2)),
    State("own_best", "A hold with the last session's mean and the best of the history", "bridge_good", holding(6),
          work("bridge", 2, aims={None: Aim(5.4, 8.2)})),
    State("fix", "Hips too low: what to do, and which way", "bridge_hips_low", wrong("hips_low"), work("bridge", 2)),
    State("held", "The hold is complete", "bridge_good", holding(10.2), work("bridge", 2), dark=True),
    State("lowering", "On the way down", "bridge_good", lowering, work("bridge", 2)),
    State("after", "Between attempts", "bridge_good", after, work("bridge", 3)),
    State("rest", "Rest before the next exercise", "bridge_good", after,
          sided("bird_dog", 0, 0, 10, stage="rest", left_s=24.6)),
    State("rest_portrait", "The same with an upright camera: a figure shows how the next exercise goes", "bridge_good",
          after, work("press_up", stage="rest", left_s=12.0), size=UPRIGHT),
    State("first", "Before the first attempt: a figure shows how it goes", "bird_dog_good", ready,
          sided("bird_dog", 0, 0, 10), size=WIDE),
    State("paused", "Paused", "leg_lift_good", ready, work("leg_lift", 2, stage="paused"), dark=True),
    State("out_of_view", "Nobody in the picture", "leg_lift_good", ready,
          work("leg_lift", 2, stage="out_of_view", left_s=47.2), nobody=True),
    State("unseen", "Visible, but not well enough to judge", "leg_lift_good", holding(2), work("leg_lift", 2),
          unseen=WHY["far"]),
    State("done", "The end", "leg_lift_good", ready, work("leg_lift", 5, stage="done", step=6, ended="complete")),
    State("stopping", "Stopped by a sign, which can be taken back", "leg_lift_good", ready,
          work("leg_lift", 3, stage="stopping", left_s=8.2)),
    State("skip", "Nothing has begun: a sign skips the exercise", "bridge_good", ready, work("bridge", may_skip=True)),
    State("stopped", "Ended because it hurt", "leg_lift_good", ready, work("leg_lift", 3, stage="done", ended="pain")),
    State("camera", "The camera has a problem", "leg_lift_good", ready, work("leg_lift", 3), nobody=True,
          unseen=lost(), dark=True),
    State("leg_lift", "Leg lift: the six-inch stripe over the floor", "leg_lift_good", holding(2), work("leg_lift", 1)),
    State("leg_lift_best", "Leg lift: no target, the best of the history is the aim", "leg_lift_good", holding(2),
          work("leg_lift", 1, aims={None: Aim(3.1, 6.4)}), size=UPRIGHT),
    State("leg_lift_fix", "Leg lift: knees bent, in a dark room, mirrored", "leg_lift_knees_bent", wrong("knees_bent"),
          work("leg_lift", 1), dark=True, mirror=True),
    State("knee_lift_fix", "Double-knee lift: held too long", "double_knee_lift_held_too_long", wrong("held_too_long"),
          work("double_knee_lift", 4)),
    State("press_up", "Press-up: elbows under the shoulders", "press_up_good", holding(3), work("press_up", 1),
          size=WIDE),
    State("press_up_fix", "Press-up: hips lifted", "press_up_hips_lifted", wrong("hips_lifted"), work("press_up", 1),
          size=WIDE),
    State("bird_dog", "Bird dog: arm and leg level, ten on each side", "bird_dog_good", holding(8),
          sided("bird_dog", 4, 3, 10), size=WIDE),
    State("bird_dog_fix", "Bird dog: leg too low, mirrored", "bird_dog_leg_low", wrong("leg_low"),
          sided("bird_dog", 4, 3, 10), size=WIDE, mirror=True),
    State("warrior", "Warrior: trunk and leg level", "warrior_wall_good", holding(3),
          sided("warrior_wall", 1, 1, 3), size=FULL_HD),
    State("warrior_fix", "Warrior: trunk too high, in a dark room", "warrior_wall_trunk_high", wrong("trunk_high"),
          sided("warrior_wall", 1, 1, 3), size=WIDE, dark=True),
    State("portrait_fix", "An upright camera", "bridge_hips_low", wrong("hips_low"), work("bridge", 2), size=UPRIGHT),
    State("phone_hold", "A phone's camera", "bird_dog_good", holding(8), sided("bird_dog", 4, 3, 10), size=PHONE),
    State("video", "In an analysed video", "bridge_hips_low", wrong("hips_low", 6)),
    State("free", "Free practice: no fixed number", "leg_lift_good", holding(2),
          SessionState("work", done=(17,))),
    State("help", "The keys", "bridge_good", ready, work("bridge"), help=True),
)  # fmt: skip


def crop_to(image: Image, size: tuple[int, int]) -> Image:
    """Scale an image to a size; a taller one continues floor and wall."""
    width, height = size
    scaled = cv2.resize(image, (width, round(width * image.shape[0] / image.shape[1])), interpolation=cv2.INTER_AREA)
    missing = max(0, height - scaled.shape[0])
    taller = cv2.copyMakeBorder(scaled, missing // 2, missing - missing // 2, 0, 0, cv2.BORDER_REPLICATE)
    cut: Image = np.ascontiguousarray(taller[(taller.shape[0] - height) // 2 :][:height])
    return cut


def judge_video(
    video: str, size: tuple[int, int], estimator: Callable[[Frame], object]
) -> Iterator[tuple[Frame, Update]]:
    """Yield the frames of a sample video in a size, with the coach's updates."""
    exercise = next(e for e in EXERCISES.values() if video.startswith(e.id))
    clips = json.loads((SAMPLES / "index.json").read_text(encoding="utf-8"))["clips"]
    height_cm = next(clip["height_cm"] for clip in clips if clip["file"] == f"{video}.mp4")
    coach = Coach(exercise, height_cm=height_cm)
    with VideoFile(SAMPLES / f"{video}.mp4") as frames:
        for frame in frames:
            framed = Frame(frame.t, crop_to(frame.image, size))
            yield framed, coach.step(frame.t, estimator(framed))


def draw_state(state: State, frame: Frame, update: Update) -> Image:
    """Draw one state."""
    image = cv2.convertScaleAbs(frame.image, alpha=DARK) if state.dark else frame.image
    if state.nobody:
        update = replace(update, pose=None, body=None, phase="away")
    if state.unseen:
        update = replace(update, unseen=state.unseen)
    if state.scene and state.scene.stage == "rest":  # the session leads to the next exercise
        coming = next(e for e in EXERCISES.values() if e.title == state.scene.title)
        update = replace(update, exercise=coming.id, title=coming.title)
    overlay, update = Overlay(demonstrate=lambda name: demonstrate(EXERCISES[name])), replace(update, t=FIGURE_S)
    drawn = overlay.draw(image, update, state.scene, mirror=state.mirror, note=state.note, help=state.help)
    return drawn & COLOUR_MASK


def write_pictures(gallery: Path, video: str, size: tuple[int, int], model: Path) -> None:
    """Write all pictures from a video in one size."""
    remaining = [state for state in STATES if (state.video, state.size) == (video, size)]
    with PoseEstimator(model) as estimator:
        for frame, update in judge_video(video, size, estimator):
            for state in [state for state in remaining if state.when(update)]:
                cv2.imwrite(
                    str(gallery / f"{state.name}.png"),
                    draw_state(state, frame, update),
                    [cv2.IMWRITE_PNG_COMPRESSION, 9],
                )
                remaining.remove(state)
            if not remaining or frame.t > END_S:
                break
    if remaining:
        raise SystemExit(f"{video} never shows: {', '.join(state.name for state in remaining)}")


def index() -> str:
    """Return the page with all pictures."""
    lines = ["# What the screen shows", "", "Made by `make gallery` from the sample videos.", ""]
    for state in STATES:
        width, height = state.size
        lines += [f"**{state.caption}** ({width} x {height})", "", f"![{state.caption}]({state.name}.png)", ""]
    for name, caption, _ in PAGES:
        lines += [f"**{caption}**", "", f"![{caption}]({name}.png)", ""]
    return "\n".join(lines)


def main() -> None:
    """Write the gallery again."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--language", choices=list(NAMES), default="en")
    language = parser.parse_args().language
    use(load(language))
    gallery = GALLERY if language == "en" else ROOT / "posecoach-output" / f"gallery-{language}"
    gallery.mkdir(parents=True, exist_ok=True)
    for old in gallery.glob("*.png"):
        old.unlink()
    for video, size in dict.fromkeys((state.video, state.size) for state in STATES):
        write_pictures(gallery, video, size, locate())
    write_pages(gallery)
    gallery.joinpath("README.md").write_text(index(), encoding="utf-8")


if __name__ == "__main__":
    main()
