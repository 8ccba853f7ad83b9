"""A device of the house, and what it may do."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Right = Literal["anyone", "view", "control", "camera", "send", "own"]
"""What a route asks for: nothing, to watch the live view, to steer it, to be its camera, to send a recording to be
analysed, or everything, as at the computer itself."""
ANYONE: Right = "anyone"
OWNER: frozenset[Right] = frozenset({"view", "control", "camera", "send", "own"})


@dataclass(frozen=True, slots=True)
class Device:
    """A browser on this computer or on another device.

    Attributes
    ----------
    id : str
        Its public id; empty for a stranger.
    name : str
        What it is called on the screen.
    rights : frozenset of Right
        What it may do.
    seen_s : float
        When it was here last, in seconds since 1970.
    """

    id: str = ""
    name: str = ""
    rights: frozenset[Right] = field(default_factory=frozenset)
    seen_s: float = 0.0

    @property
    def known(self) -> bool:
        """Whether it has joined; a stranger has not."""
        return bool(self.id)

    def may(self, right: Right) -> bool:
        """Whether it has a right."""
        return right == ANYONE or right in self.rights


STRANGER = Device()
