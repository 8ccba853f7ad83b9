"""A result in a notebook, and a loop of one's own: without video, without pose model."""

from __future__ import annotations

import dataclasses
import math
import zipfile

import numpy as np
import pytest
from filmed_bridge import LOW_CM, bridge
from html_page import HOSTILE
from small_videos import write_video
from tracks import track

import posecoach as pc
from posecoach.api import result as api_result

NAME = "bridge__yaw_30"


@pytest.fixture(scope="module")
def poses():
    return track(NAME)[0]


@pytest.fixture(scope="module")
def result(poses) -> pc.Result:
    return pc.judge(poses, "bridge", height_cm=180)


def test_poses_from_elsewhere_are_judged(result):
    assert result.exercise == result.asked == "bridge" and result.summary.reps == len(result.reps) > 0
    assert result.faults == tuple(fault for rep in result.reps for fault in rep.faults)
    assert result.height_cm == 180 and result.partial is None


def test_a_table_has_a_row_an_attempt(result):
    table = result.to_dataframe()
    assert list(table["hold_s"]) == [rep.hold_s for rep in result.reps]
    assert list(table["faults"]) == [" ".join(fault.code for fault in rep.faults) for rep in result.reps]


def test_a_table_without_attempts_has_its_columns_all_the_same():
    assert list(pc.judge([]).to_dataframe().columns)[:3] == ["rep", "exercise", "side"]


def test_a_table_of_frames_has_the_columns_of_the_csv(result, poses):
    frames = result.frames()
    assert len(frames) == len(poses)
    assert {"t_s", "phase", "hip_left", "hip_line"} <= set(frames.columns)
    assert frames["phase"].eq("hold").any()


def test_what_is_saved_is_loaded_again(result, tmp_path):
    files = result.save(tmp_path / "out")
    assert [file.name for file in files] == ["unknown.json", "unknown.landmarks.npz", "unknown.csv", "unknown.html"]
    again = pc.load_result(files[0])
    assert again == result
    assert again.report_html() == files[3].read_text()
    assert pc.judge(files[1], "bridge", 180) == result


def test_a_loaded_fault_has_its_short_words_as_long_as_its_exercise_is_installed(tmp_path):
    sagging = pc.judge(bridge(LOW_CM), "bridge")
    loaded = pc.load_result(sagging.save(tmp_path)[0])
    assert [fault.say for fault in loaded.faults] == [fault.say for fault in sagging.faults]
    assert all(fault.say for fault in loaded.faults)
    with pytest.warns(pc.PluginWarning):
        files = gone(sagging, None).save(tmp_path)
    assert {fault.say for fault in pc.load_result(files[0]).faults} == {""}


def test_a_result_without_its_landmarks_says_what_is_missing(result, tmp_path):
    json, landmarks, *_ = result.save(tmp_path)
    landmarks.unlink()
    alone = pc.load_result(json)
    assert alone == result and alone.save(tmp_path / "again") == (tmp_path / "again" / "unknown.json",)
    for use in (alone.frames, alone.report_html):
        with pytest.raises(pc.PosecoachError, match=r"Keep STEM\.landmarks\.npz beside"):
            use()


def test_a_notebook_shows_the_verdicts_and_no_markup_of_others(result):
    video = dataclasses.replace(result.video, path=HOSTILE)
    shown = dataclasses.replace(result, video=video, partial=HOSTILE)._repr_html_()
    assert shown.count("<tr>") == 1 + len(result.reps)
    remarks = [line for rep in result.reps for line in rep.remarks.splitlines()]
    assert remarks and all(remark.split(":")[0] in shown for remark in remarks)
    assert "<script" not in shown


def test_without_pandas_a_table_says_what_to_install(result, monkeypatch):
    def missing(name):
        raise ImportError(name)

    monkeypatch.setattr(api_result, "import_module", missing)
    with pytest.raises(pc.PosecoachError, match="pip install pandas"):
        result.to_dataframe()


def test_a_coach_of_ones_own_counts_like_the_recording(poses, result):
    coach = pc.Coach("bridge", height_cm=180)
    phases = {coach.step(t, pose).phase for t, pose in poses}
    coach.finish(poses[-1][0])
    assert "hold" in phases
    assert [rep.index for rep in coach.reps] == [rep.index for rep in result.reps]


def test_a_coach_takes_ids_exercises_or_all():
    bridge = pc.exercises.EXERCISES["bridge"]
    for coach in (pc.Coach(), pc.Coach("auto"), pc.Coach(bridge), pc.Coach("bridge", "bird_dog")):
        assert coach.step(0.0, None).phase == "away"


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: pc.Coach("brigde"), "There is no exercise 'brigde'"),
        (lambda: pc.judge([], "brigde"), "There is no exercise 'brigde'"),
        (lambda: pc.judge("none.landmarks.npz"), r"none\.landmarks\.npz cannot be read"),
        (lambda: pc.load_result("none.json"), r"none\.json cannot be read"),
        (lambda: pc.load_landmarks("none.npz"), r"none\.npz cannot be read"),
        (lambda: pc.analyze("none.mp4", "brigde"), "There is no exercise 'brigde'"),
    ],
)
def test_what_is_wrong_is_said_as_the_command_line_says_it(call, said):
    with pytest.raises(pc.PosecoachError, match=said):
        call()


@pytest.mark.parametrize("height_cm", [0, -5, 79.9, 250.1, 1.82, math.nan, math.inf, None, "182"])
def test_a_height_that_no_person_has_is_refused_before_anything_is_watched(height_cm):
    for call in (
        lambda: pc.analyze("none.mp4", height_cm=height_cm),
        lambda: pc.judge([], height_cm=height_cm),
        lambda: pc.Coach("bridge", height_cm=height_cm),
    ):
        with pytest.raises(pc.PosecoachError, match=r"height_cm is .*a number from 80 to 250\."):
            call()


@pytest.mark.parametrize("max_pixels", [0, -1, math.nan, None, "9"])
def test_a_number_of_pixels_that_is_none_is_refused_before_anything_is_watched(max_pixels):
    with pytest.raises(pc.PosecoachError, match=r"max_pixels is .*Give a number of pixels"):
        pc.analyze("none.mp4", max_pixels=max_pixels)


def test_pictures_that_are_larger_than_allowed_are_refused(tmp_path):
    video, model = write_video(tmp_path / "clip.mp4", 3), tmp_path / "own.task"
    with zipfile.ZipFile(model, "w") as bundle:  # which is never used
        for member in ("pose_detector.tflite", "pose_landmarks_detector.tflite"):
            bundle.writestr(member, b"")
    with pytest.raises(pc.PosecoachError, match="--max-pixels"):
        pc.analyze(video, model=model, max_pixels=100)


def test_the_shortest_and_the_tallest_are_judged_too():
    assert [pc.judge([], height_cm=height).height_cm for height in (80, np.float32(182), 250)] == [80.0, 182.0, 250.0]


@pytest.mark.parametrize(
    ("frames", "said"),
    [
        ([(1.0, None), (0.5, None)], r"at 0\.5 s follows one at 1\.0 s\. Times must grow"),
        ([(1.0, None), (1.0, None)], "Times must grow"),
        ([(math.nan, None)], "has the time nan"),
        ([("1", None)], "has the time '1'"),
        ([(3.0, 5)], "as its pose a value of type int"),
    ],
)
def test_frames_that_cannot_be_are_refused_in_a_sentence(frames, said):
    coach = pc.Coach("bridge")
    with pytest.raises(pc.PosecoachError, match=said):
        pc.judge(frames)
    with pytest.raises(pc.PosecoachError, match=said):
        for t, pose in frames:
            coach.step(t, pose)


@pytest.mark.parametrize("end_s", [math.nan, math.inf, 0.5, "2"])
def test_a_stream_ends_after_its_last_frame(end_s):
    coach = pc.Coach("bridge")
    coach.step(1.0, None)
    with pytest.raises(pc.PosecoachError, match=r"a finite number|Times must grow"):
        coach.finish(end_s)
    assert coach.finish(1.0) == []


def test_an_author_judges_and_analyses_with_an_exercise_that_is_not_installed(poses, tmp_path):
    mine = dataclasses.replace(pc.exercises.EXERCISES["bridge"], id="my_bridge")
    judged = pc.judge(poses, mine, height_cm=180)
    assert judged.exercise == judged.asked == "my_bridge" and judged.reps
    assert judged.frames()["phase"].eq("hold").any()
    assert "my_bridge" in judged._repr_html_() and judged.report_html()
    landmarks = judged.save(tmp_path)[1]
    assert pc.analyze(landmarks, mine, 180, out=tmp_path / "again") == judged
    assert "hip_line" in (tmp_path / "again" / "unknown.csv").read_text()


def test_stored_landmarks_are_analysed_without_a_pose_model(result, tmp_path):
    landmarks = result.save(tmp_path)[1]
    assert pc.analyze(landmarks, "bridge", 180, out=tmp_path / "again") == result
    assert {file.name for file in (tmp_path / "again").iterdir()} == {"unknown.json", "unknown.csv", "unknown.html"}


def test_a_result_in_place_of_a_recording_says_how_to_load_it(result, tmp_path):
    json = result.save(tmp_path)[0]
    for call in (pc.analyze, pc.judge):
        with pytest.raises(pc.PosecoachError, match=r"unknown\.json is the result of an analysis\. Load it with load_"):
            call(json)


@pytest.mark.parametrize("name", ["a\0b.landmarks.npz", "a\ud800b.landmarks.npz"])
@pytest.mark.parametrize("in_folder", [True, False])
def test_a_name_that_no_file_can_have_cannot_be_read(name, in_folder, tmp_path):
    with pytest.raises(pc.PosecoachError, match="cannot be read"):
        pc.analyze(name, out=tmp_path if in_folder else None)


@pytest.mark.parametrize("name", ["a\0b", "a\ud800b"])
def test_a_folder_that_cannot_be_is_a_sentence(result, name, tmp_path):
    landmarks = result.save(tmp_path)[1]
    for call in (
        lambda: pc.analyze(landmarks, out=tmp_path / name),
        lambda: result.save(tmp_path / name),
        lambda: result.save(tmp_path, stem=name),
    ):
        with pytest.raises(pc.PosecoachError, match="no file can have this name"):
            call()


def test_a_result_whose_video_has_no_name_is_saved_within_the_folder(result, tmp_path):
    nameless = dataclasses.replace(result, video=dataclasses.replace(result.video, path=""))
    assert {file.parent for file in nameless.save(tmp_path / "out")} == {tmp_path / "out"}


def test_a_folder_that_cannot_be_written_is_named_as_the_parameter(result, tmp_path):
    (tmp_path / "taken").write_text("")
    landmarks = result.save(tmp_path)[1]
    with pytest.raises(pc.PosecoachError, match=r"taken: .*Choose another one with folder=\.\.\.\."):
        result.save(tmp_path / "taken")
    with pytest.raises(pc.PosecoachError, match=r"taken: .*Choose another one with out=\.\.\.\."):
        pc.analyze(landmarks, out=tmp_path / "taken")


def gone(result: pc.Result, asked: str | None) -> pc.Result:
    """A result of an exercise whose package is no longer installed, as it is loaded."""
    reps = tuple(dataclasses.replace(rep, exercise="wall_sit") for rep in result.reps)
    return dataclasses.replace(result, asked=asked, exercise="wall_sit", reps=reps, candidates=None)


@pytest.mark.parametrize("asked", ["wall_sit", None])
def test_a_result_of_an_exercise_that_is_gone_is_saved_but_for_its_table(asked, result, tmp_path):
    old = gone(result, asked)
    with pytest.warns(pc.PluginWarning, match=r"old\.csv is left out: wall_sit is not installed any more\. Install"):
        files = old.save(tmp_path, stem="old")
    assert [file.name for file in files] == ["old.json", "old.landmarks.npz", "old.html"]
    assert pc.load_result(files[0]) == old
    with pytest.raises(pc.PosecoachError, match="Install the exercise's package again"):
        old.frames()


def test_files_are_named_as_one_wishes(result, tmp_path):
    assert {file.name for file in result.save(tmp_path, stem="monday.1")} == {
        "monday.1.json",
        "monday.1.csv",
        "monday.1.landmarks.npz",
        "monday.1.html",
    }
    alone = dataclasses.replace(result, poses=None)
    assert [file.name for file in alone.save(tmp_path / "alone", stem="monday.1")] == ["monday.1.json"]


def test_times_of_the_callers_own_clock_are_judged_saved_and_read_again(poses, tmp_path):
    since_1970 = 1.7e9
    shifted = [(t + since_1970, pose and dataclasses.replace(pose, t=t + since_1970)) for t, pose in poses]
    result = pc.judge(shifted)
    saved = result.save(tmp_path, stem="mine")
    assert pc.load_result(saved[0]).reps == result.reps
    assert len(pc.load_landmarks(tmp_path / "mine.landmarks.npz").poses) == len(poses)
