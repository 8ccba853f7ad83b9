"""Other devices in the house: addresses, the QR code, pairing, and the certificate."""

from posecoach.web.lan.routes import routes

__all__ = ["routes"]
