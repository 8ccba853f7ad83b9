"""The page of a person's sessions over time: one file that opens from disk and uses no network."""

from __future__ import annotations

from posecoach.reports.progress.page import render_progress, render_progress_content

__all__ = ["render_progress", "render_progress_content"]
