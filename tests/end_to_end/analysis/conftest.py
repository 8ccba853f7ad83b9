"""An object store for all tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import pytest
from object_store import ObjectStore, object_store

_numbers = count()


@pytest.fixture(scope="session")
def store_of_all() -> Iterator[ObjectStore]:
    with object_store() as store:
        yield store


@pytest.fixture
def store(store_of_all) -> Iterator[ObjectStore]:
    """Refuses nothing, and has counted nothing yet."""
    store_of_all.requests.clear()
    yield store_of_all
    store_of_all.refuse = lambda method, path: False


@pytest.fixture
def bucket(store) -> str:
    """The address of a bucket of the test's own."""
    name = f"bucket-{next(_numbers)}"
    store.fs.mkdir(name)
    return f"s3://{name}"
