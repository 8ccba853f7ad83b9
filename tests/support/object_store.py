"""An object store on this machine, which speaks S3, and which other processes find by the environment."""

from __future__ import annotations

import logging
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

import fsspec
from moto.server import ThreadedMotoServer

REFUSAL = b"<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>"


class ObjectStore:
    """A running store.

    Attributes
    ----------
    environ : dict of str to str
        What a process needs to find it.
    requests : Counter of str
        How often each method was asked for.
    refuse : callable
        Whether to refuse a request, by its method and path; nothing is refused at first.
    """

    def __init__(self, server: ThreadedMotoServer) -> None:
        host, port = server.get_host_and_port()
        self.environ = {
            "AWS_ENDPOINT_URL_S3": f"http://{host}:{port}",
            "AWS_ACCESS_KEY_ID": "testing",
            "AWS_SECRET_ACCESS_KEY": "testing",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_EC2_METADATA_DISABLED": "true",
        }
        self.requests: Counter[str] = Counter()
        self.refuse = lambda method, path: False
        self._app = server._server.app
        server._server.app = self

    def __call__(self, environ, start_response):
        method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
        self.requests[method] += 1
        if self.refuse(method, path):
            start_response("403 Forbidden", [("Content-Type", "application/xml")])
            return [] if method == "HEAD" else [REFUSAL]
        return self._app(environ, start_response)

    @property
    def fs(self):
        """fsspec's file system of it, without what it remembers."""
        fs = fsspec.filesystem("s3")
        fs.invalidate_cache()
        return fs


@contextmanager
def object_store() -> Iterator[ObjectStore]:
    """Run a store until the end, found by this process and those that it starts."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    store = ObjectStore(server)
    fsspec.get_filesystem_class("s3").clear_instance_cache()
    try:
        with mock.patch.dict(os.environ, store.environ):
            yield store
    finally:
        fsspec.get_filesystem_class("s3").clear_instance_cache()
        server.stop()
