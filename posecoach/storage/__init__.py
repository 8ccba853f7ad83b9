"""File formats and the history: what is written here can be read here again."""
