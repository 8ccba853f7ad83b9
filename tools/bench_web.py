"""Times a practice session from camera to page, in a real browser, with none, one, and ten pages open.

Each picture bears a number in black and white blocks, which shine through the header that is drawn over them. The
camera records when it sent each one, and a script in the page when the canvas with it was shown; a page's clock is the
system's, which is compared with the camera's at the beginning.
"""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import shutil
import threading
import time
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import uvicorn
from bench_camera import BenchCamera
from bench_row import Row, median, percentile
from mjpeg_server import BLOCKS, BLOCKS_PER_WIDTH, code_of_blocks

from posecoach.core.body.pose import Frame, Pose
from posecoach.process import Stop, quiet_native
from posecoach.vision.camera.clocks import steady_s
from posecoach.vision.people import person_follower
from posecoach.web.app import make_app
from posecoach.web.live.broadcast import HEADER
from posecoach.web.live.plan import PracticeRequest, settings_of
from posecoach.web.live.session import PageSession
from posecoach.web.security.cookies import COOKIE
from posecoach.web.security.devices import OWNER
from posecoach.web.server import make_services
from posecoach.web.services import Services

SIZE = (640, 480)
WARM_UP_S = 4.0
"""The first pictures wait for the model and the browser; they are not counted."""
PAGE_FPS = 25.0
"""As smooth as television."""
LATENCY_MS = 150.0
"""From camera to page: a person who watches the own movement does not notice it."""
VIEWERS = 10
SHARE = 0.97
"""Frames judged with ten pages, as a share of those with none: other programs cost as much."""
READ_CODES = f"""
window.seen = [];
const draw = CanvasRenderingContext2D.prototype.drawImage;
CanvasRenderingContext2D.prototype.drawImage = function (...given) {{
  draw.apply(this, given);
  const width = this.canvas.width;
  const side = width / {BLOCKS_PER_WIDTH};
  const row = this.getImageData(0, Math.floor(side / 2), width, 1).data;
  const blocks = Array.from({{ length: {BLOCKS} }}, (_, k) => row[4 * Math.floor(width - (k + 0.5) * side)]);
  requestAnimationFrame(() => window.seen.push([blocks, performance.timeOrigin + performance.now()]));
}};
"""
"""Reads the blocks of the mirrored picture as brightness, and when the next picture of the screen begins."""


@dataclass(slots=True)
class Run:
    """The measurements of one session.

    Attributes
    ----------
    judged : list of float
        When a frame went to the pose model.
    shown : list of (int, float)
        The code of each picture in the page, and when it was shown.
    sent : list of (int, float)
        The same for the camera.
    began, ended : float
        The time that counts. All times are on the clock `steady_s`.
    """

    judged: list[float] = field(default_factory=list)
    shown: list[tuple[int, float]] = field(default_factory=list)
    sent: list[tuple[int, float]] = field(default_factory=list)
    began: float = 0.0
    ended: float = 0.0

    @property
    def judged_fps(self) -> float:
        """Frames judged per second."""
        return sum(self.began <= t <= self.ended for t in self.judged) / (self.ended - self.began)

    @property
    def shown_fps(self) -> float:
        """Pictures shown in the page per second."""
        return sum(self.began <= t <= self.ended for _, t in self.shown) / (self.ended - self.began)

    def latencies_ms(self) -> list[float]:
        """Return the time from sending to showing of each picture."""
        times: dict[int, list[float]] = {}
        for code, t in self.sent:
            times.setdefault(code, []).append(t)
        found = []
        for code, shown in (pair for pair in self.shown if self.began <= pair[1] <= self.ended):
            sent = times.get(code, [])
            if place := bisect_right(sent, shown):
                found.append(1000 * (shown - sent[place - 1]))
        return found


def run(video: Path, model: Path, seconds: float) -> list[Row]:
    """Practise with none, one and ten pages open."""
    alone = _run_session(video, model, seconds, 0)
    rows = [Row("web", "no page open: frames judged per second", alone.judged_fps)]
    for pages, fps, ms in ((1, PAGE_FPS, LATENCY_MS), (VIEWERS, None, None)):
        each = _run_session(video, model, seconds, pages)
        late = each.latencies_ms()
        note = f"median {median(late):.0f}, of {len(late)} pictures"
        rows += [
            Row("web", f"{pages} open: frames judged per second", each.judged_fps, SHARE * alone.judged_fps, True),
            Row("web", "  pictures per second in a page", each.shown_fps, fps, True),
            Row("web", "  capture to page, p95, ms", percentile(late, 95), ms, note=note),
        ]
    return rows


def _run_session(video: Path, model: Path, seconds: float, pages: int) -> Run:
    result, served = Run(), BenchCamera(video, SIZE)
    with ExitStack() as stack:
        stack.enter_context(quiet_native())
        stack.enter_context(served)
        services, address = stack.enter_context(_serve(Path(stack.enter_context(TemporaryDirectory())), result))
        session = _session(services, video, served.url)
        page = stack.enter_context(_browser(services, address)) if pages else None
        if pages > 1:
            stack.enter_context(_viewers(services, address, pages - 1))
        services.practice.practise(session)
        time.sleep(WARM_UP_S)
        offset_s = time.time() - steady_s()
        result.began = steady_s()
        time.sleep(seconds)
        result.ended = steady_s()
        if page:
            result.shown = list(_codes(page.evaluate("window.seen"), offset_s))
        services.practice.close()
    result.sent = served.log
    return result


def _codes(seen: list[tuple[list[int], float]], offset_s: float) -> Iterator[tuple[int, float]]:
    """Yield code and time of each picture whose blocks could be read."""
    for blocks, shown_ms in seen:
        threshold = (blocks[0] + blocks[1]) / 2  # the first is white, the second black, under the header's shade
        code = code_of_blocks([block > threshold for block in blocks])
        if code is not None:
            yield code, shown_ms / 1000 - offset_s


@contextmanager
def _serve(folder: Path, result: Run) -> Iterator[tuple[Services, str]]:
    """Serve the app on a thread."""

    @contextmanager
    def counted(model: Path) -> Iterator[Any]:
        with person_follower(model) as find:

            def find_and_count(frame: Frame) -> Pose | None:
                result.judged.append(steady_s())
                return find(frame)

            yield find_and_count

    services = replace(
        make_services(folder, (), Stop()), estimator=counted, silent=True, history=folder / "history.sqlite"
    )
    hosts: set[str] = set()
    app = make_app(services, lambda: frozenset(hosts))
    config = uvicorn.Config(app, port=0, log_level="error", lifespan="off", ws_per_message_deflate=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    address = f"127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    hosts.add(address)
    yield services, address
    server.should_exit = True
    thread.join()


def _session(services: Services, video: Path, camera: str) -> PageSession:
    """Return a session that asks nothing and goes on for as long as the measurement."""
    exercise = "_".join(video.stem.split("_")[:-1]) or "bridge"
    title, settings = settings_of(services, PracticeRequest(camera="0", exercise=exercise, dose_percent=100), camera)
    settings = replace(settings, session_log=None, check_setup=False, steps=(replace(settings.steps[0], reps=None),))
    return PageSession(title, settings, services.practice.broadcast)


@contextmanager
def _browser(services: Services, address: str) -> Iterator[Any]:
    """Open the live view in Chromium."""
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
        page.add_init_script(READ_CODES)
        page.goto(f"http://{address}/enter?token={services.devices.new_token('bench', OWNER)}")
        page.goto(f"http://{address}/live")
        yield page
        browser.close()


@contextmanager
def _viewers(services: Services, address: str, number: int) -> Iterator[None]:
    """Let more pages watch, from a process of their own."""
    tokens = (services.devices.new_token(f"bench {k}", OWNER) for k in range(number))
    cookies = [f"{COOKIE}={services.devices.redeem(token)}" for token in tokens]
    spawn = multiprocessing.get_context("spawn")
    pipe, end = spawn.Pipe()
    process = spawn.Process(target=_watch, args=(address, cookies, end), daemon=True)
    process.start()
    pipe.recv()
    yield
    process.kill()
    process.join()


def _watch(address: str, cookies: list[str], pipe: Connection) -> None:
    asyncio.run(_watch_all(address, cookies, pipe))


async def _watch_all(address: str, cookies: list[str], pipe: Connection) -> None:
    from websockets.asyncio.client import connect

    async def watch(cookie: str) -> None:
        headers = {"cookie": cookie, "origin": f"http://{address}"}
        async with connect(f"ws://{address}/live/socket", additional_headers=headers, compression=None) as socket:
            async for message in socket:
                if isinstance(message, bytes):
                    (sequence, _) = HEADER.unpack(message[: HEADER.size])
                    await socket.send(json.dumps({"kind": "seen", "sequence": sequence}))

    watching = [asyncio.create_task(watch(cookie)) for cookie in cookies]
    pipe.send("ready")
    await asyncio.gather(*watching)
