"""The analyses that are kept: a private folder for each, with the video, its record and its results."""

from __future__ import annotations

import logging
import secrets
import shutil
from contextlib import suppress
from pathlib import Path
from threading import Lock

from posecoach.errors import UsageError
from posecoach.files.reasons import cannot_write
from posecoach.files.writing import private_folder
from posecoach.translation import N_
from posecoach.web.analyses.record import RECORD, Analysis, read_record, write_record

log = logging.getLogger(__name__)

VIDEO = "video"
"""Name of the sent video in its folder, and how the names of its results begin."""
ID_BYTES = 8
"""Random bytes of an id: nobody guesses one."""


class AnalysisStore:
    """The kept analyses, by their ids. Any thread may use it.

    Parameters
    ----------
    folder : Path
        Where their folders are; made when it is needed.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = Lock()
        self._kept = {analysis.id: analysis for analysis in self._read()}

    def all(self) -> list[Analysis]:
        """Return the analyses, the newest first."""
        with self._lock:
            return sorted(self._kept.values(), key=lambda analysis: analysis.sent, reverse=True)

    def find(self, analysis_id: str) -> Analysis | None:
        """Return the analysis with an id; None when there is none."""
        with self._lock:
            return self._kept.get(analysis_id)

    def new_folder(self) -> Path:
        """Make a folder, whose name is a new id; raise UsageError when that fails.

        It is remains until `keep` writes a record into it.
        """
        folder = self.folder / secrets.token_hex(ID_BYTES)
        try:
            for each in (self.folder.parent, self.folder, folder):
                private_folder(each)
        except OSError as error:
            raise cannot_write(folder, error) from error
        return folder

    def folder_of(self, analysis: Analysis) -> Path:
        """Return the folder of an analysis."""
        return self.folder / analysis.id

    def keep(self, analysis: Analysis) -> None:
        """Write the record of an analysis, new or changed; raise UsageError when that fails."""
        with self._lock:
            if analysis.id in self._kept:
                self._kept[analysis.id] = analysis  # it has changed, whether or not the disk takes it
            write_record(self.folder_of(analysis), analysis)
            self._kept[analysis.id] = analysis

    def remove_results(self, analysis: Analysis) -> None:
        """Remove all files of an analysis but the video and the record."""
        for file in self.folder_of(analysis).iterdir():
            if file.name not in (VIDEO, RECORD):
                file.unlink()

    def delete(self, analysis: Analysis) -> None:
        """Remove an analysis with its video and all that was found in it.

        Raises
        ------
        UsageError
            Another program has one of the files open; it is removed at the next start.
        """
        with self._lock:
            self._kept.pop(analysis.id, None)
        folder = self.folder_of(analysis)
        with suppress(OSError):
            (folder / RECORD).unlink()  # first, so that the rest is remains
        shutil.rmtree(folder, ignore_errors=True)
        if folder.exists():
            raise UsageError(
                N_(
                    "Some files of {video} are open in another program. They are removed when posecoach starts again.",
                    video=analysis.name,
                )
            )

    def size_bytes(self) -> int:
        """Return how much space the analyses take."""
        sizes = 0
        for file in self.folder.glob("*/*"):
            with suppress(OSError):  # it is just being replaced or removed
                sizes += file.lstat().st_size
        return sizes

    def remove_remains(self) -> None:
        """Remove what uploads and deletions left that never ended."""
        for folder in self.folder.glob("*/"):
            if folder.is_dir() and not (folder / RECORD).exists():
                shutil.rmtree(folder, ignore_errors=True)

    def _read(self) -> list[Analysis]:
        found = []
        for record in self.folder.glob(f"*/{RECORD}"):
            try:
                found.append(read_record(record.parent))
            except (OSError, ValueError) as error:
                log.warning("%s is left out: %s", record, error)
        return found
