"""No video, a damaged video, a full disk, a missing model: one sentence and an exit code."""

from __future__ import annotations

import csv
import json
import os
import random
import signal
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import av
import fakes
import pytest

from posecoach.cli.app import run
from posecoach.cli.options import AppContext
from posecoach.process import Stop
from posecoach.storage import result_json

STICK_FIGURE = AppContext(estimator=fakes.estimator, silent=True)
AT_MOST_S = 30.0
"""A whole command on a busy machine takes less; one that waits for its input takes for ever."""


@pytest.fixture(scope="module")
def clip(tmp_path_factory) -> Path:
    return fakes.video(tmp_path_factory.mktemp("clips") / "clip.mp4", 12.0)


def missing(path: Path, clip: Path) -> None:
    pass


def empty(path: Path, clip: Path) -> None:
    path.write_bytes(b"")


def text(path: Path, clip: Path) -> None:
    path.write_text("This is no video.\n" * 100)


def noise(path: Path, clip: Path) -> None:
    path.write_bytes(random.Random(1).randbytes(50_000))


def sound_only(path: Path, clip: Path) -> None:
    fakes.video(path, sound=True, picture_too=False)


def without_index(path: Path, clip: Path) -> None:
    path.write_bytes(clip.read_bytes()[: clip.stat().st_size // 2])


def folder(path: Path, clip: Path) -> None:
    path.mkdir()


def pipe(path: Path, clip: Path) -> None:
    os.mkfifo(path)


def one_picture(path: Path, clip: Path) -> None:
    import cv2

    path.write_bytes(cv2.imencode(".png", fakes.picture())[1].tobytes())


@pytest.mark.parametrize(
    "make",
    [missing, empty, text, noise, sound_only, without_index, folder, pipe, one_picture],
    ids=lambda f: f.__name__,
)
def test_what_is_no_video_is_refused_in_a_sentence_and_not_waited_for(make, clip, tmp_path, capfd):
    path = tmp_path / "input.mp4"
    make(path, clip)
    began_s = time.monotonic()
    assert run(["analyze", str(path), "-o", str(tmp_path / "out")], STICK_FIGURE) == 4
    assert time.monotonic() - began_s < AT_MOST_S
    shown = capfd.readouterr()
    assert shown.err.startswith(f"posecoach: {path}") and shown.err.count("\n") == 1
    assert shown.out == "" and not list((tmp_path / "out").iterdir())


@pytest.mark.parametrize("command", [["analyze"], ["moments"], ["practice", "bridge", "--camera"]], ids=" ".join)
def test_a_video_with_larger_pictures_than_allowed_is_refused_wherever_it_is_read(command, clip, tmp_path, capfd):
    extra = ["--no-window", "--no-look"] if command[0] == "practice" else []
    words = [*command, str(clip), "--max-pixels", "19199", "-o", str(tmp_path / "out"), *extra]
    assert run(words, STICK_FIGURE) == 4
    assert "160 x 120" in (err := capfd.readouterr().err) and "--max-pixels 19200" in err
    assert "Internal error" not in err


def fast_start(clip: Path, path: Path) -> Path:
    """Copy with the index in front, so that a piece cut off its end leaves the rest readable."""
    with av.open(str(clip)) as source, av.open(str(path), "w", options={"movflags": "faststart"}) as target:
        stream = target.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(video=0):
            if packet.dts is not None:
                packet.stream = stream
                target.mux(packet)
    return path


def test_a_file_cut_off_is_judged_as_far_as_it_goes_and_marked_partial(clip, tmp_path, capfd):
    path = fast_start(clip, tmp_path / "cut.mp4")
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert run(["analyze", str(path), "-o", str(tmp_path / "out")], STICK_FIGURE) == 5
    answer = result_json.read(tmp_path / "out" / "cut.json")
    read = answer.video.frames
    assert 0 < read < 120 and f"read {read} of 120 frames" in answer.partial
    assert f"read {read} of 120 frames" in capfd.readouterr().err
    rows = list(csv.DictReader((tmp_path / "out" / "cut.csv").read_text().splitlines()))
    stamps = [float(row["t_s"]) for row in rows]
    assert len(rows) == read and stamps == sorted(set(stamps))
    with av.open(str(tmp_path / "out" / "cut.annotated.mp4")) as film:
        assert read - 3 <= sum(1 for _ in film.decode(video=0)) <= read


@pytest.mark.parametrize("seed", range(6))
def test_flipped_bits_give_a_result_or_a_sentence_but_no_internal_error(seed, clip, tmp_path, capfd):
    chance = random.Random(seed)
    data = bytearray(clip.read_bytes())
    for _ in range(20):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path = tmp_path / "flipped.mp4"
    path.write_bytes(data)
    code = run(["analyze", str(path), "--no-video", "-o", str(tmp_path)], STICK_FIGURE)
    err = capfd.readouterr().err
    assert code in (0, 4, 5) and err.count("\n") == (code != 0) and "Internal error" not in err
    if code != 4:
        partial = result_json.read(tmp_path / "flipped.json").partial
        assert (partial is not None) == (code == 5)


def test_of_several_videos_the_unreadable_one_sets_the_code(clip, tmp_path, capfd):
    cut = fast_start(clip, tmp_path / "cut.mp4")
    cut.write_bytes(cut.read_bytes()[: cut.stat().st_size // 2])
    arguments = ["analyze", str(cut), str(tmp_path / "none.mp4"), str(clip), "--no-video", "-o", str(tmp_path / "out")]
    assert run(arguments, STICK_FIGURE) == 4
    assert "cut.mp4" in (err := capfd.readouterr().err) and "none.mp4" in err
    assert (tmp_path / "out" / "clip.json").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="needs the limits of Unix")
@pytest.mark.parametrize(("kilobytes", "fails"), [(0, "clip.json"), (4, "clip.csv"), (80, "clip.annotated.mp4")])
def test_a_disk_that_fills_up_is_named_and_what_was_written_stays_valid(kilobytes, fails, clip, tmp_path):
    import resource

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (kilobytes * 1024, kilobytes * 1024))

    code, _, err = fakes.finish(fakes.posecoach("analyze", clip, "-o", tmp_path, preexec_fn=limit))
    assert code == 2
    assert "Traceback" not in err and fails in err and err.count("\n") == 1
    left = {path.name for path in tmp_path.iterdir()}
    written = {"clip.json", "clip.csv", "clip.landmarks.npz", "clip.annotated.mp4", "clip.html"}
    assert left <= written, "nothing temporary is left"
    if "clip.json" in left:
        result_json.read(tmp_path / "clip.json")
    if "clip.csv" in left:
        rows = list(csv.reader((tmp_path / "clip.csv").read_text().splitlines()))
        assert len({len(row) for row in rows}) == 1, "every row is whole"
    if "clip.annotated.mp4" in left:
        with av.open(str(tmp_path / "clip.annotated.mp4")) as film:
            assert next(film.decode(video=0))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
def test_a_full_standard_output_is_a_sentence(clip, tmp_path):
    with Path("/dev/full").open("w") as full:
        process = fakes.posecoach("analyze", clip, "--json", "-", stdout=full)
        code, _, err = fakes.finish(process)
    assert code == 2 and err.startswith("posecoach: ") and "Traceback" not in err


@pytest.fixture(scope="module")
def judged(clip) -> Path:
    """Folder of a judged video."""
    assert run(["analyze", str(clip), "--no-video", "-o", str(clip.parent)], STICK_FIGURE) == 0
    return clip.parent


@pytest.mark.skipif(sys.platform == "win32", reason="named pipes are files on Unix only")
@pytest.mark.parametrize(
    ("name", "command", "code"),
    [
        ("a.landmarks.npz", ["analyze", "{}"], 4),
        ("a.json", ["moments", "{}"], 4),
        ("a.json", ["diff", "{}", "{}"], 4),
        ("a.mp4", ["moments", "clip.json", "--video", "{}"], 4),
        ("a.mp4", ["practice", "bridge", "--no-window", "--camera", "{}"], 4),
        ("a.toml", ["practice", "--no-window", "--routine", "{}"], 2),
        ("a.task", ["analyze", "clip.mp4", "--model", "{}"], 6),
        ("history.sqlite", ["history"], 2),
    ],
)
def test_a_pipe_in_the_place_of_any_input_is_refused_at_once(name, command, code, judged, tmp_path, capfd, monkeypatch):
    monkeypatch.chdir(judged)
    path = tmp_path / name
    os.mkfifo(path)
    context = AppContext(estimator=fakes.estimator, silent=True, history=path)
    assert run([word.format(path) for word in command], context) == code
    assert "it is a pipe, socket or device, not a file" in capfd.readouterr().err


def test_judging_landmarks_can_be_stopped_and_what_was_done_before_stays(judged, tmp_path, capfd):
    class LateStop(Stop):
        """Stops while the second file is judged."""

        judged = 0

        @contextmanager
        def interruptible(self):
            with super().interruptible():
                self.judged += 1
                if self.judged == 2:
                    self.receive(signal.SIGINT)
                yield

    first, second = judged / "clip.landmarks.npz", tmp_path / "second.landmarks.npz"
    second.write_bytes(first.read_bytes())
    assert run(["analyze", str(first), str(second), "-o", str(tmp_path / "out")], AppContext(stop=LateStop())) == 130
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "clip.csv",
        "clip.html",
        "clip.json",
        "summary.csv",
    ]
    assert capfd.readouterr().err.endswith("posecoach: Stopped.\n")


@pytest.mark.parametrize("command", [["analyze", "a.mp4"], ["practice", "bridge", "--no-window"]])
def test_a_missing_or_damaged_pose_model_is_exit_code_6(command, tmp_path, monkeypatch, capfd):
    for model in (tmp_path / "none.task", tmp_path / "damaged.task"):
        monkeypatch.setenv("POSECOACH_MODEL", str(model))
        assert run([*command, "-o", str(tmp_path / "out")]) == 6
        err = capfd.readouterr().err
        assert str(model) in err and err.count("\n") == 1
        (tmp_path / "damaged.task").write_bytes(b"PK no model")


def test_a_model_that_is_no_pose_model_is_exit_code_6(clip, tmp_path, capfd):
    import zipfile

    with zipfile.ZipFile(tmp_path / "other.task", "w") as bundle:
        bundle.writestr("pose_detector.tflite", b"nothing")
        bundle.writestr("pose_landmarks_detector.tflite", b"nothing")
    code = run(["analyze", str(clip), "--model", str(tmp_path / "other.task"), "-o", str(tmp_path / "out")])
    err = capfd.readouterr().err
    assert code == 6 and "other.task" in err and err.count("\n") == 1


def test_a_result_without_any_exercise_is_no_error(clip, tmp_path):
    from functools import partial

    nobody = AppContext(estimator=partial(fakes.estimator, find=fakes.nobody), silent=True)
    assert run(["analyze", str(clip), "-o", str(tmp_path)], nobody) == 0
    answer = json.loads((tmp_path / "clip.json").read_text())
    assert (answer["exercise"], answer["reps"], answer["video"]["frames_with_pose"]) == (None, [], 0)
