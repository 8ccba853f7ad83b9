"""Live cameras: opens, reads and watches one, and finds out why it does not work."""
