"""Landmarks on the disk: what is read is what was judged, and a bad file is a sentence."""

from __future__ import annotations

import json
import math
import sys
import zipfile
from dataclasses import asdict, replace
from pathlib import Path

import fakes
import numpy as np
import pytest
import stick_figure

from posecoach.cli.options import AppContext
from posecoach.core.result import ModelInfo, VideoInfo
from posecoach.errors import SourceError, UsageError
from posecoach.storage.landmark_file import LZMA_POSES, MAX_FRAMES, LandmarkLog, read
from posecoach.storage.landmark_rows import BLOCK, POSE, STEP_M, STEP_PX, STEP_VISIBILITY, STEPS

STICK_FIGURE = AppContext(estimator=fakes.estimator, silent=True)
MODEL = ModelInfo("full", "full.task", "1" * 64, "own")
VIDEO = VideoInfo("clip.mp4", "0" * 64, 160, 120, 10.0, 6.0, 60, 50)


class _At:
    """All the stick figure needs of a frame."""

    def __init__(self, t: float) -> None:
        self.t = t


def pose_at(t: float):
    """Nobody for the first second, then the stick figure in a picture of middling light."""
    return None if t < 1.0 else replace(fakes.bridging(_At(t)), light=100.4)


def log_of(seconds: float = 6.0):
    log = LandmarkLog()
    return log, [(t, log.add(t, pose_at(t))) for t in fakes.steady(seconds, 10.0)]


@pytest.fixture(scope="module")
def stored(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("stored") / "clip.landmarks.npz"
    log_of()[0].save(path, VIDEO, MODEL, "damaged")
    return path


def same(one, other) -> bool:
    return all(np.array_equal(getattr(one, key), getattr(other, key)) for key in ("xy", "world", "visibility"))


def test_a_recording_of_more_than_ten_minutes_is_packed_in_little_memory_and_read_again(tmp_path):
    path, pose = tmp_path / "long.landmarks.npz", pose_at(5.0)
    log = LandmarkLog((i / 30, pose) for i in range(LZMA_POSES + 1))
    log.save(path, replace(VIDEO, frames=len(log)), MODEL)
    with zipfile.ZipFile(path) as archive:
        assert {entry.compress_type for entry in archive.infolist()} == {zipfile.ZIP_DEFLATED}
    found = read(path).poses
    assert len(found) == len(log) and same(found[-1][1], log.poses()[0][1])


def test_what_is_read_is_exactly_what_was_judged(stored):
    found, (_, judged) = read(stored), log_of()
    assert [t for t, _ in found.poses] == [t for t, _ in judged]
    for (_, one), (_, other) in zip(found.poses, judged, strict=True):
        assert (one is None) == (other is None)
        assert one is None or (same(one, other) and (one.t, one.size, one.light) == (other.t, other.size, other.light))
    assert (found.facts.video, found.facts.model, found.facts.partial) == (VIDEO, MODEL, "damaged")


def test_what_is_stored_is_as_near_as_its_steps():
    raw, kept = pose_at(3.0), LandmarkLog().add(3.0, pose_at(3.0))
    assert np.abs(kept.xy - raw.xy).max() <= STEP_PX / 2
    assert np.abs(kept.world - raw.world).max() <= STEP_M / 2 * 1.01
    assert np.abs(kept.visibility - raw.visibility).max() <= STEP_VISIBILITY / 2 * 1.01
    assert kept.light == 100.0 and math.isnan(LandmarkLog().add(3.0, fakes.bridging(_At(3.0))).light)


def test_a_landmark_far_outside_the_picture_stays_far_outside():
    raw = pose_at(3.0)
    kept = LandmarkLog().add(3.0, replace(raw, xy=raw.xy + np.float32(1e6)))
    assert kept.xy.min() > 8000


def test_the_file_opens_with_numpy_alone_and_holds_no_picture(stored):
    with np.load(stored, allow_pickle=False) as arrays:
        assert set(arrays) == {"schema", "facts", "t", "found", "light", "size", "xy", "world", "visibility"}
        xy = np.full((len(arrays["t"]), 33, 2), np.nan)
        xy[arrays["found"]] = arrays["xy"].cumsum(axis=0, dtype=np.int16) * STEP_PX
    assert np.isnan(xy[:10]).all()
    assert np.array_equal(xy[30], read(stored).poses[30][1].xy)


def test_a_session_without_a_person_or_a_frame_can_be_stored(tmp_path):
    for frames in (0, 5):
        log = LandmarkLog()
        for i in range(frames):
            log.add(i / 10, None)
        log.save(tmp_path / "empty.landmarks.npz", VIDEO, MODEL)
        assert list(read(tmp_path / "empty.landmarks.npz").poses) == [(i / 10, None) for i in range(frames)]


def test_a_folder_that_is_gone_is_named(tmp_path):
    with pytest.raises(UsageError, match="gone"):
        LandmarkLog().save(tmp_path / "gone" / "a.landmarks.npz", VIDEO, MODEL)


def changed(stored: Path, path: Path, **arrays) -> Path:
    """Write the file again with other arrays; None leaves one out."""
    with np.load(stored) as pack:
        np.savez(path, **{key: value for key, value in (dict(pack) | arrays).items() if value is not None})
    return path.with_name(f"{path.name}.npz") if path.suffix != ".npz" else path


@pytest.mark.parametrize(
    "arrays",
    [
        {"t": None},
        {"t": np.zeros(60)},
        {"t": np.full(60, np.nan)},
        {"t": np.float64(1.0)},
        {"xy": np.zeros((50, 33, 2))},
        {"xy": np.zeros((49, 33, 2), np.int16)},
        {"world": np.zeros((50, 32, 3), np.int16)},
        {"size": np.zeros((60, 2), np.uint16)},
        {"found": np.zeros(60, bool)},
        {"facts": np.array("no json")},
        {"facts": np.array("{}")},
        {"facts": np.array(json.dumps({"posecoach": "1", "model": {}, "watched": asdict(VIDEO), "partial": None}))},
        {"t": np.arange(60) * 1e9},
        {"light": np.full(60, -1, np.float16)},
        {"light": np.full(60, np.inf, np.float16)},
        {"size": np.full((60, 2), 65535, np.uint16)},
        {"world": np.asfortranarray(np.zeros((50, 33, 3), np.int16))},
        {"facts": np.array("[" * 50_000)},
        {"facts": np.array("[]")},
        {"facts": np.array(" " * 100_001)},
        {"schema": np.array("another/1")},
        {"schema": None},
    ],
    ids=lambda arrays: " ".join(arrays),
)
def test_a_file_with_wrong_or_missing_arrays_is_refused_in_a_sentence(arrays, stored, tmp_path):
    with pytest.raises(SourceError, match=r"bad\.npz .*\. \w.*\."):
        read(changed(stored, tmp_path / "bad.npz", **arrays))


def with_facts(stored: Path, file: Path, **changes) -> Path:
    with np.load(stored) as pack:
        facts = json.loads(str(pack["facts"]))
    facts["watched"] |= changes
    return changed(stored, file, facts=np.array(json.dumps(facts)))


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("frames_with_pose", 61),
        ("frames_with_pose", -1),
        ("fps", -30.0),
        ("width", 200_000),
        ("width", 0),
        ("duration_s", 1e9),
        ("turned_deg", 45),
        ("path", "x" * 10_001),
        ("path", "\ud800"),
    ],
)
def test_an_impossible_fact_is_named(key, value, stored, tmp_path):
    with pytest.raises(SourceError, match=rf"lies\.npz is damaged: video\.{key}: "):
        read(with_facts(stored, tmp_path / "lies.npz", **{key: value}))


def test_letters_that_a_terminal_obeys_are_only_letters(stored, tmp_path):
    assert read(with_facts(stored, tmp_path / "a.npz", path="\x1b[2J\x07.mp4")).facts.video.path == "\x1b[2J\x07.mp4"


def test_a_file_of_a_newer_posecoach_says_so(stored, tmp_path):
    with pytest.raises(SourceError, match="newer posecoach"):
        read(changed(stored, tmp_path / "new.npz", schema=np.array("posecoach.landmarks/2")))


def test_pickled_objects_are_never_loaded(stored, tmp_path):
    path = tmp_path / "evil.npz"
    np.savez(path, allow_pickle=True, schema=np.array([print], dtype=object))
    with pytest.raises(SourceError):
        read(path)


def claiming(stored: Path, path: Path, rows: int) -> Path:
    """Write the file again; the array of times claims to have so many rows."""
    with np.load(stored) as pack, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for key, array in pack.items():
            with out.open(f"{key}.npy", "w", force_zip64=True) as file:
                if key == "t":
                    header = {"descr": array.dtype.str, "fortran_order": False, "shape": (rows,)}
                    np.lib.format.write_array_header_1_0(file, header)
                    file.write(array.tobytes())
                else:
                    np.lib.format.write_array(file, array)
    return path


@pytest.mark.parametrize("rows", [61, 10**6, MAX_FRAMES, 10**9, 10**18])
def test_rows_that_are_only_claimed_take_no_memory(rows, stored, tmp_path):
    with pytest.raises(SourceError, match=r"bomb\.npz "):
        read(claiming(stored, tmp_path / "bomb.npz", rows))


def of_a_day(stored: Path, path: Path, found: bool) -> Path:
    """Write the file again, with the frames of a day at 60 frames/s, and no pose."""
    day = 24 * 3600 * 60
    frames = {"t": np.arange(day) / 60, "light": np.zeros(day, np.float16), "size": np.ones((day, 2), np.uint16)}
    poses = {key: np.zeros((0, *POSE[key].shape), POSE[key].base) for key in STEPS}
    whole = changed(stored, path, **frames, **poses, found=np.full(day, found))
    return with_facts(whole, path, frames=day)


def test_a_recording_of_a_day_at_60_frames_a_second_is_read_and_a_longer_one_is_called_too_long(stored, tmp_path):
    day = 24 * 3600 * 60
    found = read(of_a_day(stored, tmp_path / "day.npz", found=False))
    assert len(found.poses) == found.facts.video.frames == day
    with pytest.raises(SourceError, match=r"more\.npz is too long for posecoach to read: it has 5,184,001 frames"):
        read(claiming(stored, tmp_path / "more.npz", day + 1))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits the memory as Linux does")
def test_a_recording_for_which_memory_lacks_is_not_called_damaged(stored, tmp_path):
    import resource

    path = of_a_day(stored, tmp_path / "day.npz", found=True)
    in_use = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    before = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (in_use + 2**30, before[1]))
    try:
        with pytest.raises(SourceError, match=r"day\.npz takes more memory than this computer has free"):
            read(path)
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


def test_an_archive_of_many_parts_is_not_listed(stored, tmp_path):
    path = tmp_path / "parts.npz"
    path.write_bytes(stored.read_bytes())
    with zipfile.ZipFile(path, "a") as pack:
        for i in range(2_000):
            pack.writestr(str(i), b"")
    with pytest.raises(SourceError, match=r"parts\.npz cannot be read: it is damaged"):
        read(path)


@pytest.mark.parametrize("seed", range(20))
def test_a_damaged_file_is_refused_in_a_sentence_or_read_whole(seed, stored, tmp_path):
    chance = np.random.default_rng(seed)
    data = bytearray(stored.read_bytes())
    if seed % 2:
        del data[chance.integers(len(data)) :]
    else:
        data[chance.integers(len(data))] ^= 1 << chance.integers(8)
    path = tmp_path / "torn.landmarks.npz"
    path.write_bytes(data)
    try:
        assert len(read(path).poses) == 60
    except SourceError as error:
        assert "torn" in str(error)


def test_many_poses_are_read_as_they_were_stored(tmp_path):
    log, path = LandmarkLog(), tmp_path / "many.landmarks.npz"
    for i in range(2 * BLOCK + 3):
        log.add(i / 10, stick_figure.supine(i / 10))
    log.save(path, VIDEO, MODEL)
    assert all(same(one, other) for (_, one), (_, other) in zip(read(path).poses, log.poses(), strict=True))


def test_poses_can_be_read_in_order_by_number_and_in_slices():
    log, times = LandmarkLog(), [i / 10 for i in range(2 * BLOCK + 3)]
    for i, t in enumerate(times):
        log.add(t, stick_figure.supine(t) if i % 3 else None)
    poses = log.poses()
    in_order = list(poses)
    assert len(poses) == len(times) and [t for t, _ in in_order] == times
    for i in (0, 1, BLOCK - 1, BLOCK, BLOCK + 1, -1):
        (t, pose), (expected_t, expected) = poses[i], in_order[i]
        assert t == expected_t and (pose is None) == (expected is None)
        assert pose is None or (np.array_equal(pose.xy, expected.xy) and pose.t == t)
    assert [t for t, _ in poses[-3:]] == times[-3:]
