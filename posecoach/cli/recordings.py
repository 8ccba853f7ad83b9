"""`posecoach analyze` on this machine: one recording after the other, each on all cores."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

from rich.console import Console

from posecoach.analysis.analyze import AnalysisOutcome, analyze, judge_landmarks
from posecoach.analysis.batch import InThisThread, VideoOutcome, outcome_of, outcome_or_failure, run
from posecoach.analysis.batch.finished import resume as find_done
from posecoach.analysis.batch.names import require_videos
from posecoach.analysis.batch.summary import write_summary
from posecoach.analysis.settings import SUMMARY, AnalysisSettings, check_names
from posecoach.cli.options import AppContext
from posecoach.cli.terminal import frame_progress, print_json, print_out, print_sentence, show_verdict
from posecoach.core.result import Result
from posecoach.errors import PARTIAL, UsageError
from posecoach.files.overwriting import check_replaceable
from posecoach.files.writing import output_folder
from posecoach.process import Stopped
from posecoach.reports.verdict import turned_remark
from posecoach.storage.landmark_file import is_landmark_file
from posecoach.storage.result_json import dumps
from posecoach.translation import N_, _


def analyze_here(
    paths: Sequence[Path],
    settings: AnalysisSettings,
    resume: bool,
    force: bool,
    console: Console,
    app_context: AppContext,
) -> list[VideoOutcome]:
    """Analyse recordings; print each result, then the summary and the problems; return the outcomes.

    Raises
    ------
    UsageError, ModelError
        What is wrong with all of them.
    """
    folder, many = settings.out, len(paths) > 1
    if many and not folder:
        raise UsageError(N_("--json - takes one video at a time. Name one, or leave the option out."))
    if folder:
        output_folder(folder)
    check_names(paths, settings, force or resume)  # what is done already is not replaced
    if resume and folder:
        check_replaceable([folder / SUMMARY], force=force)
    find_earlier = partial(find_done, settings=settings, force=force) if resume else None

    def work(path: Path, settings: AnalysisSettings) -> VideoOutcome:
        return outcome_or_failure(path, lambda: _analyze_one(path, settings, find_earlier, console, app_context))

    outcomes: list[VideoOutcome] = []
    with suppress(Stopped):
        for _, outcome in run(paths, settings, InThisThread(), work=work, stop=app_context.stop):
            outcomes.append(outcome)
    if folder and many:
        print_out(f"{write_summary(outcomes, folder)}\n")
    _print_problems(outcomes, console, app_context, many)
    return outcomes


def _analyze_one(
    path: Path,
    settings: AnalysisSettings,
    find_earlier: Callable[[Path], Result | None] | None,
    console: Console,
    app_context: AppContext,
) -> VideoOutcome:
    """Analyse one recording unless it is done, and print its result."""
    require_videos(path)
    if find_earlier and (earlier := find_earlier(path)):
        print_sentence(N_("{name}: done already.", name=path.name))
        return replace(outcome_of(path, earlier), earlier=True)
    done = _analyze(path, settings, console, app_context)
    if remark := turned_remark(done.result.video):
        console.print(f"{path.name}: {_(remark)}", soft_wrap=True)
    if settings.out is None:
        print_json(dumps(done.result))
    else:
        show_verdict(path.name, done.result, done.files)
    outcome = outcome_of(path, done.result)
    return replace(outcome, exit_code=0, problem="") if app_context.stop() else outcome  # the user knows who stopped it


def _analyze(path: Path, settings: AnalysisSettings, console: Console, app_context: AppContext) -> AnalysisOutcome:
    """Analyse a video, or judge stored landmarks."""
    if is_landmark_file(path):
        with app_context.stop.interruptible():  # nothing is lost: the landmarks stay
            return judge_landmarks(path, settings)
    with frame_progress(console, path.name) as progress:
        return analyze(path, settings, progress, app_context.stop)


def _print_problems(outcomes: Sequence[VideoOutcome], console: Console, app_context: AppContext, many: bool) -> None:
    """Print which videos failed or are partial; errors while stopping do not matter."""
    for outcome in outcomes:
        if outcome.problem and not (app_context.stop() and outcome.exit_code != PARTIAL):
            problem = outcome.problem
            if many:
                problem = N_("{problem} (exit code {code})", problem=problem, code=outcome.exit_code)
            console.print(f"posecoach: {_(problem)}", soft_wrap=True)
