"""The page of licences names every library that comes with posecoach, and no other."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_page_names_every_library_of_the_lock_file():
    table = re.findall(r"^\| ([a-z].*?) \| .+ \| .+ \|$", (ROOT / "docs/licences.md").read_text(encoding="utf-8"), re.M)
    named = {name.split(" (")[0] for row in table[1:] for name in row.split(", ")}
    locked = re.findall(r"^([a-z][a-z0-9-]*)==", (ROOT / "requirements.lock").read_text(encoding="utf-8"), re.M)
    assert named == {re.sub("^pyobjc-framework-.*", "pyobjc-framework-*", name) for name in locked}
