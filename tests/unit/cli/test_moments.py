"""`posecoach moments`: what the person types, gets and is told."""

from __future__ import annotations

from contextlib import contextmanager

import fakes
import numpy as np
import pytest
import typer
from filmed_bridge import FPS, LOW_CM, MODEL, bridge, pictures_of, result_of

from posecoach.cli.clips import moments
from posecoach.cli.options import AppContext
from posecoach.errors import SourceError
from posecoach.files.reading import sha256_of
from posecoach.storage import result_json
from posecoach.storage.landmark_file import LandmarkLog


def posecoach(*words: object, estimator=fakes.estimator) -> int:
    """Type `moments` with these words; return the exit code."""
    app = typer.Typer()
    app.command()(moments)
    world = AppContext(estimator=estimator, silent=True)
    return typer.main.get_command(app).main([str(word) for word in words], obj=world, standalone_mode=False) or 0


def session(folder, video=None):
    """Store a sagging bridge as an analysis does; return its JSON."""
    seen = bridge(LOW_CM)
    log = LandmarkLog()
    for t, pose in seen:
        log.add(t, pose)
    result = result_of(seen, str(video), sha256_of(video)) if video else result_of(seen)
    log.save(folder / "today.landmarks.npz", result.video, MODEL)
    (folder / "today.json").write_text(result_json.dumps(result))
    return folder / "today.json"


@contextmanager
def sagging(model):
    """An estimator that finds somebody whose hips sag, whatever the picture shows."""
    seen = dict(bridge(LOW_CM))
    yield lambda frame: seen[frame.t]


def test_of_a_video_the_clips_are_cut_and_named(tmp_path, capfd):
    video = fakes.video(tmp_path / "today.mp4", 8.0, FPS)
    assert posecoach(video, "-o", tmp_path / "clips", estimator=sagging) == 0
    assert capfd.readouterr().out == f"{tmp_path / 'clips' / 'today.rep1.hips_low.mp4'}\n"
    assert (tmp_path / "clips" / "today.rep1.hips_low.mp4").exists()


def test_when_there_is_nothing_to_cut_it_says_so(tmp_path, capfd):
    video = fakes.video(tmp_path / "today.mp4", 2.0, FPS)
    assert posecoach(video, "-o", tmp_path) == 0
    assert "nothing to cut" in capfd.readouterr().out


def test_of_a_damaged_video_what_is_there_is_cut_and_the_exit_code_tells(tmp_path, capfd):
    video = fakes.video(tmp_path / "today.mkv", 8.0, FPS)
    video.write_bytes(video.read_bytes()[: int(0.9 * video.stat().st_size)])
    assert posecoach(video, "-o", tmp_path, estimator=sagging) == 5
    out, err = capfd.readouterr()
    assert out == f"{tmp_path / 'today.rep1.hips_low.mp4'}\n"
    assert "damaged after" in err


def test_only_the_exercise_that_was_named_is_looked_at(tmp_path, capfd):
    assert posecoach(session(tmp_path), "-e", "leg_lift", "-o", tmp_path, estimator=None) == 0
    assert "no attempt to look at" in capfd.readouterr().out
    assert posecoach(session(tmp_path), "-e", "bridge", "-o", tmp_path, estimator=None) == 0
    assert "today.rep1.hips_low.mp4" in capfd.readouterr().out


def test_attempts_at_an_exercise_that_is_no_longer_installed_are_named(tmp_path, capfd):
    kept = session(tmp_path)
    kept.write_text(kept.read_text().replace('"bridge"', '"wall_sit"'))
    assert posecoach(kept, "-o", tmp_path, estimator=None) == 0
    out, err = capfd.readouterr()
    assert "1 attempt at wall_sit is skipped: that exercise is not installed. Install its package again." in err
    assert "none of 0 attempts" not in out


def test_a_session_whose_video_is_there_is_cut_from_it_without_the_pose_model(tmp_path, capfd):
    kept = session(tmp_path, fakes.video(tmp_path / "today.mp4", 8.0, FPS))
    assert posecoach(kept, "-o", tmp_path, estimator=None) == 0
    assert capfd.readouterr().err == ""
    _, pictures = pictures_of(tmp_path / "today.rep1.hips_low.mp4")
    assert np.median(pictures[0][1][40:80]) > 60


def test_a_session_whose_video_is_gone_is_cut_as_a_skeleton_and_says_so(tmp_path, capfd):
    assert posecoach(session(tmp_path), "-o", tmp_path, estimator=None) == 0
    assert "gone.mp4 is gone or changed" in capfd.readouterr().err
    assert (tmp_path / "today.rep1.hips_low.mp4").exists()


def test_a_video_that_was_moved_can_be_named(tmp_path, capfd):
    moved = fakes.video(tmp_path / "elsewhere.mp4", 8.0, FPS)
    assert posecoach(session(tmp_path), "--video", moved, "-o", tmp_path, estimator=None) == 0
    assert capfd.readouterr().err == ""


def test_a_session_without_its_landmarks_says_what_is_missing(tmp_path):
    kept = session(tmp_path)
    (tmp_path / "today.landmarks.npz").unlink()
    with pytest.raises(SourceError, match=r"today\.landmarks\.npz is missing"):
        posecoach(kept, "-o", tmp_path)


@pytest.mark.parametrize("text", ["{}", "[]", "no json"])
def test_a_file_that_is_no_session_is_refused_in_a_sentence(text, tmp_path):
    session = tmp_path / "session.json"
    session.write_text(text)
    with pytest.raises(SourceError, match=r"session\.json is not an analysis of posecoach"):
        posecoach(session, "-o", tmp_path)


def test_a_session_that_is_not_there_is_named(tmp_path):
    with pytest.raises(SourceError, match=r"none\.json cannot be read: no such file"):
        posecoach(tmp_path / "none.json", "-o", tmp_path)
