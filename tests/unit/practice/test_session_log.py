"""The session log: safety words confirmed once, the dose of today, and problems with the history that stop nobody."""

import time
from dataclasses import replace
from datetime import date, timedelta

import pytest

from posecoach.core.session.routine import ASK_DOCTOR, hurt
from posecoach.practice.questions import PAIN_SPOKEN, SAFETY, SAFETY_ID, SAFETY_SPOKEN
from posecoach.practice.session_log import SessionLog, local_now
from posecoach.storage.history.history import History
from posecoach.storage.history.records import RepRecord, SessionRecord, SetRecord

# -- the words ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sign", ["numbness around the seat", "bladder", "bowel", "fever", "a recent fall", "weakness in a leg"]
)
def test_every_red_flag_is_shown_and_spoken(sign):
    assert sign in " ".join(SAFETY).lower()
    assert sign in " ".join(SAFETY_SPOKEN).lower()


def test_spoken_words_are_short_enough_to_be_understood():
    for sentence in (*SAFETY_SPOKEN, PAIN_SPOKEN):
        assert len(sentence.split()) <= 7


# -- remembering -------------------------------------------------------------------------------------------------


@pytest.fixture
def path(tmp_path):
    return tmp_path / "posecoach" / "history.sqlite"


def session_log(path, safety_id=SAFETY_ID):
    return SessionLog(History(path), safety_id)


def session(**values):
    plain = {"dose_share": 0.7, "ended": "complete", "pain_before": 3, "pain_after": None}
    return SessionRecord("2025-06-01T08:00:00+02:00", "routine", "0.1.0", 60.0, 1.0, **(plain | values))


def test_a_person_who_comes_for_the_first_time_is_asked(path):
    first = session_log(path)
    assert (first.confirmed, first.last, first.number, first.problem) == (False, None, None, None)


def test_a_person_who_confirmed_is_not_asked_again(path):
    first = session_log(path)
    first.confirm()
    assert first.confirmed and session_log(path).confirmed


def test_changed_safety_words_need_a_new_confirmation(path, monkeypatch):
    session_log(path).confirm()
    assert not session_log(path, "of another wording").confirmed


def test_the_last_session_and_the_pain_after_it_decide_todays_dose(path):
    session_log(path).save(session(ended="pain"))
    today = session_log(path)
    today.save(session())
    assert session_log(path).last.ended == "complete" and not hurt(session_log(path).last)
    today.record_pain(5)
    assert hurt(session_log(path).last)


def test_why_the_person_stopped_is_kept_and_decides_the_dose_when_it_was_pain(path):
    today = session_log(path)
    today.record_reason("pain")
    today.save(session(ended="quit"))
    today.record_reason("pain")
    assert session_log(path).last.reason == "pain" and hurt(session_log(path).last)


def test_answers_after_a_session_that_could_not_be_saved_are_kept_for_the_next_time(path):
    today = session_log(path)
    with today.journal(session(ended="interrupted"), print):
        path.mkdir()  # where the file should be
        today.save(session(ended="quit"))
        today.record_reason("pain")
        today.record_pain(8)
    path.rmdir()
    again = session_log(path)
    assert (again.last.ended, again.last.reason, again.last.pain_after) == ("quit", "pain", 8)
    assert again.notes == ["Your last session was not saved, and is recovered."]


def test_a_session_in_which_nothing_was_done_says_nothing_about_pain(path):
    for ended in ("pain", "pain", "pain", "quit"):
        session_log(path).save(replace(session(ended=ended), sets=()))
    assert session_log(path).ask_doctor


def test_after_three_stops_for_pain_in_a_row_the_doctor_comes_first(path):
    for _ in range(2):
        session_log(path).save(session(ended="pain"))
    assert not session_log(path).ask_doctor and session_log(path).notes == []
    session_log(path).save(session(ended="pain"))
    with History(path).journal(replace(session(ended="interrupted"), started="2025-06-02T08:00:00+02:00"), print):
        pass
    today = session_log(path)
    assert today.ask_doctor
    assert today.notes == [
        f"{ASK_DOCTOR} Your last 3 sessions ended because of pain.",
        "Your last session was interrupted before the first attempt.",
    ]


def practise_bird_dogs(path, first_day, days, left_s=12.0):
    """Hold the bird dog on the left for less time than on the right, once a day."""
    reps = (RepRecord("left", 3.0, left_s, left_s, 0), RepRecord("right", 20.0, 15.0, 15.0, 0))
    for i in range(days):
        started = f"{first_day + timedelta(days=i)}T08:00:00+01:00"
        History(path).save(replace(session(), started=started, sets=(SetRecord("bird_dog", 1, 15.0, reps),)))


def notes(path, today):
    return SessionLog(History(path), SAFETY_ID, today).notes


def test_a_lasting_difference_between_left_and_right_is_said_once_before_a_session(path):
    first, sentence = date(2026, 3, 1), "Bird dog: for a week your left side has held 3 s less than your right."
    practise_bird_dogs(path, first, 7)
    assert notes(path, date(2026, 3, 8)) == []
    practise_bird_dogs(path, date(2026, 3, 8), 1)
    assert notes(path, date(2026, 3, 9)) == [sentence]
    practise_bird_dogs(path, date(2026, 3, 9), 20)
    assert notes(path, date(2026, 3, 9)) == notes(path, date(2026, 3, 29)) == []


def test_a_difference_that_was_gone_and_came_back_is_said_again(path):
    practise_bird_dogs(path, date(2026, 3, 1), 8)
    assert len(notes(path, date(2026, 3, 9))) == 1
    practise_bird_dogs(path, date(2026, 3, 9), 1, left_s=16.0)
    practise_bird_dogs(path, date(2026, 3, 10), 8)
    assert len(notes(path, date(2026, 3, 18))) == 1


def test_a_purge_forgets_what_was_said(path):
    practise_bird_dogs(path, date(2026, 3, 1), 8)
    notes(path, date(2026, 3, 9))
    History(path).purge()
    assert History(path).said("bird_dog left") is None


def test_problems_with_the_history_never_stop_a_session(tmp_path):
    (tmp_path / "file").write_text("in the way")
    troubled = session_log(tmp_path / "file" / "history.sqlite")
    assert "cannot be used" in troubled.problem
    troubled.confirm()
    troubled.save(session())
    troubled.record_pain(3)
    troubled.record_reason("tired")
    assert troubled.confirmed and troubled.number is None


def test_an_unreadable_history_is_reported_and_the_session_is_saved_in_a_new_one(path):
    path.parent.mkdir()
    path.write_bytes(b"no database" * 100)
    new = session_log(path)
    assert "posecoach keeps it as" in new.problem
    new.save(session())
    assert new.number == 1 and session_log(path).problem is None


def test_the_totals_of_past_sessions_are_known_and_a_history_that_cannot_be_read_has_none(path):
    session_log(path).save(session())
    assert [past.session.ended for past in session_log(path).summaries()] == ["complete"]
    broken = session_log(path)
    path.unlink()
    path.mkdir()
    assert broken.summaries() == [] and broken.problem


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone cannot be changed here")
def test_an_impossible_time_zone_stops_no_session(monkeypatch):
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "UTC+25")
        time.tzset()
        assert local_now().utcoffset() is not None
    time.tzset()
