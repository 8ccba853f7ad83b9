"""What a browser would load, run or style from a page."""

from __future__ import annotations

import base64
import hashlib
from html.parser import HTMLParser
from pathlib import Path

from posecoach.reports import html

HOSTILE = "\"><script>alert(1)</script><img src=http://evil.example/x onerror='alert(2)'>&"
"""A text that does harm wherever it is not escaped."""


class Reader(HTMLParser):
    """The elements of a page with their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def all(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.tags if tag == name]


def between(text: str, start: str, end: str) -> str:
    """Return what stands between the only `start` and the next `end`."""
    assert text.count(start) == 1
    return text.partition(start)[2].partition(end)[0]


def assert_harmless(text: str) -> None:
    """A page shows only pictures that are in it; its policy lets in its own style and its own script alone."""
    read = Reader(text)
    names = {name for _, attributes in read.tags for name in attributes}
    assert not {"link", "iframe", "object", "form", "base", "a", "img"} & {tag for tag, _ in read.tags}
    assert not any(name.startswith("on") or name in ("src", "style", "xlink:href") for name in names)
    assert all(tag.get("href", "data:image/jpeg;base64,").startswith("data:image/jpeg;base64,") for _, tag in read.tags)
    style, script = between(text, "<style>", "</style>"), between(text, "<script>", "</script>")
    allowed = {
        "default-src 'none'",
        f"style-src '{_hash(style)}'",
        f"script-src '{_hash(script)}'",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
    }
    policy = next(m["content"] for m in read.all("meta") if m.get("http-equiv") == "Content-Security-Policy")
    assert set(policy.split("; ")) == allowed
    assert script == (Path(html.__file__).parent / "charts.js").read_text("utf-8"), "no word of a user is in it"
    assert "@import" not in style and "http" not in style and style.count("url(") == style.count("url(#")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
