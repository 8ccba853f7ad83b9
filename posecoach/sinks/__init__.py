"""Where updates go: overlay, window, recorder. None talks back."""
