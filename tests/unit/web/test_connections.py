"""How long a connection may be silent; the loop and the transport are stand-ins, whose time a test sets."""

import asyncio

import pytest
from starlette.applications import Starlette
from uvicorn.server import ServerState

from posecoach.web.listening import PING_S, AppServer
from posecoach.web.security.connections import REQUEST_S, PatientProtocol, PatientSocket


class Loop:
    """Notes what is to happen later."""

    def __init__(self):
        self.later = []

    def time(self):
        return 0.0

    def call_later(self, delay_s, callback):
        handle = Handle(delay_s, callback)
        self.later.append(handle)
        return handle

    def create_task(self, work):
        work.close()
        return asyncio.Future(loop=self)

    def get_debug(self):
        return False

    def call_soon(self, *_, **__):
        pass

    def pass_s(self, seconds):
        """Let time pass."""
        for handle in self.later:
            if not handle.cancelled and handle.delay_s <= seconds:
                handle.callback()


class Handle:
    def __init__(self, delay_s, callback):
        self.delay_s, self.callback, self.cancelled = delay_s, callback, False

    def cancel(self):
        self.cancelled = True


class Transport:
    def __init__(self):
        self.aborted, self.written = False, b""

    def write(self, data):
        self.written += data

    def abort(self):
        self.aborted = True

    def is_closing(self):
        return self.aborted

    def get_extra_info(self, name):
        return None


@pytest.fixture
def connection():
    loop = Loop()
    server = AppServer(Starlette(), debug=False)
    server.config.load()
    protocol = PatientProtocol(server.config, ServerState(), {}, loop)
    protocol.connection_made(Transport())
    return protocol


@pytest.mark.parametrize("parts", [[], [b"GET / HTTP/1.1\r\n"], [b"GET /", b" HTTP/1.1\r\nhost", b": a\r\n"]])
def test_a_head_that_does_not_end_is_given_up(connection, parts):
    for part in parts:
        connection.data_received(part)
    connection.loop.pass_s(REQUEST_S)
    assert connection.transport.aborted


def test_a_request_ends_the_wait(connection):
    connection.data_received(b"GET / HTTP/1.1\r\nhost: a\r\n\r\n")
    connection.loop.pass_s(REQUEST_S)
    assert not connection.transport.aborted


def test_after_an_answer_the_next_request_is_waited_for_as_long(connection):
    connection.data_received(b"GET / HTTP/1.1\r\nhost: a\r\n\r\n")
    connection.on_response_complete()
    connection.loop.pass_s(REQUEST_S)
    assert connection.transport.aborted


# -- WebSockets ----------------------------------------------------------------------------------------------------

HANDSHAKE = (
    b"GET / HTTP/1.1\r\nhost: a\r\nupgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-version: 13\r\n"
    b"sec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
)
PING = b"\x89\x84" + bytes(4) + b"ping"
PONG = b"\x8a\x04ping"
NO_FRAME = b"\xff" * 20


@pytest.fixture
def stream():
    server = AppServer(Starlette(), debug=False)
    server.config.load()
    protocol = PatientSocket(server.config, ServerState(), {}, Loop())
    protocol.connection_made(Transport())
    protocol.data_received(HANDSHAKE)
    return protocol


def accepted(stream):
    asyncio.run(stream.send({"type": "websocket.accept"}))
    stream.transport.written = b""
    return stream


def test_who_does_not_read_is_answered_no_pings(stream):
    accepted(stream).data_received(PING)
    assert stream.transport.written == PONG
    stream.pause_writing()  # as the loop does when much is unread
    stream.data_received(PING * 1000)
    assert stream.transport.written == PONG
    stream.resume_writing()
    stream.data_received(PING)
    assert stream.transport.written == PONG + PONG


def test_who_does_not_answer_is_given_up_with_what_is_left_for_it(stream):
    accepted(stream).loop.pass_s(PING_S)  # until it is asked, and as long again
    assert stream.transport.aborted


def test_garbage_instead_of_frames_ends_the_connection(stream):
    stream.data_received(NO_FRAME)
    assert stream.transport.aborted
