"""What is seen of a person: landmarks and poses, and the body made of them; what an author of an exercise imports."""

from posecoach.core.body.body import Body
from posecoach.core.body.figure import Figure
from posecoach.core.body.landmarks import SIDES, Side

__all__ = ["SIDES", "Body", "Figure", "Side"]
