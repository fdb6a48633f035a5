"""The site, built once a session; and a real browser looking at it over loopback."""

import pytest

from tests.site.browse import serving, watched
from tests.site.site_build import Site, build_site


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> Site:
    return build_site(tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="session")
def site_url(site):
    with serving(site.html) as url:
        yield url


@pytest.fixture
def open_page(browser, site_url):
    with watched(browser, site_url) as open_:
        yield open_
