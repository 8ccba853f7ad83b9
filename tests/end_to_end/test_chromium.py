"""The browser of the tests shows what a person would see, and does not overlook what goes wrong in a page."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from chromium import Visits, find_program, serious_problems


def url(html: str) -> str:
    return "data:text/html," + quote(f"<!doctype html><meta name=viewport content='width=device-width'>{html}")


def test_where_the_browser_is_missing_the_package_to_install_is_named():
    with pytest.raises(pytest.fail.Exception, match="apt-get install chromium"):
        find_program(lambda name: None)


@pytest.mark.parametrize(("width", "dark", "touch"), [(390, True, True), (1920, False, False)])
def test_a_page_has_the_width_the_colours_and_the_fingers_asked_for(visits, width, dark, touch):
    page = visits.open(url("<p>Hello"), width, dark=dark, touch=touch)
    assert page.inner_text("p") == "Hello"
    assert page.evaluate("innerWidth") == width
    assert page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") is dark
    assert page.evaluate("matchMedia('(pointer: coarse)').matches") is touch


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ("<script>console.error('lost')</script>", "lost"),
        ("<script>throw new Error('broken')</script>", "broken"),
        ("<img src=http://example.org/x.png>", "another machine: http://example.org/x.png"),
        ("<img src=http://192.0.2.1/x.png>", "another machine: http://192.0.2.1/x.png"),
        ("<meta http-equiv=Content-Security-Policy content=\"style-src 'none'\"><p style='color:red'>", "style-src"),
    ],
)
def test_what_goes_wrong_in_a_page_fails_the_test(chromium, html, fault):
    visits = Visits(chromium)
    visits.open(url(html))
    with pytest.raises(AssertionError, match=fault):
        visits.close()


def test_a_socket_to_another_machine_fails_the_test(chromium):
    visits = Visits(chromium)
    page = visits.open(
        url("<script>new WebSocket('ws://example.org/').onerror = () => document.title = 'lost'</script>")
    )
    page.wait_for_function("document.title === 'lost'")
    with pytest.raises(AssertionError, match=r"ws://example\.org/"):
        visits.close()


def test_what_keeps_people_out_of_a_page_is_found(visits):
    page = visits.open(url("<html lang=en><title>A page</title><p style='color: #ccc'>Faint<button></button>"))
    assert sorted(problem.partition(":")[0] for problem in serious_problems(page)) == ["button-name", "color-contrast"]
