"""The screen in another language: nothing stays English, and longer words have room."""

from __future__ import annotations

import re
from itertools import combinations

import pytest
from marked_messages import Known
from overlay_cases import BUSY, CUE, FINDINGS, LINES, SAY, SCENES, SIZES, SUMMARIES, UNSEEN, laid_out, overlap, texts
from pseudo import Pseudo, outside

from posecoach.feedback.overlay.canvas import Canvas
from posecoach.feedback.overlay.pages.summary_screen import summary_items
from posecoach.feedback.overlay.pages.text_screens import help_items
from posecoach.feedback.overlay.primitives import Icon, Text
from posecoach.feedback.overlay.typography import Typesetter
from posecoach.translation import chosen, use

CASES = [
    *((state, "video") for state in BUSY),
    *((state, "routine") for state in BUSY),
    *(("ready", s) for s in SCENES),
]
NOTE = "The camera was lost. Trying again."
OWN = {SAY, CUE, UNSEEN, NOTE, *LINES, *(words for found in FINDINGS for words in (found.say, found.sentence))}
"""The sentences of these cases; all others are of the product."""
QUANTITY = re.compile(r"\d (?:s|cm)\b")
"""The end of a quantity: the language itself gives its unit."""
KEYS = {"x", "r", "f", "h"}


class Long(Pseudo):
    """Each message is about 40 % longer than in English; the values in it stay as they are."""

    def message(self, message: str) -> str:
        return "".join(
            part if part[:1] == "{" else re.sub("[aeiouAEIOU]", r"\g<0>\g<0>", part)
            for part in re.split(r"(\{[^}]*\})", message)
        )


@pytest.fixture
def language(request):
    before = chosen()
    use(request.param)
    yield request.param
    use(before)


def english(found: list[str]) -> list[str]:
    """Return what of the drawn texts was not translated; a text may be a line of a longer one."""
    left = QUANTITY.sub("", outside(" ".join(found))).split()
    return [word for word in left if re.search("[A-Za-z]", word) and word not in KEYS]


@pytest.mark.parametrize("language", [Known(OWN)], indirect=True, ids=["marked"])
@pytest.mark.parametrize(("state", "scene"), CASES)
def test_nothing_on_the_screen_stays_english(language, state, scene):
    layout = laid_out((1280, 720), BUSY[state], SCENES[scene], NOTE)
    assert english([text.text for text in texts(layout)]) == []


@pytest.mark.parametrize("language", [Known(OWN)], indirect=True, ids=["marked"])
def test_the_pages_of_help_and_summary_do_not_either(language):
    canvas = Canvas(1280, 720, Typesetter())
    pages = [help_items(canvas), *(summary_items(canvas, summary, 9) for summary in SUMMARIES.values())]
    for page in pages:
        assert english([item.text for item in page if isinstance(item, Text)]) == []


@pytest.mark.parametrize("language", [Long()], indirect=True, ids=["long"])
@pytest.mark.parametrize(("state", "scene"), CASES)
@pytest.mark.parametrize("size", SIZES)
def test_longer_words_neither_overlap_nor_leave_the_picture(language, size, state, scene):
    layout = laid_out(size, BUSY[state], SCENES[scene], NOTE)
    parts = [item for item in layout.items if isinstance(item, Text | Icon)]
    for part in parts:
        assert part.box.left >= 0 and part.box.top >= 0, part
        assert part.box.right <= size[0] and part.box.bottom <= size[1], part
    for a, b in combinations(parts, 2):
        assert overlap(a.box, b.box) <= 0.5, (a, b)
