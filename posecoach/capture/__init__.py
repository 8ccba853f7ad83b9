"""Where frames and their times are born: recorded files (PyAV) and cameras (OpenCV)."""

from posecoach.capture.camera import Camera
from posecoach.capture.device import is_camera, parse_camera
from posecoach.capture.files import VideoFile
from posecoach.capture.watchdog import CameraState, Limits

__all__ = ["Camera", "CameraState", "Limits", "VideoFile", "is_camera", "parse_camera"]
