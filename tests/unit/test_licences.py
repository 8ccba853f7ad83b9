"""The page of licences names every library that comes with posecoach and its extras, and no other."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def named_on_the_page() -> list[set[str]]:
    page = (ROOT / "docs/licences.md").read_text(encoding="utf-8")
    tables = [re.findall(r"^\| ([a-z].*?) \| .+ \| .+ \|$", part, re.M) for part in page.split("\n| library ")[1:]]
    return [{name.split(" (")[0] for row in table for name in row.split(", ")} for table in tables]


def locked(file: str) -> set[str]:
    names = re.findall(r"^([a-z][a-z0-9-]*)==", (ROOT / file).read_text(encoding="utf-8"), re.M)
    return {re.sub("^pyobjc-framework-.*", "pyobjc-framework-*", name) for name in names}


def test_the_page_names_every_library_of_the_lock_file():
    assert named_on_the_page()[0] == locked("requirements.lock")


def test_the_page_names_every_library_that_the_extras_add():
    assert named_on_the_page()[1] == locked("requirements-cluster.lock") - locked("requirements.lock")
