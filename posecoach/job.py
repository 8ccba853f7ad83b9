"""What analysing a video and judging its landmarks again have in common: the job, the verdict, JSON and CSV."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from posecoach.core.body.pose import Seen
from posecoach.core.exercise.exercise import Exercise
from posecoach.core.judging.coach import Verdict, judge_all, replay
from posecoach.errors import UsageError
from posecoach.files import write_text
from posecoach.storage import landmark_file, opensim, result_json
from posecoach.storage.frame_table import FrameLog
from posecoach.storage.result_json import Analysis, Watched
from posecoach.vision.estimator import Estimator, PoseEstimator

if TYPE_CHECKING:
    from posecoach.reports.session.stills import Stills

JSON, CSV, FILM, REPORT, TRC, MOT = ".json", ".csv", ".annotated.mp4", ".html", ".trc", ".mot"
"""Endings of what is written beside the landmarks, all named after the video's stem."""
SUMMARY = "summary.csv"
"""What is written over several videos."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one video.

    Attributes
    ----------
    verdict : Verdict
        The attempts.
    json : str
        Text of STEM.json.
    files : tuple of Path
        What was written.
    damage : str or None
        Why the video or its landmarks are not whole.
    """

    verdict: Verdict
    json: str
    files: tuple[Path, ...]
    damage: str | None


@dataclass(frozen=True, slots=True)
class Job:
    """How videos are to be analysed.

    Attributes
    ----------
    candidates : tuple of Exercise
        The one the user named, or all to recognise among.
    height_cm : float
        The person's height.
    model : Path or None
        Pose model bundle; None where there are only landmarks to judge.
    model_facts : dict
        As `posecoach.vision.weights.describe` gives it.
    out : Path or None
        Output folder; None = write nothing.
    video : bool
        Whether to write the annotated video.
    extras : tuple of str
        Endings of what else is to be written, of `REPORT`, `TRC`, `MOT`.
    stills : bool
        Whether the report shows pictures of the video.
    estimator : callable
        Opens an estimator with the model; a test hands in its own.
    """

    candidates: tuple[Exercise, ...]
    height_cm: float
    model: Path | None
    model_facts: dict[str, str]
    out: Path | None
    video: bool = True
    extras: tuple[str, ...] = ()
    stills: bool = False
    estimator: Callable[[Path], AbstractContextManager[Estimator]] = PoseEstimator

    @property
    def asked(self) -> str | None:
        """Id of the exercise the user named."""
        return self.candidates[0].id if len(self.candidates) == 1 else None

    def files(self, path: Path) -> dict[str, Path]:
        """Return what is to be written about a video, or about landmarks judged again, by its ending."""
        again = landmark_file.is_one(path)
        stem = path.name.removesuffix(landmark_file.SUFFIX) if again else path.stem
        watched = () if again else (landmark_file.SUFFIX, FILM) if self.video else (landmark_file.SUFFIX,)
        endings = (JSON, CSV, *watched, *self.extras)
        return {ending: self.out / (stem + ending) for ending in endings} if self.out else {}


def check_names(paths: Iterable[Path], job: Job) -> None:
    """Refuse videos whose outputs would overwrite one another, or a video.

    Raises
    ------
    UsageError
        Naming the two.
    """
    paths = list(paths)
    taken = {path.resolve(): path for path in paths}
    if job.out and len(paths) > 1:
        taken[(job.out / SUMMARY).resolve()] = Path("the summary of all")
    for path in paths:
        for file in job.files(path).values():
            other = taken.setdefault(file.resolve(), path)
            if other is not path or file.resolve() == path.resolve():
                raise UsageError(
                    f"The result of {path} would overwrite {file}, which is or belongs to {other}. "
                    "Rename one, or analyse them one after the other into different folders (-o)."
                )


def judge(
    seen: list[Seen], watched: Watched, model: dict[str, str], partial: str | None, job: Job
) -> tuple[Verdict, str, FrameLog]:
    """Judge what was seen in a video; return the verdict, the text of STEM.json, and what STEM.csv is made of."""
    log = FrameLog(measure.key for exercise in job.candidates for measure in exercise.measures)
    verdict = judge_all(seen, job.candidates, job.height_cm, log.update)
    text = result_json.analysis(
        watched,
        model,
        job.height_cm,
        verdict.exercise,
        verdict.share,
        verdict.reps,
        partial,
        verdict.not_judged,
        job.asked,
    )
    return verdict, text, log


def judge_again(path: Path, job: Job) -> Answer:
    """Judge a landmark file and write what was found, without video or pose model.

    Raises
    ------
    SourceError
        The file cannot be read.
    UsageError
        The output cannot be written; what was written before is whole.
    """
    stored = landmark_file.read(path)
    facts = stored.facts
    verdict, text, log = judge(stored.seen, facts.watched, facts.model, facts.partial, job)
    files = job.files(path)
    if files:
        write_text(files[JSON], text)
        write_table(log, verdict, job, files[CSV])
        write_extras(stored.seen, text, job, files)
    return Answer(verdict, text, tuple(files.values()), facts.partial)


def write_extras(seen: list[Seen], text: str, job: Job, files: dict[str, Path], stills: Stills | None = None) -> None:
    """Write what else is wished for: the report of the JSON in `text`, and the landmarks for other programs.

    Raises
    ------
    UsageError
        When it cannot be written.
    """
    analysis = Analysis.model_validate_json(text)
    if REPORT in files:
        from posecoach.reports import session as report

        page = report.build(analysis, seen, title=Path(analysis.video.path).name, stills=stills)
        write_text(files[REPORT], page)
    if TRC in files:
        write_text(files[TRC], opensim.trc(seen, analysis.video.fps))
    if MOT in files:
        write_text(files[MOT], opensim.mot(replay(seen, job.candidates, job.height_cm)))


def write_table(log: FrameLog, verdict: Verdict, job: Job, path: Path) -> None:
    """Write the frame table, with the measures of the exercises that were seen.

    Raises
    ------
    UsageError
        When it cannot be written.
    """
    shown = {rep.exercise for rep in verdict.reps} | {verdict.exercise}
    measures = [measure for exercise in job.candidates if exercise.id in shown for measure in exercise.measures]
    log.save(path, [measure.key for measure in measures])
