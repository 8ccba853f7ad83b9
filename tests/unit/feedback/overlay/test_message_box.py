"""Where the message stands: beside the body, and still."""

from __future__ import annotations

import pytest
from overlay_cases import CUE, ROUTINE, TYPE, a_fault, a_pose, an_update, body_of, laid_out, words

from posecoach.core.session.scene import SessionState
from posecoach.feedback.overlay.canvas import Canvas
from posecoach.feedback.overlay.message import message_of
from posecoach.feedback.overlay.message_box import MessageBox, place_message
from posecoach.feedback.overlay.style import FIX


@pytest.mark.parametrize("size", [(640, 480), (1280, 720), (1920, 1080), (480, 640), (720, 1280)])
@pytest.mark.parametrize("middle", [0.3, 0.5, 0.75])
def test_the_correction_does_not_cover_the_body(middle, size):
    update = an_update(pose=a_pose(size, middle), faults=(a_fault("Push your hips up", "Hips 14° low"),))
    layout = laid_out(size, update, ROUTINE)
    assert "Push your hips up" in words(layout)
    assert layout.message_box.hidden(body_of(update, size), 0.0) == 0.0


def test_where_there_is_little_room_the_second_sentence_is_dropped_first():
    update = an_update(pose=a_pose(middle=0.58), faults=(a_fault("Push your hips up", CUE),))
    layout = laid_out((640, 480), update)
    assert layout.message_box.place.compactness >= 1
    assert "Push your hips up" in words(layout) and "Knee" not in words(layout)


def test_the_message_does_not_jump_while_it_is_shown():
    stage, said = Canvas(1280, 720, TYPE), message_of(an_update(faults=(a_fault(),)), SessionState(), FIX, None)

    def place(middle: float, before: MessageBox | None) -> MessageBox:
        body = body_of(an_update(pose=a_pose((1280, 720), middle)), (1280, 720))
        return place_message(stage, said, (150, 660), body, before)

    first = place(0.8, None)
    assert first.place.edge == "top"
    assert place(0.6, first).place[:2] == first.place[:2]
    assert place(0.25, first).place.edge == "bottom"  # the body moved under it
