"""A unit test starts no process, opens no connection (loopback included), and is never slow."""

import importlib
import socket
import subprocess

import pytest

BANNED = ((subprocess.Popen, "__init__"), (socket.socket, "connect"), (socket.socket, "connect_ex"))


@pytest.fixture(scope="session")
def mediapipe():
    """Import MediaPipe while processes may still be started: it runs ldconfig to find a library, the one exception."""
    return importlib.import_module("mediapipe")


@pytest.fixture(autouse=True)
def nothing_outside_this_process(request, monkeypatch):
    """Fail where a unit test reaches out; such a test belongs to tests/end_to_end."""
    assert request.node.get_closest_marker("slow") is None, "a slow test belongs to tests/end_to_end"

    def refuse(*_, **__):
        pytest.fail("a unit test starts a process or opens a connection: it belongs to tests/end_to_end")

    for owner, name in BANNED:
        monkeypatch.setattr(owner, name, refuse)
