"""The routes of home, progress, exercises and settings."""

from __future__ import annotations

from starlette.routing import BaseRoute

from posecoach.web.routing import action, page
from posecoach.web.screens.deleting import Confirmation, delete_everything, deleted
from posecoach.web.screens.exercises import exercise, exercises, figure
from posecoach.web.screens.home import confirm_safety, home, safety
from posecoach.web.screens.progress import (
    delete_session,
    delete_sessions,
    history_as_csv,
    history_as_json,
    progress,
)
from posecoach.web.screens.settings import Changes, change_settings, settings


def routes() -> list[BaseRoute]:
    """Return the routes of this part."""
    return [
        page("/", home, "own"),
        page("/safety", safety, "own"),
        action("/safety", confirm_safety, "own"),
        page("/progress", progress, "own"),
        page("/progress/history.json", history_as_json, "own"),
        page("/progress/history.csv", history_as_csv, "own"),
        action("/sessions/{number}", delete_session, "own", "DELETE"),
        action("/sessions", delete_sessions, "own", "DELETE"),
        page("/exercises", exercises, "own"),
        page("/exercises/{id}", exercise, "own"),
        page("/exercises/{id}/figure.json", figure, "own"),
        page("/settings", settings, "own"),
        action("/settings", change_settings, "own", body=Changes),
        action("/everything", delete_everything, "own", "DELETE", body=Confirmation),
        page("/deleted", deleted, "own"),
    ]
