"""Draws the coaching over the picture."""
