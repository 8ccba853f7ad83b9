"""A person drags a video into the page, and sees what to correct."""

from contextlib import contextmanager
from pathlib import Path

import fakes
import pytest
import stick_figure
from chromium import wait_until
from web_app import web_services

pytestmark = pytest.mark.slow

NEAR_S = 0.2
"""A person takes this for the moment itself."""
JUMP = """button => new Promise(resolve => {
  const video = document.querySelector("video");
  video.addEventListener("seeked", () => resolve(video.currentTime), { once: true });
  button.click();
})"""
"""Presses a button of the page; returns where its video then is."""


@contextmanager
def hips_low(model: Path):
    """Find the stick figure, whose bridges are too low."""

    def find(frame):
        up = fakes.share_up(frame.t)
        return stick_figure.supine(frame.t, hips_cm=10.0 + 13.0 * up, knee_deg=60.0 + 22.0 * up)

    yield find


def test_from_the_first_start_to_the_first_verdict_and_its_faults(visits, tmp_path):
    services = web_services(tmp_path / "data", estimator=hips_low)
    with visits.app(services) as address:
        page = visits.open(address)
        page.get_by_role("button", name="I have read this").click()
        page.locator(".door", has_text="Analyse a video").click()
        page.set_input_files("#files", fakes.video(tmp_path / "my bridges.mp4", seconds=13.0))
        page.locator("[data-state=done]").wait_for()
        page.get_by_role("link", name="my bridges.mp4").click()
        page.wait_for_load_state()  # until then its script does not listen
        faults = page.locator(".attempts .moment", has_text="Hips")
        assert faults.count() == 2
        wait_until(page, "document.querySelector('video').readyState > 0")  # until then nothing is sought
        for fault in faults.all():
            assert fault.evaluate(JUMP) == pytest.approx(float(fault.get_attribute("data-at")), abs=NEAR_S)

        second = page.get_by_role("button", name="Attempt 2, Bridge")
        second.press("Enter")
        wait_until(page, "!document.querySelector('video').paused")
        wait_until(page, "document.querySelector('.bar [aria-current]')?.textContent == '2'")
        wait_until(page, "document.querySelector('video').textTracks[0].cues?.length == 2")

        page.get_by_role("button", name="Delete this video").click()
        page.get_by_role("button", name="Delete", exact=True).click()
        page.get_by_text("Nothing yet.").wait_for()
        assert list(services.analyses.store.folder.iterdir()) == []
    services.analyses.close()
