"""What a device is called until somebody knows better."""

from __future__ import annotations

from posecoach.translation import N_

KINDS = (
    (("tv", "tizen", "web0s", "bravia", "crkey", "aftb", "aftm", "aftt"), N_("Television")),
    (("iphone",), "iPhone"),
    (("ipad",), "iPad"),
    (("android",), N_("Android device")),
    (("windows",), N_("Windows computer")),
    (("macintosh",), N_("Mac or iPad")),  # an iPad says so
    (("cros",), "Chromebook"),
    (("linux",), N_("Linux computer")),
)
"""What occurs in the name that a browser gives itself -> what kind of device that is; the first that fits counts."""


def browser_name(user_agent: str) -> str:
    """Return what kind of device a browser says that it runs on."""
    words = user_agent.lower()
    return next((name for signs, name in KINDS if any(sign in words for sign in signs)), N_("Another device"))
