"""Sessions in the page for tests: a stick figure before a fake camera, and pages that follow by the WebSocket."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import practice_cases
from fake_camera import until
from starlette.websockets import WebSocketDisconnect

from posecoach.translation import ENGLISH, Language
from posecoach.web.live.broadcast import HEADER
from posecoach.web.live.session import PageSession
from posecoach.web.services import Services


def begin(
    services: Services,
    folder: Path,
    source: Any = None,
    open_voice: Any = None,
    speech: Language = ENGLISH,
    **options: Any,
) -> PageSession:
    """Begin a session of bridges; without a `source`, before a camera that never ends."""
    settings = practice_cases.settings_for(folder, source or practice_cases.endless(), **options)
    session = PageSession("Bridge", settings, services.practice.broadcast, open_voice, speech)
    services.practice.practise(session)
    return session


@contextmanager
def running(services: Services, folder: Path, **options: Any):
    """A session in a ``with`` block."""
    session = begin(services, folder, **options)
    try:
        yield session
    finally:
        services.practice.close()
        assert until(lambda: not session.running)


class LivePage:
    """A page that follows the live view and confirms every picture that it draws."""

    def __init__(self, socket: Any, draws: bool = True) -> None:
        self._socket, self._draws = socket, draws
        self.state: dict[str, Any] = {}
        self.cues: list[dict[str, Any]] = []
        self.pictures: list[int] = []

    def tap(self, action: str, question: int = 0) -> None:
        self._socket.send_text(json.dumps({"kind": "tap", "action": action, "question": question}))

    def follow(self, seen: Callable[[dict[str, Any]], bool], most: int = 4000) -> dict[str, Any]:
        """Take messages until the state is as awaited; return it."""
        for _ in range(most):
            if self.state and seen(self.state):
                return self.state
            self._take(self._socket.receive())
        raise AssertionError(f"never seen; the last state is {self.state}")

    def _take(self, message: dict[str, Any]) -> None:
        if message["type"] == "websocket.close":
            raise WebSocketDisconnect(message["code"])
        if message.get("bytes"):
            (sequence, _) = HEADER.unpack(message["bytes"][: HEADER.size])
            self.pictures.append(sequence)
            if self._draws:
                self._socket.send_text(json.dumps({"kind": "seen", "sequence": sequence}))
        elif (found := json.loads(message["text"])).get("kind") == "cue":
            self.cues.append(found)
        else:
            self.state = found


def scene_of(state: dict[str, Any]) -> dict[str, Any]:
    return state.get("scene") or {"stage": "", "done": [0], "status": "", "number": "", "of": ""}
