"""The report: the verdict in words, nothing loaded, everything escaped, pictures only when they are given."""

from __future__ import annotations

import gc
import math
import re
from dataclasses import replace

import numpy as np
import pytest
from html_page import HOSTILE, Reader, assert_harmless
from report_pages import CUE, DARK, GOOD, HIDDEN, LOW, POOR, SEEN, page, result_of

from posecoach.core.body.body import Body
from posecoach.core.judging.events import Unjudged
from posecoach.core.judging.view_quality import NOBODY, WHY
from posecoach.reports.session import render_report, report_parts
from posecoach.reports.session.attempts import POINTS_MAX, measure_attempts, thin_points


def test_the_verdict_comes_first_and_in_plain_words():
    text = page(GOOD, POOR)
    verdict = text[text.index("In short") : text.index("<h2>Attempts")]
    assert "2 attempts of Bridge." in verdict
    assert "1 without any fault, as far as posecoach could judge." in verdict
    assert "Longest hold: 2.0 s (attempt 1; the goal was 7 s)." in verdict
    assert "Most often to correct: Lift your hips a little (1 of 2 attempts)." in verdict


def test_what_could_not_be_seen_is_not_praised():
    text = page(HIDDEN)
    assert "without any fault" not in text and "not all seen" in text and "no fault seen" not in text
    assert "nothing to correct" not in text and "nothing to correct" in page(GOOD)
    assert "Not judged: I cannot see your hips well enough to judge." in text
    named = "Hip height not judged: I cannot see your hips well enough."
    assert f"<li>{named}</li>" in page(
        replace(GOOD, unjudged=(Unjudged("hips_low", named), Unjudged("hips_high", named)))
    )
    assert "at least 50 %" in page(replace(HIDDEN, good_s=1.0))


def test_a_hold_is_compared_with_the_target_of_that_day():
    assert "<small>of 7 s</small>" in page(GOOD)
    assert "<small>of" not in page(replace(GOOD, asked_hold_s=None))


def test_each_fault_has_its_number_its_band_and_its_remedy():
    text = page(POOR)
    assert CUE in text and "Measured 146°, target at least 167°." in text
    assert "Do less when it hurts" in text


def test_it_says_how_sure_it_is():
    text = page(GOOD)
    assert "8 of 10 s could be judged (75 %)" in text
    assert "2.5 s: It is too dark to see you well: switch on a light." in text
    assert "docs/accuracy.md" in text


def test_it_says_where_the_camera_stood_and_how_bright_it_was():
    text = page(GOOD, seen=[(t, replace(pose, light=140.0)) for t, pose in SEEN])
    assert re.search(r"View: turned by about \d+° from a side view", text)
    assert "Light: brightness 140 of 255; below 22 nothing is judged." in text
    assert "Light:" not in page(GOOD), "nobody measured it"
    assert "View:" not in page(GOOD, seen=[])


def test_a_recording_without_an_attempt_or_a_person_has_a_report_too():
    text = page(seen=[(0.0, None), (0.1, None)], partial="stopped by the user")
    assert "No attempt at Bridge was counted." in text and "stopped by the user" in text


def test_why_there_is_no_attempt_is_said_first_and_what_to_do_about_it():
    lost = {NOBODY: 2.0, WHY["turned"]: 7.0}
    result = result_of(exercise=None)
    result = replace(result, summary=replace(result.summary, not_judged_s=lost, judged_share=0.1))
    text = render_report(result, SEEN, title="clip.mp4")
    in_short = text[text.index("In short") : text.index("What to try next time")]
    assert in_short.index("None of the exercises was recognised.") < in_short.index(
        f"7 s of 10 s could not be judged: {WHY['turned']}"
    )
    assert in_short.index(WHY["turned"]) < in_short.index("Nobody was found for 2 s of 10 s")
    assert "Turn the camera to face your side." in text[text.index("What to try next time") :]
    assert "7.0 s: " + WHY["turned"] in text and "2.0 s: Nobody was found: is the whole body" in text


def test_beside_attempts_much_time_that_could_not_be_judged_is_mentioned_shortly():
    text = page(GOOD)
    assert f"2.5 s of 10 s could not be judged: {next(iter(DARK))}" in text[: text.index("<h2>Attempts")]


def test_an_attempt_whose_landmarks_are_gone_still_stands_in_the_table():
    assert CUE in page(POOR, seen=[])


def test_left_is_compared_with_right_where_an_exercise_has_sides():
    left = replace(GOOD, exercise="bird_dog", side="left", hold_s=4.0)
    text = page(left, replace(left, index=2, side="right", hold_s=2.5), exercise="bird_dog")
    sides = text[text.index("Left and right compared") :]
    assert sides.index("4.0 s") < sides.index("2.5 s")
    assert "Left and right compared" not in page(GOOD)


def test_a_hostile_file_name_or_cue_stays_text():
    fault = replace(LOW, cue=HOSTILE)
    text = page(replace(POOR, faults=(fault,), unjudged=(Unjudged("x", HOSTILE),)), title=HOSTILE, partial=HOSTILE)
    assert_harmless(text)
    assert text.count("&lt;script&gt;alert(1)") >= 5


def test_the_page_loads_nothing_and_runs_only_the_script_of_its_charts():
    text = page(GOOD, POOR, stills=lambda t: np.zeros((480, 640, 3), np.uint8))
    assert_harmless(text)
    assert any("href" in attributes for attributes in Reader(text).all("image")), "the pictures are in it"


def test_pictures_are_there_only_when_given():
    moments_s: list[float] = []
    assert "<image" not in page(POOR) and "polyline" in page(POOR)
    assert "<image" not in page(POOR, stills=lambda t: moments_s.append(t))
    assert moments_s and all(POOR.start_s <= t <= POOR.end_s for t in moments_s)


def test_hovering_over_a_curve_gives_its_values():
    titles = re.findall(r"<title>(at [\d.]+ s: \d+°)</title>", page(GOOD))
    assert len(titles) > 20


def test_a_long_report_is_made_in_small_parts():
    many = result_of(*(replace(GOOD, index=number) for number in range(1, 101)))
    parts = list(report_parts(many, SEEN, title="clip.mp4"))
    assert "".join(parts) == render_report(many, SEEN, title="clip.mp4")
    assert max(map(len, parts)) < sum(map(len, parts)) / 3  # the time line is one part


def bodies() -> int:
    return sum(isinstance(one, Body) for one in gc.get_objects())


def test_of_a_long_session_only_the_bodies_that_are_shown_are_kept():
    before = bodies()
    attempts = measure_attempts([GOOD, POOR], SEEN, 170.0)
    assert [len(attempt.t) for attempt in attempts] == [41, 36]
    assert (
        bodies() - before <= sum(bool(one.best) + bool(one.worst) for one in attempts) + 1
    )  # 1: the last one measured


def test_a_moment_at_which_one_attempt_ends_and_the_next_begins_belongs_to_both():
    first, second = replace(GOOD, end_s=5.0), replace(POOR, start_s=5.0)
    attempts = list(measure_attempts([first, second], SEEN, 170.0))
    assert attempts[0].t[-1] == attempts[1].t[0] == 5.0


@pytest.mark.parametrize("length", [10, POINTS_MAX, 20_000])
def test_a_thinned_curve_keeps_its_extremes_and_its_gaps(length):
    t = np.arange(float(length))
    y = np.sin(t)
    y[length // 2] = 9.0
    y[length // 4] = -9.0
    kept = thin_points(t, y)
    assert len(kept) <= POINTS_MAX and {length // 2, length // 4} <= set(kept) and kept == sorted(kept)
    y[length // 3] = math.nan
    assert np.isnan(y[thin_points(t, y)]).sum() == 1
