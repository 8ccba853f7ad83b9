"""The film of a figure: a body on a plain ground, in the picture all the time, with the coaching on it."""

import av
import numpy as np

from posecoach.analysis.clips import BACKGROUND
from posecoach.analysis.figure_video import FAR_SKIN, NEAR_SKIN, write_figure_video
from posecoach.exercises.bird_dog import BIRD_DOG
from posecoach.exercises.simulation.simulator import View
from posecoach.exercises.simulation.trials import film_trial, trials


def coloured(image, colour):
    """Rows and columns of the pixels of about this colour (blue, green, red)."""
    return np.argwhere(np.abs(image[:, :, ::-1].astype(int) - colour).max(axis=2) < 12)


def test_the_body_is_seen_whole_from_beginning_to_end(tmp_path):
    film = tmp_path / "figure.mp4"
    seen = film_trial(BIRD_DOG, trials(BIRD_DOG)[0], View(rate_hz=10.0), tempo=1.5)
    write_figure_video(film, seen, BIRD_DOG)
    with av.open(str(film)) as video:
        images = [frame.to_ndarray(format="rgb24") for frame in video.decode(video=0)]
    assert len(images) == len(seen)
    for image in (images[0], images[len(images) // 2]):
        near, far = coloured(image, NEAR_SKIN), coloured(image, FAR_SKIN)
        assert len(near) > 1500 and len(far) > 300
        (top, left), (bottom, right) = near.min(axis=0), near.max(axis=0)
        assert right - left > 250 and bottom - top > 80
        assert left > 0 and right < image.shape[1] - 1 and bottom < image.shape[0] - 1
    assert len(coloured(images[0], BACKGROUND)) > images[0][:, :, 0].size / 4
