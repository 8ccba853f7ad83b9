"""The cameras of the phones that are connected."""

from __future__ import annotations


class RemoteCameras:
    """The cameras of the phones that are connected, by the phone's device id."""
