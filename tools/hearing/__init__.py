"""The parts of `live_audit.py`: recordings played as live sessions, and every spoken word held against the truth."""
