"""Practice in the page: the live session and its viewers."""

from posecoach.web.live.routes import routes

__all__ = ["routes"]
