"""STEM.json: a `Result` as text, schema id `posecoach.analysis/1`, and back again.

Existing keys stay as long as the id stays; new keys may come, and a reader ignores unknown ones. An open end of a
fault's target band is infinite in Python and null in JSON.
"""

from __future__ import annotations

import json
import math
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from posecoach.core.result import SCHEMA, Result
from posecoach.errors import SourceError
from posecoach.files.reasons import system_reason

_NOT_WRITTEN = {"reps": {"__all__": {"faults": {"__all__": {"say"}}}}}
"""The exercise has the spoken words of a fault."""
_NOT_NEGATIVE = ("hold_s", "good_s")


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
    return json.dumps(data, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def loads(text: str | bytes) -> Result:
    """Return the result in a text of STEM.json.

    Raises
    ------
    ValueError
        It is not JSON, has another schema, or a field is missing or wrong; the message names the field.
    """
    data = json.loads(text, parse_constant=_refuse)
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        raise ValueError(f"schema: expected {SCHEMA}, got {data.get('schema') if isinstance(data, dict) else 'none'}")
    try:
        for fault in _faults(data):
            low, high = fault["target"]
            fault["target"] = (-math.inf if low is None else low, math.inf if high is None else high)
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError("reps: an attempt or a fault has a wrong structure") from error
    result = _adapter().validate_python(data)
    for number, rep in enumerate(result.reps):
        for key in _NOT_NEGATIVE:
            if getattr(rep, key) < 0:
                raise ValueError(f"reps.{number}.{key}: a time cannot be negative")
    if not 0 <= result.summary.judged_share <= 1:
        raise ValueError("summary.judged_share: a share lies between 0 and 1")
    return result


def read(path: Path) -> Result:
    """Read a STEM.json.

    Raises
    ------
    SourceError
        It cannot be read, or is not a result; the message says what is wrong.
    """
    try:
        text = path.read_bytes()
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {system_reason(error)}. Check its name.") from error
    try:
        return loads(text)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise SourceError(f"{path} is damaged: {place}: {first['msg'].lower()}. Analyse the video again.") from error
    except ValueError as error:
        if str(error).startswith(f"schema: expected {SCHEMA}, got {SCHEMA.rstrip('1')}"):
            raise SourceError(f"{path} was written by a newer posecoach. Update posecoach.") from error
        if isinstance(error, json.JSONDecodeError | UnicodeDecodeError) and text.lstrip().startswith(b"{"):
            raise SourceError(f"{path} is damaged or incomplete. Analyse the video again.") from error
        raise SourceError(f"{path} is not an analysis of posecoach ({error}). Name a STEM.json.") from error


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of what `dumps` writes."""
    schema = _adapter().json_schema(mode="serialization")
    types: dict[str, Any] = schema["$defs"]
    for shape in (schema, *types.values()):
        shape["description"] = shape["description"].partition("\n")[0]  # the rest describes the Python attributes
    for key in _NOT_NEGATIVE:
        types["Rep"]["properties"][key]["minimum"] = 0
    types["Summary"]["properties"]["judged_share"] |= {"minimum": 0, "maximum": 1}
    fault = types["Fault"]
    del fault["properties"]["say"]
    fault["properties"]["target"]["prefixItems"] = [{"anyOf": [{"type": "number"}, {"type": "null"}]}] * 2
    fault["properties"]["unit"]["enum"] = ["deg", "cm", "s"]
    return schema


@cache
def _adapter() -> TypeAdapter[Result]:
    return TypeAdapter(Result)


def _faults(data: dict[str, Any]) -> list[dict[str, Any]]:
    return [fault for rep in data.get("reps", ()) for fault in rep["faults"]]


def _refuse(word: str) -> float:
    raise ValueError(f"{word} is not a number in JSON")
