"""What is killed at any moment costs only what was under way."""

from __future__ import annotations

import os
import signal

import cluster
import fakes
import pytest

pytestmark = pytest.mark.slow
VIDEOS = range(40)
AT_ONCE = 2
KILLS = 5
UNDER_WAY = 2
"""Videos that a worker's end may cost: the one in work, and one whose answer was not fetched yet."""
FRAME_TAKES_S = "0.02"


def test_five_killed_workers_and_a_killed_client_cost_only_what_was_under_way(tmp_path):
    videos, out = cluster.archive(tmp_path / "videos", VIDEOS), tmp_path / "out"
    begun = cluster.begun_file(out)

    def start():
        return cluster.analyzing(
            videos, out, "--scheduler", f"local:{AT_ONCE}", FRAME_TAKES_S=FRAME_TAKES_S, TMPDIR=str(tmp_path)
        )

    def wait_for_more(videos: int) -> int:
        """Wait until some more videos are begun; return the process of the last one."""
        before = len(cluster.begun(begun))
        cluster.wait_until(lambda: len(cluster.begun(begun)) >= before + videos)
        return cluster.begun(begun)[-1][1]

    client = start()
    for _ in range(KILLS):
        os.kill(cluster.parent(wait_for_more(3)), signal.SIGKILL)
    wait_for_more(3)
    client.send_signal(signal.SIGKILL)
    fakes.finish(client)
    cluster.wait_until(lambda: not cluster.processes_of(client.pid), within_s=10.0)
    left = {path.stem for path in (out / ".posecoach").glob("v*.json")}
    code, _, err = fakes.finish(start(), 120.0)
    assert code == 0
    assert f"With a result: 40 of 40. From an earlier run: {len(left)}." in err
    cluster.check_results(out, (f"v{number:02d}" for number in VIDEOS))
    times = cluster.times_begun(begun)
    assert set(times) == set(VIDEOS)
    assert times.total() <= len(VIDEOS) + (KILLS + AT_ONCE) * UNDER_WAY
    assert not list((tmp_path / "dask-scratch-space").glob("worker-*")), "the next run removes what was copied"
