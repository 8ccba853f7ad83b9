"""A worker's child that dies, hangs or answers: tiny programs stand for it."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import archives
import pytest

from posecoach.analysis.batch import VideoOutcome
from posecoach.analysis.cluster import worker
from posecoach.analysis.cluster.archive import Recording
from posecoach.analysis.cluster.child import packed
from posecoach.analysis.cluster.job import ClusterSettings, LostWorkError
from posecoach.analysis.cluster.worker import LAST_LINES, Child
from posecoach.errors import UsageError

VIDEO = Recording("a.mp4", "/videos/a.mp4", "a")
SETTINGS = ClusterSettings(archives.SETTINGS, "out")
PRELUDE = """
import json, os, signal, sys, time
def say(**answer): print(json.dumps(answer), flush=True)
def wrote(*lines): print(*lines, sep='\\n', file=sys.stderr, flush=True)
for line in sys.stdin:
    order = json.loads(line)
    say(step='copying', length_s=None)
"""


@pytest.fixture
def child(request):
    """Start a child that obeys each order with a few lines of Python."""
    started = []

    def start(*lines: str) -> Child:
        program = PRELUDE + "".join(f"    {line}\n" for line in lines)
        started.append(Child([sys.executable, "-I", "-S", "-c", program]))
        return started[-1]

    yield start
    worker._idle.clear()
    for one in started:
        one.end(kill=True)
        one._errors.close()


def lost(child: Child, settings: ClusterSettings = SETTINGS) -> str:
    with pytest.raises(LostWorkError) as error:
        child.do(VIDEO, settings)
    assert child not in worker._idle, "nobody asks it again"
    return str(error.value)


def test_its_answer_travels_and_it_is_asked_again(child):
    outcome = VideoOutcome("a.mp4", 5, "\u00fcn\u00ef \ud800 partial.", None, "key")
    one = child(f"say(answer={packed(outcome)!r})")
    for _ in range(3):
        assert one.do(VIDEO, SETTINGS) == outcome
        assert worker._idle.pop() is one


@pytest.mark.parametrize(
    "error", [UsageError("The disk is full.", "Use -o."), LostWorkError("OSError: no route")], ids=lambda one: str(one)
)
def test_its_error_travels_and_another_one_is_asked_next(error, child):
    one = child(f"say(error={packed(error)!r})")
    with pytest.raises(type(error)) as raised:
        one.do(VIDEO, SETTINGS)
    assert str(raised.value) == str(error) and not worker._idle
    assert one._process._child.poll() is not None


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals")
def test_the_signal_that_killed_it_is_named_with_what_it_did_and_wrote_last(child):
    lines = [f"line {i}" for i in range(LAST_LINES + 3)]
    one = child(
        "say(step='watching', length_s=3.0)", f"wrote(*{lines!r}, '', ' ')", "os.kill(os.getpid(), signal.SIGKILL)"
    )
    last = " | ".join(lines[-LAST_LINES:])
    assert lost(one) == f"its process was killed by SIGKILL, while watching. It last wrote: {last}"


def test_its_exit_code_is_named(child):
    assert lost(child("sys.exit(3)")) == "its process ended with exit code 3, while copying"


def test_a_child_that_ended_before_it_was_asked_is_lost(child):
    one = child("say(answer=None)", "pass")
    one._process._child.kill()
    one._process._child.wait()
    assert "its process " in lost(one)


def test_one_that_hangs_is_ended_after_its_time(child):
    one = child("say(step='watching', length_s=3.0)", "wrote('half way')", "time.sleep(600)")
    settings = ClusterSettings(archives.SETTINGS, "out", timeout_s=1.0)
    assert lost(one, settings) == "it took more than 1 s, while watching. It last wrote: half way"
    assert one._process._child.poll() is not None


def test_what_else_it_prints_is_no_answer(child):
    one = child("print('a library says hello', flush=True)", f"say(answer={packed(None)!r})")
    assert one.do(VIDEO, SETTINGS) is None


def test_lines_of_an_earlier_video_are_not_blamed_on_the_next(child):
    one = child(
        "wrote('about ' + str(len(os.listdir(order['folder']))))",
        "marks = os.path.join(order['folder'], 'mark')",
        "if os.path.exists(marks): sys.exit(1)",
        "open(marks, 'w').close()",
        f"say(answer={packed(None)!r})",
    )
    one.do(VIDEO, SETTINGS)
    worker._idle.clear()
    assert lost(one).endswith("It last wrote: about 1")


def test_its_folder_is_its_own_and_gone_with_it(child):
    one = child("open(os.path.join(order['folder'], 'copy'), 'w').close()", "sys.exit(0)")
    folder = Path(one._folder.name)
    assert folder.parent == Path(tempfile.gettempdir()) and folder.is_dir()
    lost(one)
    assert not folder.exists()
