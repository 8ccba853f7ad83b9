"""Feeds a target with one hostile input after another, and keeps those that lead where none has led before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from hostile.feeding import Outcome, Target

OFTEN_REAL = 0.5
"""Share of the inputs that are made of a real one; the others are made of one that led to a new way."""
MOST_KEPT = 500
"""Inputs that are kept of one target; a new one takes the place of another."""
MOST_TRIES = 100
"""Inputs that are tried to make a find smaller."""

Feed = Callable[[bytes], Outcome]


@dataclass(slots=True)
class Fuzzer:
    """The fuzzing of one target.

    Attributes
    ----------
    target : Target
        The target.
    random : Random
        Where all chance comes from.
    counts : Counter
        How many inputs were accepted, were rejected, and were finds.
    finds : dict
        Way -> the smallest input that leads there, and its details.
    kept : list of bytes
        Inputs that led to a new way.
    ways : set of str
        The ways so far.
    """

    target: Target
    random: Random
    counts: Counter[str] = field(default_factory=Counter)
    finds: dict[str, tuple[bytes, str]] = field(default_factory=dict)
    kept: list[bytes] = field(default_factory=list)
    ways: set[str] = field(default_factory=set)

    def step(self, feed: Feed) -> Outcome:
        """Make one input and feed it."""
        of_kept = self.kept and self.random.random() > OFTEN_REAL
        data = self.target.change(self.random.choice(self.kept if of_kept else self.target.samples()), self.random)
        outcome = feed(data)
        self.counts[outcome.kind] += 1
        if outcome.kind == "find" and outcome.way not in self.finds:
            self.finds[outcome.way] = (smaller(data, outcome.way, feed), outcome.details)
        elif outcome.kind != "find" and outcome.way not in self.ways:
            self._keep(data)
        self.ways.add(outcome.way)
        return outcome

    def _keep(self, data: bytes) -> None:
        if len(self.kept) < MOST_KEPT:
            self.kept.append(data)
        else:
            self.kept[self.random.randrange(MOST_KEPT)] = data


def smaller(data: bytes, way: str, feed: Feed, tries: int = MOST_TRIES) -> bytes:
    """Take away what is not needed to lead the same way: halves first, then quarters, down to single bytes."""
    size = len(data) // 2
    while size:
        at = 0
        while at < len(data):
            tries -= 1
            if tries < 0:
                return data
            shorter = data[:at] + data[at + size :]
            if feed(shorter).way == way:
                data = shorter
            else:
                at += size
        size //= 2
    return data
