"""Routines: those that come with posecoach, and those in files."""
