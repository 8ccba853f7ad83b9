"""The settings: saved at once, checked with sentences; and everything can be deleted, which takes a typed word."""

from types import SimpleNamespace

import pytest
from analysed import new_analysis
from session_records import SESSION
from web_app import client, web_services

from posecoach.storage.history.history import History
from posecoach.storage.preferences import Preferences, load_preferences
from posecoach.web.screens.data_folder import contents


@pytest.fixture
def services(tmp_path):
    return web_services(tmp_path / "data")


@pytest.fixture(scope="module")
def unchanged(tmp_path_factory):
    return web_services(tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="module")
def browser(unchanged):
    return client(unchanged)


def test_a_changed_setting_is_saved_at_once_and_the_others_stay(services):
    browser = client(services)
    assert browser.post("/settings", json={"height_cm": 183.5}).json() == {"saved": True}
    assert browser.post("/settings", json={"speaker": "nobody", "dose_percent": 70}).status_code == 200
    assert load_preferences(services.folder) == Preferences(height_cm=183.5, speaker="nobody", dose_percent=70)
    text = browser.get("/settings").text
    assert 'value="183.5"' in text and '<option value="nobody" selected>' in text
    assert browser.post("/settings", json={"dose_percent": None}).status_code == 200
    assert load_preferences(services.folder).dose_percent is None


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ('{"height_cm": 20}', "The height must be"),
        ('{"height_cm": "<b>"}', "The height must be"),
        ('{"height_cm": null}', "The height must be"),
        ('{"height_cm": NaN}', "does not understand"),
        ('{"rate": 1000000}', "words per minute"),
        ('{"rate": 150.5}', "words per minute"),
        ('{"volume": 0}', "volume"),
        ('{"volume": true}', "volume"),
        ('{"language": "en; rm -rf /"}', "language code"),
        ('{"camera": 3}', "camera"),
        (f'{{"camera": "{"x" * 301}"}}', "camera"),
        ('{"mirror": "yes"}', "mirrored"),
        ('{"dose_percent": 120}', "dose"),
        ('{"speaker": "everybody"}', "who speaks"),
        ('{"height_cm": 180, "admin": true}', "has these settings"),
        ('{"__class__": 1}', "has these settings"),
        ("{}", "has these settings"),
        ("[1]", "does not understand"),
        ("", "does not understand"),
        ("{", "does not understand"),
        ("[" * 50_000, "does not understand"),
        ('{"camera": "\\ud800"}', "cannot be read"),
        ('{"camera": ' + "[" * 500 + "]" * 500 + "}", "cannot be read"),
    ],
)
def test_a_setting_that_is_not_allowed_is_refused_with_a_sentence_and_nothing_changes(unchanged, browser, body, words):
    answer = browser.post("/settings", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 400 and words in answer.json()["problem"]
    assert load_preferences(unchanged.folder) == Preferences()


def test_the_settings_say_what_is_kept_and_how_large_it_is(services):
    History(services.history).save(SESSION)
    (services.folder / "analyses" / "one").mkdir(parents=True)
    (services.folder / "analyses" / "one" / "film.mp4").write_bytes(bytes(3_000_000))
    assert contents(services.folder)[0] == ("Analysed recordings", "3 MB")
    text = client(services).get("/settings").text
    assert str(services.folder) in text and "3 MB" in text and "Your sessions" in text


def test_nothing_is_deleted_without_the_typed_word(services):
    History(services.history).save(SESSION)
    browser = client(services)
    for body in ("", "{}", '"delete"', '{"word": "delete", "path": "/"}', "{"):
        assert browser.request("DELETE", "/everything", content=body).status_code == 400
    answer = browser.request("DELETE", "/everything", json={"word": "yes"})
    assert answer.status_code == 400 and "Nothing was deleted" in answer.json()["problem"]
    assert len(History(services.history).sessions()) == 1


def test_everything_is_deleted_and_the_page_then_says_what_is_left(services):
    History(services.history).save(SESSION)
    browser = client(services)
    browser.post("/settings", json={"height_cm": 180})
    assert browser.get("/deleted").headers["location"] == "/settings"
    phone = client(services, frozenset({"view"}))
    (services.folder / "practice").mkdir()
    (services.folder / "practice" / "result.json").write_text("{}", encoding="utf-8")
    services.analyses.store.keep(new_analysis(services.analyses, b"film"))
    assert browser.request("DELETE", "/everything", json={"word": "delete"}).json() == {"deleted": True}
    assert History(services.history).sessions() == []
    assert load_preferences(services.folder) == Preferences()
    assert services.analyses.store.all() == []
    assert {path.name for path in services.folder.rglob("*.*")} <= {"history.sqlite", "devices.json"}
    assert phone.get("/live").status_code == 401
    text = browser.get("/deleted").text
    assert "Everything is deleted" in text and "pain" not in text, "it names nothing that is gone"


def test_while_a_session_is_going_on_nothing_is_deleted(services):
    History(services.history).save(SESSION)
    services.practice._current = SimpleNamespace(running=True, end=lambda: None)
    answer = client(services).request("DELETE", "/everything", json={"word": "delete"})
    assert answer.status_code == 400 and "End the session first" in answer.json()["problem"]
    assert len(History(services.history).sessions()) == 1
