"""Practising: whatever happens to camera, window and disk, the set is written and the person told."""

from __future__ import annotations

import csv
import json
import sys
import threading
import time
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from functools import partial
from pathlib import Path

import av
import fakes
import mjpeg_server
import pytest

from posecoach.cli.app import run
from posecoach.cli.options import AppContext
from posecoach.core.result import ModelInfo, Result
from posecoach.core.session.routine import Step
from posecoach.errors import CameraError, UsageError
from posecoach.exercises.registry import EXERCISES
from posecoach.practice.diary import SessionLog
from posecoach.practice.questions import SAFETY_ID
from posecoach.practice.runner import run_practice
from posecoach.practice.settings import Devices, PracticeSettings
from posecoach.process import Stop
from posecoach.storage import result_json
from posecoach.storage.history.history import History
from posecoach.vision.camera import Camera
from posecoach.vision.camera_watchdog import Limits
from posecoach.vision.source import Playback
from posecoach.vision.video import VideoFile

FACTS = ModelInfo("none", "none.task", "0" * 64, "own")
SOON = Limits(open_s=5.0, silent_s=0.5, frozen_s=0.8, reopen_s=0.3, retry_s=(0.2,), give_up_s=8.0)


class FakeWindow:
    """A window that keeps what it showed and has keys pressed at some of its pictures."""

    def __init__(self, **keys: str) -> None:
        self.keys = {int(name.removeprefix("at_")): key for name, key in keys.items()}
        self.shown = 0

    def show(self, image):
        self.shown += 1
        time.sleep(0.001)
        key = self.keys.get(self.shown)
        if isinstance(key, Exception):
            raise key
        return key


def plan(tmp_path: Path, source, *, window=None, find=fakes.bridging, **options) -> PracticeSettings:
    devices = Devices(
        partial(fakes.estimator, find=find),
        None,
        source if callable(source) else lambda camera, stack: source,
        lambda: nullcontext(window),
    )
    camera = options.pop("camera", "0")
    return PracticeSettings(
        name="bridge",
        steps=(Step(EXERCISES["bridge"], None, 10.0, 0.0),),
        candidates=(),
        camera=camera,
        model=Path("none.task"),
        model_info=FACTS,
        out=tmp_path,
        height_cm=170.0,
        check_setup=False,
        window=bool(window),
        devices=devices,
        **options,
    )


def analysis(folder: Path) -> Result:
    (path,) = folder.glob("practice-bridge-*.json")
    return result_json.read(path)


def test_a_set_without_a_window_is_told_in_lines_and_written(tmp_path):
    said: list[str] = []
    end = run_practice(plan(tmp_path, fakes.Pictures(fakes.steady(7.0))), said.append, Stop())
    assert [line[:6] for line in said if line[:3] in ("No ", "Rep")] == ["No win", "Rep 1 ", "Rep 1:"]
    assert "Ready: three" in said, "what would be spoken stands there too"
    assert len(end.reps) == 1 and not end.problems
    answer = analysis(tmp_path)
    assert (len(answer.reps), answer.partial, answer.video.frames) == (1, None, 105)
    assert sorted(end.files) == sorted(tmp_path.iterdir())


def test_a_person_never_in_view_gives_no_attempt_and_no_error(tmp_path):
    end = run_practice(plan(tmp_path, fakes.Pictures(fakes.steady(3.0)), find=fakes.nobody), print_nothing, Stop())
    assert end.reps == () and not end.problems
    assert analysis(tmp_path).video.frames_with_pose == 0


def print_nothing(line: str) -> None:
    pass


def endless(**trouble):
    """A camera that never ends."""
    return fakes.Pictures(fakes.steady(2000.0))


def test_the_keys_of_the_window_are_obeyed(tmp_path):
    window = FakeWindow(at_3="help", at_5="help", at_7="pause", at_9="pause", at_11="restart", at_20="quit")
    end = run_practice(plan(tmp_path, endless(), window=window), print_nothing, Stop())
    assert window.shown == 20 and not end.problems
    assert analysis(tmp_path).partial is None, "to quit is no interruption"


def test_x_stops_at_once_and_is_noted_as_pain(tmp_path):
    history = History(tmp_path / "history.sqlite")
    diary = SessionLog(history, SAFETY_ID)
    diary.confirm()
    window = FakeWindow(at_1="4", at_20="stop", at_21="6")
    end = run_practice(plan(tmp_path, endless(), window=window, diary=diary), print_nothing, Stop())
    assert not end.problems
    (past,) = history.sessions()
    assert (past.ended, past.pain_before, past.pain_after) == ("pain", 4, 6)
    assert analysis(tmp_path).video.frames > 0


def test_a_session_is_remembered_with_its_attempts_and_dose(tmp_path):
    history = History(tmp_path / "history.sqlite")
    asked = plan(tmp_path, fakes.Pictures(fakes.steady(7.0)), diary=SessionLog(history, SAFETY_ID), dose_share=0.7)
    end = run_practice(asked, print_nothing, Stop())
    (past,), (rep,) = history.sessions(), end.reps
    assert (past.name, past.dose_share, past.ended, past.judged_share) == ("bridge", 0.7, "quit", 1.0)
    assert past.duration_s == pytest.approx(7.0, abs=0.2)
    (one,) = past.sets
    assert (one.exercise, one.asked_reps, one.asked_hold_s) == ("bridge", None, 10.0)
    assert [(kept.hold_s, kept.good_s) for kept in one.reps] == [(round(rep.hold_s, 3), round(rep.good_s, 3))]


def test_a_history_that_cannot_be_written_is_told_and_costs_no_file(tmp_path):
    out = tmp_path / "out"
    diary = SessionLog(History(tmp_path / "data" / "history.sqlite"), SAFETY_ID)
    (tmp_path / "data").write_text("in the way since the session began")
    end = run_practice(plan(out, fakes.Pictures(fakes.steady(7.0)), diary=diary), print_nothing, Stop())
    assert ["history.sqlite" in str(problem) for problem in end.problems] == [True]
    assert sorted(end.files) == sorted(out.iterdir())


def test_whoever_declines_the_safety_words_writes_nothing(tmp_path):
    window = FakeWindow(at_2="quit")
    asked = plan(
        tmp_path / "out", endless(), window=window, diary=SessionLog(History(tmp_path / "history.sqlite"), SAFETY_ID)
    )
    assert run_practice(asked, print_nothing, Stop()).files == ()
    assert list((tmp_path / "out").iterdir()) == []


def test_two_sessions_begun_in_the_same_second_keep_apart(tmp_path):
    for _ in range(3):
        run_practice(plan(tmp_path, fakes.Pictures(fakes.steady(1.0))), print_nothing, Stop())
    assert len(list(tmp_path.glob("*.json"))) == len(list(tmp_path.glob("*.csv"))) == 3


def test_a_window_that_breaks_costs_no_result(tmp_path):
    window = FakeWindow(at_5=RuntimeError("the display is gone"))
    end = run_practice(plan(tmp_path, endless(), window=window), print_nothing, Stop())
    assert [str(problem) for problem in end.problems] == ["the display is gone"]
    assert analysis(tmp_path).video.frames > 0


def test_a_stop_ends_the_set_and_marks_it(tmp_path):
    stop = Stop()
    threading.Timer(0.3, stop.receive, [2]).start()
    run_practice(plan(tmp_path, endless(), window=FakeWindow()), print_nothing, stop)
    assert analysis(tmp_path).partial == "stopped by the user"


def test_the_session_is_recorded(tmp_path):
    film = tmp_path / "film.mp4"
    end = run_practice(plan(tmp_path, fakes.Pictures(fakes.steady(3.0)), record=film), print_nothing, Stop())
    assert film in end.files and not end.problems
    with av.open(str(film)) as played:
        assert next(played.decode(video=0))


@pytest.mark.skipif(sys.platform == "win32", reason="needs the limits of Unix")
def test_a_full_disk_ends_the_recording_and_the_table_but_not_the_session(tmp_path):
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (3000, before[1]))
    try:
        asked = plan(tmp_path, fakes.Pictures(fakes.steady(7.0)), record=tmp_path / "film.mp4")
        end = run_practice(asked, print_nothing, Stop())
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert len(end.reps) == 1
    assert {type(problem) for problem in end.problems} == {UsageError}
    told = " ".join(map(str, end.problems))
    assert "film.mp4" in told and ".csv" in told
    assert analysis(tmp_path).partial is None


def test_a_recording_into_a_folder_that_cannot_be_is_refused_at_once(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="--record"):
        run_practice(plan(tmp_path, endless(), record=tmp_path / "file" / "film.mp4"), print_nothing, Stop())


def test_a_password_in_the_address_of_a_camera_is_not_written(tmp_path):
    asked = plan(tmp_path, fakes.Pictures([0.0]), camera="rtsp://me:secret@10.0.0.1:554/live")
    run_practice(asked, print_nothing, Stop())
    assert analysis(tmp_path).video.path == "rtsp://10.0.0.1:554/live"


# Cameras that misbehave


@contextmanager
def coached(tmp_path, said):
    """A session with a network camera, on a thread of its own; gives the camera and the end to come."""
    stop, ends = Stop(), []
    with mjpeg_server.MjpegServer([fakes.picture(i) for i in range(20)], fps=20) as server:

        def open_camera(camera, stack):
            return stack.enter_context(Camera(server.url, limits=SOON))

        asked = plan(tmp_path, open_camera, find=lambda frame: fakes.bridging(FaultMoment(min(frame.t, 3.6))))
        thread = threading.Thread(target=lambda: ends.append(run_practice(asked, said.append, stop)))
        thread.start()
        try:
            yield server, ends
        finally:
            stop.receive(2)
            thread.join(15)
    assert not thread.is_alive()


class FaultMoment:
    def __init__(self, t: float) -> None:
        self.t = t


def heard(said: list[str], words: str, within_s: float = 10.0) -> bool:
    """Whether something is said in time."""
    deadline_s = time.monotonic() + within_s
    while time.monotonic() < deadline_s:
        if any(words in line for line in said):
            return True
        time.sleep(0.02)
    return False


@pytest.mark.slow
@pytest.mark.parametrize("trouble", ["drop", "go_silent", "stick"])
def test_a_camera_in_trouble_is_told_and_its_gap_is_no_hold(trouble, tmp_path):
    said: list[str] = []
    with coached(tmp_path, said) as (server, ends):
        time.sleep(4.5)
        server.drop(5.0) if trouble == "drop" else getattr(server, trouble)()
        assert heard(said, "the same picture" if trouble == "stick" else "no picture")
        server.resume()
        assert heard(said, "The camera is back.", 20.0)
        time.sleep(0.5)
    (end,) = ends
    assert not end.problems and len(end.reps) == 1
    assert end.reps[0].hold_s < 2.5 + SOON.frozen_s


@pytest.mark.slow
def test_a_camera_gone_for_good_is_an_error_with_the_set_written(tmp_path):
    said: list[str] = []
    with coached(tmp_path, said) as (server, ends):
        time.sleep(4.5)
        server.drop(60.0)
        deadline_s = time.monotonic() + 15
        while not ends and time.monotonic() < deadline_s:
            time.sleep(0.05)
    (end,) = ends
    assert isinstance(end.problems[0], CameraError) and end.problems[0].exit_code == 3
    assert "did not come back" in analysis(tmp_path).partial and len(end.reps) == 1


STICK_FIGURE = AppContext(estimator=fakes.estimator, silent=True)


@pytest.mark.parametrize("camera", ["97", "http://127.0.0.1:9/"])
def test_a_camera_that_cannot_be_had_is_3_and_soon(camera, tmp_path, capfd):
    began_s = time.monotonic()
    assert run(["practice", "bridge", "--no-window", "--camera", camera, "-o", str(tmp_path)], STICK_FIGURE) == 3
    assert time.monotonic() - began_s < 6.0
    err = capfd.readouterr().err
    assert err.startswith(f"posecoach: Camera {camera}") and err.count("\n") == 1


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a display")
def test_no_display_names_the_way_without(tmp_path, capfd, monkeypatch):
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert run(["practice", "bridge", "-o", str(tmp_path)], STICK_FIGURE) == 2
    assert "--no-window" in capfd.readouterr().err


def test_a_camera_that_is_a_missing_file_is_wrong_use(tmp_path, capfd):
    assert run(["practice", "bridge", "--no-window", "--camera", "a.mp4", "-o", str(tmp_path)], STICK_FIGURE) == 2
    assert "a.mp4" in capfd.readouterr().err


def test_a_video_file_stands_for_a_camera(tmp_path):
    clip = fakes.video(tmp_path / "clip.mp4", 2.0)
    out = tmp_path / "out"
    assert run(["practice", "bridge", "--no-window", "--camera", str(clip), "-o", str(out)], STICK_FIGURE) == 0
    (path,) = out.glob("*.json")
    assert json.loads(path.read_text())["video"]["frames"] > 10


def test_a_session_is_noted_and_the_next_one_follows_from_it(tmp_path, capfd):
    history = tmp_path / "history.sqlite"
    clip = fakes.video(tmp_path / "clip.mp4", 1.0)
    world = AppContext(estimator=fakes.estimator, history=history)
    words = ["practice", "bridge", "--no-window", "--mute", "--camera", str(clip), "-o", str(tmp_path / "out")]
    assert run(words, world) == 0
    assert "Saved as session 1." in capfd.readouterr().err
    History(history).record_pain(1, 5)
    assert run([*words, "--dose", "50"], world) == 0
    assert run(words, world) == 0
    assert "Today 50 % of the full dose, as last time." in capfd.readouterr().err
    assert [past.dose_share for past in History(history).sessions()] == [0.5, 0.5, 1.0]


def test_playback_gives_frames_at_their_times_and_drops_what_is_late(tmp_path):
    now = [100.0]
    with VideoFile(fakes.video(tmp_path / "clip.mp4", 2.0, 10)) as video:
        source = Playback(video, clock=lambda: now[0], sleep=lambda s: now.__setitem__(0, now[0] + s))
        assert source.latest(1.0).t == 0.0
        assert source.latest(0.05) is None, "the next one is not due yet"
        assert source.latest(1.0).t == pytest.approx(0.1)
        now[0] += 0.55
        assert source.latest(1.0).t == pytest.approx(0.6)
        assert source.frames_dropped == 4
        now[0] += 60.0
        assert source.latest(1.0).t == pytest.approx(1.9)
        assert source.state == "ended" and source.latest(1.0) is None and source.status_text == ""


def test_a_routine_goes_from_one_exercise_to_the_next_by_itself(tmp_path):
    heard: list[str] = []
    asked = plan(tmp_path, fakes.Pictures(fakes.steady(60.0)))
    step = Step(EXERCISES["bridge"], 1, 2.0, 3.0)
    voice = nullcontext(lambda cue: heard.append(cue.say))
    asked = replace(asked, steps=(step, step), devices=replace(asked.devices, voice=lambda: voice))
    end = run_practice(asked, print_nothing, Stop())
    assert [rep.index for rep in end.reps] == [1, 2]
    assert [rep.index for rep in analysis(tmp_path).reps] == [1, 2]
    assert heard.index("Rest 3 seconds.") < heard.index("That was all for today.")
    rows = list(csv.DictReader(next(tmp_path.glob("*.csv")).read_text().splitlines()))
    assert {row["rep"] for row in rows} == {"", "1", "2"}


def test_a_laptop_that_sleeps_in_a_hold_adds_nothing_to_it(tmp_path):
    times = [*fakes.steady(4.0), *fakes.steady(3.0, start_s=64.0)]
    find = lambda frame: fakes.bridging(FaultMoment(min(frame.t, 4.0)))  # noqa: E731
    end = run_practice(plan(tmp_path, fakes.Pictures(times), find=find), print_nothing, Stop())
    assert len(end.reps) == 1 and end.reps[0].hold_s < 2.0
