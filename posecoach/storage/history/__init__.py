"""The history of past sessions: `records` has the values, `history` keeps them in the user's data folder."""
