"""What is shown reaches every viewer: the newest picture, encoded once, and only if somebody watches."""

from __future__ import annotations

import asyncio
import contextlib

import cv2
import fakes
import numpy as np
import pytest
from fake_camera import until

from posecoach.core.session.cues import Cue
from posecoach.web.live.broadcast import HEADER, Broadcast

DARK, BRIGHT = (np.full((48, 64, 3), grey, np.uint8) for grey in (40, 200))


@pytest.fixture
def broadcast():
    states = iter(range(1000))
    with contextlib.closing(Broadcast(lambda: str(next(states)))) as made:
        yield made


async def watch(broadcast, viewer, sequence):
    while broadcast.picture.sequence < sequence:
        await asyncio.wait_for(viewer.changed.wait(), 5.0)
        viewer.changed.clear()
    return broadcast.picture


def test_nothing_is_encoded_while_nobody_watches(broadcast):
    broadcast.show(DARK, 1.0)
    assert not until(lambda: broadcast.picture.sequence > 0, within_s=0.05)
    assert not broadcast.watched


def test_who_joins_after_all_had_left_sees_no_state_from_earlier(broadcast):
    async def come_and_go():
        viewer = broadcast.join(asyncio.get_running_loop())
        while not broadcast.state:
            await asyncio.wait_for(viewer.changed.wait(), 5.0)
            viewer.changed.clear()
        broadcast.leave(viewer)
        return broadcast.state

    async def seen_on_joining():
        broadcast.join(asyncio.get_running_loop())
        return broadcast.state

    earlier = asyncio.run(come_and_go())
    assert asyncio.run(seen_on_joining()) != earlier


def test_who_joins_late_sees_the_last_picture_and_state_at_once(broadcast):
    broadcast.show(DARK, 1.0)
    broadcast.show(BRIGHT, 2.5)

    async def join():
        viewer = broadcast.join(asyncio.get_running_loop())
        assert viewer.changed.is_set()
        return await watch(broadcast, viewer, 2)

    picture = asyncio.run(join())
    assert HEADER.unpack(picture.data[: HEADER.size]) == (2, 2.5)
    seen = cv2.imdecode(np.frombuffer(picture.data[HEADER.size :], np.uint8), cv2.IMREAD_COLOR)
    assert seen.shape == BRIGHT.shape and abs(int(seen.mean()) - 200) < 3


def test_who_joins_after_the_end_sees_nothing_of_it(broadcast):
    loop = asyncio.new_event_loop()
    broadcast.join(loop)
    broadcast.show(DARK, 1.0)
    assert until(lambda: broadcast.picture.sequence == 1)
    broadcast.clear()
    assert not broadcast.picture.data
    broadcast.show(BRIGHT, 0.1)
    assert until(lambda: broadcast.picture.sequence == 2), "numbers go on: a page knows what it has drawn"
    loop.close()


def test_all_viewers_get_the_same_bytes_and_hear_the_same_words(broadcast):
    async def several():
        viewers = [broadcast.join(asyncio.get_running_loop()) for _ in range(10)]
        broadcast.show(BRIGHT, 0.0)
        broadcast.say(Cue(0.0, "Lift your hips."))
        pictures = [await watch(broadcast, viewer, 1) for viewer in viewers]
        return pictures, [viewer.sayings.pop().message["say"] for viewer in viewers]

    pictures, heard = asyncio.run(several())
    assert len({id(picture) for picture in pictures}) == 1
    assert heard == ["Lift your hips."] * 10


def test_a_viewer_who_left_hears_nothing_and_one_whose_server_ended_harms_nobody(broadcast):
    loop = asyncio.new_event_loop()
    left, dead = broadcast.join(loop), broadcast.join(loop)
    loop.close()
    broadcast.leave(left)
    broadcast.say(Cue(0.0, "Hold."))
    broadcast.show(BRIGHT, 0.0)
    assert until(lambda: broadcast.picture.sequence == 1)
    assert not left.sayings and len(dead.sayings) == 1


def test_showing_a_large_picture_costs_the_session_nothing(broadcast):
    image = fakes.picture(1, (1920, 1080))
    loop = asyncio.new_event_loop()
    broadcast.join(loop)
    for _ in range(200):
        broadcast.show(image, 0.0)
    assert broadcast.picture.sequence < 200, "most are dropped, not encoded"
    loop.close()
