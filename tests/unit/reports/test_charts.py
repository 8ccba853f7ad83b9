"""The marks of the charts say the numbers of the result, and lie where they say; the script reads them from there."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import groupby
from xml.etree import ElementTree

import numpy as np
import pytest
from html_page import between
from progress_pages import BRIDGE, TODAY, daily, summary
from progress_pages import page as progress_page
from report_pages import GOOD, HIDDEN, LOW, POOR, SEEN
from report_pages import page as report_page

from posecoach.exercises.registry import EXERCISES
from posecoach.reports.session.attempts import measure_attempts

SVG = "{http://www.w3.org/2000/svg}"


class Chart:
    """A chart of a page, read as the script reads it."""

    def __init__(self, text: str, label: str) -> None:
        svg = next(svg for svg in re.findall(r"<svg xmlns.*?</svg>", text, re.DOTALL) if f'aria-label="{label}"' in svg)
        self._root = ElementTree.fromstring(svg)

    def marks(self) -> list[tuple[str, float, float]]:
        """Return the text of each mark, and where it lies on the axes, by their numbers."""
        across, up = self._axis("x", 0), self._axis("y", 1)
        found = [
            (dots.findtext(f"{SVG}title"), across(float(circle.get("cx"))), up(float(circle.get("cy"))))
            for dots in self._root.iterfind(f".//{SVG}g[@class='dots']")
            if (circle := dots.find(f"{SVG}circle")) is not None
        ]
        return list(dict.fromkeys(found))  # pygal draws the dot of a series of one twice

    def _axis(self, name: str, coordinate: int):
        """Return what turns a coordinate into the number on the axis."""
        axis = next(g for g in self._root.iter(f"{SVG}g") if name in (g.get("class") or "").split()[1:2])
        found = []
        for guide in axis.iterfind(f"{SVG}g"):
            number = re.match(r"-?[\d.]+$", guide.findtext(f"{SVG}text") or "")
            start = guide.find(f"{SVG}path").get("d").removeprefix("M").split()[coordinate]
            found.append((float(start), float(number[0]) if number else float(len(found))))
        (a, low), (b, high) = found[0], found[-1]
        return lambda at: low + (at - a) * (high - low) / (b - a)


def test_a_curve_says_the_measured_values_and_when():
    (attempt,) = measure_attempts([GOOD], SEEN, 170.0)
    expected = dict(zip(attempt.t, attempt.values(EXERCISES["bridge"].displayed[0]), strict=True))
    found = Chart(report_page(GOOD), "Bridge: hips over time").marks()
    assert [text for text, _, _ in found[:-1]] == [f"at {t:.1f} s: {value:.0f}°" for t, value in expected.items()]
    top = max(expected, key=expected.get)
    assert found[-1][0] == f"Attempt 1 (no fault seen), top at {top:.1f} s: {expected[top]:.0f}°"
    for text, t, value in found:
        said = [float(number) for number in re.search(r"at ([\d.]+) s: (\d+)°", text).groups()]
        assert (t, value) == (pytest.approx(said[0], abs=0.06), pytest.approx(said[1], abs=0.6))


def test_a_time_line_says_the_holds_and_the_faults_and_when():
    found = Chart(report_page(GOOD, POOR), "Time line of holds and faults").marks()
    bars = [(text, [t for _, t, _ in own]) for (text, _), own in groupby(found, key=lambda mark: (mark[0], mark[2]))]
    held, poor = "Attempt 1, at 2.0 s: held 2.0 s, 2.0 s good", "Attempt 2, at 6.0 s: held 2.0 s, 0.5 s good"
    assert [(text, times[0], times[-1]) for text, times in bars] == [
        (held, pytest.approx(2.0, abs=0.01), pytest.approx(4.0, abs=0.01)),
        (poor, pytest.approx(6.0, abs=0.01), pytest.approx(6.5, abs=0.01)),
        (poor, pytest.approx(6.5, abs=0.01), pytest.approx(8.0, abs=0.01)),
        (f"Attempt 2, at 6.5 s: {LOW.cue}", pytest.approx(6.5, abs=0.01), pytest.approx(8.0, abs=0.01)),
    ]


def test_a_chart_of_progress_says_the_recorded_values_on_their_days():
    levels = [2, 3, 5, 1, 0, 7]
    text = progress_page(*daily(6, pain_before=levels, pain_after=[3] * 6))
    days = [TODAY - timedelta(days=ago) for ago in range(5, -1, -1)]
    found = Chart(text, "Pain before and after practice over time").marks()
    named = {day: f"{day:%a} {day.day} {day:%b} {day.year}" for day in days}
    assert [text for text, _, _ in found[:6]] == [
        f"{named[day]}: {n} before" for day, n in zip(days, levels, strict=True)
    ]
    assert [height for _, _, height in found] == pytest.approx([*levels, *[3] * 6], abs=0.1)
    assert np.diff([x for _, x, _ in found[:6]]) == pytest.approx(found[1][1] - found[0][1], abs=0.05), "a day each"


def test_holds_are_those_of_the_history():
    longest = [5.0, 7.5, 9.5]
    past = [summary(2 - i, BRIDGE._replace(longest_s=s)) for i, s in enumerate(longest)]
    found = Chart(progress_page(*past), "Longest and mean hold over time").marks()
    assert [text.partition(": ")[2] for text, _, _ in found] == [f"longest {s} s" for s in longest] + ["mean 8.0 s"] * 3


@pytest.mark.parametrize("text", [report_page(GOOD, HIDDEN), progress_page(*daily())], ids=["report", "progress"])
def test_only_marks_have_titles_so_that_nothing_shows_bare_numbers(text):
    body = text.partition("<body>")[2].partition("<script>")[0]
    assert not re.findall(r"<title>[\d.-]+</title>", body)
    assert len(re.findall("<title>", body)) == len(re.findall(r"<title>[^<]+</title>(?:<circle|<rect)", body))


def test_the_script_is_light():
    assert len(between(report_page(GOOD), "<script>", "</script>").encode()) < 6_000
