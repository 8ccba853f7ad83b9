"""What others have written may be wrong in any way: it is read, or refused with a sentence and the right exit code."""

from pathlib import Path
from random import Random

import pytest
from hostile.feeding import feed
from hostile.guarded import GuardedFeeder
from hostile.targets import TARGETS

FINDS = Path(__file__).parents[1] / "data" / "fuzz"
"""Inputs that once broke something, each in the folder of its target; `make fuzz` finds them."""
REAL = 2
"""So many real inputs of each target show that it accepts what it should."""
SHOWN = 300
"""Bytes of an input that a failure shows; `tools/fuzz.py` writes whole ones."""
OF_THIS_PROCESS = [target for target in TARGETS.values() if not target.native]
OF_ANOTHER_PROCESS = [target for target in TARGETS.values() if target.native]


def name_of(target):
    return target.name


def hostile_inputs(target):
    """The same inputs in every run: new ones are for `make fuzz`."""
    samples, random = target.samples(), Random(target.name)
    for _ in range(target.tried):
        yield target.change(random.choice(samples), random)


@pytest.mark.parametrize("target", TARGETS.values(), ids=name_of)
def test_real_inputs_are_accepted(target):
    outcomes = [feed(target, sample) for sample in target.samples()[:REAL]]
    assert {outcome.kind for outcome in outcomes} == {"accepted"}, outcomes


@pytest.mark.parametrize("target", OF_THIS_PROCESS, ids=name_of)
def test_hostile_inputs_are_read_or_refused_with_a_sentence(target):
    for data in hostile_inputs(target):
        outcome = feed(target, data)
        assert outcome.kind != "find", f"{outcome.details}\n{data[:SHOWN]!r}"


@pytest.mark.parametrize("target", OF_ANOTHER_PROCESS, ids=name_of)
def test_hostile_inputs_of_native_libraries_end_no_process(target):
    with GuardedFeeder(target) as feeder:
        for data in hostile_inputs(target):
            outcome = feeder.feed(data)
            assert outcome.kind != "find", f"{outcome.details}\n{data[:SHOWN]!r}"


def test_everything_that_once_broke_something_is_tried():
    folders = {folder.name for folder in FINDS.iterdir()}
    assert folders and folders <= set(TARGETS)


@pytest.mark.parametrize("path", sorted(FINDS.glob("*/*")), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_once_broke_something_breaks_nothing_any_more(path):
    target = TARGETS[path.parent.name]
    if target.native:
        with GuardedFeeder(target) as feeder:
            outcome = feeder.feed(path.read_bytes())
    else:
        outcome = feed(target, path.read_bytes())
    assert outcome.kind != "find", outcome.details
