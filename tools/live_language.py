"""Practises one exercise in a language on a virtual screen, and finds the English that is left.

A sample video is the camera. Every text that is drawn and every sentence that the speech process gets is kept, with
its time; eSpeak speaks into files. A text that is an English message of the catalogue, filled in or not, is English.
The words go to FOLDER/said.txt, pictures of the screen beside them.
"""

from __future__ import annotations

import argparse
import os
import re
import select
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from babel.messages.pofile import read_po
from gallery import SAMPLES, crop_to
from PIL import ImageGrab

from posecoach.cli.app import run
from posecoach.cli.options import AppContext
from posecoach.feedback import voice
from posecoach.feedback.overlay.overlay import Overlay
from posecoach.feedback.overlay.typography import Typesetter
from posecoach.feedback.voice import Voice
from posecoach.languages import DOMAIN, FOLDER
from posecoach.vision.video import VideoFile

LEAD_S = 14.0
"""The first picture stands so long: posecoach checks the place, and counts in."""
READ_S = 3.0
"""A page without a camera picture stays for so long before a key is pressed."""
SCREEN = "1366x768x24"


def english_messages(code: str) -> list[re.Pattern[str]]:
    """Return the patterns of all English messages that a language says otherwise, and that have a word of their own."""
    with (FOLDER / code / "LC_MESSAGES" / f"{DOMAIN}.po").open("rb") as file:
        rows = [(row.id, row.string) for row in read_po(file) if row.id]
    rows = [row if isinstance(row[0], tuple) else ((row[0],), (row[1],)) for row in rows]
    pairs = [pair for ids, said in rows for pair in zip(ids, said, strict=False)]
    different = {english for english, said in pairs if english != said}
    own = [english for english in different if re.search("[a-z]{2}", re.sub(r"{.*?}", "", english))]
    return [re.compile(re.sub(r"\\{.*?\\}", ".+", re.escape(english))) for english in own]


def write_camera(path: Path, video: str, size: tuple[int, int]) -> None:
    """Write a sample video in a size, its first picture longer."""
    import av  # after cv2, as in posecoach.practice

    with VideoFile(SAMPLES / video) as frames, av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=round(frames.fps), options={"preset": "ultrafast"})
        stream.width, stream.height = size
        for n, frame in enumerate(frames):
            image = av.VideoFrame.from_ndarray(crop_to(frame.image, size), "bgr24")
            for _ in range(1 if n else round(LEAD_S * frames.fps)):
                out.mux(stream.encode(image))
        out.mux(stream.encode())


@contextmanager
def virtual_screen() -> Iterator[str]:
    """Start a display with a window manager; the window opens there."""
    reader, writer = os.pipe()
    command = ["Xvfb", "-displayfd", str(writer), "-screen", "0", SCREEN, "-nolisten", "tcp", "-noreset"]
    server = subprocess.Popen(command, pass_fds=(writer,), stderr=subprocess.DEVNULL)
    if not select.select([reader], [], [], 10)[0]:
        raise SystemExit("Xvfb does not start")
    os.environ["DISPLAY"] = f":{os.read(reader, 20).decode().strip()}"
    manager = subprocess.Popen(["openbox"], stderr=subprocess.DEVNULL)
    try:
        yield os.environ["DISPLAY"]
    finally:
        manager.terminate()
        server.terminate()


class Witness:
    """Keeps what is drawn and spoken, takes pictures, and goes on from page to page."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.texts = folder, dict[tuple[str, str], float]()
        self._began_s = time.monotonic()
        self._live_s, self._taken, self._over = 0.0, set[str](), False

    def keep(self, kind: str, text: str) -> None:
        """Keep a text with the time when it came first."""
        self.texts.setdefault((kind, text), time.monotonic() - self._began_s)

    def watch(self, owner: type, name: str, see: Callable[..., None]) -> None:
        """Have a method's arguments seen, too."""
        method = getattr(owner, name)

        def watched(self: Any, *args: Any, **more: Any) -> Any:
            see(*args, **more)
            return method(self, *args, **more)

        setattr(owner, name, watched)

    def see_live(self, image: Any, update: Any, scene: Any, **_: Any) -> None:
        """Take a picture of each stage, one second after it began."""
        self._live_s = time.monotonic()
        stage = f"{scene.stage}-{update.phase}{'-fix' if update.faults else ''}"
        if stage not in self._taken:
            self._taken.add(stage)
            threading.Timer(1.0, self.picture, [stage]).start()

    def picture(self, name: str) -> None:
        """Take a picture of the screen."""
        ImageGrab.grab(xdisplay=os.environ["DISPLAY"]).save(self.folder / f"{name}.png")

    def turn_pages(self) -> None:
        """Press Enter at every page that waits for it."""
        page = 0
        while not self._over:
            time.sleep(READ_S)
            if time.monotonic() - self._live_s > READ_S and self.texts:
                self.picture(f"page-{(page := page + 1)}")
                subprocess.run(["xdotool", "key", "Return"], check=False)

    def end(self) -> None:
        """Press no more keys."""
        self._over = True


def main() -> None:
    """Practise, and print what is left in English."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("language")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--size", default="640x480")
    parser.add_argument("--video", default="bridge_hips_low.mp4")
    parser.add_argument("--exercise", default="bridge")
    options, more = parser.parse_known_args()
    folder: Path = options.folder
    folder.mkdir(parents=True)
    width, height = map(int, options.size.split("x"))
    write_camera(folder / "camera.mp4", options.video, (width, height))
    witness = Witness(folder)
    witness.watch(Typesetter, "draw", lambda image, text, *_, **__: witness.keep("line", text))
    witness.watch(Typesetter, "fit", lambda text, *_, **__: witness.keep("shown", text))
    witness.watch(Voice, "_order", lambda order, _: order.get("say") and witness.keep("said", order["say"]))
    witness.watch(Overlay, "draw", witness.see_live)
    python = voice.python
    voice.python = lambda module: [*python(module), "--to-folder", str(folder)]  # type: ignore[assignment]
    command = ["practice", options.exercise, "--camera", str(folder / "camera.mp4"), "--out", str(folder / "out")]
    with virtual_screen():
        threading.Thread(target=witness.turn_pages, daemon=True).start()
        context = AppContext(history=folder / "history.sqlite", settings=dict)
        code = run([*command, "--reps", "2", "--language", options.language, *more], context)
        witness.end()
    english = english_messages(options.language) if options.language != "en" else []
    rows = sorted((t, kind, text) for (kind, text), t in witness.texts.items())
    left = [(kind, text) for _, kind, text in rows if any(one.fullmatch(text) for one in english)]
    lines = [f"{t:6.1f} {kind:5} {text}" for t, kind, text in rows]
    (folder / "said.txt").write_text("\n".join(lines), encoding="utf-8")
    print(f"{options.language}: exit code {code}, {len(rows)} texts, {len(left)} of them English: {left}")


if __name__ == "__main__":
    main()
