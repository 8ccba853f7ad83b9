"""The phone as a camera."""

from posecoach.web.phone.routes import routes

__all__ = ["routes"]
