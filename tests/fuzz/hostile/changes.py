"""Changes real bytes and real trees of JSON into hostile ones. All chance comes from the `Random` that is passed in."""

from __future__ import annotations

import copy
import json
import struct
from collections.abc import Iterator, Sequence
from random import Random
from typing import Any

EDGES = (0, 1, 2, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, 2**63, 2**64 - 1)
"""Whole numbers at which a size, a count or a time overflows."""
FORMATS = ("B", "<H", ">H", "<I", ">I", "<Q", ">Q")
MAX_BYTES = 1 << 20
"""A changed input never grows beyond this: readers should be tested, not the disk."""

VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, 1, -1, 2, 0.5, -0.5, 1e-300, 1e9, 1e18, 1e308, -1e308, 2**31, 2**53 + 1, 2**63, 10**400),
    *(float("nan"), float("inf"), -float("inf"), [], {}, [None], [[]], {"": None}, ["left", 1.0], [1, 2, 3, 4, 5]),
    *("", " ", "x" * 5000, "left", "bridge", "no_such_exercise", "posecoach.analysis/2", "2025-02-30T25:00:00+02:00"),
    *("2025-06-01T08:00:00", "9999-12-31", "<script>alert(1)</script>", "\x1b[2J\x1b]0;x\x07", "\x00", "\ud800"),
    *("=1+1", "../../../etc/passwd", "%s%n{0}{x}", "a\r\nb\u2028c", "\u202egpj.exe", "NaN", "1e999", "-0", "é" * 300),
)
"""What somebody may write in place of any value."""
TOKENS = (b"NaN", b"-Infinity", b"1e999", b"-1", b"9" * 5000, b'"\\ud800"', b"\\u0000", b"null", b"[" * 5000, b'{"a":')
TEXT = (b"\xff", b"\x00", b"\xef\xbb\xbf", b"\r", b"\r\n", b"\n" * 50, b"'''", b'"""', b"#", b"=", b"[[", b"{", b"}")
"""What somebody may write anywhere in a text."""


def changed_bytes(data: bytes, random: Random, tokens: Sequence[bytes] = ()) -> bytes:
    """Return the bytes with one to three changes: bits, numbers, pieces; `tokens` are inserted or written over."""
    changed = bytearray(data)
    for _ in range(random.choice((1, 1, 2, 3))):
        at = random.randrange(len(changed) + 1)
        random.choice((_flip, _number, _number, _piece, _token if tokens else _number))(changed, at, random, tokens)
    return bytes(changed[:MAX_BYTES])


def _flip(data: bytearray, at: int, random: Random, tokens: Sequence[bytes]) -> None:
    if at < len(data):
        data[at] ^= random.choice((1 << random.randrange(8), 0xFF))


def _number(data: bytearray, at: int, random: Random, tokens: Sequence[bytes]) -> None:
    form = random.choice(FORMATS)
    size = struct.calcsize(form)
    number = random.choice((random.choice(EDGES), random.getrandbits(8 * size)))
    data[at : at + size] = struct.pack(form, number & (1 << 8 * size) - 1)


def _piece(data: bytearray, at: int, random: Random, tokens: Sequence[bytes]) -> None:
    """Cut the end, remove a piece, repeat it, or put another one in its place."""
    size = random.choice((1, 2, 4, 16, 64, 1024))
    piece = data[at : at + size]
    other = random.randrange(len(data) + 1)
    what = random.randrange(5)
    if what == 0:
        del data[at:]
    elif what == 1:
        del data[at : at + size]
    elif what == 2:
        data[at:at] = piece * random.choice((1, 2, 100))
    elif what == 3:
        data[at : at + size] = data[other : other + size]
    else:
        data[other:other] = piece


def _token(data: bytearray, at: int, random: Random, tokens: Sequence[bytes]) -> None:
    token = random.choice(tokens)
    data[at : at + random.choice((0, 0, len(token)))] = token


def changed_tree(tree: Any, random: Random, values: Sequence[Any] = VALUES) -> Any:
    """Return a tree of dicts and lists with one to three changes: values, keys, order, and parts put elsewhere."""
    root = [copy.deepcopy(tree)]
    for _ in range(random.choice((1, 1, 2, 3))):
        places = list(_places(root))
        holder, key = random.choice(places[1:] or places)
        other_holder, other_key = random.choice(places)
        old, other = holder[key], copy.deepcopy(other_holder[other_key])
        what = random.randrange(8)
        if what < 4:
            holder[key] = copy.deepcopy(random.choice(values))
        elif what == 4:
            holder[key] = other
        elif what == 5:
            holder[key] = _near(old, random)
        elif what == 6 and holder is not root:
            del holder[key]
        elif isinstance(holder, dict):
            holder[random.choice((f"{key}x", "", str(key).upper()))] = other
        else:
            holder[key:key] = [copy.deepcopy(old)] * random.choice((1, 1, 2, 50))
    return root[0]


def _places(node: Any) -> Iterator[tuple[Any, Any]]:
    """Yield each holder and key in a tree."""
    keys = list(node) if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ()
    for key in keys:
        yield node, key
        yield from _places(node[key])


def _near(value: Any, random: Random) -> Any:
    """Return a value that is only a little wrong."""
    if isinstance(value, bool) or value is None:
        return not value
    if isinstance(value, int | float):
        return random.choice((-value, value + 1, value - 1, str(value), value * 1000 if abs(value) < 1e300 else 0))
    if isinstance(value, str):
        changed = list(value)
        random.shuffle(changed)
        return random.choice((value.upper(), value * 3, value[:-1], f" {value}", "".join(changed)))
    return random.choice((list(value), dict.fromkeys(map(str, value)), value and None))


def changed_json(data: bytes, random: Random) -> bytes:
    """Return a JSON text with changes in its tree, or sometimes in its bytes."""
    try:
        tree = json.loads(data)
    except (ValueError, RecursionError):
        tree = None
    if tree is None or random.random() < 0.3:
        return changed_bytes(data, random, (*TOKENS, *TEXT))
    return json.dumps(changed_tree(tree, random), indent=random.choice((None, 1))).encode()
