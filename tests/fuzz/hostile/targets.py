"""All targets, by their names."""

from __future__ import annotations

from hostile.commands import COMMAND
from hostile.histories import HISTORY, JOURNAL
from hostile.judging import STREAM
from hostile.landmarks import LANDMARKS
from hostile.models import BUNDLE, MANIFEST
from hostile.results import CLIPS, RESULT
from hostile.routines import ROUTINE
from hostile.sessions import SESSION
from hostile.videos import FILM, VIDEO

FILES = (LANDMARKS, RESULT, CLIPS, ROUTINE, HISTORY, JOURNAL, VIDEO, FILM, MANIFEST, BUNDLE)
TARGETS = {target.name: target for target in (*FILES, STREAM, SESSION, COMMAND)}
