"""Receives a video: straight to the disk, block by block, within limits; what breaks off leaves nothing."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import BoundedSemaphore
from typing import BinaryIO

import anyio
from starlette.concurrency import run_in_threadpool

from posecoach.errors import PosecoachError, SourceError, UsageError
from posecoach.files.reasons import cannot_write
from posecoach.files.writing import open_new
from posecoach.translation import N_
from posecoach.web.analyses.record import MAX_KEPT, Analysis, Wish, renamed
from posecoach.web.analyses.store import VIDEO, AnalysisStore

MAX_BYTES = 4 * 10**9
"""Largest video, 4 GB: a quarter of an hour of a phone's 4K, an hour of its usual quality."""
MAX_AT_ONCE = 5
"""Most videos that arrive at the same time: the devices of a household."""
SPARE_BYTES = 10**9
"""Disk space to leave free, 1 GB: for the results, and for all other programs."""
BLOCK_BYTES = 2**20
"""Written at a time: large enough that the disk is fast, small enough that memory does not matter."""
IDLE_S = 60.0
"""A device that sends nothing for this long is gone."""


def free_bytes(folder: Path) -> int:
    """Return the free space on a folder's disk."""
    return shutil.disk_usage(folder).free


class Uploads:
    """The videos that are arriving.

    Parameters
    ----------
    store : AnalysisStore
        Where they go.
    free_bytes : callable
        Returns the free space on a folder's disk; tests pass a full one.
    max_bytes : int
        Largest video.
    idle_s : float
        How long a device may send nothing.
    """

    def __init__(
        self,
        store: AnalysisStore,
        free_bytes: Callable[[Path], int] = free_bytes,
        max_bytes: int = MAX_BYTES,
        idle_s: float = IDLE_S,
    ) -> None:
        self._store, self._free_bytes = store, free_bytes
        self._max_bytes, self._idle_s = max_bytes, idle_s
        self._places = BoundedSemaphore(MAX_AT_ONCE)

    def check_room(self, n_bytes: int) -> None:
        """Refuse a video of a size for which there is no room.

        Raises
        ------
        UsageError
            Says why, and what to do.
        """
        self._check_size(n_bytes)
        if len(self._store.all()) >= MAX_KEPT:
            raise UsageError(
                N_("There are {n} analyses already. Delete some that you do not need any more.", n=MAX_KEPT)
            )
        self._check_disk(n_bytes)

    @contextmanager
    def place(self) -> Iterator[None]:
        """Take one of the places for videos that arrive at the same time; raise UsageError when all are taken."""
        if not self._places.acquire(blocking=False):
            raise UsageError(N_("{n} videos are arriving already. Wait until one of them is complete.", n=MAX_AT_ONCE))
        try:
            yield
        finally:
            self._places.release()

    async def receive(
        self, chunks: AsyncIterator[bytes], name: str, sender: str, wish: Wish, arrived: Callable[[Analysis], None]
    ) -> str:
        """Write a video to the disk, check that it is one, and pass its analysis on; return the analysis's id.

        Raises
        ------
        UsageError
            It is too large, or the disk is full, or nothing comes any more.
        SourceError
            It is not a video.
        """
        folder = await run_in_threadpool(self._store.new_folder)
        try:
            await self._write(chunks, folder / VIDEO)
            await run_in_threadpool(_check_video, folder / VIDEO, name)
            await run_in_threadpool(arrived, Analysis(folder.name, name, sender, datetime.now(UTC), wish))
        except BaseException:  # also when the device is gone, or the server ends
            with anyio.CancelScope(shield=True):
                await run_in_threadpool(shutil.rmtree, folder, ignore_errors=True)
            raise
        return folder.name

    async def _write(self, chunks: AsyncIterator[bytes], path: Path) -> None:
        written = 0
        try:
            with await run_in_threadpool(open_new, path, private=True) as file:
                async for block in _blocks(chunks, self._idle_s):
                    written += len(block)
                    self._check_size(written)
                    await run_in_threadpool(self._append, file, block)
        except OSError as error:
            raise cannot_write(Path("the video"), error) from error

    def _check_size(self, n_bytes: int) -> None:
        if n_bytes > self._max_bytes:
            raise UsageError(
                N_("This video is larger than {size:g} GB. Send a shorter part of it.", size=self._max_bytes / 1e9)
            )

    def _append(self, file: BinaryIO, block: bytes) -> None:
        self._check_disk(len(block))
        remaining = memoryview(block)
        while remaining:
            remaining = remaining[file.write(remaining) :]

    def _check_disk(self, n_bytes: int) -> None:
        there = next(folder for folder in (self._store.folder, *self._store.folder.parents) if folder.exists())
        if n_bytes > self._free_bytes(there) - SPARE_BYTES:
            raise UsageError(
                N_("There is not enough free space on the computer's disk for this video. Free some space.")
            )


async def _blocks(chunks: AsyncIterator[bytes], idle_s: float) -> AsyncIterator[bytes]:
    """Yield the bytes in blocks that suit the disk; raise UsageError when nothing comes any more."""
    block = bytearray()
    while True:
        try:
            async with asyncio.timeout(idle_s):
                chunk = await anext(chunks, None)
        except TimeoutError as error:
            raise UsageError(N_("The rest of the video did not come. Send it again.")) from error
        block += chunk or b""
        if block and (chunk is None or len(block) >= BLOCK_BYTES):
            yield bytes(block)
            block.clear()
        if chunk is None:
            return


def _check_video(path: Path, name: str) -> None:
    """Refuse what is not a video, by its content; raise SourceError."""
    from posecoach.vision.video import VideoFile  # FFmpeg takes a while to load

    try:
        VideoFile(path).close()
    except PosecoachError as error:
        raise SourceError(renamed(error.sentence, path, name)) from error
