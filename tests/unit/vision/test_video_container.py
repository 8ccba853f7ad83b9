"""What is no video is refused in plain words."""

from __future__ import annotations

import os
import socket
import stat
import sys
from pathlib import Path

import av
import numpy as np
import pytest
from small_videos import times, write_video

from posecoach.errors import SourceError
from posecoach.vision.video import VideoFile


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


@pytest.mark.parametrize(
    "text",
    [
        "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:9,\nwhole.ts\n#EXT-X-ENDLIST\n",
        "ffconcat version 1.0\nfile whole.ts\n",
        "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5004 RTP/AVP 96\n",
    ],
)
def test_a_playlist_opens_no_other_file_whatever_its_name(tmp_path, text):
    write_video(tmp_path / "whole.ts", 5)
    (tmp_path / "list.mp4").write_text(text)
    assert "list of other files or addresses" in refusal(tmp_path / "list.mp4")


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


def test_a_name_with_a_colon_or_accents_is_no_obstacle(tmp_path):
    name = "übung.mp4" if sys.platform == "win32" else "http: übung %03d.mp4"
    assert len(times(VideoFile(write_video(tmp_path / "plain.mp4", 5).rename(tmp_path / name)))) == 5
