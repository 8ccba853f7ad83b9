"""The sides of the body in words."""

from posecoach.translation import N_

# TRANSLATORS: {part} is a part of the body, or a measure of it: leg, arm, heel, hip angle. "{part}, left" fits any.
ON_SIDE = {"left": N_("left {part}"), "right": N_("right {part}")}
"""How a label names its side."""
RAISED_LEG = {"left": N_("left leg"), "right": N_("right leg")}
"""The raised leg of an attempt."""
