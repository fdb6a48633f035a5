"""A small site with the error finder, made from all entries; and a browser that looks at it."""

import functools
import http.server
import shutil
import threading

import pytest

from tests.site.conftest import Quiet
from tests.site.site_build import ROOT, Site, run_sphinx
from tests.site.small_site import write_small_site

EXAMPLES = ("cannot import name 'string_int_label_map_pb2'", "loss becomes <nan> & so on")
BOX = "```{error-finder}\n" + "\n".join(EXAMPLES) + "\n```\n"
PAGES = {
    "index.md": f"# Start\n\n{BOX}\n```{{toctree}}\n:glob:\n\nfix\nkb/**\n```\n",
    "fix.md": f"# Error finder\n\n{BOX}",
    **{f"kb/{key}/index.md": f"# All of {key}\n" for key in ("odapi", "official", "research")},
    # Every result must lead to a page; what such a page says is tested elsewhere.
    "kb/odapi/odapi-pb2-missing.md": "# The page of the answer\n",
}
STRICT_POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:"


class Server(Quiet):
    """Files of the site; under /strict/ with a policy that forbids inline script and eval."""

    def end_headers(self):
        if self.path.startswith("/strict/"):
            self.send_header("Content-Security-Policy", STRICT_POLICY)
        super().end_headers()

    def translate_path(self, path):
        return super().translate_path(path.removeprefix("/strict"))


@pytest.fixture(scope="session")
def finder_site(tmp_path_factory) -> Site:
    folder = write_small_site(tmp_path_factory.mktemp("finder"), PAGES)
    for name in ("kb/entries", "kb/data", "docs/records"):
        shutil.copytree(ROOT / name, folder / name)
    site = run_sphinx(folder)
    assert site.code == 0, site.log
    return site


@pytest.fixture(scope="session")
def finder_url(finder_site):
    handler = functools.partial(Server, directory=finder_site.html)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def open_finder(browser, finder_url):
    """Opens a page in a fresh window; fails the test if it logs an error or leaves home."""
    contexts, wrong = [], []

    def open_(path="fix.html", **options):
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda m: wrong.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("dialog", lambda dialog: wrong.append(dialog.message))
        page.on("request", lambda r: wrong.append(r.url) if not r.url.startswith(
            (finder_url, "data:")) else None)  # fmt: skip
        page.goto(f"{finder_url}/{path}")
        return page

    yield open_
    for context in contexts:
        context.close()
    assert wrong == []
