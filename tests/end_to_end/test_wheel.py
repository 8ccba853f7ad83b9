"""What a user installs: the wheel, built from the source archive, in an environment without the checkout."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

from posecoach.errors import ModelError
from posecoach.vision import weights

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "sample_videos"
SHORTEST = min(json.loads((SAMPLES / "index.json").read_bytes())["clips"], key=lambda clip: clip["duration_s"])
BIGGEST_WHEEL = 1_500_000  # bytes; it has 1,200,000: code, pages and their scripts, messages, neither model nor video

pytestmark = pytest.mark.slow


def python(*arguments: str, folder: Path) -> None:
    done = subprocess.run([sys.executable, "-m", *arguments], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the source archive unpacks to."""
    folder = tmp_path_factory.mktemp("source")
    python("hatchling", "build", "-t", "sdist", "-d", str(folder), folder=ROOT)
    with tarfile.open(next(folder.glob("*.tar.gz"))) as archive:
        archive.extractall(folder, filter="data")
    return next(path for path in folder.iterdir() if path.is_dir())


@pytest.fixture(scope="module")
def wheel(source: Path) -> Path:
    python("hatchling", "build", "-t", "wheel", "-d", "dist", folder=source)
    return next((source / "dist").glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the commands of an environment with the wheel; the dependencies are those of this environment."""
    folder = tmp_path_factory.mktemp("environment")
    builder = venv.EnvBuilder(symlinks=os.name != "nt")
    builder.create(folder)
    context = builder.ensure_directories(folder)  # describes it
    site = Path(sysconfig.get_path("purelib", "venv", {"base": str(folder), "platbase": str(folder)}))
    # A folder named in a .pth file is searched, but its own .pth files, which name the checkout, are not read.
    (site / "dependencies.pth").write_text("\n".join({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}))
    pip = ("pip", "--python", context.env_exe, "install", "-q", "--no-index", "--no-deps")
    python(*pip, "--disable-pip-version-check", str(wheel), folder=folder)
    return Path(context.bin_path)


def test_the_wheel_has_every_file_of_the_package_and_nothing_else(wheel):
    names = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    package = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "posecoach").rglob("*")
        if path.is_file() and path.suffix not in (".pyc", ".po")
    }
    assert names == package | {"posecoach/models_manifest.json"}
    assert wheel.stat().st_size < BIGGEST_WHEEL


def test_the_source_archive_has_what_a_wheel_is_built_of(source):
    assert {path.name for path in source.iterdir()} - {"dist", "__pycache__"} == {
        *("posecoach", "models", "pyproject.toml", "hatch_build.py"),
        *("README.md", "CHANGELOG.md", "LICENSE", "PKG-INFO", ".gitignore"),
    }


def test_the_installed_program_analyses_a_video_in_any_folder(installed, tmp_path):
    try:
        model = weights.locate()
    except ModelError as missing:
        pytest.skip(f"the pose model is not here: {missing}")
    models = tmp_path / "cache" / "posecoach" / "models"
    models.mkdir(parents=True)
    for path in model.parent.glob(f"{model.stem}.*"):
        (models / path.name).symlink_to(path)
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", weights.ENVIRONMENT)}
    environment |= {"XDG_CACHE_HOME": str(tmp_path / "cache")}

    def posecoach(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [str(installed / "posecoach"), *arguments]
        return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)

    shown = posecoach("models", "status")
    assert str(models) in shown.stdout.replace("\n", ""), shown
    done = posecoach("analyze", str(SAMPLES / SHORTEST["file"]), "--no-video", "-o", "results")
    assert (done.returncode, done.stderr) == (0, "")
    result = json.loads((tmp_path / "results" / SHORTEST["file"]).with_suffix(".json").read_bytes())
    assert (result["exercise"], result["model"]["origin"] != "own") == (SHORTEST["exercise"], True)
    assert (tmp_path / "results" / SHORTEST["file"]).with_suffix(".html").stat().st_size
    assert posecoach("exercises", "new", "wall_sit").returncode == 0
