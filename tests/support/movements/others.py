"""Movements that are none of the exercises, done by figures; where the sides differ, the left one does more.

Left out, because figures show it badly: rolling the hips up to a shoulder stand, marching in a bridge (it is one until
a foot leaves the floor), and whatever hides a limb behind the body.
"""

from __future__ import annotations

from movements import figures as f
from movements.movement import DRIFT_CM, LEFT_LEG, STILL_RATE_HZ, Movement, circle, drift, roll, spread, walk_in
from posecoach.core.body import landmarks as lm
from posecoach.core.body.figure import Figure

KNEELING = (f.STAND, f.LUNGE, f.HALF_KNEEL, f.KNEE_FOLLOWS, f.KNEEL, f.QUAD)
LYING = (f.STAND, f.SQUAT, f.SIT, f.FEET_DOWN)
CLIMB = (f.FOOT_UP, f.CLIMBING, f.FOOT_UP, f.PIKED)
CLIMB_OTHER = tuple(figure.mirrored() for figure in CLIMB)
STRIDES = (f.STRIDE, f.STRIDE.mirrored())
HEELS, SHOULDERS = tuple(lm.HEEL.values()), tuple(lm.SHOULDER.values())
STILL_S = 58.0


def _still(figure: Figure, *joints: int, cm: float = DRIFT_CM) -> Movement:
    return Movement((figure,), (figure,), STILL_S, twist=drift(*joints, cm=cm), rate_hz=STILL_RATE_HZ)


MOVEMENTS: dict[str, Movement] = {
    # On the back.
    "one leg raised, other foot down": Movement((*LYING, f.ONE_SLIDES, f.ONE_BENT), (f.ONE_BENT_UP, f.ONE_BENT)),
    "one leg raised low, other foot down": Movement(
        (f.FEET_DOWN, f.ONE_SLIDES, f.ONE_BENT), (f.ONE_BENT_LOW, f.ONE_BENT)
    ),
    "one leg raised, other straight": Movement((*LYING, f.SLIDING, f.LYING), (f.LYING_UP, f.LYING)),
    "one leg raised low, other straight": Movement((f.FEET_DOWN, f.SLIDING, f.LYING), (f.LYING_LOW, f.LYING)),
    "legs raised in turn": Movement((f.LYING,), (f.LYING_UP, f.LYING, f.LYING_UP.mirrored(), f.LYING)),
    "dead bug": Movement((*LYING, f.TABLE_TOP), (f.DEAD_BUG, f.TABLE_TOP, f.DEAD_BUG.mirrored(), f.TABLE_TOP)),
    "dead bug, heels to the floor": Movement(
        (*LYING, f.TABLE_TOP), (f.DEAD_BUG_DOWN, f.TABLE_TOP, f.DEAD_BUG_DOWN.mirrored(), f.TABLE_TOP)
    ),
    "dead bug, one leg out all the time": Movement((f.FEET_DOWN, f.TABLE_TOP), (f.DEAD_BUG, f.DEAD_BUG.mirrored())),
    "dead bug, legs only": Movement(
        (f.FEET_DOWN, f.TABLE_TOP), (f.DEAD_BUG_LEGS, f.TABLE_TOP, f.DEAD_BUG_LEGS.mirrored(), f.TABLE_TOP)
    ),
    "one-leg bridge": Movement((*LYING, f.LEG_OUT), (f.ONE_LEG_BRIDGE, f.LEG_OUT)),
    "one-leg bridge, leg stretched on the way up": Movement((f.FEET_DOWN,), (f.ONE_LEG_BRIDGE, f.FEET_DOWN)),
    "reverse crunch": Movement((*LYING, f.KNEES_OVER), (f.ROLLED_UP, f.KNEES_OVER)),
    "reverse crunch from the floor": Movement((f.FEET_DOWN,), (f.ROLLED_UP, f.FEET_DOWN)),
    "crunch": Movement((*LYING, f.HANDS_AT_HEAD), (f.CRUNCH, f.HANDS_AT_HEAD)),
    "sit-up": Movement((f.HANDS_AT_HEAD,), (f.SAT_UP, f.HANDS_AT_HEAD)),
    "rolling over": Movement((f.LYING,), (f.LYING, f.LYING), twist=roll),
    # Lying still.
    "heels drift up": _still(f.LYING, *HEELS),
    "heels drift down": _still(f.LYING, *HEELS, cm=-DRIFT_CM),
    "one heel drifts": _still(f.LYING, lm.HEEL["left"]),
    "shoulders drift up": _still(f.LYING, *SHOULDERS),
    "shoulders drift down, knees bent": _still(f.FEET_DOWN, *SHOULDERS, cm=-DRIFT_CM),
    "a foot drifts": _still(f.LYING, *LEFT_LEG[1:]),
    "heels drift, knees bent": _still(f.FEET_DOWN, *HEELS),
    "shoulders drift, face down": _still(f.PRONE, *SHOULDERS),
    # On hands and knees.
    "plank from hands and knees": Movement(KNEELING, (f.STEPPED, f.PLANK, f.STEPPED.mirrored(), f.QUAD), pause_s=0.3),
    "plank from hands and knees, held": Movement((f.QUAD,), (f.STEPPED, f.PLANK, f.PLANK, f.STEPPED, f.QUAD), 1.0),
    "leg lifted alone": Movement(KNEELING, (f.LEG_BACK, f.QUAD)),
    "legs lifted in turn": Movement((f.QUAD,), (f.LEG_BACK, f.QUAD, f.LEG_BACK.mirrored(), f.QUAD)),
    "donkey kick": Movement(KNEELING, (f.DONKEY, f.QUAD)),
    "fire hydrant": Movement(KNEELING, (f.QUAD, f.QUAD), 0.0, twist=spread),
    "fire-hydrant circles": Movement((f.QUAD,), (f.CIRCLE_BACK, f.QUAD), 0.0, twist=circle),
    "cat-cow": Movement(KNEELING, (f.CAT, f.COW)),
    "child's pose": Movement(KNEELING, (f.CHILD, f.QUAD)),
    "lying down from hands and knees": Movement(KNEELING, (f.PRONE, f.QUAD)),
    # On hands and toes.
    "mountain climber": Movement((f.QUAD, f.STEPPED, f.PLANK, f.PIKED), (*CLIMB, *CLIMB_OTHER), 0.0, 6.0),
    "plank held": Movement((*KNEELING, f.STEPPED, f.PLANK), (f.PLANK,), 15.0),
    "forearm plank held": Movement((f.PRONE, f.ON_FOREARMS), (f.ON_FOREARMS, f.PRONE), 7.5),
    "push-ups": Movement((*KNEELING, f.STEPPED, f.PLANK), (f.PUSH_UP, f.PLANK)),
    "push-ups from the floor": Movement((f.PRONE,), (f.PLANK, f.PRONE)),
    "Hindu push-up": Movement((f.QUAD, f.DOG_DOWN), (f.PUSH_UP, f.DOG_UP, f.DOG_DOWN), 0.3),
    "upward dog from plank": Movement((f.QUAD, f.STEPPED, f.PLANK), (f.DOG_UP, f.PLANK)),
    "downward dog": Movement(KNEELING, (f.DOG_DOWN, f.QUAD)),
    "downward dog from plank": Movement((f.QUAD, f.STEPPED, f.PLANK), (f.DOG_DOWN, f.PLANK)),
    # Face down.
    "superman": Movement((*KNEELING, f.PRONE_LONG), (f.SUPERMAN, f.PRONE_LONG)),
    "superman, arms back": Movement((f.PRONE,), (f.FLYING, f.PRONE)),
    # Upright.
    "dumbbell row on a bench": Movement((f.STAND, f.BENCH), (f.BENCH_ROW, f.BENCH)),
    "dumbbell row, one leg back": Movement((f.STAND, f.STAGGERED), (f.STAGGERED_ROW, f.STAGGERED)),
    "single-leg deadlift": Movement((f.STAND,), (f.LEG_BEHIND, f.STAND)),
    "single-leg deadlift, hands on the hips": Movement((f.STAND, f.STAND_ON_HIPS), (f.BEHIND_ON_HIPS, f.STAND_ON_HIPS)),
    "leg lifted while hinged": Movement((f.STAND, f.HINGED), (f.LEG_BEHIND, f.HINGED)),
    "standing": Movement((f.STAND,), (f.STAND,), 10.0),
    "walking in": Movement((f.STRIDE.mirrored(),), (*STRIDES * 3, f.STAND), 0.0, 3.0, walk_in),
    "squat": Movement((f.STAND,), (f.SQUAT, f.STAND)),
    "lunge": Movement((f.STAND,), (f.LUNGE, f.STAND, f.LUNGE.mirrored(), f.STAND)),
    "standing march": Movement((f.STAND,), (f.KNEE_UP, f.STAND, f.KNEE_UP.mirrored(), f.STAND), 0.1),
}
