"""Leads a session: its exercises in order, what it says, and where the camera stands."""
