"""Command lines: real ones with other words, on files that are there. None writes elsewhere, or opens a camera."""

from __future__ import annotations

import io
import json
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from random import Random

from hostile.changes import VALUES, changed_bytes
from hostile.feeding import Target
from hostile.recordings import clip_files
from posecoach.cli.app import run
from posecoach.cli.options import AppContext
from posecoach.errors import UsageError

FILES = ("clip.json", "clip.landmarks.npz", "clip.csv")
LINES = (
    ["diff", "clip.json", "clip.json"],
    ["analyze", "clip.landmarks.npz", "--json", "-", "--exercise", "bridge", "--height", "180"],
    ["analyze", "clip.landmarks.npz", "clip.csv", "--json", "-", "--turn", "90"],
    ["exercises"],
    ["exercises", "show", "bridge"],
    ["history", "--json", "--limit", "3"],
    ["history", "delete", "7"],
    ["models", "status"],
    ["--version"],
)
WORDS = (
    *(value for value in VALUES if isinstance(value, str)),
    *("nan", "inf", "-1", "0", "1e400", "99999999999999999999999", "auto", "-", "--", "--help", ".", "/dev/null", "*"),
    *("[", "loop//*", "clip.json", "missing.mp4", "clip.mp4:1", "\udcff\udcfe.mp4", "x" * 300, "--json=-", "--debug="),
)
SAFE = frozenset(line[0] for line in LINES)
"""A line that begins with another word is not tried: it may write, or open a camera."""
REACHES_OUT = ("-o", "--out", "new", "try", "fetch")
"""Nor is one with a word that begins like this: it may write elsewhere, or start something."""
CODES = (0, 2, 4, 5, 6)


def _samples() -> list[bytes]:
    return [json.dumps(line).encode() for line in LINES]


def _change(data: bytes, random: Random) -> bytes:
    line = json.loads(data)
    for _ in range(random.choice((1, 1, 2, 3))):
        at = random.randrange(1, len(line) + 1)
        what = random.randrange(4)
        if what == 0:
            del line[at:]
        elif what == 1:
            line[at : at + 1] = [random.choice(WORDS)]
        elif what == 2:
            line.insert(at, random.choice((*WORDS, *random.choice(LINES)[1:])))
        else:
            changed = changed_bytes(" ".join(line[at:]).encode("utf-8", "surrogatepass"), random)
            line[at:] = [word.decode("utf-8", "surrogateescape") for word in changed.split(b" ")]
    return json.dumps(line).encode()


def run_line(line: list[str], folder: Path, history: Path) -> int:
    """Run a command in a folder; return its exit code, which must be one of those that say what is wrong."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", errors) for errors in ("strict", "backslashreplace"))
    with chdir(folder), redirect_stdout(out), redirect_stderr(err):
        code = run(line, AppContext(silent=True, history=history))
    err.flush()  # what is written while native libraries are quiet is not in it
    said = err.buffer.getvalue().decode()  # type: ignore[attr-defined]
    assert code in CODES and "Traceback" not in said, (code, said[-2000:])
    return code


def _read(data: bytes, folder: Path) -> str:
    """Run the command."""
    line: list[str] = json.loads(data)
    if line[0] not in SAFE or any(word.startswith(REACHES_OUT) for word in line):
        raise UsageError("This line is not tried.")
    for name in FILES:
        (folder / name).write_bytes(clip_files()[name])
    return f"{line[0]}: {run_line(line, folder, folder / 'none' / 'history.sqlite')}"


COMMAND = Target("command", _samples, _change, _read, frozenset({2}), tried=20)
