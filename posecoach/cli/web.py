"""`posecoach app`."""

from __future__ import annotations

from typing import Annotated

import typer

from posecoach.cli.options import AppContext, Debug
from posecoach.translation import N_


def app(
    context: typer.Context,
    port: Annotated[
        int, typer.Option(help=N_("Port; 0 = the one that it had last, or any free one."), min=0, max=65535)
    ] = 0,
    lan: Annotated[bool, typer.Option("--lan", help=N_("Let other devices in the house open it, too."))] = False,
    no_browser: Annotated[bool, typer.Option("--no-browser", help=N_("Only print the address."))] = False,
    camera: Annotated[
        list[str] | None, typer.Option(help=N_("Another camera to offer: an address, or a video file."))
    ] = None,
    shortcut: Annotated[
        bool, typer.Option("--shortcut", help=N_("Only put a shortcut that starts it among the programs."))
    ] = False,
    debug: Debug = False,
) -> None:
    """Open posecoach in the browser."""
    from posecoach.cli.terminal import print_line_to, print_out, terminal

    app_context: AppContext = context.obj
    with terminal(debug) as console:
        if shortcut:
            from posecoach.web.shortcut import write_shortcuts

            for path in write_shortcuts():
                print_out(f"{path}\n")
            return
        from posecoach.web.server import Start, serve

        start = Start(port, lan, not no_browser, tuple(camera or ()), debug)
        serve(start, print_line_to(console), app_context.stop)
