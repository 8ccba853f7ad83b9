"""Video files: true times, upright pictures, damage told, plain words for what is no video."""

from __future__ import annotations

import os
import socket
import stat
import sys
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from posecoach.errors import SourceError
from posecoach.vision.image import UprightConverter, layout_of
from posecoach.vision.video import VideoFile

WIDTH, HEIGHT = 96, 64
UNIT, ONE = 1 << 16, 1 << 30  # fixed-point 1 in a display matrix: 16.16, and 2.30 in its last column


def marked(index: int = 0, width: int = WIDTH, height: int = HEIGHT) -> np.ndarray:
    """A dark picture with a white mark at the top left, a red one at the bottom right, and a bar that moves."""
    image = np.full((height, width, 3), 32, np.uint8)
    image[: height // 4, : width // 4] = 255
    image[-(height // 4) :, -(width // 4) :] = (0, 0, 255)
    left = index * 5 % (width // 2)
    image[height // 2 - 6 : height // 2 + 6, left : left + width // 4] = (40 + index * 37 % 200, 120, 60)
    return image


def write_video(
    path: Path,
    stamps: list[int] | int = 30,
    *,
    images: list[np.ndarray] | None = None,
    codec: str = "libx264",
    pix_fmt: str = "yuv420p",
    time_base: Fraction = Fraction(1, 10),
    options: dict[str, str] | None = None,
    container_options: dict[str, str] | None = None,
    matrix: list[int] | None = None,
    pixel_aspect: Fraction | None = None,
    muxer: str | None = None,
) -> Path:
    """Write a small video; `stamps` are presentation times in `time_base`, or how many from 0 on."""
    stamps = list(range(stamps)) if isinstance(stamps, int) else stamps
    images = images or [marked(i) for i in range(len(stamps))]
    with av.open(str(path), "w", format=muxer, options=container_options or {}) as container:
        stream = container.add_stream(codec, rate=1 / time_base, options=options or {})
        stream.height, stream.width = images[0].shape[:2]
        stream.pix_fmt = pix_fmt
        stream.codec_context.time_base = time_base
        if pixel_aspect:
            stream.codec_context.sample_aspect_ratio = pixel_aspect
        if matrix:
            stream.set_display_matrix(matrix)
        for image, stamp in zip(images, stamps, strict=True):
            frame = av.VideoFrame.from_ndarray(image, format="bgr24").reformat(format=pix_fmt)
            frame.pts, frame.time_base = stamp, time_base
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def times(video: VideoFile, *interval: float) -> list[float]:
    return [frame.t for frame in video.frames(*interval)]


def corners(image: np.ndarray) -> str:
    """Which corner holds which mark, reading order: W white, R red, . nothing."""
    height, width = image.shape[:2]
    spots = [image[y, x].astype(int) for y in (4, height - 5) for x in (4, width - 5)]
    return "".join("." if spot[2] < 150 else "W" if spot[0] > 150 else "R" for spot in spots)


# Time


def test_times_start_at_zero_and_are_those_in_the_file(tmp_path):
    video = VideoFile(write_video(tmp_path / "plain.mp4", 30))
    assert times(video) == pytest.approx([i / 10 for i in range(30)])
    assert (video.fps, video.duration_s, video.frames_estimate, video.frames_read) == (10, 3, 30, 30)
    assert video.damage is None


@pytest.mark.parametrize("name", ["phone.mp4", "phone.mkv"])
def test_a_variable_frame_rate_keeps_its_true_times(tmp_path, name):
    stamps = [0, 33, 70, 400, 433, 900, 901, 1500]
    path = write_video(tmp_path / name, stamps, time_base=Fraction(1, 1000))
    assert times(VideoFile(path)) == pytest.approx([stamp / 1000 for stamp in stamps])


def test_a_stream_that_begins_later_still_starts_at_zero(tmp_path):
    video = VideoFile(write_video(tmp_path / "late.mkv", list(range(70, 90))))
    assert times(video) == pytest.approx([i / 10 for i in range(20)])
    assert video.damage is None


def test_times_are_counted_where_the_file_holds_none(tmp_path):
    path = write_video(tmp_path / "bare.h264", 25, muxer="h264")
    assert times(VideoFile(path)) == pytest.approx([i / 10 for i in range(25)])


def test_scrambled_presentation_times_are_replaced_by_decoding_times(tmp_path):
    path = write_video(tmp_path / "bframes.avi", 40, options={"bf": "3", "b_strategy": "0"})
    got = times(VideoFile(path))
    assert len(got) == 40
    assert np.diff(got) == pytest.approx(np.full(39, 0.1))


@pytest.mark.parametrize(
    ("name", "how"),
    [
        ("bframes.mp4", {"options": {"bf": "3", "g": "12", "b_strategy": "0"}}),
        ("opengop.mkv", {"options": {"bf": "3", "g": "12", "x264-params": "open-gop=1:scenecut=0"}}),
        ("bframes.ts", {"options": {"bf": "2", "g": "12"}}),
        ("bframes.avi", {"options": {"bf": "3", "g": "12", "b_strategy": "0"}}),
        ("bare.h264", {"options": {"g": "12"}, "muxer": "h264"}),
        ("moving.gif", {"codec": "gif", "pix_fmt": "rgb8"}),
        ("eight.webm", {"codec": "libvpx", "options": {"g": "12", "deadline": "realtime"}}),
    ],
)
def test_a_file_cut_in_pieces_gives_the_frames_of_the_whole(tmp_path, name, how):
    start = 0 if name.endswith("gif") else 17  # a first time stamp that is not 0
    video = VideoFile(write_video(tmp_path / name, list(range(start, start + 60)), **how))
    whole = [(frame.t, frame.image.tobytes()) for frame in video]
    assert len(whole) == 60
    for cut in (0.05, 1.2, whole[31][0], 5.85):
        pieces = [*video.frames(0, cut), *video.frames(cut)]
        assert [(frame.t, frame.image.tobytes()) for frame in pieces] == whole


def test_an_interval_past_the_end_is_empty(tmp_path):
    video = VideoFile(write_video(tmp_path / "short.mp4", 10))
    assert times(video, 5.0) == []
    assert video.damage is None


# Pictures


@pytest.mark.parametrize(
    ("matrix", "shown"),
    [
        (None, "W..R"),
        ([0, UNIT, 0, -UNIT, 0, 0, 0, 0, ONE], ".WR."),  # a phone held upright: turn by 90 degrees clockwise
        ([-UNIT, 0, 0, 0, -UNIT, 0, 0, 0, ONE], "R..W"),  # upside down
        ([0, -UNIT, 0, UNIT, 0, 0, 0, 0, ONE], ".RW."),  # 90 degrees the other way
        ([-UNIT, 0, 0, 0, UNIT, 0, 0, 0, ONE], ".WR."),  # stored mirrored
        ([0, -UNIT, 0, -UNIT, 0, 0, 0, 0, ONE], "R..W"),  # turned and mirrored
    ],
)
def test_the_picture_is_turned_as_a_player_turns_it(tmp_path, matrix, shown):
    # What is expected here is what `ffmpeg -i FILE -frames:v 1 shown.png` gave for the same matrices.
    video = VideoFile(write_video(tmp_path / "turned.mp4", 3, matrix=matrix))
    frame = next(iter(video))
    assert corners(frame.image) == shown
    quarter = matrix is not None and matrix[0] == 0
    assert (video.width, video.height) == ((HEIGHT, WIDTH) if quarter else (WIDTH, HEIGHT))
    assert frame.image.shape == (video.height, video.width, 3)
    assert video.native_size == (WIDTH, HEIGHT)


@pytest.mark.parametrize(
    ("name", "how"),
    [
        ("ten_bit.mp4", {"pix_fmt": "yuv420p10le"}),
        ("full_range.mp4", {"pix_fmt": "yuvj420p"}),
        ("all_chroma.mov", {"pix_fmt": "yuv444p"}),
        ("old.avi", {"codec": "mpeg4", "options": {"qscale": "2"}}),
        ("eight.webm", {"codec": "libvpx", "options": {"b": "2M", "deadline": "realtime"}}),
        ("moving.gif", {"codec": "gif", "pix_fmt": "rgb8"}),
    ],
)
def test_every_coding_comes_as_bgr_of_8_bits(tmp_path, name, how):
    frames = list(VideoFile(write_video(tmp_path / name, 12, **how)))
    assert len(frames) == 12
    for frame in frames:
        assert frame.image.dtype == np.uint8
        assert frame.image.flags.c_contiguous
        assert corners(frame.image) == "W..R"
        assert frame.image[4, 4].min() > 240
        assert np.abs(frame.image[4, -5].astype(int) - 32).max() < 40  # a GIF has few colours


def test_odd_sizes_stay_as_they_are(tmp_path):
    images = [marked(i, 95, 63) for i in range(5)]
    video = VideoFile(write_video(tmp_path / "odd.avi", 5, images=images, codec="mjpeg", pix_fmt="yuvj420p"))
    assert [frame.image.shape for frame in video] == [(63, 95, 3)] * 5


@pytest.mark.parametrize(("aspect", "size"), [(Fraction(3, 2), (144, 64)), (Fraction(2, 3), (96, 96))])
def test_pixels_that_are_not_square_are_made_square(tmp_path, aspect, size):
    video = VideoFile(write_video(tmp_path / "wide.mp4", 3, pixel_aspect=aspect))
    assert (video.width, video.height) == size
    assert corners(next(iter(video)).image) == "W..R"


def test_large_pictures_are_scaled_down_and_keep_their_shape(tmp_path):
    images = [marked(i, 640, 360) for i in range(3)]
    path = write_video(tmp_path / "large.mp4", 3, images=images, matrix=[0, UNIT, 0, -UNIT, 0, 0, 0, 0, ONE])
    small = VideoFile(path, max_side=320)
    assert (small.width, small.height, small.native_size) == (180, 320, (640, 360))
    assert corners(next(iter(small)).image) == ".WR."
    assert VideoFile(path, max_side=None).height == 640


def test_frames_that_change_their_size_are_fitted_in_undistorted():
    upright = UprightConverter(layout_of((96, 64), None, None, None), (96, 64))
    tall = upright(av.VideoFrame.from_ndarray(np.full((96, 64, 3), 200, np.uint8), format="bgr24"))
    assert tall.shape == (64, 96, 3)
    bright = np.flatnonzero(tall[32, :, 0] > 100)
    assert len(bright) == pytest.approx(64 * 64 / 96, abs=1)
    assert bright.mean() == pytest.approx(47.5, abs=1)


# Use


def test_a_file_can_be_read_again_and_stopped_early(tmp_path):
    with VideoFile(write_video(tmp_path / "plain.mp4", 20), threads=1) as video:
        for frame in video:
            if frame.t > 0.45:
                break
        assert video.frames_read == 6
        assert len(times(video)) == video.frames_read == 20
        unfinished = iter(video)
        next(unfinished)
    assert list(unfinished) == []  # closed with the file


# Damage


def test_a_file_cut_short_is_read_as_far_as_it_goes(tmp_path, capfd):
    whole = write_video(tmp_path / "w.mp4", 120, container_options={"movflags": "faststart"}, options={"g": "10"})
    data = whole.read_bytes()
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(data[: len(data) // 2])
    video = VideoFile(cut)
    got = times(video)
    assert 30 < len(got) < 90
    assert video.frames_read == len(got)
    assert video.damage == f"damaged after {got[-1]:.1f} s: read {len(got)} of 120 frames"
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("name", ["cut.mkv", "cut.webm"])
def test_a_short_stream_without_an_index_is_noticed_by_its_length(tmp_path, name):
    codec = "libvpx" if name.endswith("webm") else "libx264"
    path = write_video(tmp_path / name, 120, codec=codec, options={"g": "10", "deadline": "realtime"})
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    video = VideoFile(path)
    got = times(video)
    assert 10 < len(got) < 110
    assert video.damage is not None
    assert video.damage.startswith(f"damaged after {got[-1]:.1f} s")


@pytest.mark.parametrize("seed", range(6))
def test_flipped_bits_are_told_and_never_raise(tmp_path, seed):
    path = write_video(tmp_path / "flip.mkv", 60, options={"g": "10"})
    data = bytearray(path.read_bytes())
    for place in np.random.default_rng(seed).integers(len(data) // 8, len(data) * 7 // 8, 40):
        data[place] ^= 0x55
    path.write_bytes(data)
    video = VideoFile(path)
    got = times(video)
    assert 0 < len(got) <= 60
    assert np.all(np.diff(got) > 0)
    assert video.damage is not None


def test_a_hole_in_the_middle_is_told(tmp_path):
    path = write_video(tmp_path / "hole.webm", 120, codec="libvpx", options={"g": "10", "deadline": "realtime"})
    data = bytearray(path.read_bytes())
    third = len(data) // 3
    data[third : 2 * third] = bytes(third)
    path.write_bytes(data)
    video = VideoFile(path)
    assert len(times(video)) < 110
    assert video.damage is not None
    assert video.damage.startswith("damaged ")


def test_a_pass_over_a_sound_part_of_a_damaged_file_finds_nothing(tmp_path):
    path = write_video(tmp_path / "c.mp4", 120, container_options={"movflags": "faststart"}, options={"g": "10"})
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    video = VideoFile(path)
    assert len(times(video, 0.0, 2.0)) == 20
    assert video.damage is None
    assert times(video, 2.0)
    assert video.damage is not None


# What is no video


def refusal(path: Path) -> str:
    with pytest.raises(SourceError) as caught:
        VideoFile(path)
    message = str(caught.value)
    assert message.startswith(f"{path}: ")
    return message


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("missing.mp4", None, "does not exist"),
        ("nul\0.mp4", None, "does not exist"),
        ("empty.mp4", b"", "empty"),
        ("notes.txt", b"hello, I am no video\n" * 40, "text file"),
        ("notes.mp4", b"hello, I am no video\n" * 40, "not a video that posecoach can read"),
        ("list.ffconcat", b"ffconcat version 1.0\nfile other.mp4\n", "not a video|list"),
        ("cut.mp4", b"\0\0\0\x20ftypisom\0\0\2\0isomiso2avc1mp41\0\0\x10\0mdat" + bytes(4000), "its end"),
    ],
)
def test_what_is_no_video_is_refused_in_plain_words(tmp_path, name, content, words, capfd):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    assert any(word in refusal(tmp_path / name) for word in words.split("|"))
    assert capfd.readouterr() == ("", "")


def test_a_folder_is_refused(tmp_path):
    assert "folder" in refusal(tmp_path)


def test_sound_without_picture_is_refused(tmp_path):
    path = tmp_path / "voice.wav"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("pcm_s16le", rate=8000, layout="mono")
        sound = av.AudioFrame.from_ndarray(np.zeros((1, 800), np.int16), format="s16", layout="mono")
        sound.sample_rate = 8000
        container.mux(stream.encode(sound))
        container.mux(stream.encode(None))
    assert "sound but no video" in refusal(path)


def test_a_photo_is_refused(tmp_path):
    path = write_video(tmp_path / "photo.png", 1, codec="png", pix_fmt="rgb24", muxer="image2")
    assert "single image" in refusal(path)


def test_a_video_without_one_whole_picture_is_refused(tmp_path):
    path = write_video(tmp_path / "junk.mkv", 3)
    with av.open(str(path)) as container:
        first = next(container.demux(video=0))
        place = path.read_bytes().index(bytes(first)[:200])
    data = path.read_bytes()
    path.write_bytes(data[:place] + bytes(len(data) - place))
    assert "not a single frame" in refusal(path)


@pytest.mark.skipif(sys.platform == "win32", reason="named pipes are files on Unix only")
def test_a_pipe_or_socket_is_refused_without_waiting_on_it(tmp_path):
    os.mkfifo(tmp_path / "pipe.mp4")
    assert "pipe, socket or device" in refusal(tmp_path / "pipe.mp4")
    with socket.socket(socket.AF_UNIX) as unix:
        unix.bind(str(tmp_path / "s.mp4"))
        assert "pipe, socket or device" in refusal(tmp_path / "s.mp4")
    assert "pipe, socket or device" in refusal(Path(os.devnull))


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the administrator may read all")
def test_a_file_one_may_not_read_is_refused(tmp_path):
    path = write_video(tmp_path / "secret.mp4", 3)
    path.chmod(stat.S_IWUSR)
    assert "no permission to read" in refusal(path)


def test_a_playlist_in_disguise_reaches_nothing_over_the_network(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        listing = f"#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nhttp://127.0.0.1:{port}/a.ts\n#EXT-X-ENDLIST\n"
        for name in ("video.m3u8", "video.mp4"):
            (tmp_path / name).write_text(listing)
            refusal(tmp_path / name)
        server.settimeout(0.2)
        with pytest.raises(TimeoutError):
            server.accept()


def test_a_name_with_a_colon_or_accents_is_no_obstacle(tmp_path):
    name = "übung.mp4" if sys.platform == "win32" else "http: übung %03d.mp4"
    assert len(times(VideoFile(write_video(tmp_path / "plain.mp4", 5).rename(tmp_path / name)))) == 5
