"""The report of one analysis: a page in one file that opens from disk and asks nothing of any network."""

from __future__ import annotations

from posecoach.reports.session.page import render_report

__all__ = ["render_report"]
