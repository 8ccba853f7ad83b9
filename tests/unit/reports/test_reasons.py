"""Why a result says little is said first, with seconds and the remedy, in the same words everywhere."""

from __future__ import annotations

from dataclasses import replace

import pytest

from posecoach.core.judging.coach import Assessment
from posecoach.core.judging.events import Rep
from posecoach.core.judging.view_quality import NOBODY, WHY
from posecoach.core.result import ModelInfo, Result, VideoInfo, make_result
from posecoach.reports.reasons import explain, remedies, seconds_text

REP = Rep(1, "bridge", None, 1.0, 2.0, 4.0, 5.0, 2.0, 2.0)
VIDEO = VideoInfo("clip.mp4", None, 640, 480, 30.0, 30.0, 900, 900)
MODEL = ModelInfo("full", "full.task", "1" * 64, "official")


def result_of(*reps: Rep, exercise: str | None = None, found: int = 900, **lost_s: float) -> Result:
    """A recording of 30 s; `lost_s` are the seconds lost to each reason, `nobody` one of them."""
    lost = {NOBODY if name == "nobody" else WHY[name]: seconds for name, seconds in lost_s.items()}
    assessment = Assessment(exercise, reps, {}, 30.0 - sum(lost.values()), lost)
    return make_result(assessment, replace(VIDEO, frames_with_pose=found), MODEL, 170.0)


def test_without_an_attempt_that_comes_first_then_why_with_seconds_and_remedy():
    first, why, *rest = explain(result_of(turned=12.0))
    assert first == "None of the exercises was recognised."
    assert why == f"12 s of 30 s could not be judged: {WHY['turned']}"
    assert len(rest) == 1 and rest[0].startswith("18 s of 30 s could be judged, but I saw no whole attempt: begin")


def test_a_named_exercise_is_named_with_its_start_pose():
    first, *_, last = explain(result_of(exercise="bird_dog"))
    assert first == "No attempt at Bird dog was counted."
    assert last.startswith("30 s of 30 s") and "Go on your hands and knees" in last


def test_an_exercise_that_is_not_installed_any_more_is_named_by_its_id():
    assert explain(result_of(exercise="gone"))[0] == "No attempt at gone was counted."


def test_a_recording_in_which_nobody_was_found_says_in_how_many_pictures():
    assert explain(result_of(found=0, nobody=30.0)) == [
        "None of the exercises was recognised.",
        "Nobody was found in any of 900 pictures: is the whole body in the picture, is it light enough?",
    ]


def test_the_reason_that_took_most_time_comes_first_and_there_are_three_at_most():
    found = explain(result_of(dark=4.0, turned=9.0, nobody=6.0, far=2.0))
    assert [sentence.split()[0] for sentence in found[1:-1]] == ["9", "Nobody", "4"]
    assert found[2].startswith("Nobody was found for 6 s of 30 s: is the whole body")


def test_a_moment_explains_nothing():
    assert len(explain(result_of(turned=0.4))) == 2


def test_a_recording_without_pictures_has_no_reason():
    empty = replace(result_of(), video=replace(VIDEO, frames=0, frames_with_pose=0, duration_s=0.0))
    assert explain(empty) == ["None of the exercises was recognised."]


@pytest.mark.parametrize(("lost_s", "said"), [(2.9, False), (3.1, True)])
def test_beside_attempts_only_much_lost_time_is_mentioned(lost_s, said):
    found = explain(result_of(REP, exercise="bridge", turned=lost_s))
    assert found == ([f"{lost_s} s of 30 s could not be judged: {WHY['turned']}"] if said else [])


def test_in_a_long_recording_five_seconds_are_mentioned():
    long = result_of(REP, exercise="bridge", dark=5.0)
    assert explain(replace(long, video=replace(VIDEO, duration_s=900.0)))


def test_several_reasons_beside_attempts_are_summed_up_with_the_main_one():
    assert explain(result_of(REP, exercise="bridge", dark=2.0, nobody=5.5)) == [
        "7.5 s of 30 s could not be judged.",
        "Mostly (5.5 s): Nobody was found: is the whole body in the picture, is it light enough?",
    ]


def test_each_remedy_is_named_once_as_a_sentence():
    assert remedies(result_of(turned=9.0, nobody=6.0)) == [
        "Turn the camera to face your side.",
        "Is the whole body in the picture, is it light enough?",
        "Begin each attempt in the start pose and come back to it.",
    ]
    assert remedies(result_of(REP)) == []


@pytest.mark.parametrize("reason", [NOBODY, *WHY.values()])
def test_every_reason_comes_with_a_remedy(reason):
    lost = replace(result_of().summary, not_judged_s={reason: 30.0}, judged_share=0.0)
    assert len(remedies(replace(result_of(), summary=lost))) == 1


@pytest.mark.parametrize(
    ("seconds", "text"), [(0.04, "0 s"), (4.52, "4.5 s"), (9.96, "10 s"), (12.4, "12 s"), (5400.0, "5400 s")]
)
def test_seconds_have_tenths_below_ten(seconds, text):
    assert seconds_text(seconds) == text
