"""The version: the one thing that every module may import."""

__version__ = "0.1.0"
