"""Requests an https address from a given byte on; explains failures in a few words."""

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
from posecoach.translation import N_

__all__ = ["open_url"]

SILENCE_S = 5.0  # a server or proxy that is silent for longer counts as unreachable, so that the fallback starts soon
ANSWER_S = 10.0  # limit for name lookup, all addresses and first answer together: each address alone may take SILENCE_S
_LOCALHOST = {"127.0.0.1", "::1", "localhost"}
_RANGE_NOT_SATISFIABLE = 416


def open_url(url: str, start: int) -> Any:
    """Request `url` from byte `start` on.

    Parameters
    ----------
    url : str
        An https address; plain http only to this machine itself. The system's proxy settings apply.
    start : int
        0 requests the whole file.

    Returns
    -------
    http.client.HTTPResponse
        A reply with status 200, 206 or 416; the caller closes it. For 416 urllib uses its error class.

    Raises
    ------
    ModelError
        Every other reply, or none; the text is the reason in a few words.

    Notes
    -----
    The request runs in its own thread, because name lookup has no time limit and a host may have many addresses, each
    with its own limit.
    """
    _require_https(url)
    headers = {"User-Agent": f"posecoach/{__version__}"} | ({"Range": f"bytes={start}-"} if start else {})
    request = urllib.request.Request(url, headers=headers)
    handlers: list[urllib.request.BaseHandler] = [_StayEncrypted()]
    if urlsplit(url).hostname in _LOCALHOST:
        handlers.append(urllib.request.ProxyHandler({}))
    answers: queue.Queue[Any] = queue.Queue()

    def send() -> None:
        try:
            answers.put(urllib.request.build_opener(*handlers).open(request, timeout=SILENCE_S))
        except Exception as error:  # passed to the waiting thread
            answers.put(error)

    threading.Thread(target=send, name="posecoach-download", daemon=True).start()
    try:
        answer = answers.get(timeout=ANSWER_S)
    except queue.Empty:
        raise ModelError(_with_proxy(N_("no answer within {s:.0f} s", s=ANSWER_S), url)) from None
    if isinstance(answer, ModelError):
        raise answer
    if isinstance(answer, urllib.error.HTTPError) and not (start and answer.code == _RANGE_NOT_SATISFIABLE):
        answer.close()
        raise ModelError(_with_proxy(N_("it answered {code} {reason}", code=answer.code, reason=answer.reason), url))
    if isinstance(answer, Exception) and not isinstance(answer, urllib.error.HTTPError):
        raise ModelError(_with_proxy(_reason(answer), url)) from answer
    return answer


class _StayEncrypted(urllib.request.HTTPRedirectHandler):
    """Follows redirects to https only."""

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
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOCALHOST):
        raise ModelError(N_("{scheme}://{hostname} is not https", scheme=parts.scheme, hostname=parts.hostname))


def _reason(error: Exception) -> str:
    cause = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(cause, socket.gaierror):
        return N_("its name cannot be found (no internet connection?)")
    if isinstance(cause, TimeoutError):
        return N_("no answer within {s:.0f} s", s=SILENCE_S)
    if isinstance(cause, ConnectionRefusedError):
        return N_("the connection was refused")
    if isinstance(cause, ssl.SSLCertVerificationError):
        return N_("its certificate is not trusted ({verify_message})", verify_message=cause.verify_message)
    return str(cause) or type(cause).__name__


def _with_proxy(reason: str, url: str) -> str:
    """Return a reason with the proxy from the system's settings, without its password."""
    parts = urlsplit(url)
    proxy = urllib.request.getproxies().get(parts.scheme)
    if not proxy or parts.hostname in _LOCALHOST or urllib.request.proxy_bypass(parts.netloc):
        return reason
    host = urlsplit(proxy if "//" in proxy else f"//{proxy}").hostname
    return N_("{reason} (through the proxy {host})", reason=reason, host=host)
