"""Collects the messages of the code and its templates, updates every catalogue, and compiles them.

``--check`` changes nothing, and fails when a message is missing, unused or not for certain in any catalogue.
Usage: tools/translations.py [--check] [LANGUAGE ...]
"""

from __future__ import annotations

import argparse
import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from hatch_build import compile_catalogue  # noqa: E402
from posecoach._version import __version__  # noqa: E402
from posecoach.languages import DOMAIN, FOLDER, NAMES  # noqa: E402

METHODS = [("**.py", "python"), ("**.jinja", "jinja2.ext:babel_extract"), ("**.js", "javascript")]
KEYWORDS = {"N_": None, "_": None, "plural": (1, 2), "translated": None, "translated_plural": (1, 2)}
OPTIONS = {"**.jinja": {"silent": "false", "trim_blocks": "true", "lstrip_blocks": "true"}}


def collected() -> Catalog:
    """Return all messages, in the order of their files."""
    found = Catalog(project="posecoach", version=__version__, fuzzy=False)
    rows = extract_from_dir(ROOT / "posecoach", METHODS, OPTIONS, KEYWORDS, ("TRANSLATORS:",), strip_comment_tags=True)
    for file, _, message, comments, context in sorted(rows, key=lambda row: (row[0], row[1])):
        found.add(message, None, [(file, None)], auto_comments=comments, context=context)
    return found


def updated(code: str, messages: Catalog) -> str:
    """Return the text of a language's catalogue with all messages, and no others."""
    path = FOLDER / code / "LC_MESSAGES" / f"{DOMAIN}.po"
    catalogue = Catalog(locale="zh_Hans" if code == "zh" else code, project="posecoach", fuzzy=False)
    if path.exists():
        with path.open("rb") as file:
            catalogue = read_po(file, locale="zh_Hans" if code == "zh" else code)
    catalogue.update(messages, no_fuzzy_matching=True, update_header_comment=False)
    catalogue.obsolete.clear()
    text = io.BytesIO()
    write_po(text, catalogue, width=120, omit_header=False, sort_output=False)
    lines = text.getvalue().decode().replace("Project-Id-Version:  ", "Project-Id-Version: ").splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith(('"POT-Creation', '"Generated-By', '"PO-Revision')))


def incomplete(code: str) -> list[str]:
    """Return the messages that a catalogue has no translation of, or not for certain."""
    with (FOLDER / code / "LC_MESSAGES" / f"{DOMAIN}.po").open("rb") as file:
        catalogue = read_po(file)
    return [
        message.id if isinstance(message.id, str) else message.id[0]
        for message in catalogue
        if message.id and (message.fuzzy or not all(message.string if message.pluralizable else [message.string]))
    ]


def main() -> None:
    """Update or check the catalogues."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("languages", nargs="*", metavar="LANGUAGE", help="all by default")
    wishes = parser.parse_args()
    check, messages, wrong = wishes.check, collected(), False
    for code in wishes.languages or [code for code in NAMES if code != "en"]:
        path = FOLDER / code / "LC_MESSAGES" / f"{DOMAIN}.po"
        text = updated(code, messages)
        if check:
            current = path.exists() and path.read_text(encoding="utf-8") == text
            wrong = wrong or not current or bool(incomplete(code))
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            compile_catalogue(path)
        print(f"{code}: {len(messages)} messages, {len(incomplete(code))} without translation")
    sys.exit(wrong)


if __name__ == "__main__":
    main()
