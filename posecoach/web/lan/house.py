"""What the pages for other devices share."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from posecoach.web.lan.joining import AccessRequests, JoinCode
from posecoach.web.lan.network import Network

if TYPE_CHECKING:
    from posecoach.web.lan.certificates import Authority


@dataclass
class House:
    """Where other devices find the app, and how they join.

    Attributes
    ----------
    folder : Path
        Where the certificate authority is kept.
    authority : Authority or None
        By which phones trust HTTPS; None until the app listens in the house.
    network : Network
        Where the app listens.
    code : JoinCode
        By which a device without a camera joins.
    requests : AccessRequests
        What devices ask for.
    """

    folder: Path
    authority: Authority | None = None
    network: Network = field(default_factory=Network)
    code: JoinCode = field(default_factory=JoinCode)
    requests: AccessRequests = field(default_factory=AccessRequests)
