"""Compares what posecoach says with what is true, and writes docs/accuracy.md.

    python tools/accuracy.py CLIPS [CLIPS ...] [--landmarks KEPT] [--summary] [--out PAGE]

CLIPS is a folder of videos, each with its truth in NAME.truth.json beside it::

    {"clip": "bridge.mp4",                  name of the video
     "exercise": "bridge",                  id of the exercise; "mixed" = several, each attempt names its own;
                                            null = another movement: nothing may be counted
     "near_side": "left",                   side of the body near the camera
     "reps": [{"start": 1.6, "hold_start": 3.06, "hold_end": 13.86, "end": 16.0,   seconds
               "side": null,                side of the raised leg, null = none
               "faults": ["hips_low"],      the acted faults
               "maybe": [],                 codes that count neither as right nor as wrong; "*" = all
               "exercise": "bridge",        in a mixed clip: which it is
               "late": 5.4,                 when the pose gets worse within the hold, which may be said to end there
               "optional": true}],          an attempt given up early, which may be counted or not

Of a rendered clip also::

     "fps": 24, "body": {"height_m": 1.82, "phenotype": {"weight": 0.5, "age": 0.67}},
     "camera": {"yaw": 11.4,                degrees that it is turned from an exact side view
                "distance": 2.1, "position": [0.3, 2.0, 0.7]},   metres; the last is the height above the floor
     "light": {"kind": "dim", "blur": true},  kind: dim, back, or plain
     "kind": "a",                           what makes a hard clip hard: see `truth/conditions.py`
     "frames": [{"t": 0.0,                  seconds
                 "angles": {"hip_left": 110.6, ...},   three-point angles of hip, knee, elbow and shoulder of both
                                            sides in degrees, 180 = straight; hip and knee in the sagittal plane
                 "heel_height_left_m": 0.0, "heel_height_right_m": 0.0,   lowest point of the foot above the floor
                 "hip_height_m": 0.1, "trunk_pitch_deg": 2.0}]}

and of a recording ``"origin": "filmed"``, which keeps its name out of the page.

With --landmarks, the landmarks of a clip are read from KEPT/FOLDER/NAME.landmarks.npz, as `posecoach analyze` writes
them, or found once and kept there; FOLDER is the name of the folder of the clip.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))  # the checkout of this script

from truth.clips import Clip, read_clip, truth_files  # noqa: E402
from truth.page import page  # noqa: E402
from truth.score_tables import summary  # noqa: E402

PAGE = ROOT / "docs" / "accuracy.md"


def main() -> None:
    """Judge all clips, then write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("clips", type=Path, nargs="+", help="folders of videos with NAME.truth.json beside each")
    parser.add_argument("--landmarks", type=Path, metavar="KEPT", help="folder for the landmarks, kept between runs")
    parser.add_argument("--summary", action="store_true", help="also print the totals")
    parser.add_argument("--out", type=Path, default=PAGE, metavar="PAGE", help="the page to write (docs/accuracy.md)")
    given = parser.parse_args()
    clips: list[Clip] = []
    for folder in given.clips:
        files = truth_files(folder)
        if not files:
            parser.error(f"{folder} has no NAME.truth.json beside a video")
        for file in files:
            print(f"{file} ...", file=sys.stderr)
            clips.append(read_clip(file, given.landmarks))
    given.out.write_text(page(clips), encoding="utf-8")
    if given.summary:
        print("\n".join(summary(clips)))


if __name__ == "__main__":
    main()
