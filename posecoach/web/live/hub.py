"""The live session of the app: at most one, on its own thread, and everybody who watches it."""

from __future__ import annotations


class PracticeHub:
    """Runs the live session and passes its pictures and state to the viewers."""

    running = False
    """Whether a session is going on."""

    def close(self) -> None:
        """End the running session and keep what it has."""
