"""One app at a time: a second start finds the first, and asks it for a page."""

from __future__ import annotations

import http.client
import json
import time
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, Field, ValidationError

from posecoach.errors import UsageError
from posecoach.files.reading import parse_json, read_file
from posecoach.files.writing import write_private
from posecoach.translation import N_
from posecoach.web.lan.network import LOOPBACK, SETTLES_WITHIN_S

FILE = "app.json"
LOCK = "app.lock"
MAX_BYTES = 2_000
"""Of the file, and of the running app's answer; each has 150."""
ANSWERS_WITHIN_S = 5.0
"""How long a running app may take to say where it is, in seconds; it may have been started at the same moment."""
ASK_EVERY_S = 0.2

Port = Annotated[int, Field(ge=0, le=65535)]


class Running(BaseModel):
    """What a second start must know of the running app; of one that has ended, its ports.

    Attributes
    ----------
    port, secure_port : int
        Where it listens; 0 = not yet.
    secret : str
        Proves that somebody may read the person's files.
    """

    port: Port = 0
    secure_port: Port = 0
    secret: str = ""


class _Answer(BaseModel):
    address: Annotated[str, Field(pattern=r"^http://127\.0\.0\.1:\d+/enter\?token=[\w-]+$")]


def note(folder: Path, running: Running) -> None:
    """Write down where the app is, for the user alone; raise UsageError when that fails."""
    write_private(folder / FILE, running.model_dump_json() + "\n")


def noted(folder: Path) -> Running:
    """Return where the app is, or was; an empty answer when nobody knows."""
    try:
        return Running.model_validate(parse_json(read_file(folder / FILE, MAX_BYTES)))
    except (OSError, ValueError, ValidationError):
        return Running()


def ask_for_page(folder: Path, lan: bool, within_s: float = ANSWERS_WITHIN_S) -> str:
    """Return a one-time address of the running app; with `lan`, it begins to listen in the house, too.

    Raises
    ------
    UsageError
        It does not answer.
    """
    deadline_s = time.monotonic() + within_s
    while True:
        try:
            return _ask(noted(folder), lan)
        except (OSError, ValueError, ValidationError, http.client.HTTPException) as error:
            if time.monotonic() > deadline_s:
                raise UsageError(
                    N_("posecoach is open already, but does not answer. End it where it was started, then try again.")
                ) from error
        time.sleep(ASK_EVERY_S)


def _ask(running: Running, lan: bool) -> str:
    connection = http.client.HTTPConnection(LOOPBACK, running.port, timeout=2 * SETTLES_WITHIN_S)
    try:
        host = f"{LOOPBACK}:{running.port}"
        headers = {"content-type": "application/json", "host": host, "origin": f"http://{host}"}
        connection.request("POST", "/open", json.dumps({"secret": running.secret, "lan": lan}), headers)
        return _Answer.model_validate(parse_json(connection.getresponse().read(MAX_BYTES))).address
    finally:
        connection.close()
