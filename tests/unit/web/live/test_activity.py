"""What uses the camera: one thing at a time, and nothing for which nobody waits any more."""

import threading

from fake_camera import until

from posecoach.web.live.activity import Activity

WITHIN_S = 20.0


class Work(Activity):
    """Notes that it began; ends once a gate is open."""

    mode = "preview"

    def __init__(self, begun, gate):
        super().__init__()
        self.begun, self.gate = begun, gate

    def work(self):
        self.begun.append(self)
        self.gate.wait(WITHIN_S)


def test_of_several_that_wait_for_a_slow_camera_only_the_last_begins():
    begun, gate = [], threading.Event()
    works = [Work(begun, gate) for _ in range(5)]
    for before, work in zip([None, *works], works, strict=False):
        work.start(before, lambda: None)
    assert until(lambda: begun and all(work.ending() for work in works[:-1]))
    gate.set()
    assert until(lambda: not works[-1].running)
    assert begun == [works[0], works[-1]]
