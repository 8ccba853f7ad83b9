"""Network cameras: why one does not answer as a camera does."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable
from functools import partial
from urllib.parse import SplitResult, urlsplit

from posecoach.background import Background
from posecoach.translation import N_

PORTS = {"http": 80, "https": 443, "rtsp": 554, "rtsps": 322, "rtmp": 1935}
REQUESTS = {"http": "GET {} HTTP/1.0\r\nHost: {}\r\n\r\n", "rtsp": "DESCRIBE {} RTSP/1.0\r\nCSeq: 1\r\n\r\n"}
"""Scheme -> the request after which the camera says whether it has this picture; an encrypted one is not asked."""
WAIT_S = 1.0
"""How long to wait for each step: in a home it takes milliseconds, and the person has waited already."""
LIMIT_S = 2.5
"""How long to wait for all steps: to look up a name has no limit of its own, and takes 30 s in a broken network."""
Connect = Callable[[tuple[str, int], float], socket.socket]


def find_network_trouble(address: str, connect: Connect = socket.create_connection, limit_s: float = LIMIT_S) -> str:
    """Ask a network camera that could not be opened; return why and what to do, empty when that stays unknown."""
    question = Background(partial(_ask, address, connect))
    return question.result() if question.is_over(limit_s) else ""


def _ask(address: str, connect: Connect) -> str:
    parts = urlsplit(address)
    try:
        host, port = parts.hostname or "", parts.port if parts.port is not None else PORTS.get(parts.scheme)
    except ValueError:
        return N_("The port in the address is not a number from 0 to 65535.")
    if port is None or parts.scheme == "udp":
        return ""
    try:
        with connect((host, port), WAIT_S) as connection:
            return "" if parts.username else _explain(_status(connection, parts), parts)
    except (socket.gaierror, UnicodeError):
        return N_("The name {host} is not known in this network: check the address.", host=host)
    except ConnectionRefusedError:
        return N_(
            "Nothing answers at port {port} of {host}: is the camera's program running, and is the port right?",
            port=port,
            host=host,
        )
    except TimeoutError:
        return N_("{host} does not answer: is it switched on, and are both devices in the same network?", host=host)
    except OSError as error:
        return N_(
            "{host} cannot be reached ({reason}): are both devices in the same network?",
            host=host,
            reason=error.strerror or str(error),
        )


def _status(connection: socket.socket, address: SplitResult) -> int:
    """Return the status with which a camera answers; 0 when it gives none."""
    if address.scheme not in REQUESTS:
        return 0
    page = address._replace(scheme="", netloc="", fragment="").geturl() or "/"
    what = address.geturl() if address.scheme == "rtsp" else page
    try:
        connection.sendall(REQUESTS[address.scheme].format(what, address.netloc).encode())
        first = re.match(rb"[A-Z]+/\d\S* (\d{3})", connection.recv(64))
    except OSError:
        return 0
    return int(first[1]) if first else 0


def _explain(status: int, address: SplitResult) -> str:
    scheme, host = address.scheme, address.netloc
    if status in (401, 403):
        return N_(
            "It asks for a name and a password: write them into the address, as in {scheme}://NAME:PASSWORD@{host}.",
            scheme=scheme,
            host=host,
        )
    if status == 404:
        return N_("{host} has no such page: look up the address of its video stream.", host=host)
    if 200 <= status < 400:
        return N_("What it sends is no video: give the address of its video stream, not of its web page.")
    return ""
