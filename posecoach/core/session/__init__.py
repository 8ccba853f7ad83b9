"""What a session does about it: its exercises in order, what it says, and where the camera stands."""
