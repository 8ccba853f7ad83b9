"""Opens an https address from a given byte on, and says in a few words why it cannot."""

from __future__ import annotations

import queue
import socket
import ssl
import threading
import urllib.error
import urllib.request
from typing import IO, Any
from urllib.parse import urlsplit

from posecoach._version import __version__
from posecoach.errors import ModelError

__all__ = ["open_url"]

SILENCE_S = 5.0  # a server or proxy silent for longer is taken for out of reach, so that the fallback comes soon
ANSWER_S = 10.0  # limit for name, all addresses and first answer together: each address alone may take SILENCE_S
_OWN_MACHINE = {"127.0.0.1", "::1", "localhost"}
_NO_SUCH_RANGE = 416


def open_url(url: str, start: int) -> Any:
    """Ask for `url` from byte `start` on.

    Parameters
    ----------
    url : str
        An https address; plain http only to this machine itself. The system's proxy settings hold.
    start : int
        0 asks for the whole.

    Returns
    -------
    http.client.HTTPResponse
        A reply of status 200, 206 or 416, to be closed; urllib has a class of its own for the last.

    Raises
    ------
    ModelError
        For every other reply, and when there is none, with the reason in a few words.

    Notes
    -----
    The asking runs in a thread of its own, since looking up a name knows no time limit and a host may have
    many addresses, each with a limit of its own.
    """
    _require_https(url)
    headers = {"User-Agent": f"posecoach/{__version__}"} | ({"Range": f"bytes={start}-"} if start else {})
    request = urllib.request.Request(url, headers=headers)
    handlers: list[urllib.request.BaseHandler] = [_StayEncrypted()]
    if urlsplit(url).hostname in _OWN_MACHINE:
        handlers.append(urllib.request.ProxyHandler({}))
    answers: queue.Queue[Any] = queue.Queue()

    def ask() -> None:
        try:
            answers.put(urllib.request.build_opener(*handlers).open(request, timeout=SILENCE_S))
        except Exception as error:  # handed over to the thread that waits
            answers.put(error)

    threading.Thread(target=ask, name="posecoach-download", daemon=True).start()
    try:
        answer = answers.get(timeout=ANSWER_S)
    except queue.Empty:
        raise ModelError(f"no answer within {ANSWER_S:.0f} s{_via(url)}") from None
    if isinstance(answer, ModelError):
        raise answer
    if isinstance(answer, urllib.error.HTTPError) and not (start and answer.code == _NO_SUCH_RANGE):
        answer.close()
        raise ModelError(f"it answered {answer.code} {answer.reason}{_via(url)}")
    if isinstance(answer, Exception) and not isinstance(answer, urllib.error.HTTPError):
        raise ModelError(f"{_reason(answer)}{_via(url)}") from answer
    return answer


class _StayEncrypted(urllib.request.HTTPRedirectHandler):
    """Follows a redirection to https only."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str
    ) -> urllib.request.Request | None:
        try:
            _require_https(newurl)
        except ModelError:
            fp.close()
            raise
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _require_https(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _OWN_MACHINE):
        raise ModelError(f"{parts.scheme}://{parts.hostname} is not https")


def _reason(error: Exception) -> str:
    cause = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(cause, socket.gaierror):
        return "its name is not found (no internet here?)"
    if isinstance(cause, TimeoutError):
        return f"no answer within {SILENCE_S:.0f} s"
    if isinstance(cause, ConnectionRefusedError):
        return "the connection is refused"
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"its certificate is not accepted ({cause.verify_message})"
    return str(cause) or type(cause).__name__


def _via(url: str) -> str:
    """Name the proxy that the system's settings put in between, without its password."""
    parts = urlsplit(url)
    proxy = urllib.request.getproxies().get(parts.scheme)
    if not proxy or parts.hostname in _OWN_MACHINE or urllib.request.proxy_bypass(parts.netloc):
        return ""
    host = urlsplit(proxy if "//" in proxy else f"//{proxy}").hostname
    return f" (through the proxy {host})"
