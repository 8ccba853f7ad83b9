"""A person lets the phone join with the code, and be the camera."""

import pytest
from web_app import web_services

pytestmark = pytest.mark.slow
LAPTOP = 1280


def test_a_phone_joins_with_the_code_and_becomes_the_camera_once_the_computer_allows_it(visits, tmp_path):
    with visits.app(web_services(tmp_path)) as address:
        site = address.split("/enter")[0]
        computer = visits.open(address, LAPTOP)
        computer.goto(f"{site}/devices")
        computer.get_by_role("button", name="Let other devices in").click()
        code = computer.locator("#code:not(:empty)").inner_text()

        phone = visits.open(f"{site}/join", touch=True)
        phone.get_by_label("six digits").fill(code)
        phone.get_by_role("button", name="Join").click()
        phone.get_by_role("button", name="Ask: Be the camera").click()
        number = phone.locator("#asked-number:not(:empty)").inner_text()

        computer.goto(f"{site}/settings")
        computer.get_by_role("link", name="asks: may it be the camera?").click()
        asked = computer.locator(".lan-request", has_text=number)
        assert "be the camera" in asked.inner_text()
        asked.get_by_role("button", name="Allow").click()
        phone.get_by_role("link", name="Be the camera").wait_for()
        computer.get_by_text("May watch, be the camera").wait_for()
