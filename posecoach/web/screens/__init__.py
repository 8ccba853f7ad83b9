"""The pages that show and set: home, progress, exercises, settings."""

from posecoach.web.screens.routes import routes

__all__ = ["routes"]
