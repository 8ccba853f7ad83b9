"""How bright the picture is, on the body and around it."""

import math
from dataclasses import replace

import numpy as np
from stick_figure import lying

from posecoach.core.body.pose import Frame
from posecoach.vision.brightness import measure_conditions


def test_brightness_is_taken_on_the_body_and_around_it():
    image = np.full((480, 640, 3), 200, np.uint8)
    pose = lying()
    (x0, y0), (x1, y1) = pose.xy.min(axis=0).astype(int) - 12, pose.xy.max(axis=0).astype(int) + 12
    image[max(y0, 0) : y1, max(x0, 0) : x1] = 20
    picture = measure_conditions(Frame(0.0, image), pose, persons=1)
    assert picture.size == (640, 480) and picture.persons == 1
    assert picture.body_light == 20 and picture.around_light > 60 and picture.light > 150


def test_without_a_body_only_the_picture_is_bright():
    picture = measure_conditions(Frame(0.0, np.full((480, 640, 3), 90, np.uint8)), None)
    assert picture.light == 90 and math.isnan(picture.body_light)


def test_a_body_half_outside_the_picture_is_measured_where_it_is():
    pose = replace(lying(), xy=lying().xy + np.float32([500, -400]))
    assert measure_conditions(Frame(0.0, np.full((480, 640, 3), 90, np.uint8)), pose).body_light == 90
