"""What is remembered of past sessions: `session` has the values, `store` keeps them in the user's data folder."""
