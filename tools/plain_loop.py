"""The plain loop that `posecoach analyze` is compared with: read, detect, draw and write on one thread.

Usage: ``python tools/plain_loop.py VIDEO MODEL OUT.mp4``; prints the number of frames.
"""

from __future__ import annotations

import sys

import cv2
import mediapipe as mp
from mediapipe.tasks.python import BaseOptions, vision

BONES = (
    *((11, 12), (11, 13), (13, 15), (12, 14), (14, 16), (11, 23), (12, 24), (23, 24), (23, 25), (25, 27), (24, 26)),
    *((26, 28), (27, 29), (28, 30), (29, 31), (30, 32), (27, 31), (28, 32), (15, 19), (16, 20), (0, 7), (0, 8)),
)
"""Pairs of MediaPipe's landmarks: trunk, arms, legs, feet, hands, head."""


def main(video: str, model: str, out: str) -> None:
    """Draw the skeleton into a video."""
    options = vision.PoseLandmarkerOptions(
        base_options=BaseOptions(model_asset_path=model), running_mode=vision.RunningMode.VIDEO
    )
    reader = cv2.VideoCapture(video)
    fps = reader.get(cv2.CAP_PROP_FPS) or 30.0
    size = int(reader.get(cv2.CAP_PROP_FRAME_WIDTH)), int(reader.get(cv2.CAP_PROP_FRAME_HEIGHT))
    writer = cv2.VideoWriter(out, cv2.VideoWriter.fourcc(*"mp4v"), fps, size)
    frames = 0
    with vision.PoseLandmarker.create_from_options(options) as find:
        while True:
            success, image = reader.read()
            if not success:
                break
            picture = mp.Image(image_format=mp.ImageFormat.SRGB, data=cv2.cvtColor(image, cv2.COLOR_BGR2RGB))
            found = find.detect_for_video(picture, round(frames * 1000 / fps)).pose_landmarks
            for body in found[:1]:
                points = [(round(p.x * size[0]), round(p.y * size[1])) for p in body]
                for a, b in BONES:
                    cv2.line(image, points[a], points[b], (0, 255, 0), 3, cv2.LINE_AA)
            writer.write(image)
            frames += 1
    writer.release()
    reader.release()
    print(frames)


if __name__ == "__main__":
    main(*sys.argv[1:4])
