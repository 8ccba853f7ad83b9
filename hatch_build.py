"""Compiles the catalogues of messages when the package is built or installed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileCatalogues(BuildHookInterface[Any]):
    """Write a .mo beside each .po."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile all catalogues; they become part of what is built."""
        for source in Path(self.root, "posecoach", "locale").glob("*/LC_MESSAGES/*.po"):
            compile_catalogue(source)
        build_data["artifacts"].append("posecoach/locale/**/*.mo")


def compile_catalogue(source: Path) -> None:
    """Write the .mo of a .po; what is not translated, or not for certain, stays English."""
    with source.open("rb") as file:
        catalogue = read_po(file)
    with source.with_suffix(".mo").open("wb") as out:
        write_mo(out, catalogue)


if __name__ == "__main__":
    for name in sys.argv[1:]:
        compile_catalogue(Path(name))
