"""The recordings that are, or will be, analysed, one after the other."""

from __future__ import annotations


class AnalysisQueue:
    """Analyses recordings one after the other, on its own thread."""

    def close(self) -> None:
        """Stop; what is running is cancelled."""
