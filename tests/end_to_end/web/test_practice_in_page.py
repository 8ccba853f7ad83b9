"""A session in a real browser, from the choice to the report, with a page that joins late."""

from __future__ import annotations

from functools import partial
from urllib.parse import urljoin

import pytest
import stick_figure
from chromium import serious_problems, wait_until
from fakes import ROOT, estimator
from web_app import web_services

from posecoach.core.body.pose import Frame, Pose
from posecoach.practice.questions import SAFETY_ID
from posecoach.storage.history.history import History
from posecoach.storage.preferences import Preferences, save_preferences
from posecoach.web.security.devices import OWNER

pytestmark = pytest.mark.slow


REST_S, HELD_S = 3.5, 5.0


def bridging_low(frame: Frame) -> Pose:
    """Find a stick figure that lifts its hips too little, again and again."""
    t = frame.t % (REST_S + HELD_S) - REST_S
    up = min(1.0, max(0.0, t))
    return stick_figure.supine(frame.t, hips_cm=10.0 + 12.0 * up, knee_deg=60.0 + 22.0 * up)


def test_bridges_are_corrected_and_counted_in_every_page_until_it_hurts(visits, tmp_path):
    video = str(ROOT / "sample_videos" / "bridge_hips_low.mp4")
    services = web_services(tmp_path, cameras=(video,), estimator=partial(estimator, find=bridging_low))
    save_preferences(services.folder, Preferences(speaker="page"))
    with visits.app(services) as address:
        page = visits.open(address)
        page.goto(urljoin(address, "/practise?exercise=bridge"))
        assert not serious_problems(page)
        page.click("#start")
        page.click("text=I have read this")
        page.click("#answers >> text=Skip")
        page.wait_for_selector("#say:text-is('Lift your hips a little')", timeout=40_000)
        assert not serious_problems(page)
        for width, height in ((1280, 720), (1920, 1080), (844, 390)):
            page.set_viewport_size({"width": width, "height": height})
            wait_until(page, "words.clientHeight < 9 || words.scrollHeight <= words.clientHeight + 1")
            assert page.evaluate("document.querySelector('.hurts').getBoundingClientRect().bottom") < height

        page.reload()
        page.wait_for_selector("text=Tap this page once, and it speaks again.")
        page.click("#picture")
        assert page.get_attribute("#speaker", "aria-pressed") == "true" and page.is_hidden("#silent")

        late = page.context.new_page()
        late.goto(urljoin(address, "/live"))
        late.wait_for_selector(r"#clock:text-matches('^[1-9]\d* / 10 s$')", timeout=40_000)
        late.wait_for_selector("#word:text-matches('^(FIX|HOLD)$')", timeout=40_000)
        row = "Array.from(picture.getContext('2d').getImageData(0, 240, 640, 1).data)"
        assert 40 < sum(late.evaluate(row)) / (4 * 640) < 220, "the picture is there, too"

        token = services.devices.new_token("a television", frozenset({"view"}))
        television = visits.open(urljoin(address, f"/enter?token={token}"))
        television.goto(urljoin(address, "/live"))
        television.wait_for_selector("#live:visible")
        assert television.is_hidden("text=It hurts")
        for device in services.devices.all():
            if not device.may("own"):
                services.devices.forget(device.id)
        television.wait_for_selector("text=This device is not known yet")
        visits.faults.clear()  # its page was refused, as it should be

        page.wait_for_selector("#count:text-is('Bridge: 2 of 5')", timeout=40_000)
        late.click("text=It hurts")
        page.wait_for_selector("#over >> text=Stopped. Rest now.")
        page.click("#answers >> text=5")
        with page.context.expect_page() as opened:
            page.click("text=The whole report")
        assert opened.value.inner_text("h1").startswith("Bridge, ")
    services.practice.close()
    (session,) = History(services.history).sessions()
    assert (session.ended, session.pain_before, session.pain_after) == ("pain", None, 5)


def test_bridges_before_a_phone_are_corrected_and_counted_as_before_the_computer(visits, tmp_path):
    services = web_services(tmp_path, estimator=partial(estimator, find=bridging_low))
    History(services.history).confirm(SAFETY_ID, "2026-01-01T08:00:00+00:00")
    with visits.app(services) as address:
        phone = visits.open(address, touch=True, permissions=["camera"])
        phone.goto(urljoin(address, "/phone"))
        phone.click("#start")
        phone.wait_for_selector("#state[data-state=waiting]")

        token = services.devices.new_token("the computer", OWNER)
        page = visits.open(urljoin(address, f"/enter?token={token}"))
        page.goto(urljoin(address, "/practise?exercise=bridge"))
        (camera,) = services.phones.names()
        page.select_option("[name=camera]", camera)
        page.click("#start")
        page.click("#answers >> text=Skip")
        page.wait_for_selector("#say:text-is('Lift your hips a little')", timeout=40_000)
        page.wait_for_selector("#count:text-is('Bridge: 2 of 5')", timeout=40_000)
        phone.wait_for_selector("#state[data-state=used]")
    services.practice.close()
