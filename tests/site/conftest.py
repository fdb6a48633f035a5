"""The site, built once a session; and a real browser looking at it over loopback."""

import functools
import http.server
import threading

import pytest

from tests.site.site_build import Site, build_site


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> Site:
    return build_site(tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="session")
def site_url(site):
    handler = functools.partial(Quiet, directory=site.html)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def open_page(browser, site_url):
    """Opens a page in a fresh window; fails the test if the page logs an error or leaves home."""
    contexts, wrong = [], []

    def open_(path, **options):
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda m: wrong.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", lambda r: wrong.append(r.url) if not r.url.startswith(
            (site_url, "data:")) else None)  # fmt: skip
        page.goto(f"{site_url}/{path}")
        return page

    yield open_
    for context in contexts:
        context.close()
    assert wrong == []
