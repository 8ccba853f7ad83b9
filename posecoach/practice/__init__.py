"""Live practice: a person in front of a camera."""

import cv2  # noqa: F401  before av: each brings a libxcb, and when av's is the first one, cv2's windows hang
