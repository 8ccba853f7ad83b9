"""Cuts a video into pieces, which workers extract at the same time, and joins them in order while they grow."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from queue import Empty, SimpleQueue

from posecoach.core.body.tracking.interpolation import SampledPose

PIECE_S = 20.0
"""Longest piece: an interruption loses at most this; with a warm-up of 1 s it costs 5 % more work."""
LONG_S = 600.0
"""A longer video is cut in the same way for any number of workers, so that its answer is the same everywhere."""
SHORTEST_S = 2.0
"""A shorter video is one piece: half of it would be less than the warm-up."""
POLL_S = 0.1
"""How often to check for a stop request: feels immediate to a person."""

Blocks = SimpleQueue[list[SampledPose] | None]
"""The frames of a piece in blocks, None after the last one."""


def piece_bounds(duration_s: float, workers: int) -> list[tuple[float, float]]:
    """Return start and end of each piece in seconds; the last end is open, since containers misstate their length."""
    count = math.ceil(duration_s / PIECE_S)
    if duration_s <= LONG_S:
        if workers == 1 or duration_s < SHORTEST_S:
            return [(0.0, math.inf)]
        count = -(-max(workers, count) // workers) * workers
    edges = [duration_s * i / count for i in range(count)]
    return list(zip(edges, [*edges[1:], math.inf], strict=True))


@dataclass(frozen=True, slots=True)
class Ending:
    """How a piece ended.

    Attributes
    ----------
    complete : bool
        Whether nobody stopped it.
    damage : str or None
        What is wrong with the file there.
    ended : bool
        Whether the file itself ended.
    """

    complete: bool
    damage: str | None = None
    ended: bool = False


@dataclass(slots=True)
class _Piece:
    """A piece in work: its frames in blocks, None after the last one, and its end."""

    blocks: Blocks
    ending: Future[Ending]


@dataclass(slots=True)
class Pieces:
    """The pieces of a video, joined in order, up to the first gap.

    Attributes
    ----------
    pool : ThreadPoolExecutor
        The workers.
    extract : callable
        Extracts the piece from one time to another (s), puts its frames into a queue, and None at the end.
    should_stop : callable
        Whether no more pieces shall begin.
    bounds : list of (float, float)
        Start and end of each piece in seconds.
    ahead : int
        How many pieces are begun before the first of them is joined.
    damage : str or None
        The first damage in any piece.
    stopped : bool
        Whether a piece was stopped before its end.
    """

    pool: ThreadPoolExecutor
    extract: Callable[[float, float, Blocks], Ending]
    should_stop: Callable[[], bool]
    bounds: list[tuple[float, float]]
    ahead: int
    damage: str | None = None
    stopped: bool = False
    _begun: deque[_Piece] = field(default_factory=deque)

    def frames(self) -> Iterator[SampledPose]:
        """Yield all frames in order of time."""
        coming = iter(self.bounds)
        self._begin(islice(coming, self.ahead))
        while self._begun:
            found = False
            for frame in self._frames_of(self._begun[0]):
                found = True
                yield frame
            ending = self._begun.popleft().ending
            end = Ending(False) if ending.cancelled() else ending.result()
            self.damage = self.damage or end.damage
            if not end.complete:
                self.stopped = True
                return
            if found or not end.ended:  # behind the end of a file whose header lies, there is nothing
                self._begin(islice(coming, 1))

    def cancel(self) -> None:
        """Cancel all pieces that have not begun."""
        for piece in self._begun:
            piece.ending.cancel()

    def _begin(self, bounds: Iterable[tuple[float, float]]) -> None:
        for start_s, end_s in bounds:
            blocks: Blocks = SimpleQueue()
            self._begun.append(_Piece(blocks, self.pool.submit(self.extract, start_s, end_s, blocks)))

    def _frames_of(self, piece: _Piece) -> Iterator[SampledPose]:
        while not piece.ending.cancelled():
            try:
                block = piece.blocks.get(timeout=POLL_S)
            except Empty:
                if self.should_stop():
                    self.cancel()
                for begun in self._begun:
                    if begun.ending.done() and not begun.ending.cancelled():
                        begun.ending.result()  # raises the error of any piece at once
                continue
            if block is None:
                return
            yield from block
