"""Pictures that are too large are refused before memory is taken for them."""

from __future__ import annotations

import pytest
from small_videos import marked, times, write_video

from posecoach.errors import SourceError
from posecoach.files.reading import MAX_PIXELS
from posecoach.vision.video import VideoFile
from posecoach.vision.video_container import decoders_for, threads_for


@pytest.mark.parametrize(
    ("name", "how"),
    [
        ("big.mp4", {}),
        ("big.ts", {}),
        ("big.avi", {"codec": "mjpeg", "pix_fmt": "yuvj420p"}),
        ("big.webm", {"codec": "libvpx", "options": {"deadline": "realtime"}}),
    ],
)
def test_a_video_beyond_the_limit_is_refused_with_its_size_the_limit_and_the_option(tmp_path, name, how):
    path = write_video(tmp_path / name, 3, images=[marked(i, 320, 240) for i in range(3)], **how)
    with pytest.raises(SourceError) as caught:
        VideoFile(path, max_pixels=50_000)
    for words in (f"{path}: ", "320 x 240", "0.1 megapixels", "--max-pixels 76800"):
        assert words in str(caught.value)
    assert len(times(VideoFile(path, max_pixels=320 * 240))) == 3


def test_a_header_that_lies_about_the_size_hides_nothing(tmp_path):
    path = write_video(tmp_path / "lie.mp4", 3, images=[marked(i, 320, 240) for i in range(3)])
    data = bytearray(path.read_bytes())
    entry = data.index(b"avc1", data.index(b"stsd")) + 28
    data[entry : entry + 4] = (96).to_bytes(2, "big") + (64).to_bytes(2, "big")
    path.write_bytes(data)
    with pytest.raises(SourceError, match=r"320 x 240.*--max-pixels"):
        VideoFile(path, max_pixels=50_000)


def test_pictures_that_grow_beyond_the_limit_end_the_readable_part(tmp_path):
    path = write_video(tmp_path / "grows.ts", 20)
    later = write_video(tmp_path / "b.ts", list(range(20, 24)), images=[marked(i, 320, 240) for i in range(4)])
    path.write_bytes(path.read_bytes() + later.read_bytes())
    video = VideoFile(path, max_pixels=50_000)
    read = len(times(video))  # of the frames in work when the size changes, some decoders lose one
    assert 16 <= read <= 20 and video.damage is not None
    assert "its pictures grow to 320 x 240 after 1." in video.damage
    assert f"more than is allowed: read {read} of" in video.damage


def test_decoders_and_threads_are_fewer_where_pictures_are_large_however_many_cores_there_are():
    eight_k, four_k, vga = (pixels * 3 // 2 for pixels in (7680 * 4320, 3840 * 2160, 640 * 480))
    assert (decoders_for(eight_k), threads_for(eight_k, 1)) == (1, 1)
    assert decoders_for(MAX_PIXELS * 6) == 1
    assert 2 <= decoders_for(four_k) <= 6
    assert decoders_for(vga) > 64 and threads_for(vga, 1) == 16
