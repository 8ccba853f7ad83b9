"""Practising: whatever happens to camera, window and disk, the set is written and the person informed."""

from __future__ import annotations

import csv
import stat
import sys
import threading
from contextlib import nullcontext
from dataclasses import replace

import av
import fakes
import pytest
from practice_cases import STICK_FIGURE, FakeWindow, analysis, endless, print_nothing, settings_for

from posecoach.cli.app import run
from posecoach.cli.options import AppContext
from posecoach.core.session.routine import Step
from posecoach.core.session.summary import ENDINGS, SAME, SAVED, UNSAVED
from posecoach.errors import UsageError
from posecoach.exercises.registry import EXERCISES
from posecoach.practice.questions import SAFETY_ID
from posecoach.practice.runner import run_practice
from posecoach.practice.session_log import SessionLog
from posecoach.process import Stop
from posecoach.storage.history.history import History


def test_without_a_window_a_set_is_reported_in_lines_and_written(tmp_path):
    said: list[str] = []
    end = run_practice(settings_for(tmp_path, fakes.Pictures(fakes.steady(7.0))), said.append, Stop())
    assert [line[:6] for line in said if line[:3] in ("No ", "Rep")] == ["No win", "Rep 1 ", "Rep 1:"]
    assert "Ready: three" in said, "what would be spoken stands there too"
    assert len(end.reps) == 1 and not end.problems
    answer = analysis(tmp_path)
    assert answer.asked == "bridge"
    assert (len(answer.reps), answer.partial, answer.video.frames) == (1, None, 105)
    assert sorted(end.files) == sorted(tmp_path.iterdir())


def test_a_person_never_in_view_gives_no_attempt_and_no_error(tmp_path):
    end = run_practice(
        settings_for(tmp_path, fakes.Pictures(fakes.steady(3.0)), find=fakes.nobody), print_nothing, Stop()
    )
    assert end.reps == () and not end.problems
    assert analysis(tmp_path).video.frames_with_pose == 0


def test_the_keys_of_the_window_are_obeyed(tmp_path):
    window = FakeWindow(at_3="help", at_5="help", at_7="pause", at_9="pause", at_11="restart", at_20="quit")
    end = run_practice(settings_for(tmp_path, endless(), window=window), print_nothing, Stop())
    assert window.shown == 20 and not end.problems
    assert analysis(tmp_path).partial is None, "to quit is no interruption"


def test_x_stops_at_once_and_is_noted_as_pain(tmp_path):
    history = History(tmp_path / "history.sqlite")
    session_log = SessionLog(history, SAFETY_ID)
    session_log.confirm()
    window = FakeWindow(at_1="4", at_20="stop", at_21="6")
    settings = settings_for(tmp_path, endless(), window=window, find=fakes.nobody, session_log=session_log)
    end = run_practice(settings, print_nothing, Stop())
    assert not end.problems
    (past,) = history.sessions()
    assert (past.ended, past.pain_before, past.pain_after) == ("pain", 4, 6)
    assert analysis(tmp_path).video.frames > 0


def test_closing_the_window_asks_nothing_and_the_session_is_saved(tmp_path):
    history = History(tmp_path / "history.sqlite")
    session_log = SessionLog(history, SAFETY_ID)
    session_log.confirm()
    heard: list[str] = []
    window = FakeWindow(at_1="4", at_20="close", at_21="close", at_22="close", at_23="close")
    settings = settings_for(tmp_path, endless(), window=window, session_log=session_log)
    voice = nullcontext(lambda cue: heard.append(cue.say))
    settings = replace(settings, devices=replace(settings.devices, voice=lambda: voice))
    assert not run_practice(settings, print_nothing, Stop()).problems
    (past,) = history.sessions()
    assert (past.ended, past.pain_after) == ("quit", None)
    assert heard[-2:] == [ENDINGS["quit"], SAVED] and window.shown < 23


def test_a_session_is_remembered_with_its_attempts_and_dose(tmp_path):
    history = History(tmp_path / "history.sqlite")
    settings = settings_for(
        tmp_path, fakes.Pictures(fakes.steady(7.0)), session_log=SessionLog(history, SAFETY_ID), dose_share=0.7
    )
    end = run_practice(settings, print_nothing, Stop())
    (past,), (rep,) = history.sessions(), end.reps
    assert (past.name, past.dose_share, past.ended, past.judged_share) == ("bridge", 0.7, "quit", 1.0)
    assert past.duration_s == pytest.approx(7.0, abs=0.2)
    (one,) = past.sets
    assert (one.exercise, one.asked_reps, one.asked_hold_s) == ("bridge", None, 10.0)
    assert [(kept.hold_s, kept.good_s) for kept in one.reps] == [(round(rep.hold_s, 3), round(rep.good_s, 3))]


def test_a_history_that_cannot_be_written_is_reported_and_costs_no_file(tmp_path):
    out = tmp_path / "out"
    session_log = SessionLog(History(tmp_path / "data" / "history.sqlite"), SAFETY_ID)
    (tmp_path / "data").write_text("in the way since the session began")
    lines: list[str] = []
    end = run_practice(
        settings_for(out, fakes.Pictures(fakes.steady(7.0)), session_log=session_log), lines.append, Stop()
    )
    assert ["history.sqlite" in str(problem) for problem in end.problems] == [True]
    assert UNSAVED in lines and SAVED not in lines
    assert sorted(end.files) == sorted(out.iterdir())


def test_declining_the_safety_words_writes_nothing(tmp_path):
    window = FakeWindow(at_2="quit")
    settings = settings_for(
        tmp_path / "out",
        endless(),
        window=window,
        session_log=SessionLog(History(tmp_path / "history.sqlite"), SAFETY_ID),
    )
    assert run_practice(settings, print_nothing, Stop()).files == ()
    assert list((tmp_path / "out").iterdir()) == []


def test_two_sessions_begun_in_the_same_second_keep_apart(tmp_path):
    for _ in range(3):
        run_practice(settings_for(tmp_path, fakes.Pictures(fakes.steady(1.0))), print_nothing, Stop())
    assert len(list(tmp_path.glob("*.json"))) == len(list(tmp_path.glob("*.csv"))) == 3


def test_a_window_that_breaks_costs_no_result(tmp_path):
    window = FakeWindow(at_5=RuntimeError("the display is gone"))
    end = run_practice(settings_for(tmp_path, endless(), window=window), print_nothing, Stop())
    assert [str(problem) for problem in end.problems] == ["the display is gone"]
    assert analysis(tmp_path).video.frames > 0


def test_a_stop_ends_the_set_and_marks_it(tmp_path):
    stop = Stop()
    threading.Timer(0.3, stop.receive, [2]).start()
    run_practice(settings_for(tmp_path, endless(), window=FakeWindow()), print_nothing, stop)
    assert analysis(tmp_path).partial == "stopped by the user"


def test_the_session_is_recorded(tmp_path):
    film = tmp_path / "film.mp4"
    end = run_practice(settings_for(tmp_path, fakes.Pictures(fakes.steady(3.0)), record=film), print_nothing, Stop())
    assert film in end.files and not end.problems
    with av.open(str(film)) as played:
        assert next(played.decode(video=0))


@pytest.mark.skipif(sys.platform == "win32", reason="needs the limits of Unix")
def test_a_full_disk_ends_the_recording_and_the_table_but_not_the_session(tmp_path):
    import resource

    lines: list[str] = []
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (3000, before[1]))
    try:
        settings = settings_for(tmp_path, fakes.Pictures(fakes.steady(7.0)), record=tmp_path / "film.mp4")
        end = run_practice(settings, lines.append, Stop())
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert len(end.reps) == 1
    assert {type(problem) for problem in end.problems} == {UsageError}
    problems = " ".join(map(str, end.problems))
    assert "film.mp4" in problems and ".csv" in problems
    assert UNSAVED in lines and SAVED not in lines
    assert analysis(tmp_path).partial is None


def test_a_recording_replaces_neither_what_is_played_nor_what_is_not_ours(tmp_path):
    played, other = fakes.video(tmp_path / "played.mp4", 0.5), fakes.video(tmp_path / "other.mp4", 0.5)
    for record, force in ((played, True), (other, False)):
        before = record.read_bytes()
        settings = settings_for(tmp_path, endless(), camera=str(played), record=record, force=force)
        with pytest.raises(UsageError, match=record.name):
            run_practice(settings, print_nothing, Stop())
        assert record.read_bytes() == before
    settings = settings_for(tmp_path, fakes.Pictures(fakes.steady(1.0)), record=other, force=True)
    end = run_practice(settings, print_nothing, Stop())
    assert end.saved and other in end.files and not list(tmp_path.glob("other-*"))


@pytest.mark.skipif(sys.platform == "win32", reason="needs the permissions of Unix")
def test_only_the_user_can_read_what_a_session_leaves(tmp_path):
    settings = settings_for(tmp_path, fakes.Pictures(fakes.steady(1.0)), record=tmp_path / "film.mp4")
    files = run_practice(settings, print_nothing, Stop()).files
    assert len(files) == 5 and {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


def test_a_recording_into_an_impossible_folder_is_refused_at_once(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="--record"):
        run_practice(settings_for(tmp_path, endless(), record=tmp_path / "file" / "film.mp4"), print_nothing, Stop())


def test_a_password_in_the_address_of_a_camera_is_not_written(tmp_path):
    settings = settings_for(tmp_path, fakes.Pictures([0.0]), camera="rtsp://me:secret@10.0.0.1:554/live")
    run_practice(settings, print_nothing, Stop())
    assert analysis(tmp_path).video.path == "rtsp://10.0.0.1:554/live"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a display")
def test_no_display_names_the_way_without(tmp_path, capfd, monkeypatch):
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert run(["practice", "bridge", "-o", str(tmp_path)], STICK_FIGURE) == 2
    assert "--no-window" in capfd.readouterr().err


def test_a_session_is_noted_and_the_next_one_follows_from_it(tmp_path, capfd):
    history = tmp_path / "history.sqlite"
    clip = fakes.video(tmp_path / "clip.mp4", 0.4)
    context = AppContext(estimator=fakes.estimator, history=history)
    words = ["practice", "bridge", "--no-window", "--mute", "--camera", str(clip), "-o", str(tmp_path / "out")]
    assert run(words, context) == 0
    assert "Saved as session 1." in capfd.readouterr().err
    History(history).record_pain(1, 5)
    assert run([*words, "--dose", "50"], context) == 0
    assert run(words, context) == 0
    assert "Today 50 % of the full dose, as last time." in capfd.readouterr().err
    assert [past.dose_share for past in History(history).sessions()] == [0.5, 0.5, 1.0]


def test_a_routine_goes_from_one_exercise_to_the_next_by_itself(tmp_path):
    heard: list[str] = []
    settings = settings_for(tmp_path, fakes.Pictures(fakes.steady(60.0)))
    step = Step(EXERCISES["bridge"], 1, 2.0, 3.0)
    voice = nullcontext(lambda cue: heard.append(cue.say))
    settings = replace(settings, steps=(step, step), devices=replace(settings.devices, voice=lambda: voice))
    end = run_practice(settings, print_nothing, Stop())
    assert [rep.index for rep in end.reps] == [1, 2]
    assert [rep.index for rep in analysis(tmp_path).reps] == [1, 2]
    assert "Rest 3 seconds." in heard[:-1] and heard[-1].endswith(f"Done: two of two in good form. {SAME}")
    rows = list(csv.DictReader(next(tmp_path.glob("*.csv")).read_text().splitlines()))
    assert {row["rep"] for row in rows} == {"", "1", "2"}
