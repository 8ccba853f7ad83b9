"""Reminds of what the person should do, until it is done: requests, the movement to begin with, what is not seen."""

from __future__ import annotations

import math
from collections import Counter

from posecoach.core.body.tracking.person_tracker import SOMEBODY_ELSE
from posecoach.core.judging.events import Update
from posecoach.core.judging.unjudged import NEEDED_UNSEEN, OTHER_FIRST, PART_UNSEEN, TURNED_AWAY
from posecoach.core.judging.view_quality import NOBODY, WHY
from posecoach.core.session.cues import REMIND_S, CueQueue, Priority
from posecoach.core.session.placement.upright import TURNED
from posecoach.core.session.scene import SessionState
from posecoach.translation import N_, Sentence

WAY_AGAIN_S, WAYS = 8.0, 3
"""What to do is said again after this time (seconds) while nothing begins, so often in all."""
UNSEEN_S = 2.0
"""The voice says what it cannot judge after this time: people turn and pass by."""
MORE_SELDOM = 2
"""Each time it says so again, it waits so many times longer: who could put it right has heard it."""
SKIP, SKIPS = N_("Raise one arm to skip."), N_("Lower the arm to skip.")
"""Offered when no attempt begins, and said when the arm is up."""
TAKE_BACK = N_("Raise it again to go on.")
"""The way back after a sign to stop."""


# TRANSLATORS: The next messages are spoken: seven words at most.
_SPOKEN: dict[str, str] = {
    WHY["dark"]: N_("Switch on a light"),
    WHY["unsteady"]: N_("Switch on more light"),
    WHY["far"]: N_("Bring the camera closer"),
    WHY["leaning"]: N_("Set the camera level"),
    WHY["turned"]: N_("Turn the camera to face your side"),
    WHY["slow"]: N_("More light, or close other programs"),
    NOBODY: N_("I cannot see you"),
    SOMEBODY_ELSE: N_("I am waiting for you"),
    TURNED: N_("Turn the camera"),
    PART_UNSEEN: N_("I cannot see your {part}"),
    NEEDED_UNSEEN: N_("I cannot see your {part}"),
    TURNED_AWAY: N_("Turn the camera to face your side"),
    OTHER_FIRST: N_("First: {say}"),
}
"""Why something cannot be judged, as the message that is shown -> what the voice says of it: the remedy, if any."""


def spoken_part(sentence: str) -> str:
    """Return what the voice says of a sentence that tells why something cannot be judged."""
    if isinstance(sentence, Sentence) and sentence.message in _SPOKEN:
        return N_(_SPOKEN[sentence.message], **sentence.values)
    return sentence


class Reminders:
    """Adds reminders to a queue of cues.

    Parameters
    ----------
    queue : CueQueue
        Takes them.
    """

    def __init__(self, queue: CueQueue) -> None:
        self._queue = queue
        self._unseen_since = self._seen_since = math.inf
        self._said: Counter[str] = Counter()
        self._way, self._ways_said = "", 0

    def update(self, update: Update, scene: SessionState) -> None:
        """Take one frame."""
        if scene.stage in ("start_pose", "work"):
            self._explain_unseen(update)
        request = _request(update, scene)
        if request and self._queue.is_due(update.t, request, REMIND_S):
            self._queue.add(Priority.INFO, update.t, request)
        self._show_the_way(update, scene)

    def _show_the_way(self, update: Update, scene: SessionState) -> None:
        """Before the first attempt of an exercise, say what to do, and again while nothing begins."""
        words = scene.movement_cue
        if words != self._way:
            self._way, self._ways_said = words, 0
            self._said[SKIP] = 0
            self._queue.forget(SKIP)
        if scene.may_skip and update.unseen is None:
            self._say_more_and_more_seldom(Priority.INFO, update.t, SKIP)
            return
        waits = scene.stage == "work" and not any(scene.done) and update.rep == 0 and update.unseen is None
        if waits and words and self._ways_said < WAYS and self._queue.is_due(update.t, words, WAY_AGAIN_S):
            self._queue.add(Priority.INFO, update.t, words)
            self._ways_said += 1

    def _explain_unseen(self, update: Update) -> None:
        """Say why nothing can be judged, once that has lasted."""
        self._seen_since = min(self._seen_since, update.t) if update.unseen is None else math.inf
        if update.t - self._seen_since >= REMIND_S:  # put right: what comes now is new
            self._said = Counter({SKIP: self._said[SKIP]})
        if update.unseen is None or update.pose is None:  # the stage `out_of_view` says that nobody is there
            self._unseen_since = math.inf
            return
        self._unseen_since = min(self._unseen_since, update.t)
        words = spoken_part(update.unseen)
        if update.t - self._unseen_since >= UNSEEN_S:
            self._say_more_and_more_seldom(Priority.STEP, update.t, words)

    def _say_more_and_more_seldom(self, priority: Priority, t: float, words: str) -> None:
        again_s = REMIND_S * MORE_SELDOM ** max(0, self._said[words] - 1)
        if self._queue.is_due(t, words, again_s):
            self._queue.add(priority, t, words)
            self._said[words] += 1


def _request(update: Update, scene: SessionState) -> str:
    """Return what the person should do now; empty for nothing."""
    if scene.stage == "setup":
        return next((finding.say for finding in scene.findings if finding.ok is False and finding.say), "")
    if scene.stage == "start_pose" and update.unseen is None and update.phase == "away":
        return scene.start_cue
    return {"paused": N_("Raise one arm to go on."), "stopping": TAKE_BACK}.get(scene.stage, "")
