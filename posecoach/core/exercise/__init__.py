"""The vocabulary that describes an exercise."""
