"""`posecoach analyze --scheduler`: shows how a cluster gets on with an archive, and writes the summary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console

from posecoach.analysis.batch import VideoOutcome, run
from posecoach.analysis.batch.summary import keyed_csv, write_attempts
from posecoach.analysis.cluster.address import unseen
from posecoach.analysis.cluster.archive import list_archive, with_what_is_there
from posecoach.analysis.cluster.job import ClusterSettings
from posecoach.analysis.cluster.place import Place
from posecoach.analysis.cluster.receipt import MARK
from posecoach.analysis.cluster.scheduler import Cluster, open_cluster
from posecoach.analysis.cluster.worker import work
from posecoach.analysis.settings import ATTEMPTS, SUMMARY
from posecoach.cli.terminal import archive_progress, print_line_to, print_out
from posecoach.errors import PARTIAL, UsageError
from posecoach.process import Stop
from posecoach.translation import N_, joined, plural, quantity

Say = Callable[[str], None]


def analyze_archive(
    names: Sequence[str], settings: ClusterSettings, scheduler: str, console: Console, stop: Stop
) -> list[VideoOutcome]:
    """Analyse an archive on a cluster; return the outcomes of all videos that were done.

    Raises
    ------
    SourceError
        A name stands for no video.
    UsageError
        There is no cluster, its workers object, it was lost, or the output place cannot be written.
    """
    say = print_line_to(console)
    with console.status(N_("Looking for the videos")):
        recordings = list_archive(names)
        place = Place(settings.out)
        place.prepare(MARK)
        there = place.names()
        for name in {SUMMARY, ATTEMPTS} & there if not settings.force else ():
            place.check_ours(name)
    say(N_("Videos: {n}. The results go to {address}.", n=len(recordings), address=place.address))
    outcomes: dict[str, VideoOutcome] = {}
    try:
        seen_here = [one.address for one in (recordings[0], recordings[-1]) if not unseen(one.address)]
        visible = (place.address_of(MARK), *seen_here)
        with open_cluster(scheduler, settings.analysis, visible, say) as cluster:
            _introduce(cluster, say)
            todo = with_what_is_there(recordings, settings.analysis, there)
            shared = replace(settings, out=place.address)
            work_on = run(todo, shared, cluster.executor, work=work, ahead=cluster.ahead, stop=stop)
            with archive_progress(console, len(recordings)) as progress:
                for recording, outcome in work_on:
                    outcomes[recording.name] = outcome
                    progress(outcome.findings.duration_s if outcome.findings else 0.0)
                    say(_line(outcome))
    except CancelledError as error:
        raise UsageError(
            N_(
                "The scheduler {scheduler} was lost. Start it and its workers again, then this command: what is done "
                "is kept.",
                scheduler=scheduler,
            )
        ) from error
    finally:
        done = [outcomes[one.name] for one in recordings if one.name in outcomes]
        if done:
            _write_summary(done, place)
    say(_total(done, len(recordings)))
    return done


def _introduce(cluster: Cluster, say: Say) -> None:
    workers = cluster.threads()
    if workers:
        say(N_("{n} at once on the cluster.", n=workers))
    else:
        say(N_("The cluster has no worker yet: waiting for one."))
    if cluster.dashboard:
        say(N_("What they do: {address}", address=cluster.dashboard))


def _line(outcome: VideoOutcome) -> str:
    if outcome.problem:
        return N_("posecoach: {problem} (exit code {code})", problem=outcome.problem, code=outcome.exit_code)
    if outcome.earlier:
        return N_("{name}: done already.", name=outcome.video)
    found = outcome.findings
    if not found or not found.attempts:
        return joined([outcome.video, found.remark if found else ""], N_(": "))
    return N_(
        "{video}: {attempts}, {faultless} without a fault, {held} held.",
        video=outcome.video,
        attempts=plural("{n} attempt", "{n} attempts", len(found.attempts)),
        faultless=found.faultless,
        held=quantity(found.hold_s, "s", 1),
    )


def _total(done: Sequence[VideoOutcome], all_videos: int) -> str:
    codes = Counter(outcome.exit_code for outcome in done)
    earlier = sum(outcome.earlier for outcome in done)
    results = codes[0] + codes[PARTIAL]
    failed, left = len(done) - results, all_videos - len(done)
    sentences = [
        N_("With a result: {n} of {all}.", n=results, all=all_videos),
        N_("From an earlier run: {n}.", n=earlier) if earlier else "",
        N_("Partial: {n}.", n=codes[PARTIAL]) if codes[PARTIAL] else "",
        N_("Without a result: {n}.", n=failed) if failed else "",
        N_("Left for the next run: {n}.", n=left) if left else "",
    ]
    return joined(filter(None, sentences))


def _write_summary(done: Sequence[VideoOutcome], place: Place) -> None:
    """Write a row a video and a row an attempt; print where they are."""
    with TemporaryDirectory(prefix="posecoach-") as folder:
        table, attempts = Path(folder, SUMMARY), Path(folder, ATTEMPTS)
        table.write_text(keyed_csv(done), encoding="utf-8")
        with attempts.open("wb") as file:
            write_attempts(done, file)
        for file_ in (table, attempts):
            place.put(file_, file_.name)
            print_out(f"{place.address_of(file_.name)}\n")
