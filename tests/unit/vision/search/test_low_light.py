"""Dim, pale and noisy pictures become clear, clear ones stay as they are, and what moves leaves no ghost."""

import numpy as np
import pytest

from posecoach.vision.search.low_light import (
    CLEAR_RANGE,
    DIM_RANGE,
    LOWEST_RANGE,
    LowLightEnhancer,
    range_of,
    stretched,
)

LEFT, RIGHT = slice(40, 60), slice(100, 120)


def room(body=RIGHT, light=1.0, noise=0.0, seed=0):
    """A bright body in a dark room."""
    image = np.full((120, 160, 3), 40.0)
    image[40:80, body] = 220.0
    image[:, :8] = 250.0
    grain = np.random.default_rng(seed).normal(0, noise, image.shape)
    return np.clip(image * light + grain, 0, 255).astype(np.uint8)


def test_a_clear_picture_is_shown_as_it_is():
    image = room()
    assert LowLightEnhancer()(image) is image
    assert range_of(image) > DIM_RANGE


@pytest.mark.parametrize("light", [0.5, 0.25, 0.1])
def test_a_dim_picture_is_stretched_to_the_range_of_clear_ones(light):
    shown = LowLightEnhancer()(room(light=light))
    assert range_of(shown) == pytest.approx(CLEAR_RANGE, rel=0.06)


def test_the_noise_of_what_is_still_is_averaged_away():
    enhance = LowLightEnhancer()
    for seed in range(15):
        shown = enhance(room(light=0.3, noise=2.5, seed=seed))
    alone = LowLightEnhancer()(room(light=0.3, noise=2.5, seed=14))
    wall = (slice(90, 118), slice(20, 150))
    assert shown[wall].std() < 0.6 * alone[wall].std()


def test_what_moves_leaves_no_ghost():
    enhance = LowLightEnhancer()
    for seed in range(15):
        enhance(room(LEFT, light=0.3, noise=2.5, seed=seed))
    shown = enhance(room(RIGHT, light=0.3, noise=2.5, seed=15)).astype(float)
    wall, body, left = (shown[45:75, place].mean() for place in (slice(70, 90), RIGHT, LEFT))
    assert body - wall > 100
    assert abs(left - wall) < 0.1 * (body - wall)


def test_after_a_cut_or_in_another_size_nothing_of_the_picture_before_is_left():
    enhance = LowLightEnhancer()
    enhance(room(LEFT, light=0.3))
    enhance.forget()
    assert np.array_equal(enhance(room(RIGHT, light=0.3)), LowLightEnhancer()(room(RIGHT, light=0.3)))
    assert enhance(room(light=0.3)[:60]).shape == (60, 160, 3)


def test_a_picture_that_becomes_clear_and_dim_again_begins_anew():
    enhance = LowLightEnhancer()
    enhance(room(LEFT, light=0.3))
    enhance(room(LEFT))
    assert np.array_equal(enhance(room(RIGHT, light=0.3)), LowLightEnhancer()(room(RIGHT, light=0.3)))


def test_a_dim_picture_becomes_clear_and_keeps_its_hues():
    image = np.zeros((80, 80, 3), np.uint8)
    image[:40] = (10, 14, 30)
    image[40:] = (20, 24, 50)
    clear = stretched(image).astype(int)
    assert np.ptp(clear) > 200
    blue, green, red = (clear[60, 0] - clear[10, 0]).tolist()
    assert red == pytest.approx(2 * blue, abs=2) and green == pytest.approx(blue, abs=2)


def test_noise_on_a_blank_picture_is_not_made_a_pattern():
    noise = np.random.default_rng(0).integers(50, 54, (80, 80, 3), np.uint8)
    assert np.ptp(stretched(noise)) <= 4 * 255 / LOWEST_RANGE
