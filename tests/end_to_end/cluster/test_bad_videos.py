"""Videos that kill, hang or cannot be read: each is named with its reason, and stops no other one."""

from __future__ import annotations

import cluster
import fakes
import pytest

pytestmark = pytest.mark.slow
GOOD = range(20)
TIMEOUT_S = 6


def test_three_bad_videos_are_named_with_their_reasons_and_twenty_good_ones_have_results(tmp_path):
    videos, out = cluster.archive(tmp_path / "videos", GOOD), tmp_path / "out"
    poison = cluster.video(videos, cluster.POISON, "poison")
    hang = cluster.video(videos, cluster.HANG, "hang")
    garbage = videos / "garbage.mp4"
    garbage.write_bytes(b"no video at all" * 1000)
    process = cluster.analyzing(videos, out, "--scheduler", "local:2", "--timeout", TIMEOUT_S)
    code, shown, err = fakes.finish(process, 120.0)
    problems = {line for line in err.splitlines() if line.startswith("posecoach: ")}
    named = {
        path: line for path in (poison, hang, garbage) for line in problems if line.startswith(f"posecoach: {path}:")
    }
    assert code == 4 and len(named) == len(problems) == 3
    assert "given up after 3 tries: its process was killed by SIGSEGV, while watching. It last wrote: " in named[poison]
    assert (
        " s: watching | Fatal Python error: Segmentation fault | Stack (most recent call first): | File "
        in named[poison]
    )
    assert f"given up after 3 tries: it took more than {TIMEOUT_S} s, while watching" in named[hang]
    assert "this is not a video that posecoach can read" in named[garbage]
    cluster.check_results(out, (f"v{number:02d}" for number in GOOD))
    begun = cluster.times_begun(cluster.begun_file(out))
    assert begun[cluster.POISON] == 3 and set(begun) == {*GOOD, cluster.POISON, cluster.HANG}
    assert shown.split() == [str(out / "summary.csv"), str(out / "summary.parquet")]
    first, at_once, dashboard, *lines, last = err.splitlines()
    assert first == f"Videos: 23. The results go to {out}." and at_once == "2 at once on the cluster."
    assert dashboard.startswith("What they do: http://127.0.0.1:")
    assert len(lines) == 23 and all(str(videos) in line for line in lines), "no library says anything"
    assert last == "With a result: 20 of 23. Without a result: 3."
