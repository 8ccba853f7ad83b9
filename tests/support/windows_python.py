"""A pytest plugin, ``-p windows_python``: posecoach finds a Python as on Windows.

It lacks the names that are missing there, and refuses to rename, replace or remove a file that is open. The libraries
stay those of this system.
"""

from __future__ import annotations

import errno
import fcntl
import importlib
import os
import signal
import sys
import tempfile
import time
import types
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path

import pytest

MODULES = ("fcntl", "grp", "pwd", "resource", "termios", "tty")
NAMES = {
    os: "chown fchmod fchown fork forkpty getegid geteuid getgid getloadavg getpgid getuid killpg lchown mkfifo "
    "mknod nice openpty posix_fadvise posix_fallocate pread pwrite sched_getaffinity sched_setaffinity setpgid setsid "
    "statvfs sync uname wait3 wait4 O_CLOEXEC O_DIRECT O_DIRECTORY O_NOCTTY O_NOFOLLOW O_NONBLOCK O_SYNC",
    signal: "SIGALRM SIGCHLD SIGHUP SIGKILL SIGPIPE SIGQUIT SIGUSR1 SIGUSR2 SIGWINCH alarm pthread_sigmask setitimer "
    "sigtimedwait sigwait siginterrupt",
    time: "CLOCK_BOOTTIME CLOCK_MONOTONIC clock_gettime clock_gettime_ns pthread_getcpuclockid tzset",
}
LIBRARIES = (
    "av cv2 matplotlib.font_manager mediapipe platformdirs pydantic.type_adapter rich.progress ssl typer zoneinfo"
)
"""Those that look at the system when they are imported."""


def msvcrt() -> types.ModuleType:
    """The functions of Windows that posecoach uses, by those of this system."""
    flock, share, none = fcntl.flock, fcntl.LOCK_EX | fcntl.LOCK_NB, errno.EACCES
    module = types.ModuleType("msvcrt")

    def locking(handle: int, mode: int, count: int) -> None:
        try:
            flock(handle, share)
        except OSError as error:
            raise OSError(none, "Permission denied") from error

    module.__dict__.update(locking=locking, LK_NBLCK=2)
    return module


def is_open(path: str | os.PathLike[str]) -> bool:
    """Whether this process has the file open."""
    real = os.path.realpath(path)
    for handle in Path("/proc/self/fd").iterdir():
        with suppress(FileNotFoundError):  # another thread has just closed it
            if os.path.realpath(handle) == real:
                return True
    return False


def refusing(change: Callable[..., None]) -> Callable[..., None]:
    """Return `change`, which renames, replaces or removes files, as it is on Windows: not while one is open."""

    def refuse(*paths: str | os.PathLike[str], **options: int) -> None:
        for path in paths if not options else ():  # with a folder's handle: pytest clears its folders
            if is_open(path):
                raise PermissionError(errno.EACCES, "The file is used by another process", os.fspath(path))
        change(*paths, **options)

    return refuse


@contextmanager
def python_on_windows() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for module, names in NAMES.items():
            for name in names.split():
                patch.delattr(module, name, raising=False)
        patch.setitem(sys.modules, "msvcrt", msvcrt())
        for name in MODULES:
            patch.setitem(sys.modules, name, None)  # importing it then fails
        for change in (os.unlink, os.remove, os.rename, os.replace):
            patch.setattr(os, change.__name__, refusing(change))
        patch.setattr(tempfile, "TemporaryFile", tempfile.NamedTemporaryFile)  # here it removes its open file
        patch.setattr(sys, "platform", "win32")
        yield


def pytest_configure() -> None:
    for name in LIBRARIES.split():
        importlib.import_module(name)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Iterator[None]:
    """Import the test modules, and with them posecoach, so that a test for other systems is left out."""
    with python_on_windows() if isinstance(collector, pytest.Module) else nullcontext():
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Iterator[None]:
    """Run a test; pytest's own work before and after it is done on this system."""
    with python_on_windows():
        return (yield)
