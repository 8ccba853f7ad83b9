"""What was seen opens in OpenSim: read back here by small readers that keep to its rules."""

from __future__ import annotations

import re
from contextlib import chdir
from dataclasses import replace
from pathlib import Path

import matplotlib
import numpy as np
import pytest
import stick_figure

from posecoach.core.body import landmarks as lm
from posecoach.core.judging.coach import replay
from posecoach.exercises.registry import EXERCISES
from posecoach.storage.frame_table import FrameTable
from posecoach.storage.opensim import JointAngleLog, trc_lines

BRIDGE = EXERCISES["bridge"]
TIMES = [0.0, 0.1, 0.15, 0.4]
"""A webcam's pictures do not come evenly."""


def split_as_opensim_does(line: str) -> list[str]:
    """Cells end with a tab; what comes after the last tab counts only when it is not empty."""
    *cells, last = line.split("\t")
    return [*cells, last] if last else cells


def read_trc(text: str):
    """Facts of the head, marker names, and of each frame the time and the places, shape (markers, 3)."""
    first, keys, values, names, axes, blank, *rows = text.rstrip("\n").split("\n")
    assert first.split("\t")[:3] == ["PathFileType", "4", "(X/Y/Z)"]
    assert blank == ""
    about = dict(zip(keys.split("\t"), values.split("\t"), strict=True))
    frame, time, *markers = [cell for cell in names.split("\t") if cell]
    assert (frame, time) == ("Frame#", "Time")
    assert [cell for cell in axes.split("\t") if cell] == [f"{a}{i + 1}" for i in range(len(markers)) for a in "XYZ"]
    cells = [split_as_opensim_does(row) for row in rows]
    assert {len(row) for row in cells} == {2 + 3 * len(markers)}
    assert [int(row[0]) for row in cells] == list(range(1, len(rows) + 1))
    places = [np.array([float(c) if c else np.nan for c in row[2:]]).reshape(-1, 3) for row in cells]
    return about, markers, [float(row[1]) for row in cells], places


def read_mot(text: str):
    """Facts of the head, and the columns by name."""
    head, _, table = text.partition("endheader\n")
    about = dict(line.split("=") for line in head.splitlines() if "=" in line)
    names, *rows = [line.split("\t") for line in table.splitlines()]
    assert {len(names), *map(len, rows)} == {int(about["nColumns"])}
    assert len(rows) == int(about["nRows"])
    return about, {name: [float(row[i]) for row in rows] for i, name in enumerate(names)}


def standing_at(t: float):
    """A body whose right knee is 10 cm to the right in the picture, 40 cm below the hips, 20 cm towards the camera."""
    world = np.zeros((33, 3), np.float32)
    world[lm.KNEE["right"]] = (0.1, 0.4, -0.2)
    return replace(stick_figure.supine(t), world=world)


def mot(updates):
    log = JointAngleLog()
    for update in updates:
        log.update(update)
    return "".join(log.lines())


def trc(seen, fps=None):
    return "".join(trc_lines(seen, fps))


def angles_of(pose):
    """Joint angles of a body that keeps still for a moment."""
    seen = [(t, replace(pose, t=t)) for t in TIMES]
    _, columns = read_mot(mot(replay(seen, [BRIDGE], 170.0)))
    return {name: values[-1] for name, values in columns.items()}


# -- markers -----------------------------------------------------------------------------------------------------


def test_a_marker_lies_where_the_joint_is_to_the_millimetre_with_y_up_and_z_to_the_right_of_the_way_ahead():
    _, markers, _, places = read_trc(trc([(t, standing_at(t)) for t in TIMES]))
    assert places[0][markers.index("RKnee")] == pytest.approx([0.1, -0.4, 0.2], abs=0.0005)


def test_the_head_says_metres_and_how_much_there_is():
    about, markers, _, _ = read_trc(trc([(t, standing_at(t)) for t in TIMES], fps=30.0))
    assert about["Units"] == "m"
    assert (int(about["NumFrames"]), int(about["NumMarkers"])) == (4, len(markers))
    assert float(about["DataRate"]) == pytest.approx(3 / 0.4, abs=0.001)
    assert float(about["CameraRate"]) == 30.0


def test_frames_keep_their_true_times_in_both_files():
    seen = [(t, standing_at(t)) for t in TIMES]
    _, _, times, _ = read_trc(trc(seen))
    _, columns = read_mot(mot(replay(seen, [BRIDGE], 170.0)))
    assert times == columns["time"] == TIMES


def test_markers_have_the_names_of_the_marker_sets_for_opensim():
    _, markers, _, _ = read_trc(trc([(0.0, standing_at(0.0))]))
    joints = ("Shoulder", "Elbow", "Wrist", "Hip", "Knee", "Ankle", "Heel", "BigToe")
    assert {"Nose", *(side + joint for side in "RL" for joint in joints)} <= set(markers)


def test_what_was_not_seen_is_blank_and_not_a_place():
    hidden = standing_at(0.1)
    hidden.visibility[lm.TOE["left"]] = 0.1
    _, markers, _, places = read_trc(trc([(0.0, standing_at(0.0)), (0.1, hidden), (0.2, None)]))
    toe = markers.index("LBigToe")
    assert np.isfinite(places[0]).all()
    assert np.isnan(places[1][toe]).all() and np.isfinite(np.delete(places[1], toe, axis=0)).all()
    assert np.isnan(places[2]).all()


def test_a_video_without_a_frame_gives_files_without_rows():
    assert mot([]).split("endheader\n")[1].count("\n") == 1
    assert trc([]).count("\n") == 6


# -- joint angles ------------------------------------------------------------------------------------------------


def test_angles_are_in_degrees_and_say_so():
    about, _ = read_mot(mot(replay([(0.0, standing_at(0.0))], [BRIDGE], 170.0)))
    assert about["inDegrees"] == "yes"


def test_a_knee_bent_to_60_degrees_is_flexed_by_120():
    assert angles_of(stick_figure.supine(knee_deg=60.0))["knee_angle_r"] == pytest.approx(120.0, abs=0.5)


def test_straight_legs_and_arms_read_zero():
    angles = angles_of(stick_figure.long_sit())
    assert [angles["knee_angle_r"], angles["knee_angle_l"], angles["elbow_flex_r"]] == pytest.approx([0, 0, 0], abs=0.5)


def test_a_hip_is_flexed_when_lying_with_bent_knees_and_bent_backwards_when_the_bridge_is_too_high():
    assert angles_of(stick_figure.supine(hips_cm=10.0))["hip_flexion_l"] > 30
    assert -30 < angles_of(stick_figure.supine(hips_cm=40.0, knee_deg=82.0))["hip_flexion_l"] < -10


def test_the_motion_has_no_gap_at_which_opensim_would_end_it():
    seen = [(i / 10, stick_figure.supine(i / 10)) for i in range(30)]
    seen[7] = (0.7, replace(seen[7][1], visibility=np.zeros(33, np.float32)))
    seen[9] = (0.9, None)
    never = [(t, pose and hide(pose, lm.WRIST["right"])) for t, pose in seen]
    _, columns = read_mot(mot(replay(never, [BRIDGE], 170.0)))
    assert "elbow_flex_r" not in columns and "elbow_flex_l" in columns
    assert all(np.isfinite(values).all() for values in columns.values())
    assert {0.7, 0.9}.isdisjoint(columns["time"]) and 0.8 in columns["time"]


def hide(pose, joint):
    visibility = pose.visibility.copy()
    visibility[joint] = 0.0
    return replace(pose, visibility=visibility)


def test_nobody_gives_no_motion():
    head, columns = read_mot(mot(replay([(0.0, None), (0.1, None)], [BRIDGE], 170.0)))
    assert head["nRows"] == "0" and list(columns) == ["time"]


# -- the page about it -------------------------------------------------------------------------------------------


def test_the_pages_lines_for_pandas_run(tmp_path):
    matplotlib.use("Agg")
    page = (Path(__file__).parents[3] / "docs" / "data.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    assert blocks
    updates = list(replay([(i / 10, stick_figure.supine(i / 10)) for i in range(20)], [BRIDGE], 170.0))
    with chdir(tmp_path):
        with FrameTable(Path("bridge.csv"), [measure.key for measure in BRIDGE.measures]) as table:
            for update in updates:
                table.update(update)
        Path("bridge.trc").write_text(trc([(update.t, update.pose) for update in updates]))
        Path("bridge.mot").write_text(mot(updates))
        names: dict[str, object] = {}
        for block in blocks:
            exec(block, names)
        assert Path("hips.png").exists()
