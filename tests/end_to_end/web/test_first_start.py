"""A person opens posecoach for the first time, looks around, and changes a setting."""

from itertools import cycle

import pytest
from chromium import serious_problems
from playwright.sync_api import expect
from pseudo import pseudo_language
from session_records import SESSION
from web_app import web_services

from posecoach.practice.questions import SAFETY_ID
from posecoach.storage.history.history import History
from posecoach.storage.preferences import load_preferences

pytestmark = pytest.mark.slow

PAGES = ("/", "/safety", "/progress?weeks=all", "/exercises", "/exercises/bird_dog", "/settings", "/deleted", "/no")
"""The pages of the owner, and one that is not there."""


def test_a_person_confirms_the_safety_words_and_finds_the_way(visits, tmp_path):
    services = web_services(tmp_path)
    with visits.app(services) as address:
        page = visits.open(address)
        assert page.get_by_role("heading", name="Before you begin").is_visible()
        page.get_by_role("button", name="I have read this").click()
        for door in ("Practise", "Analyse a video", "My progress"):
            page.locator(".door", has_text=door).wait_for()
        assert History(services.history).confirmed(SAFETY_ID)

        page.get_by_role("link", name="Exercises", exact=True).click()
        page.locator(".door", has_text="Bridge").click()
        page.get_by_role("button", name="Pause").click()
        hips = page.locator(".moving line.near").first
        still = hips.get_attribute("x2")
        page.get_by_role("button", name="Play").click()
        expect(hips).not_to_have_attribute("x2", still)

        page.get_by_role("link", name="Settings", exact=True).click()
        page.wait_for_load_state()  # until then its script does not listen
        page.get_by_label("Your height in cm").fill("20")
        page.get_by_label("Your height in cm").press("Tab")
        page.get_by_text("The height must be").wait_for()
        assert "400" in visits.faults.pop()  # as a browser notes each refused request
        page.get_by_label("Your height in cm").fill("183")
        page.get_by_label("Your height in cm").press("Tab")
        page.get_by_text("Saved", exact=True).wait_for()
        assert load_preferences(tmp_path).height_cm == 183


def test_the_scripts_speak_the_chosen_language_too(visits, tmp_path):
    with pseudo_language(), visits.app(web_services(tmp_path)) as address:
        page = visits.open(address)
        page.get_by_role("button", name="⟦I have read this⟧").click()
        page.get_by_role("link", name="⟦Settings⟧", exact=True).click()
        page.wait_for_load_state()  # until then its script does not listen
        page.get_by_label("⟦Your height in cm⟧").fill("183")
        page.get_by_label("⟦Your height in cm⟧").press("Tab")
        page.get_by_text("⟦Saved⟧", exact=True).wait_for()


def test_for_a_person_who_asked_for_less_motion_the_figure_rests_until_it_is_started(visits, tmp_path):
    with visits.app(web_services(tmp_path)) as address:
        page = visits.open(address, reduced_motion="reduce")
        page.goto(address.partition("/enter")[0] + "/exercises/bridge")
        page.get_by_role("button", name="Play").wait_for()
        hips = page.locator(".moving line.near").first
        still = hips.get_attribute("x2")
        page.get_by_role("button", name="Play").click()
        expect(hips).not_to_have_attribute("x2", still)


def test_every_page_serves_people_with_a_screen_reader_weak_eyes_or_a_small_screen(visits, tmp_path):
    services = web_services(tmp_path)
    history = History(services.history)
    history.confirm(SAFETY_ID, SESSION.started)
    history.save(SESSION)
    with visits.app(services) as address:
        page = visits.open(address)
        for path, colours in zip(PAGES, cycle(("light", "dark"))):  # all pages have the same ones
            page.emulate_media(color_scheme=colours)
            page.set_viewport_size({"width": 390, "height": 844})
            page.goto(address.partition("/enter")[0] + path)
            assert serious_problems(page) == [], path
            page.set_viewport_size({"width": 195, "height": 422})  # the same phone with everything twice as large
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    assert visits.faults == ["Failed to load resource: the server responded with a status of 404 (Not Found)"]
    visits.faults.clear()
