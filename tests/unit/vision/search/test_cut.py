"""A cut is seen in the picture; light, noise and movement are none."""

import numpy as np
import pytest

from posecoach.vision.search.cut import CutDetector


def room(number: int) -> np.ndarray:
    """A wall, a floor, and things of some colours, different for each number."""
    rng = np.random.default_rng(number)
    image = np.full((480, 640, 3), rng.integers(150, 220, 3), np.uint8)
    image[rng.integers(250, 330) :] = rng.integers(60, 160, 3)
    for _ in range(6):
        x, y = rng.integers(0, 560), rng.integers(0, 380)
        image[y : y + rng.integers(40, 160), x : x + rng.integers(40, 120)] = rng.integers(0, 255, 3)
    return image


def seen(*images: np.ndarray) -> list[bool]:
    cut = CutDetector()
    return [cut(image) for image in images]


def noisy(image: np.ndarray, sigma: float, gain: float = 1.0, seed: int = 0) -> np.ndarray:
    noise = np.random.default_rng(seed).normal(0, sigma, image.shape)
    return np.clip(image * gain + noise, 0, 255).astype(np.uint8)


@pytest.mark.parametrize("gain", [1.0, 0.15])
@pytest.mark.parametrize("number", range(10))
def test_another_room_is_a_cut_once(number, gain):
    images = [noisy(room(n), 2, gain, seed) for seed, n in enumerate((number, number, number + 1, number + 1))]
    assert seen(*images) == [False, False, True, False]


def test_the_first_picture_is_none():
    assert seen(room(0)) == [False]


@pytest.mark.parametrize("gain", [0.3, 0.6, 1.3])
def test_light_switched_on_or_off_is_none(gain):
    assert not any(seen(room(1), noisy(room(1), 2, gain), room(1)))


def test_strong_noise_in_dim_light_is_none():
    assert not any(seen(*(noisy(room(2), 4, 0.1, seed) for seed in range(30))))


def test_noise_on_black_pictures_is_none():
    assert not any(seen(*(noisy(np.zeros((480, 640, 3), np.uint8), 2, seed=seed) for seed in range(30))))


def test_a_person_who_passes_close_to_the_camera_is_none():
    images = []
    for i in range(30):
        image = room(3)
        x = -240 + 30 * i
        image[60:, max(x, 0) : max(x + 240, 0)] = (40, 60, 160)
        images.append(image)
    assert not any(seen(*images))


def test_somebody_moving_fast_before_a_blank_wall_is_none():
    images = []
    for i in range(20):
        image = np.full((480, 640, 3), 240, np.uint8)
        image[150:460, 250 + 30 * (i % 2) : 310 + 30 * (i % 2)] = (40, 40, 90)
        images.append(image)
    assert not any(seen(*images))
