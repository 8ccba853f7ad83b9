"""Windows is not at hand: what its Python lacks and refuses is taken away from this one. See also `make lint`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WRITES_AND_LOCKS = (
    "tests/unit/storage",
    "tests/unit/files",
    "tests/unit/test_process.py",
    "tests/unit/practice/test_session_log.py",
    "tests/unit/analysis/batch",
)


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks /proc which files are open")
def test_what_is_kept_and_locked_works_with_a_python_as_on_windows():
    options = ("-q", "-n", "0", "-p", "no:cacheprovider", "-p", "windows_python")
    command = [sys.executable, "-m", "pytest", *options, *WRITES_AND_LOCKS]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
