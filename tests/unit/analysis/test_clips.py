"""After the set the person sees once more, in 3 s, what went most wrong."""

from __future__ import annotations

import math
from contextlib import contextmanager

import av
import fakes
import numpy as np
import pytest
import stick_figure
import typer

from posecoach.analysis.clips import cut_clips, find_moment
from posecoach.cli.clips import moments
from posecoach.cli.options import AppContext
from posecoach.core.body.pose import Frame
from posecoach.core.judging.coach import judge_all
from posecoach.core.judging.events import Fault, Rep, Update
from posecoach.core.result import ModelInfo, VideoInfo, make_result
from posecoach.errors import SourceError
from posecoach.exercises.registry import EXERCISES
from posecoach.files import sha256_of
from posecoach.storage import result_json
from posecoach.storage.landmark_file import LandmarkLog

BRIDGE = EXERCISES["bridge"]
FPS, SIZE = 10, (160, 120)
LOW_CM, GOOD_CM = 12.0, 20.0
"""How far a stick figure pushes its hips up: to a sag, and to a flat bridge."""
MODEL = ModelInfo("none", "none.task", "0" * 64, "own")
HOLD_S = 5.0
"""Seconds from leaving the floor until coming down."""


def bridge(rise_cm: float, *, until_s: float = 8.0, dip_s: float = math.nan):
    """Frames of one attempt, which at `dip_s` sinks a little for half a second."""
    seen = []
    for i in range(round(until_s * FPS)):
        t = i / FPS
        up = (1 - math.cos(math.pi * min(max(min(t - 1.0, 1.0 + HOLD_S - t), 0.0), 1.0))) / 2
        rise = rise_cm * up - (1.0 if abs(t - dip_s) < 0.25 else 0.0)
        seen.append((t, stick_figure.supine(t, hips_cm=10.0 + rise, knee_deg=60.0 + 22.0 * up, size=(640, 480))))
    return seen


def posecoach(*words: object, estimator=fakes.estimator) -> int:
    """Type `moments` with these words; return the exit code."""
    app = typer.Typer()
    app.command()(moments)
    world = AppContext(estimator=estimator, silent=True)
    return typer.main.get_command(app).main([str(word) for word in words], obj=world, standalone_mode=False) or 0


def result_of(poses, path="gone.mp4", sha256="0" * 64):
    assessment = judge_all(poses, [BRIDGE], 170.0)
    video = VideoInfo(path, sha256, *SIZE, FPS, 8.0, len(poses), len(poses))
    return make_result(assessment, video, MODEL, 170.0)


def cut_of(poses, folder, frames=None):
    return cut_clips(result_of(poses), poses, frames, folder / "set")


def pictures_of(path):
    """Codec of a clip, and its pictures with their times."""
    with av.open(str(path)) as clip:
        stream = clip.streams.video[0]
        pictures = [(float(p.pts * p.time_base), p.to_ndarray(format="bgr24")) for p in clip.decode(stream)]
        return stream.codec_context.name, pictures


def rep_with(*faults: Fault) -> Rep:
    return Rep(1, "bridge", None, 0.0, 1.0, 9.0, 10.0, 8.0, 0.0, faults=faults)


def low(value: float) -> Fault:
    return Fault("hips_low", 1.0, 9.0, value, (167.0, math.inf), "deg", "")


def high(value: float) -> Fault:
    return Fault("hips_high", 1.0, 9.0, value, (-math.inf, 191.0), "deg", "")


def lines(*values: tuple[float, float]) -> list[Update]:
    return [Update(t, None, {"hip_line": hip_line}, "bridge") for t, hip_line in values]


# -- which moment ------------------------------------------------------------------------------------------------


def test_the_moment_is_when_the_value_was_worst():
    found = find_moment(rep_with(low(151.0)), BRIDGE, lines((2.0, 160.0), (3.0, 151.0), (4.0, 162.0)))
    assert (found.code, found.t) == ("hips_low", 3.0)


def test_of_two_faults_it_is_the_one_further_out_against_how_far_in_good_form_is():
    """Flat is 175: 12 degrees are many towards a sag, of which 8 are allowed, and fewer towards an arch, of 16."""
    faults = high(191.0 + 12.0), low(167.0 - 12.0)
    found = find_moment(rep_with(*faults), BRIDGE, lines((2.0, 191.0 + 12.0), (3.0, 167.0 - 12.0)))
    assert (found.code, found.t) == ("hips_low", 3.0)


def test_hips_that_come_down_after_the_hold_are_not_its_worst_moment():
    assert find_moment(rep_with(low(160.0)), BRIDGE, lines((5.0, 160.0), (9.5, 130.0))).t == 5.0


def test_a_fault_that_the_rep_does_not_name_is_not_shown():
    assert find_moment(rep_with(), BRIDGE, lines((5.0, 150.0))) is None


def test_a_hold_that_was_only_too_short_has_no_moment_to_show():
    short = Fault("short_hold", 1.0, 9.0, 4.0, (9.0, math.inf), "s", "")
    assert find_moment(rep_with(short), BRIDGE, lines((5.0, 150.0))) is None


# -- the clip ----------------------------------------------------------------------------------------------------


def test_a_sagging_bridge_gives_one_clip_of_3_s_named_after_attempt_and_fault(tmp_path):
    (clip,) = cut_of(bridge(LOW_CM, dip_s=4.0), tmp_path)
    assert clip == tmp_path / "set.rep1.hips_low.mp4"
    codec, pictures = pictures_of(clip)
    assert codec == "h264"
    assert pictures[0][0] == 0.0
    assert len(pictures) == pytest.approx(3 * FPS, abs=1)
    assert pictures[-1][0] == pytest.approx(3.0, abs=1.5 / FPS)
    assert pictures[0][1].shape == (SIZE[1], SIZE[0], 3)


def test_without_the_video_the_skeleton_is_drawn_on_a_dark_ground(tmp_path):
    (clip,) = cut_of(bridge(LOW_CM), tmp_path)
    _, pictures = pictures_of(clip)
    middle = pictures[len(pictures) // 2][1][40:80]
    assert np.median(middle) < 60
    assert middle.max() > 150


def test_with_the_video_its_own_pictures_around_the_moment_are_shown(tmp_path):
    asked = []

    def frames(start_s, end_s):
        asked.append((start_s, end_s))
        times = [t for t in np.arange(0.0, 8.0, 1 / FPS) + 0.004 if start_s <= t < end_s]  # decoded a little otherwise
        return (Frame(t, np.full((SIZE[1], SIZE[0], 3), 200, np.uint8)) for t in times)

    (clip,) = cut_of(bridge(LOW_CM, dip_s=4.0), tmp_path, frames)
    assert asked[0] == pytest.approx((2.5, 5.5), abs=0.4)
    assert np.median(pictures_of(clip)[1][0][1][40:80]) > 150


def test_at_the_end_of_the_video_the_clip_ends_with_it(tmp_path):
    (clip,) = cut_of(bridge(LOW_CM, until_s=4.2, dip_s=4.0), tmp_path)
    assert pictures_of(clip)[1][-1][0] < 2.0


def test_a_video_that_has_no_picture_of_the_moment_gives_no_clip(tmp_path):
    assert cut_of(bridge(LOW_CM), tmp_path, lambda start_s, end_s: ()) == []
    assert list(tmp_path.iterdir()) == []


def test_good_form_gives_no_clip(tmp_path):
    assert cut_of(bridge(GOOD_CM), tmp_path) == []


def test_who_stops_it_gets_no_half_clip(tmp_path):
    poses = bridge(LOW_CM)
    assert cut_clips(result_of(poses), poses, None, tmp_path / "set", stop=lambda: True) == []


# -- what the person types -----------------------------------------------------------------------------------------


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
    assert "none of 0 attempts" in capfd.readouterr().out
    assert posecoach(session(tmp_path), "-e", "bridge", "-o", tmp_path, estimator=None) == 0
    assert "today.rep1.hips_low.mp4" in capfd.readouterr().out


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


@pytest.mark.parametrize("text", ["", "{}", "[]", "no json"])
def test_a_file_that_is_no_session_is_refused_in_a_sentence(text, tmp_path):
    session = tmp_path / "session.json"
    session.write_text(text)
    with pytest.raises(SourceError, match=r"session\.json is not an analysis of posecoach"):
        posecoach(session, "-o", tmp_path)


def test_a_session_that_is_not_there_is_named(tmp_path):
    with pytest.raises(SourceError, match=r"none\.json cannot be read: no such file"):
        posecoach(tmp_path / "none.json", "-o", tmp_path)
