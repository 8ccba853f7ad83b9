"""The words that an exercise is written in."""
