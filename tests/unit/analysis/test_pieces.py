"""Where a video is cut into pieces."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest

from posecoach.analysis.pieces import LONG_S, PIECE_S, SHORTEST_S, piece_bounds


@pytest.mark.parametrize("duration_s", [LONG_S + 0.1, 700.0, 3600.0, 36_000.0])
def test_a_long_video_is_cut_the_same_for_any_number_of_workers(duration_s):
    bounds = piece_bounds(duration_s, 1)
    assert all(piece_bounds(duration_s, workers) == bounds for workers in (2, 3, 8, 1000))
    assert len(bounds) == math.ceil(duration_s / PIECE_S)


@pytest.mark.parametrize("duration_s", [SHORTEST_S, 5.0, 30.0, 100.0, LONG_S, LONG_S + 0.1, 3600.0])
@pytest.mark.parametrize("workers", [1, 2, 3, 16])
def test_pieces_follow_one_another_and_the_last_is_open(duration_s, workers):
    bounds = piece_bounds(duration_s, workers)
    assert bounds[0][0] == 0.0 and bounds[-1][1] == math.inf
    assert all(end == start for (_, end), (start, _) in pairwise(bounds))
    if workers > 1 or duration_s > LONG_S:
        assert all(end_s - start_s <= PIECE_S for start_s, end_s in bounds[:-1])
        assert duration_s - bounds[-1][0] <= PIECE_S


def test_a_short_video_keeps_all_workers_busy_and_one_worker_needs_no_pieces():
    assert piece_bounds(LONG_S, 1) == piece_bounds(SHORTEST_S - 0.1, 8) == [(0.0, math.inf)]
    assert [len(piece_bounds(30.0, workers)) for workers in (2, 3, 8)] == [2, 3, 8]
    assert len(piece_bounds(100.0, 2)) == 6 and len(piece_bounds(100.0, 4)) == 8


def test_a_video_of_unknown_length_is_one_piece():
    assert piece_bounds(0.0, 8) == [(0.0, math.inf)]
