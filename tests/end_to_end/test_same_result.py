"""The same input gives the same files, byte for byte, whatever order Python's sets have in a process."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace

import fakes
from session_records import SESSION

from posecoach.storage.history.history import History

SEEDS = ("1", "2")
PROGRESS = """
import sys
from datetime import date
from pathlib import Path
from posecoach.reports.progress import render_progress
from posecoach.storage.history.history import History
history = History(Path(sys.argv[1]))
print(render_progress(history.summaries(), history.days(), date(2025, 7, 1), None))
"""


def test_the_same_video_gives_the_same_files(tmp_path):
    clip = fakes.video(tmp_path / "clip.mp4", 13.0)
    written = []
    for seed in SEEDS:
        folder = tmp_path / seed
        process = fakes.posecoach("analyze", clip, "--trc", "--mot", "-o", folder, env={"PYTHONHASHSEED": seed})
        code, _, err = fakes.finish(process)
        assert code == 0, err
        written.append({path.name: path.read_bytes() for path in folder.iterdir()})
    first, second = written
    assert {name.partition(".")[2] for name in first} >= {"json", "csv", "html", "trc", "mot", "landmarks.npz"}
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []


def test_the_same_history_gives_the_same_page(tmp_path):
    path = tmp_path / "history.sqlite"
    for day in range(1, 10):
        History(path).save(replace(SESSION, started=f"2025-06-0{day}T08:00:00+02:00", pain_before=day % 4, id=None))
    command = [sys.executable, "-c", PROGRESS, str(path)]
    pages = [
        subprocess.run(command, env=os.environ | {"PYTHONHASHSEED": seed}, capture_output=True, check=True).stdout
        for seed in SEEDS
    ]
    assert pages[0] == pages[1] and pages[0].count(b"<svg") > 3
