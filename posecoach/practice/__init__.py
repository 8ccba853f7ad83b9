"""Live practice: a person in front of a camera."""
