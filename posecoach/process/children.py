"""Starts other programs, by their absolute paths; nothing else in posecoach does.

A Python runs isolated (``-I``): it takes no code from the current folder and none that an environment variable names.
It would not find packages in the user's own folder either, or a checkout, so it is handed this process's folders.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import IO, Any

from posecoach.process.lookup import module_folders, program, program_folders
from posecoach.translation import N_

__all__ = ["Child", "Finished", "end", "open_address", "python", "run", "start"]

Child = subprocess.Popen[str]
Finished = subprocess.CompletedProcess[str]

_RUN_MODULE = (
    "import json, runpy, sys; _, folders, module, *sys.argv[1:] = sys.argv; sys.path[:] = json.loads(folders); "
    "runpy.run_module(module, run_name='__main__', alter_sys=True)"
)


def python(module: str, *arguments: str) -> list[str]:
    """Return the command that runs a module with this Python, as ``python -m`` does."""
    folders = json.dumps(module_folders(sys.path))
    return [sys.executable, "-I", "-X", "utf8", "-c", _RUN_MODULE, folders, module, *arguments]


def start(
    command: Sequence[str],
    *,
    talks: bool = False,
    outlives: bool = False,
    errors: IO[Any] | None = None,
    environ: Mapping[str, str] = os.environ,
) -> Child:
    """Start a program; with `talks`, its input and output are pipes, otherwise they are empty.

    With `outlives`, what ends this process at the terminal does not end the program. `errors` takes what it writes to
    standard error, which is lost otherwise.

    Raises
    ------
    OSError
        It cannot be started.
    """
    pipe, nothing = subprocess.PIPE, subprocess.DEVNULL
    ends = pipe if talks else nothing
    return subprocess.Popen(
        command,
        stdin=ends,
        stdout=ends,
        stderr=errors or nothing,
        text=True,
        encoding="utf-8",
        env=_environment(environ),
        start_new_session=outlives,
    )


def open_address(address: str, environ: Mapping[str, str] = os.environ) -> Child | None:
    """Show an address in the person's browser, which outlives this process; nothing happens where there is none.

    Why not the standard `webbrowser`: it may start a browser in the terminal, which would take that over, or one that
    ends with Ctrl-C.
    """
    with suppress(OSError):
        if sys.platform == "win32":
            os.startfile(address)
        elif opener := _opener(environ):
            return start([opener, address], outlives=True)
    return None


def _opener(environ: Mapping[str, str]) -> str | None:
    """Return the program that opens an address; None without a screen."""
    if sys.platform == "darwin":
        return program("open", environ)
    return program("xdg-open", environ) if environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY") else None


def end(child: Child, within_s: float) -> int:
    """Wait until a program has ended; kill it after `within_s`. Return its exit code, negative for a signal."""
    try:
        return child.wait(within_s)
    except subprocess.TimeoutExpired:
        child.kill()
        return child.wait()


def run(command: Sequence[str], timeout_s: float, environ: Mapping[str, str] = os.environ) -> Finished:
    """Run a program to its end, without input; return its exit code, output and errors.

    Raises
    ------
    TimeoutError
        It took longer than `timeout_s` and was killed.
    OSError
        It cannot be started.
    """
    try:
        return subprocess.run(
            command,
            env=_environment(environ),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=timeout_s,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise TimeoutError(N_("took more than {timeout_s:.0f} s", timeout_s=timeout_s)) from error


def _environment(environ: Mapping[str, str]) -> dict[str, str]:
    return {**environ, "PATH": program_folders(environ)}
