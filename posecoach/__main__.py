"""Entry point: `python -m posecoach` and the console script."""

from __future__ import annotations

import os
import sys

from posecoach.process import Stop
from posecoach.process.lookup import avoid_current_folder


def main() -> None:
    """Run posecoach and exit with its code."""
    avoid_current_folder()
    # Two of OpenCV's own threads show a picture 0.3 ms sooner than one; more only spin beside the others.
    os.environ.setdefault("OPENCV_FOR_THREADS_NUM", "2")
    stop = Stop()
    stop.listen()  # before the imports, which take a while
    try:
        from posecoach.cli.app import run
        from posecoach.cli.options import AppContext
    except ImportError as error:
        sys.exit(f"posecoach is not completely installed: {error}. Install it again: pip install posecoach")
    code = run(sys.argv[1:], AppContext(stop))
    stop.ignore_signals()
    sys.exit(code)


if __name__ == "__main__":
    main()
