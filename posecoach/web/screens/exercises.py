"""The pages of the exercises: how each goes, what is checked, and where the camera stands."""

from __future__ import annotations

import json

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from posecoach.web.moving_figure import moving_figure
from posecoach.web.pages import render_page

KEEP_S = 3600
"""How long a browser keeps a figure, in seconds: it changes with posecoach only."""


def exercises(request: Request) -> Response:
    """Show all exercises."""
    from posecoach.exercises.description import dose
    from posecoach.exercises.registry import EXERCISES, OURS

    found = [
        {
            "exercise": one,
            "dose": dose(one),
            "figure": moving_figure(one.id),
            "origin": "" if EXERCISES.origin(one.id) == OURS else EXERCISES.origin(one.id),
        }
        for one in EXERCISES.values()
    ]
    return render_page(request, "screens/exercises.html.jinja", exercises=found)


def exercise(request: Request) -> Response:
    """Show an exercise."""
    from posecoach.exercises.description import dose, measured, when
    from posecoach.exercises.registry import EXERCISES, OURS

    name = _existing(request)
    one, origin = EXERCISES[name], EXERCISES.origin(name)
    return render_page(
        request,
        "screens/exercise.html.jinja",
        exercise=one,
        dose=dose(one),
        figure=moving_figure(name),
        checks=[(check, measured(check, one), when(check)) for check in one.checks],
        origin="" if origin == OURS else origin,
    )


def figure(request: Request) -> Response:
    """Give the movement of an exercise's figure."""
    found = moving_figure(_existing(request))
    if found is None:
        raise HTTPException(404)
    text = json.dumps(found.data(), separators=(",", ":"))
    return Response(text, media_type="application/json", headers={"cache-control": f"private, max-age={KEEP_S}"})


def _existing(request: Request) -> str:
    """Return the exercise's id in the address; one that does not exist is not found."""
    from posecoach.exercises.registry import EXERCISES

    name: str = request.path_params["id"]
    if name not in EXERCISES:
        raise HTTPException(404)
    return name
