"""One attempt: where it begins, its values over time, the target pose that is held, the moments of the hold."""
