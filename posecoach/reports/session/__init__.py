"""The report of one recording or session: an HTML page in one file, which loads nothing from a network."""

from __future__ import annotations

from posecoach.reports.session.page import render_report, report_parts

__all__ = ["render_report", "report_parts"]
