"""What may be replaced: our own files, nothing that is read, and others only by force."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import fakes
import numpy as np
import pytest
import stick_figure

from posecoach.analysis.batch import VideoOutcome
from posecoach.analysis.batch.summary import write_summary
from posecoach.analysis.outputs import Evidence, write
from posecoach.analysis.settings import ANNOTATED, CSV, JSON, LANDMARKS, MOT, REPORT, TRC
from posecoach.core.judging.coach import judge_all
from posecoach.core.result import ModelInfo, VideoInfo, make_result
from posecoach.errors import UsageError
from posecoach.exercises.registry import EXERCISES
from posecoach.files.overwriting import check_replaceable
from posecoach.reports.progress import render_progress
from posecoach.storage.frame_table import FrameLog
from posecoach.storage.landmark_file import LandmarkLog
from posecoach.storage.opensim import JointAngleLog
from posecoach.storage.video_writer import VideoWriter

FOREIGN = {
    "text.json": b'{"schema": "another"}',
    "table.csv": b"t,x\n1,2\n",
    "page.html": b"<!doctype html><title>posecoach</title>",
    "archive.landmarks.npz": b"PK\x03\x04" + bytes(26) + b"other.npy",
    "no.mp4": b"\0\0\0\x0cftypisom",
}


@pytest.mark.parametrize("name", FOREIGN)
def test_a_file_of_somebody_else_is_replaced_only_by_force(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(FOREIGN[name])
    with pytest.raises(UsageError, match=rf"{name} is there already.*--force"):
        check_replaceable([path])
    check_replaceable([path], force=True)


def test_a_video_of_somebody_else_is_told_from_ours(tmp_path):
    with pytest.raises(UsageError, match=r"clip\.mp4 .*no \.mp4 file that posecoach wrote, unless an older one did"):
        check_replaceable([fakes.video(tmp_path / "clip.mp4", 0.2)])


def test_a_page_that_does_not_name_us_yet_is_ours(tmp_path):
    page, generator = render_progress([], [], date(2025, 6, 1), None), '<meta name="generator" content="posecoach">'
    assert generator in page
    (tmp_path / "progress.html").write_text(page.replace(generator, ""))
    check_replaceable([tmp_path / "progress.html"])


def test_all_that_we_write_may_be_written_again(tmp_path):
    files = our_files(tmp_path)
    assert len(files) == len(list(tmp_path.iterdir())) == 9
    check_replaceable(files)


def test_a_file_of_ours_is_not_replaced_by_one_of_another_kind(tmp_path):
    files = our_files(tmp_path)
    for path in files:
        own = path.suffix[1:]
        check_replaceable([path], kind=own)
        for kind in {other.suffix[1:] for other in files} - {own}:
            with pytest.raises(UsageError, match=rf"it is no \.{kind} file that posecoach wrote"):
                check_replaceable([path], kind=kind)


def test_a_name_without_an_ending_may_be_written_again(tmp_path):
    export = our_files(tmp_path)[0].rename(tmp_path / "export")
    check_replaceable([export], kind="json")


def test_what_is_not_there_or_empty_may_be_written(tmp_path):
    (tmp_path / "empty.json").touch()
    check_replaceable([tmp_path / "empty.json", tmp_path / "new.json", tmp_path / "nowhere" / "new.json"])


def test_nothing_that_is_read_is_written_over_not_even_by_force(tmp_path):
    video, other_name, link = tmp_path / "clip.mp4", tmp_path / "hard.mp4", tmp_path / "soft.mp4"
    video.write_bytes(b"film")
    other_name.hardlink_to(video)
    link.symlink_to(video)
    for output in (video, other_name, link):
        with pytest.raises(UsageError, match=r"it is the input .*clip\.mp4"):
            check_replaceable([output], [video], force=True)


def test_a_link_is_replaced_only_by_force(tmp_path):
    (tmp_path / "link.json").symlink_to(our_files(tmp_path)[0])
    with pytest.raises(UsageError, match=r"link\.json is there already, and it is a link\. Move it, .*--force"):
        check_replaceable([tmp_path / "link.json"])
    check_replaceable([tmp_path / "link.json"], force=True)


def test_a_folder_is_named_as_one_and_no_force_is_advised_which_would_not_help(tmp_path):
    (tmp_path / "folder.json").mkdir()
    with pytest.raises(UsageError, match=r"it is a folder\. Move it, or choose another folder or name\.$"):
        check_replaceable([tmp_path / "folder.json"])


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="permissions do not bind this user")
def test_a_file_that_we_may_not_read_is_not_ours(tmp_path):
    path = tmp_path / "closed.json"
    path.write_text("x")
    path.chmod(0)
    with pytest.raises(UsageError, match=r"closed\.json"):
        check_replaceable([path])


def our_files(folder: Path) -> list[Path]:
    """Write one file of each kind."""
    bridge, video = EXERCISES["bridge"], VideoInfo("clip.mp4", None, 640, 480, 10.0, 1.0, 0, 0)
    result = make_result(judge_all([], [bridge], 170.0), video, ModelInfo("none", "none", "", "own"), 170.0)
    files = {ending: folder / f"clip{ending}" for ending in (JSON, CSV, LANDMARKS, REPORT, TRC, MOT)}
    table = FrameLog(measure.key for measure in bridge.measures)
    poses = [(t, stick_figure.supine(t)) for t in (0.0, 0.1)]
    write(result, Evidence([bridge], poses, LandmarkLog(poses), table, JointAngleLog()), files, "clip.mp4")
    film, page = folder / f"clip{ANNOTATED}", folder / "progress.html"
    with VideoWriter(film, (160, 120), fps_hint=10) as recorder:
        recorder.write(np.zeros((120, 160, 3), np.uint8), 0.0)
    page.write_text(render_progress([], [], date(2025, 6, 1), None))
    return [*files.values(), film, page, write_summary([VideoOutcome(Path("clip.mp4"), 0)], folder)]
