"""The bodies of actions: JSON, checked."""

from __future__ import annotations

from typing import TypeVar

from pydantic import BaseModel, ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request

from posecoach.files.reading import parse_json

Body = TypeVar("Body", bound=BaseModel)


async def body_of(request: Request, kind: type[Body]) -> Body:
    """Return a request's body; raise HTTPException when it is none of this kind."""
    try:
        return kind.model_validate(parse_json(await request.body()))
    except (ValueError, ValidationError) as error:
        raise HTTPException(400, "This request makes no sense to posecoach.") from error
