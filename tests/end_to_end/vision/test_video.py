"""A video file never leads to the network."""

from __future__ import annotations

import socket

import pytest

from posecoach.errors import SourceError
from posecoach.vision.video import VideoFile


def test_a_playlist_in_disguise_reaches_nothing_over_the_network(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        listing = f"#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nhttp://127.0.0.1:{port}/a.ts\n#EXT-X-ENDLIST\n"
        for name in ("video.m3u8", "video.mp4"):
            (tmp_path / name).write_text(listing)
            with pytest.raises(SourceError):
                VideoFile(tmp_path / name)
        server.settimeout(0.2)
        with pytest.raises(TimeoutError):
            server.accept()
