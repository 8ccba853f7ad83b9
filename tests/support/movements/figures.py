"""Poses of other movements than the exercises, as figures; of the two legs the left one does something else."""

from __future__ import annotations

from dataclasses import replace

from posecoach.core.body.figure import Figure

# Upright.
STAND = Figure()
SQUAT = replace(STAND, lean=42.0, hip=62.0, knee=72.0, ankle=None, shoulder=95.0)
LUNGE = replace(STAND, hip=(95.0, 195.0), knee=(92.0, 105.0), ankle=(90.0, 105.0))
KNEE_UP = replace(STAND, hip=(85.0, 180.0), knee=(85.0, 180.0))
STRIDE = replace(STAND, hip=(158.0, 196.0), knee=(176.0, 168.0), shoulder=(-15.0, 20.0))
HALF_KNEEL = replace(STAND, hip=(90.0, 180.0), knee=(90.0, 92.0), ankle=(90.0, 165.0), rests=("knee",))
KNEE_FOLLOWS = replace(HALF_KNEEL, hip=(125.0, 180.0), knee=(25.0, 92.0), ankle=(150.0, 165.0))
KNEEL = replace(STAND, knee=92.0, ankle=170.0, rests=("knee",))
SIT = Figure(lean=-15.0, hip=60.0, knee=88.0, ankle=None, shoulder=-32.0, elbow=165.0, rests=("hip", "heel"))
HINGED = replace(STAND, lean=80.0, hip=98.0, knee=172.0, shoulder=80.0)
"""Bent forward from the hips, the arms hanging."""
LEG_BEHIND = replace(HINGED, hip=(186.0, 98.0), knee=(172.0, 166.0))
STAND_ON_HIPS = replace(STAND, shoulder=-35.0, elbow=75.0)
BEHIND_ON_HIPS = replace(LEG_BEHIND, shoulder=-35.0, elbow=75.0)
BENCH = replace(STAND, lean=80.0, hip=(96.0, 94.0), knee=(174.0, 92.0), shoulder=(80.0, 88.0), elbow=(175.0, 165.0))
"""One hand and one knee on a bench; the arm on the side of the standing leg holds a dumbbell."""
BENCH_ROW = replace(BENCH, shoulder=(-8.0, 88.0), elbow=(82.0, 165.0))
STAGGERED = replace(
    STAND, lean=55.0, hip=(157.0, 98.0), knee=(170.0, 138.0), ankle=(108.0, 78.0), shoulder=(55.0, 40.0)
)
"""Hinged over the front leg, one hand on its knee, the other leg back."""
STAGGERED_ROW = replace(STAGGERED, shoulder=(-25.0, 40.0), elbow=(85.0, 175.0))

# On hands and knees, and on hands and toes.
QUAD = Figure(lean=84.0, hip=96.0, knee=90.0, ankle=170.0, shoulder=92.0, elbow=160.0, rests=("wrist", "knee"))
CAT = replace(QUAD, lean=55.0, curl=48.0, hip=122.0, knee=92.0, shoulder=108.0, elbow=165.0, head=-40.0)
COW = replace(QUAD, lean=97.0, curl=-32.0, hip=85.0, shoulder=70.0, head=35.0)
CHILD = replace(QUAD, lean=98.0, hip=21.0, knee=30.0, shoulder=173.0, rests=("knee",))
LEG_BACK = replace(QUAD, hip=(186.0, 96.0), knee=(176.0, 90.0))
DONKEY = replace(QUAD, hip=(182.0, 96.0))
CIRCLE_BACK = replace(QUAD, hip=(125.0, 96.0))
STEPPED = replace(QUAD, hip=(164.0, 96.0), knee=(172.0, 90.0), ankle=(92.0, 170.0))
"""One leg stretched behind, on its toes; the other knee on the floor."""
PLANK = Figure(lean=75.0, hip=178.0, knee=177.0, ankle=92.0, shoulder=72.0, elbow=172.0, rests=("wrist", "toe"))
ON_FOREARMS = replace(PLANK, shoulder=80.0, elbow=90.0, rests=("elbow", "toe"))
PUSH_UP = replace(PLANK, lean=84.0, shoulder=-18.0, elbow=58.0)
PIKED = replace(PLANK, hip=166.0)
"""A plank with the hips a little higher, so that a knee passes under them."""
FOOT_UP = replace(PIKED, hip=(118.0, 166.0), knee=(62.0, 177.0), ankle=(130.0, 92.0))
CLIMBING = replace(PIKED, hip=(58.0, 166.0), knee=(40.0, 177.0), ankle=(130.0, 92.0))
DOG_DOWN = replace(PLANK, lean=130.0, hip=85.0, shoulder=172.0, ankle=75.0)
DOG_UP = replace(PLANK, lean=64.0, hip=190.0, ankle=165.0, shoulder=60.0, curl=-30.0)

# Prone.
PRONE = Figure(lean=84.0, hip=180.0, knee=174.0, ankle=170.0, shoulder=-35.0, elbow=50.0, rests=("hip", "knee"))
PRESSED_LOW = replace(PRONE, lean=72.0, hip=192.0, shoulder=22.0, elbow=40.0)
"""A press-up in which the shoulders rise by 10 cm."""
PRONE_LONG = replace(PRONE, shoulder=170.0, elbow=175.0)
"""The arms stretched out overhead."""
SUPERMAN = replace(PRONE_LONG, lean=86.0, hip=188.0, curl=-24.0, shoulder=178.0, rests=("hip",))
FLYING = replace(SUPERMAN, shoulder=-25.0)
"""As superman, but the arms lifted beside the body."""

# On the back.
LYING = Figure(lean=-90.0, hip=183.5, knee=176.0, ankle=110.0, rests=("shoulder", "hip"))
FEET_DOWN = Figure(lean=-90.0, hip=128.0, knee=62.0, ankle=None, rests=("shoulder", "hip"))
SLIDING = replace(LYING, hip=154.3, knee=119.0, ankle=115.0)
"""Half-way from feet drawn up to straight legs, the heels on the floor."""
ONE_SLIDES = replace(LYING, hip=(154.3, 128.0), knee=(119.0, 62.0), ankle=(115.0, 116.0))
ONE_BENT = replace(LYING, hip=(183.5, 128.0), knee=(176.0, 62.0), ankle=(110.0, 116.0))
ONE_BENT_UP = replace(ONE_BENT, hip=(112.0, 128.0))
ONE_BENT_LOW = replace(ONE_BENT, hip=(166.0, 128.0))
LYING_UP = replace(LYING, hip=(112.0, 183.5))
LYING_LOW = replace(LYING, hip=(166.0, 183.5))
TABLE_TOP = replace(LYING, hip=90.0, knee=90.0, shoulder=90.0)
DEAD_BUG = replace(TABLE_TOP, hip=(170.0, 90.0), knee=(172.0, 90.0), shoulder=(90.0, 165.0))
DEAD_BUG_LEGS = replace(DEAD_BUG, shoulder=90.0)
DEAD_BUG_DOWN = replace(DEAD_BUG, hip=(181.0, 90.0), knee=(176.0, 90.0))
LEG_OUT = replace(FEET_DOWN, hip=(150.0, 128.0), knee=(176.0, 62.0), ankle=(110.0, 116.0))
"""One foot down, the other leg stretched beside its thigh."""
BRIDGE = replace(FEET_DOWN, hip=178.0, knee=75.0, shoulder=-24.0, rests=("shoulder", "heel"))
ONE_LEG_BRIDGE = replace(BRIDGE, hip=178.0, knee=(176.0, 75.0), ankle=(100.0, 105.0))
KNEES_OVER = replace(FEET_DOWN, hip=85.0, knee=80.0, ankle=110.0)
ROLLED_UP = replace(KNEES_OVER, lean=-125.0, hip=58.0, knee=60.0, curl=35.0, rests=("shoulder",))
HANDS_AT_HEAD = replace(FEET_DOWN, shoulder=150.0, elbow=35.0)
CRUNCH = replace(HANDS_AT_HEAD, lean=-94.0, curl=38.0, head=-20.0, rests=("hip",))
SAT_UP = replace(CRUNCH, lean=-20.0, hip=62.0, knee=85.0, curl=25.0, rests=("hip", "heel"))
