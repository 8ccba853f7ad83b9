"""The fuzzer finds planted defects, says what they are, and survives them."""

import signal
import subprocess
import sys
from functools import partial
from pathlib import Path
from random import Random

import pytest
from hostile.feeding import feed
from hostile.fuzzer import Fuzzer, smaller
from hostile.guarded import LONGEST_S, GuardedFeeder
from hostile.planted import PLANTED

TOOL = Path(__file__).parents[2] / "tools" / "fuzz.py"
unix = pytest.mark.skipif(sys.platform == "win32", reason="needs the signals of Unix")
feed_here = partial(feed, PLANTED)


def test_an_input_is_accepted_or_rejected_and_anything_else_is_a_find():
    assert [feed_here(data).kind for data in (b"fine", b"refuse", b"wrong code", b"defect")] == [
        "accepted",
        "rejected",
        "find",
        "find",
    ]


def test_the_fuzzer_finds_a_planted_defect_makes_it_small_and_goes_on():
    fuzzer = Fuzzer(PLANTED, Random(1))
    for _ in range(100):
        fuzzer.step(feed_here)
    assert [data for data, _ in fuzzer.finds.values()] == [b"defect"]
    assert sum(fuzzer.counts.values()) == 100 and fuzzer.counts["rejected"] > 0 < fuzzer.counts["accepted"]


def test_the_same_seed_makes_the_same_inputs():
    one, other = ([Fuzzer(PLANTED, Random(7)).step(feed_here) for _ in range(20)] for _ in range(2))
    assert one == other


def test_a_find_becomes_smaller_only_while_it_leads_the_same_way():
    assert smaller(b"some defect in words", feed_here(b"defect").way, feed_here) == b"defect"


@pytest.mark.parametrize(
    ("data", "how", "longest_s"),
    [
        pytest.param(b"crash", "ended by SIGABRT", LONGEST_S, marks=unix),
        (b"hang", "did not end", 3.0),
        (b"bomb", "MemoryError", LONGEST_S),
    ],
)
def test_a_crash_a_hang_and_a_lack_of_memory_are_finds_and_the_next_input_is_fed(data, how, longest_s):
    with GuardedFeeder(PLANTED, longest_s) as feeder:
        outcome = feeder.feed(data)
        assert outcome.kind == "find" and how in outcome.way
        assert feeder.feed(b"fine").kind == "accepted"


@unix
def test_ctrl_c_ends_it_with_the_summary():
    command = [sys.executable, str(TOOL), "--minutes", "60", "--only", "manifest", "--seed", "1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as fuzzing:
        assert fuzzing.stdout.readline() == "seed 1\n"
        fuzzing.send_signal(signal.SIGINT)
        said = fuzzing.stdout.read()
    assert "manifest" in said and "Traceback" not in said
    assert fuzzing.returncode == 0
