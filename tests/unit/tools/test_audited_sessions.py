"""What the audit of the live coach plays: recordings with their truth, the holds that are asked for, and real time."""

from __future__ import annotations

import json
from pathlib import Path

import fakes
import pytest
from hearing.playing import Program, Shot, begins_s, frames_of
from hearing.programs import LEAD_S, Case, TrueSession, cases_alone, cases_joined
from hearing.real_time import differences, is_alike
from hearing.recordings import read_recordings
from truth.outcomes import TrueAttempt

from posecoach.core.session.cues import Cue
from posecoach.exercises.registry import BUILT_IN

SAMPLES = Path(__file__).parents[3] / "sample_videos"
ALONE = {case.name: case for case in cases_alone(read_recordings(SAMPLES))}


def test_a_folder_tells_its_truth_in_one_index_or_beside_each_video(tmp_path):
    (bridge,) = [one for one in read_recordings(SAMPLES) if one.video.stem == "bridge_hips_low"]
    rep = {"start": 1.6, "hold_start": 3.058, "hold_end": 13.856, "end": 15.8, "side": None, "faults": ["hips_low"]}
    truth = {"clip": "a.mp4", "exercise": "bridge", "body": {"height_m": 1.82}, "camera": {"yaw": -20.3}, "reps": [rep]}
    (tmp_path / "a.truth.json").write_text(json.dumps(truth))
    (own,) = read_recordings(tmp_path)
    assert own.attempts[0] == bridge.attempts[0]
    assert (own.video, own.height_cm, own.yaw_deg) == (tmp_path / "a.mp4", 182.0, bridge.yaw_deg)
    assert read_recordings(tmp_path.parent) == []


def test_every_attempt_reaches_the_hold_that_is_asked_for():
    for case in ALONE.values():
        (step,) = case.program.steps
        holds_s = [one.hold_end_s - one.hold_start_s for one in case.truth.attempts]
        if not case.name.endswith("-prescribed") and step.hold_s:
            assert min(holds_s) > step.hold_s >= min(holds_s) - 1.5


def test_a_hold_whose_length_is_the_fault_is_asked_for_as_prescribed():
    (step,) = ALONE["double_knee_lift_held_too_long"].program.steps
    assert step.hold_s is None and "double_knee_lift_held_too_long-prescribed" not in ALONE


def test_the_truth_begins_when_the_recording_does():
    case = ALONE["bridge_good"]
    assert case.truth.attempts[0].start_s == pytest.approx(LEAD_S + 1.6, abs=0.1)
    assert case.program.steps[0].reps == len(case.truth.attempts) == 2
    assert ALONE["bird_dog_good"].program.steps[0].reps == 1, "on each side"


def test_joined_recordings_hold_each_exercise_once_with_an_empty_picture_between():
    routine, free, *_ = cases_joined(read_recordings(SAMPLES))
    assert [step.exercise.id for step in routine.program.steps] == [exercise.id for exercise in BUILT_IN]
    assert free.program.steps == () and free.truth.free
    assert free.truth.attempts == routine.truth.attempts
    starts_s = [one.start_s for one in routine.truth.attempts]
    assert starts_s == sorted(starts_s) and len(routine.truth.returns_s) == len(BUILT_IN) - 1


def test_the_pictures_come_at_the_times_that_the_truth_counts_on(tmp_path):
    film = fakes.video(tmp_path / "film.mp4", 1.0, fps=10)
    shots = (Shot(film, 0.0, 1.0), Shot(film, 0.5, 2.0))
    times = [frame.t for frame in frames_of(shots)]
    assert times == pytest.approx([i / 10 for i in range(55)])
    assert begins_s(shots) == pytest.approx([1.0, 4.5])


@pytest.mark.parametrize(
    ("real", "alike"),
    [
        ([(2.3, "Hold."), (12.4, "Lower slowly.")], True),
        ([(2.3, "Hold."), (13.1, "Lower slowly.")], False),  # too late
        ([(2.3, "Hold.")], False),
        ([(2.3, "Hold."), (8.0, "five"), (12.4, "Lower slowly.")], False),
        ([(-3.0, "Begin."), (2.3, "Hold."), (12.4, "Lower slowly.")], True),  # the count-in may be elsewhere
    ],
)
def test_a_session_is_alike_in_real_time_when_it_says_the_same_at_the_same_moments(real, alike):
    attempt = TrueAttempt("bridge", None, 11.0, 12.0, 23.0, 25.0)
    program = Program("a", (Shot(Path("a.mp4"), 0.0, 10.0),), (), 170.0)
    case = Case("a", program, TrueSession((attempt,), {"bridge": 10.0}))
    cues = [Cue(8.0, "Begin."), Cue(12.4, "Hold."), Cue(22.4, "Lower slowly."), Cue(23.0, tone="hold_done")]
    assert all(map(is_alike, differences(case, cues, real))) is alike
