"""The other use of the house: a person in front of a camera."""
