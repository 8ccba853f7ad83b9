"""All targets, by their names."""

from __future__ import annotations

from hostile.histories import HISTORY, JOURNAL
from hostile.judging import STREAM
from hostile.landmarks import LANDMARKS
from hostile.results import CLIPS, RESULT
from hostile.routines import ROUTINE
from hostile.sessions import SESSION
from hostile.videos import VIDEO

TARGETS = {
    target.name: target for target in (LANDMARKS, RESULT, CLIPS, ROUTINE, HISTORY, JOURNAL, VIDEO, STREAM, SESSION)
}
