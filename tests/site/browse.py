"""A built site on loopback, and pages of it in a browser that are watched for anything wrong."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Files, without a log on stderr."""

    def log_message(self, *_):
        pass


@contextmanager
def serving(folder: Path, handler: type[Quiet] = Quiet) -> Iterator[str]:
    """The address of a server for the files of a folder."""
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(handler, directory=folder)
    )
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def watched(browser, url: str, first: str | None = None):
    """Opens a page in a fresh window; fails if one logs an error, asks something or leaves home."""
    contexts, wrong = [], []

    def open_(path=first, **options):
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda m: wrong.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("dialog", lambda dialog: (wrong.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda r: wrong.append(r.url) if not r.url.startswith(
            (url, "data:")) else None)  # fmt: skip
        page.goto(f"{url}/{path}")
        return page

    yield open_
    for context in contexts:
        context.close()
    assert wrong == []
