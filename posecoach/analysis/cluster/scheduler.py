"""The cluster as the client sees it: connects to a scheduler or starts one, and equips its workers."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from distributed import Client, LocalCluster

from posecoach._version import __version__
from posecoach.analysis.cluster.outfit import TOPIC, Outfit, OutfitPlugin
from posecoach.analysis.cluster.worker import work
from posecoach.analysis.pieces import POLL_S
from posecoach.analysis.settings import AnalysisSettings
from posecoach.errors import UsageError
from posecoach.exercises.registry import EXERCISES
from posecoach.files.reading import read_file
from posecoach.process.cores import count_cores
from posecoach.translation import N_
from posecoach.vision.weights.bundle import MAX_BYTES
from posecoach.vision.weights.pruning import pruned

LOCAL = re.compile(r"local(?::(\d+))?")
"""A cluster on this machine, with so many processes."""
CONNECT_S = 10.0
"""Longest wait for a scheduler."""
AHEAD = 2
"""Videos handed out for each thread of the workers: while one is in work, the next one is there already."""
RECOUNT_S = 5.0
"""How often the workers are counted, which come and go."""

Say = Callable[[str], None]
"""Shows a sentence."""


@dataclass(slots=True)
class Cluster:
    """A running cluster whose workers can analyse.

    Attributes
    ----------
    executor : Executor
        Runs calls on its workers.
    dashboard : str
        Address of Dask's own page about it; empty when it has none.
    """

    executor: Executor
    dashboard: str
    _client: Client
    _resource: str
    _threads: int = 0
    _counted_s: float = field(default=-RECOUNT_S)

    def ahead(self) -> int:
        """Return how many videos to hand out."""
        if time.monotonic() - self._counted_s > RECOUNT_S:
            self._threads, self._counted_s = self.threads(), time.monotonic()
        return max(1, AHEAD * self._threads)

    def threads(self) -> int:
        """Return how many threads the workers have that take part."""
        return count_threads(self._client, self._resource)


def count_threads(client: Client, resource: str) -> int:
    """Return how many threads the workers have that have a resource."""
    workers = client.scheduler_info(n_workers=-1).get("workers", {}).values()  # none while the scheduler is lost
    return int(sum(worker["resources"].get(resource, 0) for worker in workers))


@contextmanager
def open_cluster(address: str, settings: AnalysisSettings, visible: tuple[str, ...], say: Say) -> Iterator[Cluster]:
    """Connect to a cluster, or start one, and equip its workers.

    Parameters
    ----------
    address : str
        A scheduler's, ``tcp://host:8786``, or ``local:N`` for N processes on this machine, ``local`` for one a core.
    settings : AnalysisSettings
        The analysis, with the pose model that the workers are given.
    visible : tuple of str
        Paths or addresses that every worker must see.
    say : callable
        Receives which workers cannot take part, also later.

    Raises
    ------
    UsageError
        There is no scheduler, or all its workers object.
    """
    with ExitStack() as stack:
        client = stack.enter_context(_local(address) if LOCAL.fullmatch(address) else _remote(address))
        exercises = tuple((one.id, EXERCISES.origin(one.id)) for one in settings.candidates)
        outfit = Outfit(__version__, exercises, settings.model_info, visible)
        _equip(client, outfit, settings.model, say)
        executor = stack.enter_context(_executor(client, outfit.name))
        yield Cluster(executor, _dashboard(client), client, outfit.name)


@contextmanager
def _local(address: str) -> Iterator[Client]:
    match = LOCAL.fullmatch(address)
    workers = int(match[1] or count_cores()) if match else 0
    if not workers:
        raise UsageError(N_("--scheduler {address}: a cluster needs a worker. Say local:1 or more.", address=address))
    with (
        LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            security=True,  # other users of this machine cannot use it
            dashboard_address="127.0.0.1:0",
            preload=[work.__module__],
            silence_logs=logging.CRITICAL,
        ) as cluster,
        Client(cluster) as client,
    ):
        yield client


@contextmanager
def _remote(address: str) -> Iterator[Client]:
    if "://" not in address:
        raise UsageError(N_("--scheduler takes tcp://host:8786, or local:N, not '{address}'.", address=address))
    try:
        client = Client(address, timeout=CONNECT_S)
    except (OSError, ValueError, TimeoutError, ImportError) as error:
        raise UsageError(
            N_(
                "There is no scheduler at {address}: {reason}. Start one with `dask scheduler`, or use "
                "--scheduler local.",
                address=address,
                reason=str(error).splitlines()[0] if str(error) else N_("no answer"),
            )
        ) from error
    with client:
        yield client


@contextmanager
def _executor(client: Client, resource: str) -> Iterator[Executor]:
    executor = client.get_executor(pure=False, resources={resource: 1})
    try:
        yield executor
    finally:
        with suppress(Exception):  # the scheduler may have ended
            executor.shutdown(wait=False)


def _equip(client: Client, outfit: Outfit, model: Path | None, say: Say) -> None:
    """Equip the workers; say which ones object.

    Raises
    ------
    UsageError
        All do.
    """
    objections: dict[str, str] = client.run(outfit.objection, on_error="return")
    for worker, objection in objections.items():
        if objection:
            say(_refusal(worker, objection))
    if objections and all(objections.values()):
        raise UsageError(
            N_("No worker can take part. Install the same posecoach on all, and give them the same model.")
        )
    client.subscribe_topic(TOPIC, lambda event: _say_refusal(event, set(objections), say))
    plugin = OutfitPlugin(outfit, read_file(pruned(model), MAX_BYTES) if model else b"")
    if any(map(_is_error, objections.values())):
        with suppress(Exception):  # a worker without posecoach cannot load the plugin; the others have it then
            client.register_plugin(plugin)
    else:
        client.register_plugin(plugin)
    _wait_for_workers(client, outfit.name, sum(not objection for objection in objections.values()))


def _wait_for_workers(client: Client, resource: str, workers: int) -> None:
    """Wait until so many workers are equipped: Dask does not wait for them where one cannot load the plugin."""
    until_s = time.monotonic() + CONNECT_S
    while time.monotonic() < until_s:
        equipped = client.scheduler_info(n_workers=-1)["workers"].values()
        if sum(resource in worker["resources"] for worker in equipped) >= workers:
            return
        time.sleep(POLL_S)


def _is_error(objection: Any) -> bool:
    return not isinstance(objection, str)


def _refusal(worker: str, objection: Any) -> str:
    if _is_error(objection):
        objection = N_("it cannot load posecoach {version}: {objection}", version=__version__, objection=objection)
    return N_("The worker {worker} takes no part: {objection}.", worker=worker, objection=objection)


def _say_refusal(event: Any, known: set[str], say: Say) -> None:
    """Say why a worker that has joined later takes no part."""
    _, message = event
    if message["worker"] not in known:
        say(_refusal(message["worker"], message["objection"]))


def _dashboard(client: Client) -> str:
    return str(client.dashboard_link) if "dashboard" in client.scheduler_info()["services"] else ""
