"""The version of the site that is read: its menu and banner, and the address search engines keep.

Inputs: what Read the Docs says in the environment. Output: on Read the Docs, the script that
keeps the page when a reader changes the version and draws the banner of old versions, and a
canonical address in the newest version. Versions built on one's own machine get the same from
``build_versions``.
"""

from __future__ import annotations

import os
from typing import Any

from page_facts import read_version
from sphinx.application import Sphinx

NEWEST = "latest"
"""The version that is corrected every day; every other one is old. ``versions.js`` agrees."""
FILES = ("versions.css", "versions.js")


def newest_base(base: str, version: str) -> str:
    """The address of the newest version of the site, given that of another one."""
    old = f"/{version}/"
    return f"{base.removesuffix(old)}/{NEWEST}/" if base.endswith(old) else base


def point_to_newest(
    app: Sphinx, pagename: str, _template: str, context: dict[str, Any], _doctree: object
) -> None:
    """Name the same page of the newest version as the one to find."""
    base = app.config.html_baseurl
    page = str(context.get("pageurl") or "")
    if page.startswith(base):
        context["pageurl"] = newest_base(base, read_version()) + page.removeprefix(base)


def setup(app: Sphinx) -> dict[str, bool]:
    if os.environ.get("READTHEDOCS") == "True":
        app.add_css_file(FILES[0])
        app.add_js_file(FILES[1], loading_method="defer")
        app.connect("html-page-context", point_to_newest)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
