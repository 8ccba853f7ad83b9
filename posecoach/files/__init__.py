"""Reads the user's files, writes files atomically or safely while they grow, and explains why the system refuses."""
