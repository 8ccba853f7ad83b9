"""Measures posecoach's speed against its targets: `make bench`, or `python tools/bench.py --help` for options.

Timings depend on the load of the machine, so a missed target is reported but is no error: the exit code is always 0.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "support")]  # the checkout of this script, and its test camera

from bench_row import Row  # noqa: E402
from rich.console import Console  # noqa: E402 - after the path is set
from rich.table import Table  # noqa: E402

PARTS = ("help", "core", "stored", "recorded", "lengths", "cluster", "live", "web", "memory")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="one round of 10 s, 10 s live, 1 minute of memory and of length"
    )
    parser.add_argument("--seconds", type=float, help="length of the live session (default 20)")
    parser.add_argument("--minutes", type=float, help="length of the memory session (default 5)")
    parser.add_argument("--longest", type=float, help="minutes of the longest recording (default 10)")
    parser.add_argument("--rounds", type=int, help="rounds of the recorded comparison (default 3)")
    parser.add_argument("--tasks", type=int, help="empty tasks for the cluster (default 2000)")
    parser.add_argument("--only", choices=PARTS, action="append", help="measure only this; may be repeated")
    parser.add_argument("--video", type=Path, default=ROOT / "sample_videos" / "bridge_good.mp4")
    parser.add_argument("--model", type=Path, help="pose model bundle (default: the one posecoach uses)")
    given = parser.parse_args()
    given.seconds = given.seconds or (10.0 if given.quick else 20.0)
    given.minutes = given.minutes or (1.0 if given.quick else 5.0)
    given.longest = given.longest or (1.0 if given.quick else 10.0)
    given.tasks = given.tasks or (200 if given.quick else 2000)
    given.clip_s = 10.0 if given.quick else 30.0
    given.rounds = given.rounds or (1 if given.quick else 3)
    return given


def _measurements(given: argparse.Namespace, print_line: Callable[[str], None]) -> dict[str, Callable[[], list[Row]]]:
    """Bind each part to its options; the imports are here so that `--help` answers at once."""
    import bench_cluster
    import bench_lengths
    import bench_live
    import bench_recorded
    import bench_small
    import bench_stored
    import bench_web

    from posecoach.vision import weights

    model = weights.locate(given.model)
    return {
        "help": bench_small.run_help,
        "core": lambda: bench_small.run_core(given.video, model, 20.0),
        "stored": lambda: bench_stored.run(given.rounds),
        "recorded": lambda: bench_recorded.run(given.video, model, given.rounds, given.clip_s, print_line),
        "lengths": lambda: bench_lengths.run(given.video, model, given.longest, print_line),
        "cluster": lambda: [
            *bench_cluster.run_empty(model, given.tasks),
            *bench_cluster.run_videos(sorted(given.video.parent.glob("*.mp4")), model, given.rounds, print_line),
        ],
        "live": lambda: bench_live.run(given.video, model, given.seconds),
        "web": lambda: bench_web.run(given.video, model, given.seconds),
        "memory": lambda: bench_live.memory_rows(bench_live.run_session(given.video, model, 60 * given.minutes)),
    }


def _show(rows: list[Row], console: Console) -> None:
    table = Table("part", "measured", "value", "target", "", "note")
    for row in rows:
        value = "-" if row.value is None else f"{row.value:.2f}" if abs(row.value) < 10 else f"{row.value:.0f}"
        target = "" if row.target is None else f"{'>=' if row.at_least else '<='} {row.target:g}"
        table.add_row(row.part, row.what, value, target, row.verdict, row.note)
    console.print(table)


def main() -> None:
    """Measure, and show the table; after Ctrl-C with what was measured so far."""
    given = _options()
    console = Console(width=None if sys.stdout.isatty() else 160, highlight=False)
    rows: list[Row] = []
    try:
        for part, measure in _measurements(given, console.print).items():
            if given.only is None or part in given.only:
                console.print(f"measuring: {part} ...")
                rows += measure()
    except KeyboardInterrupt:
        console.print("Stopped.")
    _show(rows, console)


if __name__ == "__main__":
    main()
