"""Recordings: upload, queue, results."""

from posecoach.web.analyses.routes import routes

__all__ = ["routes"]
