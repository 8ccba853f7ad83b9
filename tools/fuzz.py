"""Feeds hostile inputs to everything that reads: files, videos, histories, poses; `make fuzz MINUTES=30`.

    python tools/fuzz.py [--minutes 30] [--only NAME ...] [--seed N] [--out FOLDER]

It shares the time between the targets in `tests/fuzz/hostile`, each in a process of its own: one that crashes, hangs or
runs out of memory is a find too. Inputs that lead to a new place in the code are kept and changed further. It prints a
table at the end, or when Ctrl-C ends it, and exits with 1 when it has found something.

Each find is a file in FOLDER/TARGET. Copy it to tests/data/fuzz/TARGET: from then on `make test` reads it.
"""

from __future__ import annotations

import argparse
import hashlib
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from threading import Event

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "fuzz"), str(ROOT / "tests" / "support")]  # the checkout of this script

from hostile.fuzzer import Fuzzer  # noqa: E402
from hostile.guarded import GuardedFeeder  # noqa: E402
from hostile.targets import TARGETS  # noqa: E402
from rich.console import Console  # noqa: E402
from rich.table import Table  # noqa: E402

FINDS = Path("posecoach-output") / "fuzz"
TURN_S = 60.0
"""A target has its turn for so long, and its process takes some seconds to start."""
ROUNDS = 2
"""Each target has at least so many turns, since what one has kept helps the next."""
SHOWN_EVERY_S = 1.0


def main() -> int:
    """Fuzz all targets; return 1 when something was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=30.0, help="time for all targets together (30)")
    parser.add_argument("--only", nargs="+", choices=TARGETS, default=list(TARGETS), metavar="NAME", help="targets")
    parser.add_argument("--seed", type=int, default=time.time_ns(), help="to repeat a run")
    parser.add_argument("--out", type=Path, default=FINDS, metavar="FOLDER", help=f"where finds are written ({FINDS})")
    given = parser.parse_args()
    console = Console(width=None if sys.stdout.isatty() else 120, highlight=False)
    fuzzers = [Fuzzer(TARGETS[name], Random(f"{given.seed} {name}")) for name in given.only]
    end_s = time.monotonic() + 60 * given.minutes
    turn_s = min(TURN_S, 60 * given.minutes / len(fuzzers) / ROUNDS)
    stopped = Event()
    signal.signal(signal.SIGINT, lambda number, frame: stopped.set())
    console.print(f"seed {given.seed}")
    while time.monotonic() < end_s and not stopped.is_set():
        for fuzzer in fuzzers:
            take_turn(fuzzer, turn_s, lambda: stopped.is_set() or time.monotonic() >= end_s, console)
            save_finds(fuzzer, given.out)
    console.print(summary(fuzzers))
    found = sum(len(fuzzer.finds) for fuzzer in fuzzers)
    if found:
        console.print(f"{found} finds are in {given.out}.")
    return int(found > 0)


def take_turn(fuzzer: Fuzzer, turn_s: float, is_over: Callable[[], bool], console: Console) -> None:
    """Fuzz one target for some seconds, or until all is over, and show how it goes."""
    name = fuzzer.target.name
    if is_over():
        return
    with console.status(f"{name}: starting") as status, GuardedFeeder(fuzzer.target) as feeder:
        until_s, shown_s = time.monotonic() + turn_s, 0.0
        while (now_s := time.monotonic()) < until_s and not is_over():
            if now_s - shown_s >= SHOWN_EVERY_S:
                shown_s = now_s
                status.update(f"{name}: {fuzzer.counts.total()} inputs, {len(fuzzer.finds)} finds")
            known = set(fuzzer.finds)
            fuzzer.step(feeder.feed)
            for way in fuzzer.finds.keys() - known:
                console.print(f"{name}: {way}", markup=False)


def save_finds(fuzzer: Fuzzer, out: Path) -> None:
    """Write each find, and how it broke beside it."""
    for data, details in fuzzer.finds.values():
        folder = out / fuzzer.target.name
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / hashlib.sha256(data).hexdigest()[:12]
        path.write_bytes(data)
        path.with_suffix(".txt").write_text(details, encoding="utf-8", errors="replace")


def summary(fuzzers: list[Fuzzer]) -> Table:
    """Return a table of what was tried and found."""
    table = Table("target", "inputs", "accepted", "rejected", "ways", "broke", "finds", box=None)
    for fuzzer in fuzzers:
        counts = fuzzer.counts
        numbers = (counts.total(), counts["accepted"], counts["rejected"], len(fuzzer.ways), counts["find"])
        table.add_row(fuzzer.target.name, *map(str, numbers), str(len(fuzzer.finds)))
    return table


if __name__ == "__main__":
    sys.exit(main())
