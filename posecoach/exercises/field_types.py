"""Whether the values in a declaration have the types of their fields, which Python itself does not ask."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import fields
from functools import cache
from numbers import Real
from reprlib import repr as short
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

PLAIN: dict[Any, tuple[type, str]] = {
    str: (str, "a text"),
    float: (Real, "a number"),
    int: (int, "a whole number"),
    bool: (bool, "True or False"),
    dict: (Mapping, "a dict"),
    frozenset: (Set, "a set"),
    tuple: (tuple, "a tuple"),
    Callable: (Callable, "a function"),  # type: ignore[dict-item]  # isinstance takes it
    NoneType: (NoneType, "None"),
}
"""Type of a field -> what is taken for it, and how that is called."""


def wrong_types(value: Any, wanted: Any, place: str) -> Iterator[tuple[str, str]]:
    """Yield the place of each value that has another type than its field, and what is wrong there.

    Parameters
    ----------
    value : object
        What was declared.
    wanted : type
        The type of its field, as it is annotated.
    place : str
        Name of the field.
    """
    kind, inner = get_origin(wanted) or wanted, get_args(wanted)
    if kind is Literal:
        if value not in inner:
            yield place, f"must be one of {', '.join(map(str, inner))}, not {short(value)}"
    elif kind in (Union, UnionType):
        found = [list(wrong_types(value, one, place)) for one in inner]
        if all(found):
            yield from min(found, key=lambda wrong: wrong[0][0] == place)  # of what it most resembles
    elif not isinstance(value, PLAIN.get(kind, (kind, ""))[0]):
        yield place, f"must be {PLAIN.get(kind, (kind, f'of the type {kind.__name__}'))[1]}, not {short(value)}"
    elif hasattr(kind, "__dataclass_fields__"):
        for name, hint in _hints(kind).items():
            yield from wrong_types(getattr(value, name), hint, f"{place}.{name}" if place else name)
    elif kind is tuple:
        kinds = inner[:1] * len(value) if inner[-1] is Ellipsis else inner
        if len(kinds) != len(value):
            yield place, f"must have {len(kinds)} parts, not {short(value)}"
        for number, (one, hint) in enumerate(zip(value, kinds, strict=False)):
            yield from wrong_types(one, hint, f"{place}[{number}]")
    elif kind is dict:
        for key, one in value.items():
            yield from wrong_types(one, inner[1], f"{place}[{key!r}]")


@cache
def _hints(kind: Any) -> dict[str, Any]:
    """Return the types of a dataclass's fields."""
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}
