"""Videos that arrive: hostile ones are refused with a sentence and leave nothing."""

import asyncio
import stat
import sys
from dataclasses import replace
from pathlib import Path

import fakes
import pytest
from analysed import new_analysis
from starlette.requests import ClientDisconnect
from web_app import client, web_services

from posecoach.errors import UsageError
from posecoach.web.analyses.queue import AnalysisQueue
from posecoach.web.analyses.record import Wish, shown_name
from posecoach.web.analyses.upload import MAX_AT_ONCE, MAX_KEPT, SPARE_BYTES, Uploads


@pytest.fixture(scope="module")
def video(tmp_path_factory) -> bytes:
    return fakes.video(tmp_path_factory.mktemp("video") / "small.mp4", seconds=1.0).read_bytes()


@pytest.fixture
def queue(tmp_path) -> AnalysisQueue:
    return AnalysisQueue(tmp_path / "analyses")


def send(tmp_path, content, query="name=clip.mp4", queue=None, **options):
    services = web_services(tmp_path, **({"analyses": queue} if queue else {}))
    return services, client(services).post(f"/analyses?{query}", content=content, **options)


def leftovers(folder: Path) -> list[Path]:
    return list((folder / "analyses").rglob("*"))


def test_a_video_that_arrives_is_queued_in_a_private_folder(tmp_path, video):
    services, answer = send(tmp_path, video, "name=my%20clip.mp4&exercise=bridge&height_cm=182&turn=90")
    assert answer.status_code == 201
    analysis = services.analyses.store.find(answer.json()["id"])
    assert (analysis.name, analysis.state, analysis.wish) == ("my clip.mp4", "waiting", Wish("bridge", 182.0, "90"))
    folder = services.analyses.store.folder_of(analysis)
    assert (folder / "video").read_bytes() == video
    if sys.platform != "win32":
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}


@pytest.mark.parametrize("name", ["../../x.mp4", "..\\..\\x.mp4", "/etc/x.mp4", "C:\\x.mp4", "%00x.mp4", "x" * 5000])
def test_a_name_is_only_a_text_to_show(name, tmp_path, video):
    services, answer = send(tmp_path, video, f"name={name}")
    assert answer.status_code == 201
    (analysis,) = services.analyses.store.all()
    assert not set("/\\\0") & set(analysis.name) and len(analysis.name) <= 120
    assert {path.parent for path in leftovers(tmp_path) if path.is_file()} == {tmp_path / "analyses" / analysis.id}


@pytest.mark.parametrize(
    ("name", "shown"),
    [("", "video"), ("a/", "video"), ("a\x1b[31m.mp4", "a\ufffd[31m.mp4"), (" \u05d0.mp4 ", "\u05d0.mp4")],
)
def test_a_name_is_shown_without_what_could_command_a_page_or_terminal(name, shown):
    assert shown_name(name) == shown


@pytest.mark.parametrize(
    "content",
    [b"<!doctype html><script>alert(1)</script>", b"", b"PK\x03\x04" + bytes(100), b"#EXTM3U\nfile:///etc/passwd"],
)
def test_what_is_not_a_video_is_refused_by_its_content_and_leaves_nothing(content, tmp_path):
    _, answer = send(tmp_path, content, "name=holiday.mp4")
    assert answer.status_code == 400
    assert answer.json()["problem"].startswith("holiday.mp4: ")
    assert str(tmp_path) not in answer.text
    assert leftovers(tmp_path) == []


@pytest.mark.parametrize(
    "query", ["exercise=flying", "height_cm=20", "height_cm=nan", "turn=45", "folder=/etc", "sender=x"]
)
def test_a_wish_that_is_none_is_refused(query, tmp_path, video):
    _, answer = send(tmp_path, video, query)
    assert answer.status_code == 400 and answer.json()["problem"]
    assert leftovers(tmp_path) == []


def test_a_video_that_says_that_it_is_too_large_is_refused_before_it_comes(tmp_path):
    def chunks():
        pytest.fail("it was read")
        yield b""

    _, answer = send(tmp_path, chunks(), headers={"content-length": "5000000000"})
    assert answer.json() == {"problem": "This video is larger than 4 GB. Send a shorter part of it.", "code": 2}
    assert client(web_services(tmp_path)).get("/analyses/room?bytes=5000000000").status_code == 400
    assert client(web_services(tmp_path)).get("/analyses/room?bytes=5000000").status_code == 200


@pytest.mark.parametrize("said", ["10", None, "x"])
def test_a_video_that_is_larger_than_it_said_is_refused_while_it_comes(said, tmp_path, queue):
    queue.uploads = Uploads(queue.store, max_bytes=3_000_000)
    headers = {"content-length": said} if said else {}
    _, answer = send(tmp_path, iter([bytes(1_000_000)] * 10), queue=queue, headers=headers)
    assert answer.status_code == 400 and "larger than" in answer.json()["problem"]
    assert leftovers(tmp_path) == []


def test_a_disk_that_becomes_full_stays_usable(tmp_path, queue):
    free = iter([SPARE_BYTES + 10**9, SPARE_BYTES + 2 * 10**6, SPARE_BYTES])
    queue.uploads = Uploads(queue.store, free_bytes=lambda folder: next(free))
    _, answer = send(tmp_path, iter([bytes(1_500_000)] * 3), queue=queue)
    assert "not enough free space" in answer.json()["problem"]
    assert leftovers(tmp_path) == []


def test_only_so_many_videos_arrive_at_once(tmp_path, video, queue):
    from contextlib import ExitStack

    with ExitStack() as stack:
        for _ in range(MAX_AT_ONCE):
            stack.enter_context(queue.uploads.place())
        _, answer = send(tmp_path, video, queue=queue)
        assert "arriving already" in answer.json()["problem"]
    assert send(tmp_path, video, queue=queue)[1].status_code == 201


def test_only_so_many_analyses_are_kept(tmp_path, video, queue):
    first = new_analysis(queue, video)
    queue.add(first)
    queue.store._kept |= {f"{n}": replace(first, id=f"{n}") for n in range(MAX_KEPT - 1)}
    _, answer = send(tmp_path, video, queue=queue)
    assert "Delete some" in answer.json()["problem"]


async def breaks_off():
    yield bytes(2_000_000)
    raise ClientDisconnect


async def comes_no_more():
    yield bytes(2_000_000)
    await asyncio.sleep(60)


@pytest.mark.parametrize(("chunks", "error"), [(breaks_off, ClientDisconnect), (comes_no_more, UsageError)])
def test_a_video_that_breaks_off_leaves_nothing(chunks, error, tmp_path, queue):
    uploads = Uploads(queue.store, idle_s=0.01)
    with pytest.raises(error):
        asyncio.run(uploads.receive(chunks(), "clip.mp4", "", Wish(), queue.add))
    assert leftovers(tmp_path) == []
    assert queue.store.all() == []
