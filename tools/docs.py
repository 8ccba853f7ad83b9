"""Writes the files that come from the code: the page of the exercises, and the JSON Schema of a result."""

import json
from pathlib import Path

from posecoach.exercises.description import page
from posecoach.exercises.registry import BUILT_IN
from posecoach.storage.result_json import json_schema

ROOT = Path(__file__).parents[1]
(ROOT / "docs" / "exercises.md").write_text(page(BUILT_IN), encoding="utf-8")
schema = json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"
(ROOT / "posecoach" / "storage" / "analysis-1.schema.json").write_text(schema, encoding="utf-8")
