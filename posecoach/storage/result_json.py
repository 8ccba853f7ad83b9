"""STEM.json: a `Result` as text, schema id `posecoach.analysis/1`, and back again.

Existing keys stay as long as the id stays; new keys may come, and a reader ignores unknown ones. An open end of a
fault's target band is infinite in Python and null in JSON. Sentences are in English; where another language is chosen,
a fault's cue stands beside it in that language, for people.
"""

from __future__ import annotations

import json
import math
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from posecoach.core.result import SCHEMA, Result
from posecoach.errors import SourceError, text_of
from posecoach.files.reading import parse_json, read_file
from posecoach.files.reasons import system_reason
from posecoach.storage.stored_sentences import with_marks
from posecoach.storage.validation import RESULT_RANGES, WrongFieldError, validated
from posecoach.translation import ENGLISH, N_, _, chosen

_NOT_WRITTEN = {"reps": {"__all__": {"faults": {"__all__": {"say"}}}}}
"""The exercise has the spoken words of a fault."""
MAX_BYTES = 2**25
"""Largest accepted file, 34 MB: a day, the most whose landmarks are read, of an attempt with a fault every two seconds
has 22 MB. Reading a file full of nonsense takes 900 MB of memory."""
MAX_SCHEMA = 40
"""Characters of an unknown schema's name that are shown."""


def dumps(result: Result) -> str:
    """Return the text of STEM.json.

    Raises
    ------
    ValueError
        A number is not finite, which JSON cannot express.
    """
    data = _adapter().dump_python(result, exclude=_NOT_WRITTEN)
    if result.video.poses_per_s is None:  # every frame, as it always was: the key says where that is not so
        del data["video"]["poses_per_s"]
    if not result.video.turned_deg:  # upright, as nearly all are
        del data["video"]["turned_deg"]
    for fault in _faults(data):
        fault["target"] = [None if math.isinf(end) else end for end in fault["target"]]
        if chosen().code != ENGLISH.code:
            fault["cue_translated"] = _(fault["cue"])
    return json.dumps(data, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def loads(text: str | bytes) -> Result:
    """Return the result in a text of STEM.json; its sentences can be shown in another language.

    Raises
    ------
    ValueError
        It is not JSON, has another schema, or a field is missing or wrong; the message names the field.
    """
    data = parse_json(text)
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        raise ValueError(f"schema: expected {SCHEMA}, got {_schema_of(data)}")
    try:
        for fault in _faults(data):
            low, high = fault["target"]
            fault["target"] = (-math.inf if low is None else low, math.inf if high is None else high)
    except (KeyError, TypeError, ValueError) as error:
        raise WrongFieldError(N_("reps: an attempt or a fault has a wrong structure")) from error
    return with_marks(validated(_adapter(), data))


def read(path: Path) -> Result:
    """Read a STEM.json.

    Raises
    ------
    SourceError
        It cannot be read, or is not a result; the message says what is wrong.
    """
    try:
        text = read_file(path, MAX_BYTES)
    except OSError as error:
        reason = system_reason(error)
        raise SourceError(N_("{path} cannot be read: {reason}. Check its name.", path=path, reason=reason)) from error
    try:
        return loads(text)
    except WrongFieldError as error:
        message = N_("{path} is damaged: {error}. Analyse the video again.", path=path, error=text_of(error))
        raise SourceError(message) from error
    except ValueError as error:
        if str(error).startswith(f"schema: expected {SCHEMA}, got {SCHEMA.rstrip('1')}"):
            newer = N_("{path} was written by a newer posecoach. Update posecoach.", path=path)
            raise SourceError(newer) from error
        if isinstance(error, json.JSONDecodeError | UnicodeDecodeError) and text.lstrip().startswith(b"{"):
            torn = N_("{path} is damaged or incomplete. Analyse the video again.", path=path)
            raise SourceError(torn) from error
        other = N_(
            "{path} is not an analysis of posecoach ({error}). Name a STEM.json.", path=path, error=text_of(error)
        )
        raise SourceError(other) from error


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of what `dumps` writes."""
    schema = _adapter().json_schema(mode="serialization")
    types: dict[str, Any] = schema["$defs"]
    for shape in (schema, *types.values()):
        shape["description"] = shape["description"].partition("\n")[0]  # the rest describes the Python attributes
    for kind, ranges in RESULT_RANGES.items():
        properties = (types[kind.__name__] if kind is not Result else schema)["properties"]
        for key, (low, high) in ranges.items():
            if math.isfinite(high):
                _limit(properties[key], low, high)
    fault = types["Fault"]
    del fault["properties"]["say"]
    fault["properties"]["target"]["prefixItems"] = [{"anyOf": [{"type": "number"}, {"type": "null"}]}] * 2
    fault["properties"]["unit"]["enum"] = ["deg", "cm", "s"]
    about = "The cue in the language that was chosen, where that is not English."
    fault["properties"]["cue_translated"] = {"description": about, "title": "Cue Translated", "type": "string"}
    return schema


@cache
def _adapter() -> TypeAdapter[Result]:
    return TypeAdapter(Result)


def _faults(data: dict[str, Any]) -> list[dict[str, Any]]:
    return [fault for rep in data.get("reps", ()) for fault in rep["faults"]]


def _limit(shape: dict[str, Any], low: float, high: float) -> None:
    """Add a range to the numbers of a part of the schema."""
    if shape.get("type") in ("number", "integer"):
        shape |= {"minimum": low, "maximum": high}
    for part in (*shape.get("anyOf", ()), *filter(None, [shape.get("additionalProperties")])):
        _limit(part, low, high)


def _schema_of(data: Any) -> str:
    """Return the schema that the data names, as far as it can be one."""
    return str(data.get("schema", "none"))[:MAX_SCHEMA] if isinstance(data, dict) else "none"
