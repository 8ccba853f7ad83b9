"""The process in which a worker's videos are analysed: one after the other, until its input ends.

In: ``{"recording": ..., "settings": ..., "folder": path}``. Out: ``{"step": what is done now, "length_s": number or
null}`` again and again, then ``{"answer": ...}`` or ``{"error": ...}``. What stands for an object is its pickle, in
base64: both ends are the same posecoach, of the same person, on the same machine. Whatever a library prints goes to
standard error, which the worker reads when this process dies.
"""

from __future__ import annotations

import base64
import faulthandler
import json
import os
import pickle
import queue
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from posecoach.process.stop import ignore_terminal

if TYPE_CHECKING:
    from posecoach.analysis.cluster.job import Job


def packed(value: object) -> str:
    """Return an object as text."""
    return base64.b64encode(pickle.dumps(value)).decode("ascii")


def unpacked(text: str) -> Any:
    """Return the object that `packed` made a text of."""
    return pickle.loads(base64.b64decode(text))


def main() -> None:
    """Do what standard input asks for, and answer on standard output."""
    ignore_terminal()
    faulthandler.enable(all_threads=False)
    os.environ.setdefault("OPENCV_FOR_THREADS_NUM", "1")
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
    os.dup2(2, 1)
    orders: queue.SimpleQueue[str] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(orders,), daemon=True).start()
    job = None
    while True:
        job = _obey(json.loads(orders.get()), job, answers)


def _listen(orders: queue.SimpleQueue[str]) -> None:
    """Hand on the orders; when the worker has ended, end at once, whatever is in work."""
    for line in sys.stdin:
        orders.put(line)
    os._exit(0)


def _obey(order: dict[str, Any], job: Job | None, answers: TextIO) -> Job | None:
    began_s = time.monotonic()

    def report(step: str, length_s: float | None) -> None:
        sys.stderr.write(f"{time.monotonic() - began_s:.1f} s: {step}\n")
        _send(answers, step=step, length_s=length_s)

    try:
        if job is None:
            from posecoach.analysis.cluster.job import Job

            job = Job(Path(order["folder"]), report)
        job.report = report
        answer = packed(job.do(unpacked(order["recording"]), unpacked(order["settings"])))
    except Exception as error:  # the worker decides what it means
        _send(answers, error=packed(error))
    else:
        _send(answers, answer=answer)
    return job


def _send(answers: TextIO, **answer: object) -> None:
    answers.write(json.dumps(answer) + "\n")


if __name__ == "__main__":
    main()
