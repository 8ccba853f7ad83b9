"""From pixels to poses with times: cameras, videos, the pose model.

Nothing else knows OpenCV's cameras, FFmpeg or MediaPipe. Importing it loads nothing.
"""
