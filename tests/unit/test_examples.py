"""What the examples in the docstrings of the public names show is what happens."""

from __future__ import annotations

import doctest
import inspect

import pytest

import posecoach as pc

NAMES = sorted(set(pc.__all__) - {"__version__", "exercises"})
METHODS = [
    (pc.Coach, "step"),
    (pc.Coach, "finish"),
    *((pc.Result, name) for name in ("to_dataframe", "frames", "save", "report_html")),
]
PUBLIC = [getattr(pc, name) for name in NAMES] + [getattr(owner, name) for owner, name in METHODS]


@pytest.mark.parametrize("shown", PUBLIC, ids=lambda shown: shown.__qualname__)
def test_every_public_name_shows_an_example_that_is_true(shown):
    names = vars(inspect.getmodule(shown))
    tests = [test for test in doctest.DocTestFinder(recurse=False).find(shown, globs=dict(names)) if test.examples]
    assert tests, "it has no example"
    failed = [doctest.DocTestRunner().run(test).failed for test in tests]
    assert not any(failed)
