"""A practice session whose window, questions and keys are the page's."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path

from posecoach.analysis.settings import REPORT
from posecoach.core.body.pose import Image
from posecoach.core.judging.events import Update
from posecoach.core.session.cues import Cue
from posecoach.core.session.scene import SessionState
from posecoach.core.session.summary import Summary
from posecoach.errors import UsageError, explain
from posecoach.feedback.display import Action, Window
from posecoach.feedback.prompt_screen import Prompt, PromptScreen
from posecoach.practice.runner import run_practice
from posecoach.practice.settings import PracticeResult, PracticeSettings, SpeakCue
from posecoach.translation import ENGLISH, N_, Language, _, say
from posecoach.vision.source import FrameSource
from posecoach.web.live.activity import Activity
from posecoach.web.live.broadcast import Broadcast
from posecoach.web.live.state import describe_scene, describe_summary
from posecoach.web.live.window import PagePrompt, PageWindow


class PageSession(Activity):
    """A session that the page shows.

    Parameters
    ----------
    title : str
        What is practised, for people.
    settings : PracticeSettings
        What to do; window, questions and voice are replaced by the page's.
    broadcast : Broadcast
        Takes pictures and spoken words.
    open_voice : callable or None
        Opens this machine's voice, of a function that takes its problem; None = it stays silent.
    speech : Language
        In which the pages speak.

    Attributes
    ----------
    id : str
        Its public id.
    """

    mode = "session"

    def __init__(
        self,
        title: str,
        settings: PracticeSettings,
        broadcast: Broadcast,
        open_voice: Callable[[Callable[[str], None]], AbstractContextManager[SpeakCue]] | None = None,
        speech: Language = ENGLISH,
    ) -> None:
        super().__init__()
        self.id = secrets.token_hex(8)
        self._title, self._broadcast = title, broadcast
        self._open_voice, self._speech = open_voice, speech
        self._window = PageWindow(self._publish)
        self._titles = [step.exercise.title for step in settings.steps]
        self._open_source = settings.devices.source
        devices = replace(
            settings.devices,
            source=self._source,
            window=lambda: nullcontext(self._window),
            voice=self._voice,
            prompt=self._prompt,
            listeners=(self._listen,),
        )
        self._settings = replace(settings, devices=devices, window=True, keys=False)
        self._camera: FrameSource | None = None
        self._seen: tuple[Update, SessionState] | None = None
        self._summary: Summary | None = None
        self._result: PracticeResult | None = None
        self._notes: list[str] = []
        self._of_voice: list[str] = []

    @property
    def report(self) -> Path | None:
        """The report's file; None until it is written."""
        files = self._result.files if self._result else ()
        return next((file for file in files if file.suffix == REPORT), None)

    def press(self, action: Action, question: int) -> None:
        """Take what a viewer tapped."""
        self._window.press(action, question)

    def work(self) -> None:
        """Practise."""
        self._result = run_practice(self._settings, self._notes.append, self.ending)
        if self._result.problems:
            _, self.problem = explain(self._result.problems[0], on_page=True)

    def describe(self) -> dict[str, object]:
        """Return what the page shows beside the picture."""
        camera, seen, asked = self._camera, self._seen, self._window.asked
        practises = self.running and not self._summary
        notes = [*(self._of_voice if practises else ()), *self._notes]  # afterwards nobody needs the voice
        return {
            "id": self.id,
            "title": _(self._title),
            "scene": describe_scene(*seen, self._titles) if seen else None,
            "trouble": _(_trouble(camera)) if camera else "",
            "asked": {**asked, "left_s": self._window.left_s} if asked else None,
            "summary": describe_summary(self._summary) if self._summary else None,
            "notes": [_(note) for note in notes[-3:]],  # as many as are read
            "report": bool(self.report),
        }

    def _publish(self, image: Image) -> None:
        self._broadcast.show(image, self._seen[0].t if self._seen else 0.0)

    def _listen(self, update: Update, scene: SessionState) -> None:
        self._seen = update, scene

    def _source(self, camera: str, stack: ExitStack) -> FrameSource:
        self._camera = self._open_source(camera, stack)
        return self._camera

    @contextmanager
    def _voice(self) -> Iterator[SpeakCue]:
        """Speak here, if at all, and let the pages speak."""
        with ExitStack() as stack:
            speak_here = self._opened_voice(stack)

            def speak(cue: Cue) -> None:
                speak_here(cue)
                self._broadcast.say(replace(cue, say=say(cue.say, self._speech)))

            yield speak

    def _opened_voice(self, stack: ExitStack) -> SpeakCue:
        try:
            if self._open_voice:
                return stack.enter_context(self._open_voice(self._of_voice.append))
        except UsageError as error:  # this machine has no voice of the language: the words on the screen remain
            self._of_voice.append(error.sentence)
        return lambda cue: None

    def _prompt(self, window: Window, speak: SpeakCue, stop: Callable[[], bool]) -> Prompt:
        return PagePrompt(PromptScreen(window, speak, stop), self._window, self._summarize)

    def _summarize(self, summary: Summary) -> None:
        self._summary = summary


def _trouble(camera: FrameSource) -> str:
    """Return what is wrong with a camera, as a sentence; empty = nothing."""
    return "" if camera.state in ("live", "ended") else N_("{problem}.", problem=camera.status_text)
