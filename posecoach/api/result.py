"""The public `Result`: with tables, report and files."""

from __future__ import annotations

import html
import os
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from posecoach.core import result as core
from posecoach.core.body.pose import TimedPose
from posecoach.core.exercise.exercise import Exercise
from posecoach.errors import PluginWarning, SourceError, UsageError
from posecoach.exercises.registry import EXERCISES, candidates_named
from posecoach.reports.reasons import explain
from posecoach.reports.verdict import VERDICT_HEADER, verdict_rows
from posecoach.storage import result_json
from posecoach.translation import N_

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, kw_only=True)
class Result(core.Result):
    """The result of one recording or practice session; `posecoach.core.result.Result` describes its numbers.

    Attributes
    ----------
    poses : sequence of (float, Pose or None), or None
        Time in seconds and pose of every frame; None when the landmarks are missing.
    candidates : tuple of Exercise, or None
        The exercises that could be judged; None in a loaded result, where they are looked up by their ids.

    Examples
    --------
    >>> result = analyze("clip.mp4", exercise="bridge", height_cm=182)  # doctest: +SKIP
    >>> result.reps[0].hold_s, [fault.cue for fault in result.reps[0].faults]  # doctest: +SKIP
    """

    poses: Sequence[TimedPose] | None = field(default=None, repr=False, compare=False)
    candidates: tuple[Exercise, ...] | None = field(default=None, repr=False, compare=False)

    def to_dataframe(self) -> pd.DataFrame:
        """Return a table with one row per attempt: times in seconds, faults and unjudged checks as codes.

        Raises
        ------
        UsageError
            pandas is not installed.

        Examples
        --------
        >>> import posecoach as pc
        >>> len(pc.judge([]).to_dataframe())
        0
        """
        rows = [
            {
                "rep": rep.index,
                "exercise": rep.exercise,
                "side": rep.side,
                **{name: getattr(rep, name) for name in _TIMES},
                "faults": " ".join(fault.code for fault in rep.faults),
                "unjudged": " ".join(check.code for check in rep.unjudged),
            }
            for rep in self.reps
        ]
        columns = ["rep", "exercise", "side", *_TIMES, "faults", "unjudged"]
        return _pandas().DataFrame(rows, columns=columns)

    def frames(self) -> pd.DataFrame:
        """Return the table of STEM.csv, one row per frame: phase, angles in degrees, heights in cm; NaN = unseen.

        Raises
        ------
        SourceError
            The landmarks are missing.
        UsageError
            pandas is not installed, or an exercise of the result is not.

        Examples
        --------
        >>> import posecoach as pc
        >>> pc.judge([(0.0, None), (0.04, None)]).frames()["t_s"].tolist()
        [0.0, 0.04]
        """
        from io import StringIO

        from posecoach.analysis.analyze import tabulate
        from posecoach.analysis.outputs import table_keys

        poses, exercises = self._poses(), self._exercises()
        if exercises is None:
            raise UsageError(N_("There is no table of frames: {reason}", reason=self._not_installed()))
        table = tabulate(poses, exercises, self.height_cm)
        return _pandas().read_csv(StringIO("".join(table.lines(table_keys(self, exercises)))))

    def save(self, folder: str | os.PathLike[str], stem: str | None = None, force: bool = False) -> tuple[Path, ...]:
        """Write STEM.json, STEM.csv, STEM.landmarks.npz and STEM.html into a folder.

        Without landmarks it writes only STEM.json. When an exercise of the result is not installed, it leaves out
        STEM.csv, with a `PluginWarning`.

        Parameters
        ----------
        folder : path
            The folder, which is made if needed.
        stem : str, optional
            How the names begin; by default as the video's name.
        force : bool
            Whether to replace files that posecoach did not write, too.

        Returns
        -------
        tuple of Path
            The written files.

        Raises
        ------
        UsageError
            A file cannot be written, while all others are complete; or a file there is not posecoach's.

        Examples
        --------
        >>> result.save("results", stem="monday")[0]  # doctest: +SKIP
        PosixPath('results/monday.json')
        """
        from posecoach.analysis.analyze import files_of, write_judged
        from posecoach.files.names import file_name
        from posecoach.files.overwriting import check_replaceable
        from posecoach.files.writing import output_folder, write_text

        start = output_folder(Path(folder), "folder=...") / (stem or file_name(Path(self.video.path).stem))
        if self.poses is None:
            file = start.with_name(f"{start.name}.json")
            check_replaceable([file], force=force, option="force=True")
            write_text(file, result_json.dumps(self))
            return (file,)
        exercises = self._exercises()
        if exercises is None:
            warnings.warn(
                N_("{name}.csv is left out: {reason}", name=start.name, reason=self._not_installed()),
                PluginWarning,
                stacklevel=2,
            )
        check_replaceable(files_of(start).values(), force=force, option="force=True")
        written = write_judged(self, self.poses, exercises, start)
        if written.problems:
            raise written.problems[0]
        return written.files

    def report_html(self) -> str:
        """Return the report: an HTML page that loads nothing.

        Raises
        ------
        SourceError
            The landmarks are missing.

        Examples
        --------
        >>> import posecoach as pc
        >>> pc.judge([(0.0, None), (0.04, None)]).report_html()[:15]
        '<!doctype html>'
        """
        from posecoach.reports.session import render_report

        return render_report(self, self._poses(), title=Path(self.video.path).name)

    def _repr_html_(self) -> str:
        """Show the attempts as a table in a notebook."""
        head = "".join(f"<th>{name}</th>" for name in VERDICT_HEADER)
        rows = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in verdict_rows(self.reps))
        title = html.escape(": ".join(filter(None, (Path(self.video.path).name, self.exercise))))
        remarks = [N_("This result is partial: {partial}.", partial=self.partial)] if self.partial else []
        notes = "".join(f"<p>{html.escape(remark)}</p>" for remark in (*remarks, *explain(self)))
        return f"<table><caption>{title}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{notes}"

    def _exercises(self) -> tuple[Exercise, ...] | None:
        """Return the exercises that could be judged; None when one of the result's own is not installed."""
        if self.candidates is None and self._missing():
            return None
        return self.candidates or candidates_named(self.asked or "auto")

    def _missing(self) -> list[str]:
        own = {self.asked, *(rep.exercise for rep in self.reps)} - {None}
        return sorted(str(one) for one in own if one not in EXERCISES)

    def _not_installed(self) -> str:
        return N_(
            "{names} is not installed any more. Install the exercise's package again.",
            names=" and ".join(self._missing()),
        )

    def _poses(self) -> Sequence[TimedPose]:
        if self.poses is None:
            raise SourceError(
                N_(
                    "The landmarks of {path} are missing. Keep STEM.landmarks.npz beside STEM.json, or "
                    "analyse the video again.",
                    path=self.video.path,
                )
            )
        return self.poses


_TIMES = ("start_s", "hold_start_s", "hold_end_s", "end_s", "hold_s", "good_s", "asked_hold_s")


def _cell(text: str) -> str:
    lines = html.escape(text).replace("\n", "<br>")
    return f"<td>{lines}</td>"


def _pandas() -> ModuleType:
    try:
        return import_module("pandas")
    except ImportError as error:
        raise UsageError(N_("Tables need pandas, which is not installed: pip install pandas")) from error
