"""The charts of both pages answer to a finger, a mouse and the arrow keys, at every width; without a script as well."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from chromium import serious_problems, wait_until
from progress_pages import BRIDGE, LEFT, RIGHT, TODAY, summary
from progress_pages import page as progress_page
from report_pages import GOOD, LOW, POOR
from report_pages import page as report_page

DAYS = "Days of practice"
PAIN = "Pain before and after practice over time"
TIME_LINE = "Time line of holds and faults"
HIPS = "Bridge: hips over time"
DATES = [TODAY - timedelta(days=ago) for ago in range(11, -1, -1)]
NAMES = [f"{day:%a} {day.day} {day:%b} {day.year}" for day in DATES]
BEFORE, AFTER = [2, 3, 5, 1, 0, 7, 4, 4, 2, 6, 1, 3], [1, 3, 4, 0, 0, 6, 4, 5, 2, 5, 1, 2]
SAID = [[name, f"{before} before", f"{after} after"] for name, before, after in zip(NAMES, BEFORE, AFTER, strict=True)]
SHORT = replace(LOW, code="hips_high", start_s=7.0, end_s=7.8, cue="Lower your hips a little.", say="Lower your hips")
INSIDE_PX = 1.0
"""Boxes lie at fractions of pixels."""


@pytest.fixture(scope="module")
def urls(tmp_path_factory):
    """Write both pages; return their addresses."""
    folder = tmp_path_factory.mktemp("pages")
    levels = zip(range(11, -1, -1), BEFORE, AFTER, strict=True)
    past = [summary(ago, BRIDGE, LEFT, RIGHT, pain_before=before, pain_after=after) for ago, before, after in levels]
    sided = [replace(GOOD, index=3 + i, exercise="bird_dog", side=side) for i, side in enumerate(("left", "right"))]
    texts = {"progress": progress_page(*past), "report": report_page(GOOD, replace(POOR, faults=(LOW, SHORT)), *sided)}
    for name, text in texts.items():
        (folder / f"{name}.html").write_text(text, "utf-8")
    return {name: (folder / f"{name}.html").as_uri() for name in texts}


def chart_of(page, label):
    return page.locator(f'svg[aria-label="{label}"]')


def said(page):
    """Return the lines of the bubble."""
    return [line for line in page.inner_text("[role=status]").split("\n") if line]


def marks(chart):
    """Return where the marks are, in pixels from the corner of the chart, and their titles."""
    return chart.evaluate(
        """svg => [...svg.querySelectorAll("title + *")].map(mark => {
            const [own, all] = [mark, svg].map(node => node.getBoundingClientRect());
            const [x, y] = [own.x + own.width / 2 - all.x, own.y + own.height / 2 - all.y];
            return [mark.previousElementSibling.textContent, {x, y}];
        })"""
    )


@pytest.mark.parametrize(("width", "touch"), [(390, True), (820, True), (1920, False)])
def test_pointing_at_a_chart_says_the_values_of_the_nearest_day(visits, urls, width, touch):
    page = visits.open(urls["progress"], width, touch=touch)
    chart = chart_of(page, PAIN)
    found = marks(chart)
    a_day = found[1][1]["x"] - found[0][1]["x"]
    for i in (0, 5, 11):
        (chart.tap if touch else chart.hover)(position={"x": found[i][1]["x"] + 0.4 * a_day, "y": 30 + 8 * i})
        assert said(page) == SAID[i]


def test_pointing_at_a_curve_says_what_its_titles_say(visits, urls):
    page = visits.open(urls["report"], touch=True)
    chart = chart_of(page, HIPS)
    for title, position in marks(chart)[3::9]:
        chart.tap(position={"x": position["x"], "y": 20})
        lines = said(page)
        assert title in map(": ".join, zip(lines[::2], lines[1::2], strict=True))


def test_all_of_a_bar_answers_with_whatever_else_there_is_at_that_moment(visits, urls):
    page = visits.open(urls["report"], 820)
    chart = chart_of(page, TIME_LINE)
    ends = {title: position["x"] for title, position in marks(chart)}
    chart.hover(position={"x": ends[f"Attempt 2, at 7.0 s: {SHORT.cue}"] - 5, "y": 100})
    assert said(page) == [
        *("Attempt 2, at 6.0 s", "held 2.0 s, 0.5 s good"),
        *("Attempt 2, at 7.0 s", SHORT.cue),
        *("Attempt 2, at 6.5 s", LOW.cue),
    ]


def test_a_day_of_the_calendar_says_what_was_done(visits, urls):
    page = visits.open(urls["progress"], touch=True)
    chart = chart_of(page, DAYS)
    for title, position in marks(chart)[::4]:
        chart.tap(position=position)
        assert ": ".join(said(page)) == title


@pytest.mark.parametrize("name", ["report", "progress"])
@pytest.mark.parametrize("width", [390, 820])
def test_the_bubble_stays_in_the_chart_and_the_window(visits, urls, name, width):
    page = visits.open(urls[name], width)
    for chart in page.locator("svg[tabindex]").all()[:6]:
        chart.scroll_into_view_if_needed()
        outside = chart.evaluate(
            """(svg, tolerance) => {
                const frame = (svg.closest(".wide") ?? svg).getBoundingClientRect();
                const outside = [];
                for (let clientX = frame.left + 1; clientX < frame.right; clientX += 37) {
                    for (const clientY of [frame.top + 5, frame.bottom - 5]) {
                        svg.dispatchEvent(new PointerEvent("pointermove", {clientX, clientY}));
                        const box = document.querySelector("[role=status]").getBoundingClientRect();
                        const past = Math.max(
                            frame.left - box.left, box.right - frame.right,
                            frame.top - box.top, box.bottom - frame.bottom,
                        );
                        if (!box.width || past > tolerance) outside.push([clientX, clientY, past]);
                    }
                }
                return outside;
            }""",
            INSIDE_PX,
        )
        assert outside == []
        assert page.evaluate("document.documentElement.scrollWidth") == width


def test_the_arrow_keys_go_through_a_chart(visits, urls):
    page = visits.open(urls["progress"])
    chart = chart_of(page, PAIN)
    chart_of(page, DAYS).focus()
    page.keyboard.press("Tab")
    assert chart.evaluate("svg => svg === document.activeElement") and said(page) == []
    for key, expected in [
        ("ArrowRight", SAID[0]),
        ("ArrowRight", SAID[1]),
        ("ArrowLeft", SAID[0]),
        ("ArrowLeft", SAID[0]),
        ("End", SAID[-1]),
        ("ArrowRight", SAID[-1]),
        ("ArrowLeft", SAID[-2]),
        ("Escape", []),
        ("ArrowRight", SAID[-1]),
        ("Home", SAID[0]),
        ("Tab", []),
    ]:
        page.keyboard.press(key)
        assert said(page) == expected, key


def test_the_arrow_keys_bring_what_is_out_of_sight_into_view(visits, urls):
    page = visits.open(urls["report"])
    chart = chart_of(page, HIPS)
    last, _ = max(marks(chart), key=lambda mark: mark[1]["x"])
    chart.focus()
    page.keyboard.press("End")
    assert ": ".join(said(page)) == last
    box = page.locator("[role=status]").bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 390


def drag(page, chart, across_px, up_px):
    """Move a finger over the middle of what is visible of a chart."""
    chart.scroll_into_view_if_needed()
    box = chart.bounding_box()
    x, y = box["x"] + 150, box["y"] + box["height"] / 2
    finger = page.context.new_cdp_session(page)
    finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for i in range(1, 11):
        at = {"x": x + across_px * i / 10, "y": y - up_px * i / 10}
        finger.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [at]})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


@pytest.mark.parametrize(("name", "label"), [("progress", PAIN), ("report", HIPS)])
def test_a_finger_scrolls_the_page_over_a_chart(visits, urls, name, label):
    page = visits.open(urls[name], touch=True)
    chart = chart_of(page, label)
    chart.scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    drag(page, chart, 0, 150)
    wait_until(page, f"scrollY > {before + 50}")
    assert said(page) == []


def test_a_finger_scrolls_a_chart_that_is_wider_than_the_window(visits, urls):
    page = visits.open(urls["report"], touch=True)
    drag(page, chart_of(page, HIPS), -120, 0)
    wait_until(page, "document.querySelectorAll('.plot-chart')[0].parentNode.scrollLeft > 50")
    assert said(page) == []


def test_a_finger_that_moves_sideways_reads_a_chart_and_a_tap_elsewhere_closes_the_bubble(visits, urls):
    page = visits.open(urls["progress"], touch=True)
    drag(page, chart_of(page, PAIN), 120, 0)
    assert said(page) in SAID
    page.locator("h1").tap()
    assert said(page) == []


def test_without_a_script_the_page_is_whole_and_its_marks_have_titles(visits, urls):
    page = visits.open(urls["report"], java_script_enabled=False)
    assert chart_of(page, HIPS).get_attribute("role") == "img"
    assert page.locator("svg title").count() > 40
    assert page.locator("[role=status], svg[tabindex]").count() == 0


def test_a_printed_page_has_no_bubble(visits, urls):
    page = visits.open(urls["progress"], 820)
    chart_of(page, PAIN).hover()
    assert page.locator("[role=status]").is_visible() and page.locator(".cursor").is_visible()
    page.emulate_media(media="print")
    assert not page.locator("[role=status]").is_visible() and not page.locator(".cursor").is_visible()


@pytest.mark.parametrize(("name", "label"), [("report", TIME_LINE), ("progress", DAYS)])
def test_nobody_is_kept_out(visits, urls, name, label):
    page = visits.open(urls[name])
    chart = chart_of(page, label)
    assert chart.evaluate("svg => [svg.role, svg.tabIndex]") == ["application", 0]
    for colours in ("light", "dark"):
        page.emulate_media(color_scheme=colours)
        chart.hover()
        assert said(page)
        assert serious_problems(page) == []
