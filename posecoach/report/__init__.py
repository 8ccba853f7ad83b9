"""The report of one analysis: a page in one file that opens from disk and asks nothing of any network."""

from posecoach.report.page import build

__all__ = ["build"]
