"""The work on one video of an archive: copy it, analyse it, write the results to their place, and last a receipt."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path, PurePosixPath

from posecoach.analysis.analyze import analyze
from posecoach.analysis.batch import Split, VideoOutcome, analyze_video
from posecoach.analysis.batch.outcome import outcome_of
from posecoach.analysis.cluster.address import copy, stamp_of
from posecoach.analysis.cluster.archive import Recording, is_stored
from posecoach.analysis.cluster.parts import piece_name, pieces_folder, split
from posecoach.analysis.cluster.place import Place
from posecoach.analysis.cluster.receipt import Receipt, key_of, load_receipt, receipt_name, settings_key
from posecoach.analysis.extract import ExtractionSettings, PoseTrack, extract_piece, join
from posecoach.analysis.pieces import LONG_S, Ending, piece_bounds
from posecoach.analysis.settings import JSON, LANDMARKS, AnalysisSettings
from posecoach.core.body.tracking.interpolation import SampledPose
from posecoach.errors import ModelError, SourceError, UsageError, text_of
from posecoach.files.reading import MAX_VIDEO_BYTES, open_file, sha256_of
from posecoach.files.text import encodable
from posecoach.storage import piece_file
from posecoach.translation import N_
from posecoach.vision.video import VideoFile

Report = Callable[[str, float | None], None]
"""Receives what is done now, and the length of what is analysed (s) once it is known."""


class LostWorkError(Exception):
    """The work on a video failed here, for a reason that may lie in this machine or the network; says which."""


@dataclass(frozen=True, slots=True)
class ClusterSettings:
    """How a cluster analyses an archive.

    Attributes
    ----------
    analysis : AnalysisSettings
        The analysis; output folder and model are a worker's own.
    out : str
        Path or address of the output place.
    resume : bool
        Whether what has a receipt is done.
    force : bool
        Whether files are replaced that posecoach did not write.
    timeout_s : float or None
        Longest time for one video; None = a multiple of its length.
    """

    analysis: AnalysisSettings
    out: str
    resume: bool = True
    force: bool = False
    timeout_s: float | None = None


class Job:
    """Works on one recording after another; keeps the newest copy, which the next part of it may need.

    Parameters
    ----------
    folder : Path
        Its own, for copies and results.
    report : callable
        Receives what is done now.
    """

    def __init__(self, folder: Path, report: Report) -> None:
        self._folder, self.report = folder, report
        self._copied: tuple[str, str] | None = None
        self._video, self._sha256 = self._folder, ""

    def do(self, recording: Recording, settings: ClusterSettings) -> VideoOutcome | Split[Recording] | None:
        """Work on a recording.

        Returns
        -------
        VideoOutcome, Split or None
            Its outcome, of this run or an earlier one; its parts when it is long; None for a part.

        Raises
        ------
        UsageError
            The output place cannot be written.
        LostWorkError
            It may succeed on another machine.
        """
        place = Place(settings.out)
        try:
            return self._do(recording, settings, place)
        except SourceError as error:
            problem = str(error).replace(recording.address, recording.name)
            return VideoOutcome(recording.name, error.exit_code, problem)
        except UsageError:
            raise
        except Exception as error:
            raise LostWorkError(f"{type(error).__name__}: {error}") from error

    def _do(
        self, recording: Recording, settings: ClusterSettings, place: Place
    ) -> VideoOutcome | Split[Recording] | None:
        self.report(N_("looking for earlier results"), None)
        stamp = stamp_of(recording.address)
        earlier = self._earlier(recording, settings, place)
        if earlier and earlier.stamp == stamp:
            return replace(earlier.outcome, video=recording.name, earlier=True)
        self._fetch(recording, stamp)
        key = key_of(self._sha256, settings.analysis)
        if earlier and earlier.key == key:
            self._sign(recording, replace(earlier, stamp=stamp), place)
            return replace(earlier.outcome, video=recording.name, earlier=True)
        if recording.end:
            self._find_pieces(recording, settings.analysis, place, key)
            return None
        if objection := "" if settings.force else _objection(recording, place):
            return VideoOutcome(recording.name, UsageError.exit_code, objection)
        length_s = 0.0 if is_stored(recording) else self._length_s(settings.analysis)
        if length_s > LONG_S and not recording.joins:
            return split(recording, len(piece_bounds(length_s, 1)))
        self.report("analysing", length_s)
        return self._analyze(recording, settings, place, key, stamp)

    def _earlier(self, recording: Recording, settings: ClusterSettings, place: Place) -> Receipt | None:
        """Return the receipt of the same settings whose files are all there."""
        name = receipt_name(recording.stem)
        if not settings.resume or name not in recording.there:
            return None
        receipt = load_receipt(place.read(name))
        if receipt is None or receipt.settings != settings_key(settings.analysis):
            return None
        complete = all(recording.stem + ending in recording.there for ending in receipt.endings)
        return receipt if complete else None

    def _fetch(self, recording: Recording, stamp: str) -> None:
        """Copy the video here, unless it is what was copied last."""
        if self._copied == (recording.address, stamp):
            return
        self._copied = None
        for old in self._folder.iterdir():
            shutil.rmtree(old) if old.is_dir() else old.unlink()
        suffix = LANDMARKS if is_stored(recording) else PurePosixPath(recording.address).suffix
        self._video = self._folder / (PurePosixPath(recording.stem).name + suffix)
        self.report("copying", None)
        copy(recording.address, self._video, lambda: self.report("copying", None))
        self._sha256 = sha256_of(self._video)
        self._copied = recording.address, stamp

    def _length_s(self, settings: AnalysisSettings) -> float:
        try:
            return VideoFile(self._video, max_pixels=settings.max_pixels).duration_s or 0.0
        except SourceError:
            return 0.0  # the analysis says why it cannot be read

    def _analyze(
        self, recording: Recording, settings: ClusterSettings, place: Place, key: str, stamp: str
    ) -> VideoOutcome:
        results = self._folder / "results"
        shutil.rmtree(results, ignore_errors=True)
        results.mkdir()
        here = replace(settings.analysis, out=results, name=encodable(recording.name))
        try:
            if recording.joins:
                found = self._joined(recording, here, place, key)
            else:
                found = analyze_video(self._video, here, self._progress)
        except (UsageError, ModelError) as error:  # this machine's disk, or its MediaPipe
            raise LostWorkError(str(error)) from error
        problem = found.problem.replace(str(self._video), recording.name)
        outcome = replace(found, video=recording.name, problem=problem, key=key)
        if outcome.findings:
            self.report("writing results", None)
            if receipt_name(recording.stem) in recording.there:
                place.remove(receipt_name(recording.stem))  # since its files are replaced now
            files = sorted(results.iterdir(), key=lambda file: file.suffix == JSON)
            for file in files:
                place.put(file, _beside(recording.stem, file.name))
            stem = PurePosixPath(recording.stem).name
            endings = tuple(file.name.removeprefix(stem) for file in files)
            self._sign(recording, Receipt(key, settings_key(settings.analysis), stamp, endings, outcome), place)
        if recording.joins:
            with suppress(Exception):  # the result is there; a store that fails now only keeps what nobody needs
                place.remove_folder(pieces_folder(recording, key))
        return outcome

    def _joined(self, recording: Recording, settings: AnalysisSettings, place: Place, key: str) -> VideoOutcome:
        self._find_pieces(replace(recording, end=recording.joins), settings, place, key)  # if any was lost meanwhile

        def pieces() -> Iterator[tuple[list[SampledPose], Ending]]:
            for i in range(recording.joins):
                copied = self._folder / "piece.npz"
                place.get(piece_name(recording, key, i), copied)
                with open_file(copied, MAX_VIDEO_BYTES) as file:
                    frames, facts = piece_file.read(file)
                yield frames, Ending(**facts)

        def find_poses(video: VideoFile) -> PoseTrack:
            return join(video, pieces())

        return outcome_of(self._video, analyze(self._video, settings, self._progress, find_poses=find_poses).result)

    def _find_pieces(self, recording: Recording, settings: AnalysisSettings, place: Place, key: str) -> None:
        """Find the person in those pieces of one part that are not there, and put them where all workers find them."""
        video = VideoFile(self._video, max_pixels=settings.max_pixels)
        bounds = piece_bounds(video.duration_s or 0.0, 1)
        length_s = bounds[recording.end - 1][0] - bounds[recording.first][0]
        extraction = ExtractionSettings(settings.poses_per_s)
        model = settings.model
        assert model is not None, "a worker has the model"
        for i in range(recording.first, recording.end):
            name = piece_name(recording, key, i)
            if place.exists(name):
                continue
            self.report("watching a part", length_s)
            frames, ending = extract_piece(video, bounds[i], lambda: settings.estimator(model), extraction)
            written = self._folder / "piece.npz"
            with written.open("wb") as file:
                piece_file.write(file, frames, asdict(ending))
            place.put(written, name)

    def _sign(self, recording: Recording, receipt: Receipt, place: Place) -> None:
        written = self._folder / "receipt.json"
        written.write_text(receipt.dumps(), encoding="utf-8")
        place.put(written, receipt_name(recording.stem))

    def _progress(self, step: str, done: int, total: int | None) -> None:
        if total:
            self.report(step.lower(), None)


def _objection(recording: Recording, place: Place) -> str:
    """Return why the results cannot be written: a file is in their place that posecoach did not write."""
    try:
        for name in recording.there:
            if name != receipt_name(recording.stem):
                place.check_ours(name)
    except UsageError as error:
        return N_("{name}: {error}", name=recording.name, error=text_of(error))
    return ""


def _beside(stem: str, name: str) -> str:
    return str(PurePosixPath(stem).parent / name)
