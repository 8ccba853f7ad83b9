"""A phone's page in a real browser, with a made-up camera: its pictures reach a session, and it says how it goes."""

from __future__ import annotations

from urllib.parse import urljoin

import numpy as np
import pytest
from web_app import web_services

pytestmark = pytest.mark.slow


def test_a_phone_is_the_camera_of_a_session_until_another_page_takes_over(visits, tmp_path):
    services = web_services(tmp_path)
    with visits.app(services) as address:
        page = visits.open(address, touch=True, permissions=["camera"])
        page.goto(urljoin(address, "/phone"))
        page.click("#start")
        page.wait_for_selector("#state[data-state=waiting]")
        [name] = services.phones.names()
        with services.phones.open(name) as camera:
            frames = [frame for _ in range(40) if (frame := camera.latest(0.5))]
            assert len(frames) > 30 and all(np.diff([frame.t for frame in frames]) > 0)
            assert max(frames[-1].image.shape) == 640
            page.wait_for_selector("#state[data-state=used]")
            other = page.context.new_page()
            other.goto(page.url)
            other.click("#start")
            other.wait_for_selector("#state[data-state=used]")
            page.wait_for_selector("#state[data-state=replaced]")
            assert page.is_visible("#start") and page.evaluate("document.getElementById('preview').srcObject") is None
            assert camera.latest(2.0) and camera.state == "live"
        other.wait_for_selector("#state[data-state=waiting]")
        other.click("#stop")
        assert other.inner_text("#state") == "The camera is off."


def test_without_a_secure_connection_the_page_says_why_and_what_to_do(visits, tmp_path):
    with visits.app(web_services(tmp_path)) as address:
        page = visits.open(address, touch=True)
        page.add_init_script("Object.defineProperty(navigator, 'mediaDevices', { value: undefined })")
        page.goto(urljoin(address, "/phone"))
        assert "secure connection" in page.inner_text("#insecure")
        assert [link.get_attribute("href") for link in page.query_selector_all("#insecure a")] == ["/ca", "/send"]
        assert page.is_hidden("#start")
