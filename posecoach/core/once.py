"""A property that is worked out once, when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Once(Generic[T]):
    """Decorates a method of an immutable object: its answer is kept in the object itself.

    It is `functools.cached_property` without the lock that Python 3.11 takes there, which made up a twentieth of what
    judging a frame takes. Two threads at most work the same answer out twice.
    """

    def __init__(self, work: Callable[[Any], T]) -> None:
        self._work, self._name = work, work.__name__
        self.__doc__ = work.__doc__

    def __get__(self, owner: Any, kind: type | None = None) -> T:
        answer = self._work(owner)
        owner.__dict__[self._name] = answer
        return answer
