"""No English is left on any page when another language is chosen, nor in what the scripts say and show."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from analysed import new_analysis, state, wait_until
from app_pages import all_pages, full_services
from pseudo import outside, pseudo_language
from web_app import client, web_services

from posecoach.languages import NAMES
from posecoach.storage.preferences import load_preferences
from posecoach.translation import N_, _, chosen, joined, say, use
from posecoach.web.analyses.record import renamed
from posecoach.web.live.plan import speech_of
from posecoach.web.pages import tagged
from posecoach.web.words import SCRIPTS, words_of_scripts

SHOWN = {"title", "aria-label", "alt", "placeholder", "label", "data-label", "data-question", "data-done", "data-unit"}
"""Attributes that people see or hear."""
AS_THEY_ARE = re.compile(
    r"posecoach[.\w]*|\w+\.(mp4|jpg|crt)|https?://\S+|rtsp://\S+|192[.\d:]+|Safari|/tmp\S*"
    rf"|{'|'.join(map(re.escape, NAMES.values()))}|a test|WEBVTT|_"
)
"""What has no translation: names, files and addresses."""
DATA = {"state", "id", "works_s", "code", "share", "here", "minutes", "address"}
"""Values in JSON that nobody sees."""


class Shown(HTMLParser):
    """Collects the text of a page and its attributes that people see, in their order."""

    def __init__(self) -> None:
        super().__init__()
        self.text, self.hidden, self.attributes = "", "", []

    def handle_starttag(self, tag, attributes):
        self.hidden = tag if tag in ("script", "style") or ("class", "libraries") in attributes else self.hidden
        self.attributes += [value for name, value in attributes if name in SHOWN and value]

    def handle_endtag(self, tag):
        self.hidden = "" if tag == self.hidden else self.hidden

    def handle_data(self, data):
        self.text += "" if self.hidden else data


def untranslated(text: str) -> list[str]:
    """Return the English words of a page that are not translated."""
    if text.startswith(("{", "[")):
        texts = list(texts_of(json.loads(text)))
    else:
        page = Shown()
        page.feed(text)
        texts = [page.text, *page.attributes]
    return [word for each in texts for word in re.findall(r"[^\W\d_]{2,}", AS_THEY_ARE.sub(" ", outside(each)))]


def texts_of(data):
    """Yield the texts in JSON that people see."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, list):
        for each in data:
            yield from texts_of(each)
    elif isinstance(data, dict):
        for name, each in data.items():
            if name not in DATA:
                yield from texts_of(each)


@pytest.fixture(autouse=True)
def the_language_from_before():
    before = chosen()
    yield
    use(before)


def test_no_english_is_left_on_any_page(tmp_path):
    services = full_services(tmp_path)
    with pseudo_language():
        left = {path: words for path, text in all_pages(services) if (words := untranslated(text))}
    assert left == {}


def test_on_each_page_an_id_names_one_element(tmp_path):
    with pseudo_language():
        for path, text in all_pages(full_services(tmp_path)):
            ids = re.findall(r'\sid="([^"]+)"', text)
            assert len(ids) == len(set(ids)), path


def test_a_page_says_in_which_language_it_is_and_carries_the_words_of_its_scripts(tmp_path):
    browser = client(web_services(tmp_path))
    text = browser.get("/settings").text
    assert '<html lang="en">' in text and 'id="messages"' not in text, "the scripts have the English words"
    with pseudo_language():
        text = browser.get("/settings").text
    carried = re.search(r'<script type="application/json" id="messages">(.*?)</script>', text)
    assert '<html lang="de">' in text and json.loads(carried[1])["Saved"] == "⟦Saved⟧"
    assert len(text.encode()) < 30_000


def test_each_text_of_the_scripts_is_marked_where_the_collector_finds_it():
    with pseudo_language():
        words = words_of_scripts()
    assert words["{n} minute ago"] == {"one": "⟦{n} minute ago⟧", "other": "⟦{n} minutes ago⟧"}
    for path in SCRIPTS.rglob("*.js"):
        script = path.read_text("utf-8")
        assert not re.search(r"\$\{[^}]*\b(_|plural)\(", script), f"{path.name}: inside `...` nothing is collected"
        shown = re.sub(r"//.*|/\*.*?\*/", "", script)
        for text in re.findall(r'(\S+\s*)"([A-Z][a-z]+ [^"]*|[^"]* [a-z]+\.)"', shown):
            assert text[0].rstrip().endswith(("_(", "plural(")) or text[1] in words, f"{path.name}: {text[1]}"


def test_parts_in_brackets_become_elements_and_everything_else_is_text():
    text = tagged("<b> & [this] or [that]", "a", href='/x"y')
    assert text == '&lt;b&gt; &amp; <a href="/x&#34;y">this</a> or <a href="/x&#34;y">that</a>'


def test_the_language_and_the_units_of_the_settings_apply_at_once(tmp_path):
    services = web_services(tmp_path)
    browser = client(services)
    assert browser.post("/settings", json={"screen_language": "en", "units": "imperial"}).status_code == 200
    assert chosen().quantity(10, "cm", 0) == "3.9 in"
    text = browser.get("/settings").text
    assert '<option value="en" selected>English' in text and '<option value="imperial" selected>' in text
    assert all(f'<option value="{code}"' in text and name in text for code, name in NAMES.items())
    assert browser.post("/settings", json={"screen_language": None, "units": "metric"}).status_code == 200
    assert chosen().quantity(10, "cm", 0) == "10 cm"


@pytest.mark.parametrize("language", ["tlh", "../../de", "", 3])
def test_a_language_that_posecoach_does_not_have_is_refused_with_a_sentence(tmp_path, language):
    services = web_services(tmp_path)
    answer = client(services).post("/settings", json={"screen_language": language})
    assert answer.status_code == 400 and "language" in answer.json()["problem"]
    assert load_preferences(services.folder).screen_language is None


def test_another_setting_leaves_the_language_of_the_command_line(tmp_path):
    with pseudo_language():
        client(web_services(tmp_path)).post("/settings", json={"height_cm": 180})
        assert chosen().code == "de"


@pytest.mark.parametrize(
    ("wished", "tag", "said"),
    [(None, "de", "⟦Hips up⟧"), ("en-gb", "en-gb", "Hips up"), ("sv", "de", "⟦Hips up⟧")],
)
def test_a_page_speaks_the_wished_language_or_that_of_the_texts(tmp_path, wished, tag, said):
    services = web_services(tmp_path)
    client(services).post("/settings", json={"language": wished})
    with pseudo_language():
        found, language = speech_of(services)
        assert (found, say(N_("Hips up"), language)) == (tag, said)


def test_a_problem_with_a_video_names_it_as_the_person_does_and_can_be_said_in_another_language():
    path = Path("/data/analyses/0123/video")
    cannot = N_("Cannot read {path}: {reason}.", path=path, reason=N_("{file} is empty", file=str(path)))
    sentence = renamed(joined([cannot, N_("Send another one.")]), path, "Film.mp4")
    assert sentence == "Cannot read Film.mp4: Film.mp4 is empty. Send another one."
    with pseudo_language():
        assert _(sentence) == "⟦Cannot read Film.mp4: ⟦Film.mp4 is empty⟧.⟧ ⟦Send another one.⟧"


def test_what_went_wrong_with_a_video_is_translated_until_posecoach_ends(tmp_path):
    services = web_services(tmp_path)
    queue = services.analyses
    queue.start(services)
    queue.add(broken := new_analysis(queue, b"no video", "Film.mp4"))
    wait_until(lambda: state(queue, broken) == "failed")
    queue.close()
    remark = queue.store.find(broken.id).remark
    assert "Film.mp4" in remark and str(tmp_path) not in remark
    with pseudo_language():
        assert outside(_(remark)).strip() == "" and "Film.mp4" in client(services).get("/analyses").text
    assert web_services(tmp_path).analyses.store.find(broken.id).remark == remark


def test_the_verdict_of_a_video_is_translated_also_after_a_restart(tmp_path):
    full_services(tmp_path)
    with pseudo_language():
        text = client(web_services(tmp_path)).get("/analyses").text
    assert "⟦1 attempt⟧, ⟦1 to correct⟧.⟧" in text
