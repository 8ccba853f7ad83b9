"""Errors that users see: each has an exit code and a sentence that says what to do."""

from __future__ import annotations

from posecoach.translation import N_, joined


class PosecoachError(Exception):
    """An error that the user can fix; its text says what failed, where, and what to do.

    Parameters
    ----------
    sentence : str
        What failed, and what to do.
    command_line : str
        What to do about it on the command line: a command or an option.

    Attributes
    ----------
    exit_code : int
        Exit code of the process when this error ends it.
    sentence : str
        As passed in: what to show where there is no command line.
    text : str
        Both, which can be shown in another language.

    Examples
    --------
    >>> import posecoach as pc
    >>> try:
    ...     pc.judge([], height_cm=1.82)
    ... except pc.PosecoachError as error:
    ...     print(error)
    height_cm is 1.82. Give the person's height in cm, a number from 80 to 250.
    """

    exit_code = 1

    def __init__(self, sentence: str = "", command_line: str = "") -> None:
        self.text = joined(filter(None, (sentence, command_line)))
        super().__init__(self.text)
        self.sentence = sentence


class UsageError(PosecoachError):
    """Wrong arguments or settings: unknown exercise, output folder not writable, no display."""

    exit_code = 2


class CameraError(PosecoachError):
    """The camera cannot be opened, or was lost and did not return."""

    exit_code = 3


class SourceError(PosecoachError):
    """An input file cannot be read."""

    exit_code = 4


class ModelError(PosecoachError):
    """The pose model is missing or damaged, or cannot be fetched."""

    exit_code = 6


class PluginWarning(UserWarning):
    """An exercise of another package is left out, is not installed any more, or one of its measures fails; says why.

    Examples
    --------
    >>> import warnings, posecoach as pc
    >>> with warnings.catch_warnings():
    ...     warnings.simplefilter("ignore", pc.PluginWarning)
    ...     coach = pc.Coach("auto")
    """


def text_of(error: BaseException) -> str:
    """Return the text of an error as the sentence that it was made of; `str` gives its English only."""
    return error.args[0] if len(error.args) == 1 and isinstance(error.args[0], str) else str(error)


INTERNAL_ERROR = 1
"""Exit code when posecoach itself fails."""
PARTIAL = 5
"""Exit code when a damaged file gave a partial result."""
SYSTEM_PACKAGES = {"libGL.so": "libgl1", "libgthread": "libglib2.0-0", "libEGL": "libegl1", "libGLES": "libgles2"}
"""Library -> the Debian and Ubuntu package that provides it."""


def explain(error: BaseException, *, on_page: bool = False) -> tuple[int, str]:
    """Return the exit code and the sentence for an error; on a page without what only the command line can do."""
    if isinstance(error, PosecoachError):
        return error.exit_code, error.sentence if on_page else error.text
    if isinstance(error, ImportError):
        sentence = N_("A library cannot be loaded: {error}.", error=str(error))
        return UsageError.exit_code, joined([sentence, missing_library(str(error))])
    name = type(error).__name__
    sentence = N_("Internal error in posecoach: {name}: {error}.", name=name, error=str(error))
    return INTERNAL_ERROR, sentence if on_page else joined([sentence, N_("Run it again with --debug for details.")])


def missing_library(loader_message: str) -> str:
    """Say what to install when a library cannot be loaded."""
    for library, package in SYSTEM_PACKAGES.items():
        if library in loader_message:
            command = f"sudo apt-get install {package}"
            return N_("Install {library}: on Debian or Ubuntu '{command}'.", library=library, command=command)
    return N_("Install posecoach again: pip install posecoach.")
