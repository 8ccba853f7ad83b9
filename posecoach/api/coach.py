"""The public `Coach`, for your own loop."""

from __future__ import annotations

from posecoach.api.arguments import candidates, check_frame
from posecoach.core.body.pose import Pose
from posecoach.core.exercise.exercise import Exercise
from posecoach.core.height import DEFAULT_HEIGHT_CM, checked_height
from posecoach.core.judging import coach as judging
from posecoach.core.judging.events import Event, Update


class Coach(judging.Coach):
    """Judges a stream of poses, for your own loop.

    Parameters
    ----------
    *exercises : str or Exercise
        Ids of exercises, or your own ones; among several, or ``"auto"`` for all, the coach recognises which.
    height_cm : float
        The person's height, 80 to 250; all heights are scaled by it.

    Raises
    ------
    UsageError
        There is no exercise with this id, or the height is not one.

    Examples
    --------
    >>> coach = Coach("bridge", height_cm=182)
    >>> update = coach.step(0.0, None)  # nobody was found at 0 s
    >>> update.phase, update.hold_s, update.faults
    ('away', 0.0, ())
    """

    def __init__(self, *exercises: str | Exercise, height_cm: float = DEFAULT_HEIGHT_CM) -> None:
        chosen = [found for one in exercises or ("auto",) for found in candidates(one)]
        super().__init__(*chosen, height_cm=checked_height(height_cm))

    def step(self, t: float, pose: Pose | None) -> Update:
        """Judge the pose at `t` seconds.

        Parameters
        ----------
        t : float
            Seconds since the stream began; must grow from call to call.
        pose : Pose or None
            The person; None = nobody was found.

        Raises
        ------
        UsageError
            The time is not later than the one before, or the pose is not a `Pose`.

        Examples
        --------
        >>> coach = Coach("bridge")
        >>> coach.step(0.04, None).phase
        'away'
        """
        check_frame(t, pose, self._t)
        return super().step(t, pose)

    def finish(self, t: float) -> list[Event]:
        """End the stream at `t` seconds, that of the last pose or later; a running hold counts as an attempt.

        Raises
        ------
        UsageError
            The time is not finite, or before the last one.

        Examples
        --------
        >>> coach = Coach("bridge")
        >>> coach.finish(12.0), coach.reps
        ([], ())
        """
        if t != self._t:
            check_frame(t, None, self._t)
        return super().finish(t)
