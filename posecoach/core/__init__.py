"""Everything that can be said about a body in numbers: poses in, judgement out. No camera, screen, clock or file."""
