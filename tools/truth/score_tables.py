"""The tables of attempts and faults: by set, exercise, fault and condition, and for other movements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from posecoach.exercises.registry import BUILT_IN
from truth.clips import Clip, exercise_of
from truth.conditions import Label, grouped
from truth.markdown import NOTHING, codes, count, number, table
from truth.outcomes import Outcome
from truth.tally import FaultKey, Tally, tally

ATTEMPT_COLUMNS = ("attempts", "counted", "missed", "as another exercise", "invented", "wrong leg")
HOLD_COLUMNS = ("hold error, mean", "worst")
FAULT_COLUMNS = ("faults acted", "named", "not named", "wrongly named")
RIGHT_COLUMN = "clips without any error"

RENDERED, HARD, RECORDED = "plain clips", "hard clips", "recordings"
SETS = (RENDERED, HARD, RECORDED)


def set_of(clip: Clip) -> str:
    """Return which of the `SETS` a clip belongs to."""
    if clip.is_recording:
        return RECORDED
    return HARD if clip.truth.get("kind") else RENDERED


def outcomes_of(clips: Iterable[Clip]) -> list[Outcome]:
    """Return the outcomes of all clips."""
    return [outcome for clip in clips for outcome in clip.outcomes]


def set_table(clips: Sequence[Clip]) -> list[str]:
    """Return the table by set of clips, with a last row for all; other movements are not in it."""
    groups = grouped([clip for clip in clips if clip.is_exercise], set_of)
    rows = [_group_row(name, groups[name]) for name in SETS if name in groups]
    everything = [clip for group in groups.values() for clip in group]
    columns = ("", "clips", *ATTEMPT_COLUMNS, *HOLD_COLUMNS, *FAULT_COLUMNS, RIGHT_COLUMN)
    return table(columns, [*rows, _group_row("all", everything)])


def condition_table(clips: Sequence[Clip], name: str, label: Label) -> list[str]:
    """Return the table of clips by a condition."""
    groups = grouped([clip for clip in clips if clip.is_exercise], label)
    columns = (name, "clips", *ATTEMPT_COLUMNS, *HOLD_COLUMNS, *FAULT_COLUMNS, RIGHT_COLUMN)
    return table(columns, [_group_row(row, group) for row, group in groups.items()])


def _group_row(name: str, clips: Sequence[Clip]) -> list[object]:
    total = tally(outcomes_of(clips))
    right = f"{sum(clip.is_right for clip in clips)} of {len(clips)}"
    return [name, len(clips), *_attempt_cells(total), *_hold_cells(total), *_fault_cells(total), right]


def exercise_table(clips: Sequence[Clip]) -> list[str]:
    """Return the table by exercise; the inventions of other movements are not in it."""
    rows: list[list[object]] = []
    for exercise in BUILT_IN:
        total = tally(outcome for clip in clips if clip.is_exercise for outcome in clip.of(exercise))
        cells = (*_attempt_cells(total), *_hold_cells(total), *_fault_cells(total))
        rows.append([f"{exercise.title} (`{exercise.id}`)", *cells])
    return table(("exercise", *ATTEMPT_COLUMNS, *HOLD_COLUMNS, *FAULT_COLUMNS), rows)


def fault_table(clips: Sequence[Clip]) -> list[str]:
    """Return the table by exercise and fault."""
    total = tally(outcomes_of(clips))
    rows: list[list[object]] = []
    for exercise in BUILT_IN:
        for check in exercise.checks:
            key: FaultKey = (exercise.id, check.code)
            found, missed = total.found[key], total.missed[key]
            unjudged = total.unjudged[key] or NOTHING
            cells = (found + missed, found, missed, unjudged, total.invented[key])
            rows.append([exercise.id, f"`{check.code}`", *cells])
    columns = ("exercise", "fault", "acted", "named", "not named", "of these called unjudged", "wrongly named")
    return table(columns, rows, words=2)


def _attempt_cells(total: Tally) -> tuple[object, ...]:
    verdicts = total.verdicts
    return total.attempts, *(verdicts[v] for v in ("found", "missed", "other", "invented")), total.sides_wrong


def _hold_cells(total: Tally) -> tuple[str, str]:
    return number(total.hold_mean_s, "s", 2), number(total.hold_worst_s, "s", 2, signed=True)


def _fault_cells(total: Tally) -> tuple[int, ...]:
    return total.acted, total.found.total(), total.missed.total(), total.invented.total()


# -- other movements ---------------------------------------------------------------------------------------


def movements(clips: Iterable[Clip]) -> list[Clip]:
    """Return the clips in which nothing may be counted."""
    return [clip for clip in clips if not clip.is_exercise]


def movement_table(clips: Sequence[Clip]) -> list[str]:
    """Return the table of other movements: the rendered ones by name, recordings as a sum."""
    rendered = [clip for clip in movements(clips) if not clip.is_recording]
    recorded = [clip for clip in movements(clips) if clip.is_recording]
    rows = [[_movement(clip), *_movement_cells([clip])] for clip in rendered]
    if recorded:
        rows.append([f"{count(len(recorded), 'recording')}", *_movement_cells(recorded)])
    return table(("movement", "seconds", "false attempts", "taken for"), rows)


def _movement(clip: Clip) -> str:
    """Return the movement's name: that of the clip, without the letter of its kind."""
    return clip.name.removeprefix(f"{clip.truth.get('kind')}_").replace("_", " ")


def _movement_cells(clips: Sequence[Clip]) -> tuple[object, ...]:
    outcomes = outcomes_of(clips)
    seconds = sum(clip.seen[-1].t for clip in clips if clip.seen)
    return f"{seconds:.0f}", len(outcomes), codes({exercise_of(outcome) for outcome in outcomes})


# -- totals ------------------------------------------------------------------------------------------------


def summary(clips: Sequence[Clip]) -> Iterator[str]:
    """Yield the few totals, a line each."""
    for name in (*SETS, "all"):
        group = [clip for clip in clips if clip.is_exercise and name in (set_of(clip), "all")]
        if group:
            yield f"{name}: {_sentence(group)}"
    false = outcomes_of(movements(clips))
    yield f"other movements: {count(len(movements(clips)), 'clip')}, {count(len(false), 'false attempt')}"


def _sentence(clips: Sequence[Clip]) -> str:
    total = tally(outcomes_of(clips))
    verdicts = total.verdicts
    wrong = f"{verdicts['missed']} missed, {verdicts['other']} as another exercise, {verdicts['invented']} invented"
    faults = f"{total.found.total()} named, {total.missed.total()} not named, {total.invented.total()} wrongly named"
    return (
        f"{sum(clip.is_right for clip in clips)} of {count(len(clips), 'clip')} without any error; "
        f"{count(total.attempts, 'attempt')}: {verdicts['found']} counted, {wrong}, {total.sides_wrong} wrong leg; "
        f"hold error {number(total.hold_mean_s, 's', 2)} (worst {number(total.hold_worst_s, 's', 2, signed=True)}); "
        f"{count(total.acted, 'acted fault')}: {faults}"
    )
