"""Entry point: `python -m posecoach` and the console script."""

from __future__ import annotations

import sys


def main() -> None:
    """Run posecoach and exit with its code."""
    try:
        from posecoach.cli import run
    except ImportError as error:
        sys.exit(f"posecoach is not installed whole: {error}. Install it again: pip install posecoach")
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
