"""`posecoach app`."""

from __future__ import annotations

from typing import Annotated

import typer

from posecoach.cli.options import AppContext, Debug


def app(
    context: typer.Context,
    port: Annotated[int, typer.Option(help="Port; 0 = any free one.", min=0, max=65535)] = 0,
    camera: Annotated[
        list[str] | None, typer.Option(help="Another camera to offer: an address, or a video file.")
    ] = None,
    debug: Debug = False,
) -> None:
    """Open posecoach in the browser: practise, analyse videos, look back. Nothing leaves this machine."""
    from posecoach.cli.terminal import print_line_to, terminal

    app_context: AppContext = context.obj
    with terminal(debug) as console:
        from posecoach.web.server import serve

        serve(port, tuple(camera or ()), print_line_to(console), app_context.stop)
