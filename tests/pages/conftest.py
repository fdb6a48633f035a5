"""Hostile sites, each built once a session."""

import pytest

from tests.pages.hostile import Built, build, cluster_page, hostile_page, with_secret
from tests.pages.payloads import BODIES, LARGE, TITLES


@pytest.fixture(scope="session")
def hostile_sources() -> dict[str, str]:
    return {
        "bodies": hostile_page(BODIES),
        "titles": hostile_page(TITLES),
        "large": hostile_page(LARGE),
        "clusters": cluster_page((BODIES + TITLES)[:60]),
        "clusters-more": cluster_page((BODIES + TITLES)[60:] + LARGE),
        "harmless": hostile_page([("harmless", "a title")]),
    }


@pytest.fixture(scope="session")
def hostile_site(tmp_path_factory, hostile_sources) -> Built:
    return build(tmp_path_factory.mktemp("hostile") / "site", hostile_sources)


@pytest.fixture(scope="session")
def unescaped_site(tmp_path_factory) -> Built:
    """The same texts with no escape at all, for what the second wall alone must hold."""
    walls = ("include", "csv-table", "raw", "eval-rst", "script", "img onerror", "meta", "base",
             "iframe", "svg", "form", "style", "closing", "details", "unclosed comment", "jinja",
             "math")  # fmt: skip
    chosen = [
        (name, text)
        for name, text in BODIES
        if name.startswith(walls) and "literalinclude" not in name and name != "eval-rst javascript"
    ]
    text = "\n\n".join(with_secret(text) for _, text in chosen)
    return build(tmp_path_factory.mktemp("unescaped") / "site", {"raw": f"# Raw\n\n{text}\n"})
