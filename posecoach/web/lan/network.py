"""Where in the house the app can be found: its addresses, ports and names."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv4Network

LOOPBACK = "127.0.0.1"
OWN_NAMES = (LOOPBACK, "localhost")
"""By which only this computer's own browsers address it."""
HOUSE_NETWORKS = tuple(
    IPv4Network(text) for text in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "100.64.0.0/10")
)
"""Where a house's router gives addresses (RFC 1918, 3927, 6598); the app listens on no address of the internet."""
USUAL_NETWORK = IPv4Network("192.168.0.0/16")
"""Where most routers give theirs; the others are those of companies, of virtual machines and of tunnels."""
USUAL_PORTS = (80, 443)
"""Of HTTP and HTTPS."""
DISCARD_PORT = 9
"""Nothing is sent there, or anywhere."""
SETTLES_WITHIN_S = 5.0
"""How long a page waits until the app listens in the house, or no longer: until it has looked at that once more."""


def house_addresses() -> tuple[str, ...]:
    """Return this machine's addresses in the house, the likeliest first, without asking anybody.

    A datagram socket that is connected sends nothing; the system only chooses from which address it would.
    """
    found = []
    for network in (USUAL_NETWORK, IPv4Network("192.0.2.0/24"), *HOUSE_NETWORKS):  # 192.0.2: any address (RFC 5737)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe, suppress(OSError):  # there may be no way there
            probe.connect((str(network.broadcast_address - 1), DISCARD_PORT))
            found.append(probe.getsockname()[0])
    in_house = [one for one in found if any(IPv4Address(one) in network for network in HOUSE_NETWORKS)]
    return tuple(sorted(dict.fromkeys(in_house), key=lambda one: IPv4Address(one) not in USUAL_NETWORK))


def house_name(host_name: str) -> str:
    """Return a machine's name as it is in addresses; empty when it does not fit."""
    name = host_name.lower().split(".")[0]
    return name if re.fullmatch("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", name) else ""


@dataclass
class Network:
    """Where the app listens; set by the server, read by the pages.

    Attributes
    ----------
    port, secure_port : int
        Of HTTP and HTTPS; 0 = not open.
    addresses : tuple of str
        In the house, the likeliest first.
    problem : str
        Why it does not listen in the house, as a sentence.
    find : callable
        Returns this machine's addresses in the house.
    name : str
        This machine's name, without ``.local``; empty when it has none that fits into an address.
    wanted, settled : Event
        Set when it is to listen in the house, and when it does what it is to do, or has a problem.
    """

    port: int = 0
    secure_port: int = 0
    addresses: tuple[str, ...] = ()
    problem: str = ""
    find: Callable[[], tuple[str, ...]] = house_addresses
    name: str = field(default_factory=lambda: house_name(socket.gethostname()))
    wanted: threading.Event = field(default_factory=threading.Event)
    settled: threading.Event = field(default_factory=threading.Event)

    def listen(self) -> None:
        """Let the server listen in the house too, and wait until it does, or has a problem."""
        self.settled.clear()
        self.wanted.set()
        self.settled.wait(SETTLES_WITHIN_S)

    def leave(self) -> None:
        """Let the server listen in the house no longer, and wait until it does not."""
        self.settled.clear()
        self.wanted.clear()
        if self.addresses:
            self.settled.wait(SETTLES_WITHIN_S)

    @property
    def names(self) -> frozenset[str]:
        """The machine's names, by which some routers and systems find it."""
        return frozenset({self.name, f"{self.name}.local"}) if self.name else frozenset()

    @property
    def address(self) -> str:
        """The page's address for other devices, without the path; empty when it does not listen in the house."""
        return f"http://{self.addresses[0]}:{self.port}" if self.addresses else ""

    def hosts(self) -> frozenset[str]:
        """Return the names, with port, by which the app may be addressed."""
        places = {(name, self.port) for name in OWN_NAMES}
        if self.addresses:
            ports = (self.port, self.secure_port)
            places |= {(name, port) for name in self.names.union(self.addresses) for port in ports}
        usual = {name for name, port in places if port in USUAL_PORTS}  # a browser leaves them out
        return frozenset(usual.union(f"{name}:{port}" for name, port in places))
