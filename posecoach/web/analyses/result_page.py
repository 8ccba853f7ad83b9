"""What the page of an analysis shows and hands out, made from the files of its folder."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache, reduce
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from posecoach.errors import PosecoachError
from posecoach.translation import N_, plural, quantity, translated
from posecoach.web.analyses.record import MAX_KEPT, Analysis
from posecoach.web.analyses.store import VIDEO

if TYPE_CHECKING:
    from posecoach.core.judging.events import Rep
    from posecoach.core.result import Result

DOWNLOADS: Mapping[str, str] = {
    ".annotated.mp4": N_("Video with what the coach saw"),
    ".html": N_("Report"),
    ".json": N_("Result, for programs (JSON)"),
    ".csv": N_("Every picture's angles, for a spreadsheet (CSV)"),
    ".landmarks.npz": N_("The body's landmarks, to be judged again"),
    ".trc": N_("Landmarks for OpenSim (TRC)"),
    ".mot": N_("Joint angles for OpenSim (MOT)"),
}
"""Ending of a result file -> what it is."""
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f\ufffd]+')
"""Characters that no file name has on some system."""


@dataclass(frozen=True, slots=True)
class Download:
    """A file to download: its ending, what it is, and its size."""

    ending: str
    title: str
    size_bytes: int


def result_file(folder: Path, ending: str) -> Path | None:
    """Return a result file by its ending; None when there is none."""
    path = folder / f"{VIDEO}{ending}"
    return path if ending in DOWNLOADS and path.is_file() else None


def downloads(folder: Path) -> list[Download]:
    """Return what there is to download."""
    found = ((ending, title, result_file(folder, ending)) for ending, title in DOWNLOADS.items())
    return [Download(ending, title, path.stat().st_size) for ending, title, path in found if path]


def download_name(analysis: Analysis, ending: str) -> str:
    """Return the name of a downloaded file: after the person's video, as every system takes it."""
    stem = _NOT_IN_NAMES.sub("_", Path(analysis.name).stem).strip(" .")
    return f"{stem or VIDEO}{ending}"


def read_result(folder: Path) -> Result | None:
    """Read the result in a folder; None when there is none. Raise SourceError when it is damaged."""
    from posecoach.storage import result_json

    path = result_file(folder, ".json")
    return result_json.read(path) if path else None


def in_few_words(result: Result) -> str:
    """Return the verdict for a list of analyses."""
    from posecoach.reports import reasons
    from posecoach.reports.session import wording  # loads the charts, too, which takes a while

    if not result.reps:
        return reasons.explain(result)[0]
    titles = dict.fromkeys(wording.title(rep.exercise) for rep in result.reps)
    exercises = reduce(lambda some, one: N_("{some} and {one}", some=some, one=one), titles)
    attempts = plural("{n} attempt", "{n} attempts", len(result.reps))
    to_correct = sum(bool(rep.faults) for rep in result.reps)
    outcome = N_("{n} to correct", n=to_correct) if to_correct else N_("no fault seen")
    return N_("{exercises}: {attempts}, {outcome}.", exercises=exercises, attempts=attempts, outcome=outcome)


@lru_cache(maxsize=MAX_KEPT)
def kept_verdict(folder: Path, remark: str) -> str:
    """Return the verdict that was kept, a text in English, as the sentence that it was."""
    with suppress(PosecoachError):  # the result is damaged
        result = read_result(folder)
        if result and (said := in_few_words(result)) == remark:
            return said
    return remark


def held(rep: Rep) -> str:
    """Return how long an attempt was held, and how much of that in good form."""
    from posecoach.reports.session import wording

    time, share = quantity(rep.hold_s, "s", 1), wording.good_form([rep])
    if not rep.asked_hold_s:
        return N_("Held {time}, {share} of it in good form.", time=time, share=share)
    asked = N_("{seconds:g} s", seconds=rep.asked_hold_s)
    return N_("Held {time} of {asked}, {share} of it in good form.", time=time, asked=asked, share=share)


def chapters(result: Result) -> str:
    """Return the attempts as chapters of the video, in WebVTT."""
    return "\n".join(["WEBVTT", "", *_cues(result)])


def _cues(result: Result) -> Iterator[str]:
    from posecoach.reports.session import wording

    for rep in result.reps:
        said, _ = wording.outcome(rep)
        about = {"n": rep.index, "exercise": wording.title(rep.exercise), "outcome": said}
        text = translated("Attempt {n}: {exercise}, {outcome}", **about)
        yield f"{_vtt_time(rep.start_s)} --> {_vtt_time(rep.end_s)}\n{escape(text, quote=False)}\n"


def _vtt_time(seconds: float) -> str:
    milliseconds = round(1000 * seconds)
    minutes, ms = divmod(milliseconds, 60_000)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{ms // 1000:02d}.{ms % 1000:03d}"


def clock_time(seconds: float) -> str:
    """Return a time in a video as its player shows it, such as 1:05."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"
