"""Routines in TOML: a routine with other keys and values, and changed bytes."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from random import Random
from typing import Any

from hostile.changes import TEXT, changed_bytes, changed_tree
from hostile.feeding import Target
from posecoach.practice.routines.built_in import default_routine, short_routine
from posecoach.practice.routines.routine_file import load, to_toml

TOKENS = (
    *(*TEXT, b"[[exercise]]", b"[exercise]", b"hold_s = nan", b"inf", b"1_0", b"0x5", b"1979-05-27", b"[" * 3000),
    *(b"a." * 3000 + b"b = 1", b"9" * 5000, b"\\u0000", b"\\UFFFFFFFF", b"{a = 1}", b"true"),
)


def _samples() -> list[bytes]:
    return [to_toml(short_routine()).encode(), to_toml(default_routine()).encode()]


def _change(data: bytes, random: Random) -> bytes:
    """Change what the text says, or its bytes."""
    if random.random() < 0.5:
        return changed_bytes(data, random, TOKENS)
    try:
        tree = tomllib.loads(data.decode())
    except (ValueError, RecursionError):
        return changed_bytes(data, random, TOKENS)
    changed = changed_tree(tree, random)
    return _toml(changed).encode("utf-8", "surrogatepass") if isinstance(changed, dict) else b""


def _toml(tree: dict[Any, Any]) -> str:
    """Write a tree as TOML, its lists of tables with heads of their own."""
    lines = []
    tables = {key: value for key, value in tree.items() if isinstance(value, list) and value}
    lines += [f"{_key(key)} = {_value(value)}" for key, value in tree.items() if key not in tables]
    for key, items in tables.items():
        for item in items:
            body = item if isinstance(item, dict) else {"": item}
            lines += [f"[[{_key(key)}]]", *(f"{_key(name)} = {_value(value)}" for name, value in body.items())]
    return "\n".join(lines) + "\n"


def _key(key: Any) -> str:
    text = str(key)
    return text if text.isidentifier() and text.isascii() else json.dumps(text)


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return f"{{{', '.join(f'{_key(key)} = {_value(item)}' for key, item in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, float):
        return repr(value)
    return '""' if value is None else json.dumps(value, ensure_ascii=False)


def _read(data: bytes, folder: Path) -> str:
    path = folder / "routine.toml"
    path.write_bytes(data)
    routine = load(path)
    (folder / "again.toml").write_text(to_toml(routine), encoding="utf-8")
    assert load(folder / "again.toml") == routine
    return f"{len(routine.steps)} steps"


ROUTINE = Target("routine", _samples, _change, _read, frozenset({2}), tried=100)
