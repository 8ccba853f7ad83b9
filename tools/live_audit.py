"""Proves that the live coach can be believed: holds every spoken word against the truth; `make live-audit`.

    python tools/live_audit.py [RECORDINGS ...] [--landmarks KEPT] [--only NAME] [--out PAGE] [--real-time]

RECORDINGS is a folder of videos whose truth is known: with an index.json as in `sample_videos/` (the default), or with
NAME.truth.json beside each video (see `accuracy.py`). Each one is played as a live session, without waiting: alone,
with a hold that is reached and as prescribed; and one of every exercise joined, as a routine and as free practice. The
words are those that the voice would speak.

It prints a table, writes a page with what was true beside what was spoken, and exits with 1 when anything is wrong:
false words (a correction without a fault, a wrong number, a praise for a poor attempt, a request without a reason), an
end of a hold that is not announced in time, a countdown that is off, a late or missing correction, a missing number.

With --landmarks, the landmarks are kept in that folder, so that the next run needs no pose model. Delete them when the
videos, the pose model or `posecoach.vision` change.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "support")]  # the checkout of this script, and its test camera

from hearing.findings import audit  # noqa: E402
from hearing.page import COLUMNS, Audited, page, rows  # noqa: E402
from hearing.playing import play  # noqa: E402
from hearing.programs import Case, cases_alone, cases_joined  # noqa: E402
from hearing.recordings import read_recordings  # noqa: E402
from hearing.speech import heard  # noqa: E402
from rich.console import Console  # noqa: E402
from rich.table import Table  # noqa: E402

from posecoach.exercises.registry import BUILT_IN  # noqa: E402
from posecoach.files.writing import output_folder, write_text  # noqa: E402
from posecoach.process import quiet_native  # noqa: E402

SAMPLES = ROOT / "sample_videos"
PAGE = Path("posecoach-output") / "live-audit.md"


def main() -> int:
    """Audit all sessions; return 1 when anything is wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("recordings", type=Path, nargs="*", default=[SAMPLES], help="folders of videos with truth")
    parser.add_argument("--landmarks", type=Path, metavar="KEPT", help="folder for the landmarks, kept between runs")
    parser.add_argument("--only", metavar="NAME", default="", help="only sessions whose name contains this")
    parser.add_argument("--out", type=Path, default=PAGE, metavar="PAGE", help=f"the page to write ({PAGE})")
    parser.add_argument("--real-time", action="store_true", help="also run the first session in real time, and compare")
    given = parser.parse_args()
    console = Console(width=None if sys.stdout.isatty() else 200, highlight=False)
    sessions: list[Audited] = []
    with TemporaryDirectory() as temporary:
        for folder in given.recordings:
            recordings = read_recordings(folder)
            if not recordings:
                parser.error(f"{folder} has no index.json, and no NAME.truth.json beside a video")
            kept = output_folder((given.landmarks or Path(temporary)) / folder.resolve().name, "--landmarks")
            for case in (*cases_alone(recordings), *cases_joined(recordings)):
                if given.only in case.name:
                    console.print(f"{case.name} ...")
                    sessions.append(audited(case, kept))
    output_folder(given.out.parent, "--out")
    write_text(given.out, page(sessions))
    _show(sessions, console)
    console.print(f"Page: {given.out}")
    alike = _compare(sessions[0], console) if given.real_time and sessions else True
    return 0 if alike and not any(one.audit.findings for one in sessions) else 1


def audited(case: Case, kept: Path | None) -> Audited:
    """Play a session, and hold its words against the truth."""
    with quiet_native():
        played = play(case.program, BUILT_IN, kept)
    words = heard(played.cues)
    return Audited(case, played, words, audit(case.truth, words, played.requests))


def _show(sessions: list[Audited], console: Console) -> None:
    table = Table(*COLUMNS)
    for row in rows(sessions):
        table.add_row(*row)
    console.print(table)
    for one in sessions:
        for finding in one.audit.findings:
            console.print(f'{one.case.name} {finding.t:.1f} s, {finding.kind}: "{finding.say}" {finding.why}')


def _compare(session: Audited, console: Console) -> bool:
    """Run a session in real time; print how its words differ, and return whether they are alike."""
    from hearing.real_time import differences, is_alike, spoken_in_real_time

    console.print(f"{session.case.name} in real time ...")
    found = differences(session.case, session.played.cues, spoken_in_real_time(session.case))
    for one in found:
        later = "only in one of the two" if one.later_s is None else f"{one.later_s:+.2f} s in real time"
        console.print(f'{one.t:6.1f} s "{one.say}" {later}{"" if is_alike(one) else "  <- differs"}')
    return all(map(is_alike, found))


if __name__ == "__main__":
    sys.exit(main())
