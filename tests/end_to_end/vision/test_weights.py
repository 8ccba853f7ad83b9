"""The pose model: downloaded from a web server on this machine, or assembled from a package."""

import contextlib
import hashlib
import http.server
import json
import subprocess
import sys
import threading
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from posecoach.errors import ModelError
from posecoach.vision import weights
from posecoach.vision.weights.manifest import Variant

NOWHERE = "http://127.0.0.1:9/model.task"  # a port on which nothing listens
CONTENT = bytes(range(256)) * 1200  # 300 kB: several chunks
SHA256 = hashlib.sha256(CONTENT).hexdigest()


class Server(http.server.ThreadingHTTPServer):
    """Serves `content`; the test sets how well it behaves."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.content = CONTENT
        self.ranges = "kept"  # or "ignored", "refused"
        self.cuts = []  # for each reply to come: after how many bytes it breaks off
        self.status = 200
        self.location = None
        self.pause_s = 0.0
        self.requests = []  # the Range header of each request, None without

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}/model.task"


class Handler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *args):
        pass

    def do_GET(self):
        server = self.server
        wanted = self.headers.get("Range")
        server.requests.append(wanted)
        threading.Event().wait(server.pause_s)
        start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted and server.ranges == "kept" else 0
        status = 416 if wanted and server.ranges == "refused" else 206 if start else server.status
        body = b"" if status == 416 else server.content[start:]
        self.send_response(status)
        if status == 206:
            self.send_header("Content-Range", f"bytes {start}-{len(server.content) - 1}/{len(server.content)}")
        if server.location:
            self.send_header("Location", server.location)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        cut = server.cuts.pop(0) if server.cuts else len(body)
        with contextlib.suppress(ConnectionError):  # a client may hang up
            self.wfile.write(body[:cut])


@pytest.fixture
def server():
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def fetch(server, tmp_path):
    """Fetch from the server into tmp_path; without the fallback."""

    def run(progress=lambda *_: None, **changes):
        known = replace(Variant("full", "m.task", len(CONTENT), SHA256, server.url, "MIT"), **changes)
        return weights.fetch("full", progress, folders=[tmp_path], variants={"full": known})

    return run


@pytest.fixture
def part(tmp_path):
    return tmp_path / "m.task.part"


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_fresh_model_is_downloaded_and_nothing_else_is_left(fetch, tmp_path):
    steps = []
    path = fetch(lambda *step: steps.append(step))
    assert path.read_bytes() == CONTENT
    assert names(tmp_path) == ["m.task"]
    done = [step[0] for step in steps]
    assert done == sorted(done) and done[-1] == len(CONTENT) and {step[1] for step in steps} == {len(CONTENT)}


def test_a_model_that_is_here_is_not_requested(fetch, server, tmp_path):
    (tmp_path / "m.task").write_bytes(CONTENT)
    fetch()
    assert server.requests == []


def test_a_damaged_model_is_replaced(fetch, tmp_path):
    (tmp_path / "m.task").write_bytes(CONTENT[:-1])
    assert fetch().read_bytes() == CONTENT


def test_an_interrupted_download_resumes_where_it_stopped(fetch, server, part):
    part.write_bytes(CONTENT[:1000])
    assert fetch().read_bytes() == CONTENT
    assert server.requests == ["bytes=1000-"]


@pytest.mark.parametrize("ranges", ["ignored", "refused"])
def test_a_server_without_ranges_gives_the_whole(fetch, server, part, ranges):
    server.ranges = ranges
    part.write_bytes(CONTENT[:1000])
    assert fetch().read_bytes() == CONTENT


def test_a_finished_part_is_not_requested_again(fetch, server, part):
    part.write_bytes(CONTENT)
    assert fetch().read_bytes() == CONTENT
    assert server.requests == []


@pytest.mark.parametrize("rest", [b"x" * 1000, b"x" * len(CONTENT), CONTENT + b"x"], ids=["start", "whole", "longer"])
def test_a_damaged_part_is_dropped(fetch, server, part, rest):
    part.write_bytes(rest)
    assert fetch().read_bytes() == CONTENT
    assert server.requests[-1] is None


def test_a_reply_that_breaks_off_is_resumed(fetch, server):
    server.cuts = [100_000, 70_000]
    assert fetch().read_bytes() == CONTENT
    assert server.requests == [None, "bytes=100000-", "bytes=170000-"]


def test_a_source_that_keeps_breaking_off_is_given_up_and_the_part_kept(fetch, server, part, tmp_path):
    server.cuts = [5000, 0]
    with pytest.raises(ModelError, match=f"stopped at 5000 of {len(CONTENT)} bytes"):
        fetch()
    assert names(tmp_path) == ["m.task.part"] and part.stat().st_size == 5000


def test_a_wrong_content_is_refused_and_nothing_is_left(fetch, server, tmp_path):
    server.content = CONTENT[:-1] + b"?"
    with pytest.raises(ModelError, match="wrong sha256"):
        fetch()
    assert names(tmp_path) == []


def test_a_sign_in_page_in_place_of_the_model_is_refused_and_the_part_kept(fetch, server, part, tmp_path):
    server.content, server.ranges = b"<html>sign in</html>", "ignored"
    part.write_bytes(CONTENT[:1000])
    with pytest.raises(ModelError, match=f"offers 20 bytes instead of {len(CONTENT)}"):
        fetch()
    assert part.read_bytes() == CONTENT[:1000]


def test_a_refusal_of_the_server_is_named(fetch, server):
    server.status = 404
    with pytest.raises(ModelError, match="answered 404"):
        fetch()


def test_a_redirection_away_from_https_is_not_followed(fetch, server):
    server.status, server.location = 302, "http://models.invalid/m.task"
    with pytest.raises(ModelError, match=r"http://models\.invalid is not https"):
        fetch()


def test_plain_http_is_refused(fetch):
    with pytest.raises(ModelError, match="is not https"):
        fetch(url="http://models.invalid/m.task")


def test_a_proxy_in_between_is_named_without_its_password(fetch, monkeypatch):
    for name in ("https_proxy", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "http://user:secret@127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "")
    with pytest.raises(ModelError, match=r"through the proxy 127\.0\.0\.1") as caught:
        fetch(url="https://models.invalid/m.task")
    assert "secret" not in str(caught.value)


def test_an_interrupt_leaves_a_part_that_the_next_fetch_resumes(fetch, server, part, tmp_path):
    def interrupt(done, total, what):
        if done > 100_000:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch(interrupt)
    assert names(tmp_path) == ["m.task.part"]
    had = part.stat().st_size
    assert fetch().read_bytes() == CONTENT
    assert had > 100_000 and server.requests == [None, f"bytes={had}-"]


def test_four_processes_at_once_download_it_once(server, tmp_path):
    server.pause_s = 1.0
    known = asdict(Variant("full", "m.task", len(CONTENT), SHA256, server.url, "MIT"))
    del known["name"]
    (tmp_path / "manifest.json").write_text(json.dumps({"variants": {"full": known}}))
    code = (
        "import sys; from pathlib import Path; from posecoach.vision import weights; "
        "from posecoach.vision.weights.manifest import read_manifest; folder = Path(sys.argv[1]); "
        "weights.fetch(variants=read_manifest(folder / 'manifest.json'), folders=[folder])"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    ends = [subprocess.Popen(command) for _ in range(4)]
    assert [end.wait(timeout=60) for end in ends] == [0, 0, 0, 0]
    assert len(server.requests) == 1
    assert (tmp_path / "m.task").read_bytes() == CONTENT
    assert names(tmp_path) == ["m.task", "manifest.json"]


def test_a_lock_file_left_by_a_crash_is_no_obstacle(fetch, tmp_path):
    (tmp_path / "m.task.lock").touch()
    assert fetch().read_bytes() == CONTENT


def test_a_file_where_the_folder_should_be_is_a_plain_error(server, tmp_path):
    (tmp_path / "cache").write_text("a file")
    known = Variant("full", "m.task", len(CONTENT), SHA256, server.url, "MIT")
    with pytest.raises(ModelError, match=r"cannot be stored.*POSECOACH_MODEL"):
        weights.fetch(folders=[tmp_path / "cache" / "models"], variants={"full": known})
    assert server.requests == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_a_full_disk_is_a_plain_error(fetch, part, tmp_path):
    part.symlink_to("/dev/full")
    with pytest.raises(ModelError, match="The disk is full"):
        fetch()
    assert not (tmp_path / "m.task").exists()


def test_a_server_that_is_not_there_is_named(fetch):
    with pytest.raises(ModelError, match=r"127\.0\.0\.1: the connection was refused"):
        fetch(url=NOWHERE)
