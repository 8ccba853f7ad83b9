"""The pages in another language: no English is left on them, and earlier results are shown in it, too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from html_page import Reader
from progress_pages import BRIDGE, LEFT, RIGHT, RISING, daily, page, summary
from pseudo import Pseudo, outside, pseudo_language
from report_pages import CUE, GOOD, HIDDEN, LOW, POOR, SEEN, result_of
from report_pages import page as report

from posecoach.core.exercise.bands import Band
from posecoach.core.judging.events import Fault, Unjudged
from posecoach.core.judging.unjudged import not_judged
from posecoach.core.judging.view_quality import NOBODY, WHY
from posecoach.exercises.registry import EXERCISES
from posecoach.languages import Catalogue
from posecoach.reports.html import Point
from posecoach.reports.session import render_report
from posecoach.reports.session.charts import Curve, draw_plot
from posecoach.storage.result_json import dumps, loads
from posecoach.translation import N_, Language, _, chosen, dated, use

QUANTITY = re.compile(r"\d[\d.]*(?: cm| s|°)?")
SHOWN = ("aria-label", "aria-roledescription", "alt", "title")
LEG_LOW = Fault("leg_low", 9.3, 9.5, -20.0, (-12.0, 12.0), "deg", "", "Leg up")
LEFT_LEG = replace(GOOD, index=3, exercise="bird_dog", side="left", asked_hold_s=None, faults=(LEG_LOW,))
RIGHT_LEG = replace(
    LEFT_LEG, index=4, side="right", faults=(), unjudged=(Unjudged("arm_low", "I cannot see your arm."),)
)
TIRED = daily(
    12,
    ended=["pain"] + ["complete"] * 11,
    pain_before=[3, None] + [3] * 10,
    pain_after=[5] + [3] * 11,
    dose_share=[1.0] * 6 + [0.5] * 6,
    reason=[None] * 4 + ["tired"] * 3 + ["other"] * 5,
    judged_share=[0.3] + [0.9] * 11,
)
SIDED = [summary(30 - 2 * i, LEFT, RIGHT._replace(hold_s=34.0)) for i in range(15)]
OTHERWISE_SIDED = [summary(9 - i, RIGHT._replace(side="left"), LEFT._replace(side="right")) for i in range(9)]
LONG = [summary(5000 - 40 * i, BRIDGE._replace(exercise="double_knee_lift")) for i in range(100)]
ALL_IN_PAIN = daily(15, ended=["pain"] * 15, pain_before=[3] * 15)


class Strict(Pseudo):
    """Brackets only what a message itself says: a value in it that is not translated is found, too."""

    def message(self, message: str) -> str:
        return "⟦" + re.sub("({[^}]*})", r"⟧\1⟦", message) + "⟧"


@contextmanager
def shown_in(language: Language) -> Iterator[None]:
    """Show everything in a language during a block."""
    before = chosen()
    use(language)
    try:
        yield
    finally:
        use(before)


def english_in(text: str) -> set[str]:
    """Return what stands on a page without translation, apart from names and numbers with their units."""
    shown = [one for _, attributes in Reader(text).tags for key in SHOWN if (one := attributes.get(key))]
    text = re.sub(r"<(style|script)>.*?</\1>", "", text, flags=re.DOTALL)
    left = (QUANTITY.sub("", outside(one)) for one in (*re.split(r"<[^>]*>", text), *shown))
    return {one.strip() for one in left if re.search("[A-Za-z]{2}|[A-Za-z]$", one)}


@pytest.mark.parametrize(
    "reps",
    [(GOOD, POOR), (HIDDEN,), (GOOD, POOR, LEFT_LEG, RIGHT_LEG), ()],
    ids=["good_poor", "hidden", "sides", "none"],
)
def test_the_report_leaves_no_english_but_the_names_of_video_and_model(reps):
    with shown_in(Strict()):
        text = render_report(loads(dumps(result_of(*reps))), SEEN, title="my_clip")
    assert english_in(text) == {"my_clip", "full"}
    assert Reader(text).all("html")[0]["lang"] != "en"


@pytest.mark.parametrize(
    "sessions",
    [[], [summary(0)], RISING, TIRED, SIDED, OTHERWISE_SIDED, LONG, ALL_IN_PAIN],
    ids=["none", "one", "rising", "tired", "sides", "other_side", "years", "pain"],
)
def test_the_progress_page_leaves_no_english(sessions):
    with shown_in(Strict()):
        assert not english_in(page(*sessions))


def test_the_search_for_english_finds_it():
    assert english_in(report(POOR)) > {"In short", "Each has something to correct."}
    assert {"Days of practice", "Minutes of practice over time"} < english_in(page(*RISING))


def test_the_title_of_a_session_is_translated_and_that_of_a_video_is_not():
    when = dated(datetime(2026, 3, 4, 17, 5), "moment")
    with pseudo_language():
        session = render_report(result_of(), [], title=N_("Practice, {when}", when=when))
        video = render_report(result_of(), [], title="Attempts")
    assert "<h1>⟦Practice, ⟦4 March 2026, 17:05⟧⟧</h1>" in session
    assert "<h1>Attempts</h1>" in video


def test_the_axis_of_a_height_is_in_inches_for_people_who_think_so():
    band, heights = Band(0.0, 25.4), [Point(0.0, 12.7, ""), Point(10.0, 25.4, "")]
    curve = Curve("Heel", "cm", band, heights, [])
    with shown_in(Catalogue("en", imperial=True)):
        imperial = draw_plot(curve)
    assert ">inches</text>" in imperial and ">10</text>" in imperial and ">20</text>" not in imperial
    assert ">cm</text>" in draw_plot(curve) and ">20</text>" in draw_plot(curve)


# -- what was written before -------------------------------------------------------------------------------------


def stored(*reps, **lost_s):
    """Return a result that was written in English, and read again."""
    result = result_of(*reps)
    lost = {NOBODY if name == "nobody" else WHY[name]: seconds for name, seconds in lost_s.items()}
    return loads(dumps(replace(result, summary=replace(result.summary, not_judged_s=lost))))


def test_a_cue_is_made_again_of_its_check_and_value_and_the_numbers_are_the_persons_own():
    cue = EXERCISES["bridge"].check("hips_low").sentence(146.0)
    again = stored(replace(POOR, faults=(replace(LOW, cue=str(cue)),))).faults[0].cue
    with pseudo_language():
        assert _(again) == _(cue) and "{" not in _(again)


def test_a_cue_of_another_posecoach_stays_as_it_was_written():
    again = stored(replace(POOR, faults=(replace(LOW, cue="Hips up by {off}!"),))).faults[0].cue
    assert again == "Hips up by {off}!"
    with pseudo_language():
        assert _(again) == "⟦Hips up by {off}!⟧"


def test_why_a_check_was_not_made_is_made_again():
    check = EXERCISES["bird_dog"].check("arm_low")
    for why in (not_judged(check, "", turned=True), not_judged(check, "", first=check)):
        again = stored(replace(LEFT_LEG, faults=(), unjudged=(Unjudged("arm_low", str(why)),)))
        with pseudo_language():
            assert _(again.reps[0].unjudged[0].reason) == _(why)


def test_the_reasons_of_the_lost_time_are_messages_within_their_sentences():
    with pseudo_language():
        text = render_report(stored(GOOD, dark=3.0), [], title="clip.mp4")
    assert f"⟦⟦{WHY['dark']}⟧⟧" not in text and f"⟦{WHY['dark']}⟧" in text


# -- what is written now -----------------------------------------------------------------------------------------


def test_a_fault_has_its_cue_in_the_chosen_language_beside_the_english_one_and_nothing_reads_it():
    result = result_of(POOR)
    with pseudo_language():
        text = dumps(result)
    assert text.count('"cue_translated": "⟦') == 1 and f'"cue": "{CUE}"' in text
    assert loads(text) == result
    assert "cue_translated" not in dumps(loads(text))


# -- as a language writes it -------------------------------------------------------------------------------------


@pytest.fixture
def german(tmp_path):
    """German without messages: its numbers and dates."""
    (tmp_path / "de" / "LC_MESSAGES").mkdir(parents=True)
    with (tmp_path / "de" / "LC_MESSAGES" / "posecoach.mo").open("wb") as file:
        write_mo(file, Catalog("de"))
    return Catalogue("de", folder=tmp_path)


def test_numbers_have_the_decimal_sign_of_the_language_in_words_and_beside_axes(german):
    with shown_in(german):
        text = report(GOOD, replace(POOR, hold_s=1.5))
    assert "2,0 s" in text and "2.0 s" not in text
    assert ">1,5 s<" in text and 'lang="de"' in text
    with shown_in(german):
        tenths = draw_plot(Curve("Heel", "cm", Band(0.0, 0.4), [Point(0.0, 0.1, ""), Point(1.0, 0.3, "")], []))
    assert ">0,3</text>" in tenths and ">0.3</text>" not in tenths


def test_dates_and_days_of_the_week_are_those_of_the_language(german):
    with shown_in(german):
        text = page(*RISING)
    assert "20. März 2026" in text and "Fr., 20. März 2026" in text and "Mar" not in text.replace("März", "")
    assert re.findall(r'<text x="14" y="\d+">(.)</text>', text) == list("MDMDFSS")


def test_a_date_is_that_of_english_in_any_units():
    when = datetime(2026, 3, 4, 17, 5)
    with shown_in(Catalogue("en", imperial=True)):
        assert _(dated(when, "moment")) == "4 March 2026, 17:05" == dated(when, "moment")
        assert chosen().weekdays() == "MTWTFSS"
