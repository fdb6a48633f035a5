"""A small site with the error finder, made from all entries; and a browser that looks at it."""

import shutil

import pytest

from tests.site.browse import Quiet, serving, watched
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
    with serving(finder_site.html, Server) as url:
        yield url


@pytest.fixture
def open_finder(browser, finder_url):
    with watched(browser, finder_url, "fix.html") as open_:
        yield open_
