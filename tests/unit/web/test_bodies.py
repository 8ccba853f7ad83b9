import asyncio

import pytest
from starlette.exceptions import HTTPException

from posecoach.web.security.bodies import limited

DONE = {"type": "http.disconnect"}


def scope(length=None):
    return {"type": "http", "headers": [] if length is None else [(b"content-length", str(length).encode())]}


def received(parts, max_bytes, length=None):
    """Read a body to its end; return its size."""

    async def read():
        messages = [{"type": "http.request", "body": part, "more_body": True} for part in parts]
        messages += [{"type": "http.request", "body": b"", "more_body": False}, DONE]
        waiting = iter(messages)

        async def receive():
            return next(waiting)

        receiving, size = limited(scope(length), receive, max_bytes), 0
        while (message := await receiving()) != DONE:
            size += len(message["body"])
        return size

    return asyncio.run(read())


def test_a_body_up_to_the_limit_arrives():
    assert received([b"x" * 60, b"x" * 40], max_bytes=100) == 100


@pytest.mark.parametrize("length", [101, 5 * 10**9])
def test_a_body_that_says_it_is_too_large_is_refused_unread(length):
    with pytest.raises(HTTPException) as refused:
        received([], max_bytes=100, length=length)
    assert (refused.value.status_code, refused.value.headers) == (413, {"connection": "close"})


def test_a_body_that_says_nothing_and_is_too_large_is_refused_at_the_limit():
    with pytest.raises(HTTPException, match="413"):
        received([b"x" * 60, b"x" * 41], max_bytes=100, length="lies")


def test_a_body_that_does_not_come_is_given_up():
    async def read():
        await limited(scope(), asyncio.Event().wait, 100, grace_s=0.0)()

    with pytest.raises(HTTPException, match="408"):
        asyncio.run(read())
