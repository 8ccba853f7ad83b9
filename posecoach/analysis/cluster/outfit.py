"""What a worker needs to take part: this version of posecoach, the exercises, and the client's pose model."""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from distributed import Status, WorkerPlugin, get_worker

from posecoach._version import __version__
from posecoach.analysis.cluster.address import unseen
from posecoach.analysis.cluster.child import packed
from posecoach.core.result import ModelInfo
from posecoach.errors import ModelError, PosecoachError, text_of
from posecoach.exercises.registry import EXERCISES
from posecoach.files.writing import atomic_write
from posecoach.translation import N_
from posecoach.vision import weights

if TYPE_CHECKING:
    from distributed import Worker

TOPIC = "posecoach"
"""Topic of the cluster's events in which a worker says why it does not take part."""


@dataclass(frozen=True)
class Outfit:
    """What all workers of a run share.

    Attributes
    ----------
    version : str
        Of posecoach.
    exercises : tuple of (str, str)
        Id and origin of each exercise that may be recognised.
    model : ModelInfo or None
        The pose model; None when only landmarks are judged.
    visible : tuple of str
        Paths or addresses that every worker must see.
    """

    version: str
    exercises: tuple[tuple[str, str], ...]
    model: ModelInfo | None
    visible: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Name of what a worker has that may take part: a resource of the cluster."""
        return "posecoach-" + hashlib.sha256(repr(self).encode()).hexdigest()[:16]

    def objection(self) -> str:
        """Return why this process cannot take part, naming both sides; empty when it can."""
        if self.version != __version__:
            return N_("it has posecoach {here}, and the client {version}", here=__version__, version=self.version)
        for exercise, origin in self.exercises:
            here = EXERCISES.origin(exercise) or "nothing"
            if here != origin:
                return N_(
                    "its exercise '{exercise}' comes from {here}, and the client's from {origin}",
                    exercise=exercise,
                    here=here,
                    origin=origin,
                )
        own = os.environ.get(weights.ENVIRONMENT)
        if own and self.model:
            try:
                sha256 = weights.describe(Path(own)).sha256
            except PosecoachError as error:
                return text_of(error)
            if sha256 != self.model.sha256:
                return N_(
                    "its variable {variable} names the pose model {here}, and the client has {model}",
                    variable=weights.ENVIRONMENT,
                    here=sha256[:12],
                    model=self.model.sha256[:12],
                )
        for address in self.visible:
            if why := unseen(address):
                return N_("it does not see {address}, which all machines must share: {why}", address=address, why=why)
        return ""


class OutfitPlugin(WorkerPlugin):
    """Equips each worker, also one that joins later, with the client's pose model; one that objects gets no work.

    Parameters
    ----------
    outfit : Outfit
        What a worker must have.
    content : bytes
        The pose model, pruned where it is one of ours.
    """

    def __init__(self, outfit: Outfit, content: bytes) -> None:
        self.outfit, self.content, self.sha256 = outfit, content, hashlib.sha256(content).hexdigest()
        self.name = outfit.name

    async def setup(self, worker: Worker) -> None:
        """Take part, or say why not."""
        if objection := self.outfit.objection():
            worker.log_event(TOPIC, {"worker": worker.address, "objection": packed(objection)})
            return
        if self.outfit.model:
            if hashlib.sha256(self.content).hexdigest() != self.sha256:
                raise ModelError(N_("The pose model arrived damaged on {address}.", address=worker.address))
            save_model(self.outfit.model, self.content, Path(worker.local_directory))
        await worker.set_resources(**{self.outfit.name: worker.state.nthreads})
        _ask_for_work(worker)


def _ask_for_work(worker: Worker) -> None:
    """Have the scheduler hand out what waits for the worker's resource: it looks only when one pauses no more."""
    before = worker.status
    worker.status = Status.paused
    worker.status = before


_models: dict[str, Path] = {}


def save_model(model: ModelInfo, content: bytes, folder: Path) -> None:
    """Save a pose model, once, where the children of this process find it."""
    path = folder / f"{model.sha256[:16]}-{Path(model.file).name}"
    if not path.exists():
        with atomic_write(path) as file:
            file.write(content)
    _models[model.sha256] = path


def model_of(model: ModelInfo | None) -> Path | None:
    """Return where this process has a pose model; None for none."""
    return _models[model.sha256] if model else None


def scratch_folder() -> Path:
    """Return the folder for copies of videos: the worker's, or the system's for temporary files."""
    try:
        return Path(get_worker().local_directory)
    except ValueError:  # another executor's
        return Path(tempfile.gettempdir())
