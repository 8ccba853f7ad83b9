"""Numbers, lists and tables of the page."""

from __future__ import annotations

import math

import pytest
from truth.conditions import band
from truth.margins import inside_and_beyond
from truth.markdown import codes, count, listed, number, table
from truth.mistakes import limits_in_words

from posecoach.core.exercise.bands import Band


def test_numbers_carry_their_unit_and_the_unknown_is_a_dash():
    assert number(3.14159, "deg") == "3.1°" and number(-0.01, "cm") == "0.0 cm" and number(math.nan, "s") == "-"
    assert number(2.0, "s", 2, signed=True) == "+2.00 s" and number(-2.0, "s", 2, signed=True) == "-2.00 s"


def test_words_fit_their_number():
    assert [count(n, "clip") for n in (0, 1, 2)] == ["no clips", "1 clip", "2 clips"]
    assert count(3, "body", "bodies") == "3 bodies"
    assert [listed(words) for words in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "none",
        "a",
        "a and b",
        "a, b and c",
    ]
    assert codes({"b", "a"}) == "`a`, `b`" and codes(()) == "-"


def test_a_table_has_words_to_the_left_and_numbers_to_the_right():
    assert table(("a", "b"), [("x", 1)]) == ["| a | b |", "| --- | ---: |", "| x | 1 |"]


@pytest.mark.parametrize(
    ("limits", "words"),
    [(Band(high=14.0), "at most 14°"), (Band(low=3.5), "at least 3.5°"), (Band(-7.0, 27.0), "-7 to 27°")],
)
def test_limits_are_words(limits, words):
    assert limits_in_words(limits, "deg") == words


def test_a_value_lies_in_the_band_from_its_lower_edge_on():
    edges = (0.0, 10.0, 20.0, math.inf)
    assert [band(value, edges, "°") for value in (0.0, 10.0, 25.0, math.nan)] == [
        "0-10°",
        "10-20°",
        "20° and more",
        None,
    ]


def test_a_margin_is_negative_where_the_judgement_would_be_wrong():
    assert inside_and_beyond(Band(low=10.0), (12.0, 20.0), (3.0, 7.0)) == (2.0, 3.0)
    inside, beyond = inside_and_beyond(Band(10.0, 30.0), (8.0, 20.0), (math.nan, math.nan))
    assert inside == -2.0 and math.isnan(beyond)
