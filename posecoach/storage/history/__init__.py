"""The history of past sessions: `records` defines the values, `history` stores them in the user's data folder."""
