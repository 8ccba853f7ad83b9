"""A video whose picture lies on its side or head: results, film and stills are upright, and say so."""

from __future__ import annotations

import json
from contextlib import contextmanager

import fakes
import pytest
from small_videos import marked, write_video

from posecoach.cli.app import run
from posecoach.cli.options import AppContext
from posecoach.storage import landmark_file
from posecoach.vision.video import VideoFile

SIZE = (640, 480)
FRAMES = 70


@contextmanager
def on_its_side(model):
    """Find the stick figure in a picture that must be turned clockwise."""
    yield lambda frame: fakes.bridging(frame).turned(-1)


@pytest.fixture(scope="module")
def analysed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("turned")
    path = write_video(folder / "side.mp4", FRAMES, images=[marked(0, SIZE[1], SIZE[0])] * FRAMES)
    code = run(
        ["analyze", str(path), "--every-frame", "-o", str(folder)], AppContext(estimator=on_its_side, silent=True)
    )
    assert code == 0
    return folder


def test_the_result_is_that_of_the_upright_picture_and_says_how_it_was_turned(analysed):
    answer = json.loads((analysed / "side.json").read_text())
    assert answer["exercise"] == "bridge" and answer["reps"]
    assert [answer["video"][key] for key in ("turned_deg", "width", "height")] == [90, *SIZE]
    assert "lay on its side" in (analysed / "side.html").read_text()


def test_the_film_and_the_landmarks_are_upright(analysed):
    _, pose = landmark_file.read(analysed / "side.landmarks.npz").poses[0]
    assert pose.size == SIZE
    with VideoFile(analysed / "side.annotated.mp4") as film, VideoFile(analysed / "side.mp4") as video:
        assert (film.width, film.height) == SIZE
        assert (video.width, video.height) == SIZE[::-1]
        blue, _, red = next(iter(film)).image[370:400, 10:60].reshape(-1, 3).mean(axis=0)
    assert red > blue + 100, "the red mark at the lower right of the picture on its side is at the lower left"


def test_its_landmarks_give_the_same_result_again(analysed, tmp_path):
    assert run(["analyze", str(analysed / "side.landmarks.npz"), "-o", str(tmp_path)]) == 0
    assert (tmp_path / "side.json").read_bytes() == (analysed / "side.json").read_bytes()
    assert (tmp_path / "side.csv").read_bytes() == (analysed / "side.csv").read_bytes()


def test_the_console_says_it_once(analysed, tmp_path, capfd):
    assert run(["analyze", str(analysed / "side.landmarks.npz"), "-o", str(tmp_path)]) == 0
    assert capfd.readouterr().err.count("lay on its side") == 1


def test_the_person_can_overrule_it(analysed, tmp_path, capfd):
    stored = str(analysed / "side.landmarks.npz")
    assert run(["analyze", stored, "--turn", "0", "--json", "-"]) == 0
    answer = json.loads(capfd.readouterr().out)
    assert answer["reps"] == [] and "turned_deg" not in answer["video"]
    assert answer["video"]["width"] == SIZE[1]


def test_a_turn_that_is_none_is_refused(analysed, capfd):
    assert run(["analyze", str(analysed / "side.landmarks.npz"), "--turn", "45"]) == 2
    assert "90" in capfd.readouterr().err


def test_landmarks_beside_a_result_are_turned_as_its_video(analysed):
    stored = landmark_file.read(analysed / "side.landmarks.npz")
    lying = landmark_file.read_beside(analysed / "side.json", stored.facts.video.turned(-1))
    assert lying.facts.video.turned_deg == 0
    assert lying.poses[0][1].size == SIZE[::-1]
    assert landmark_file.read_beside(analysed / "none.json", stored.facts.video) is None
