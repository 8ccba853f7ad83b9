"""From pixels to timed poses: cameras, video files and the pose model.

Only this package uses OpenCV's cameras, FFmpeg and MediaPipe. Importing it loads nothing.
"""
