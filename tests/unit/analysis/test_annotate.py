"""Work on a thread behind keeps its order and does not swallow errors."""

import time

import pytest

from posecoach.analysis.annotate import MAX_WAITING, BackgroundWriter


def test_calls_are_made_in_order_and_all_before_leaving():
    seen = []
    with BackgroundWriter(lambda i: (time.sleep(0.001), seen.append(i))) as call:
        for i in range(50):
            call(i)
    assert seen == list(range(50))


def test_an_error_is_raised_soon_and_not_swallowed():
    def fail(i):
        if i == 3:
            raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"), BackgroundWriter(fail) as call:
        for i in range(3 + MAX_WAITING + 3):
            call(i)


def test_an_error_of_the_last_call_is_raised_on_leaving():
    with pytest.raises(OSError), BackgroundWriter(lambda: (_ for _ in ()).throw(OSError("late"))) as call:
        call()
