"""A folder of versions, made one site: what joins the built versions after each was built.

Input: a folder with one built site a version. Output: in it, ``versions.json``, the scripts that
draw menu and banner, a start page, and in every page the canonical address: that of the same
page in the newest version, or its own where the newest has no such page.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

from versions import FILES

EXTENSIONS = Path(__file__).resolve().parent
SHIM = "versions_shim.js"
CANONICAL = re.compile(r'\s*<link rel="canonical" href="[^"]*"\s*/?>')
START = """<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>Versions</title>
<meta http-equiv="refresh" content="0; url={newest}/"></head>
<body><h1>Versions</h1><ul>{items}</ul></body>
</html>
"""


@dataclass(frozen=True, slots=True)
class Version:
    """One version of the site: its folder, and what it was built from."""

    slug: str
    ref: str
    commit: str


def join_versions(folder: Path, versions: Sequence[Version], base: str) -> None:
    """Write what the versions share; the newest version comes first."""
    (folder / "versions.json").write_text(
        json.dumps([asdict(version) for version in versions], indent=2) + "\n", encoding="utf-8"
    )
    for name in FILES:
        shutil.copy(EXTENSIONS.parent / "_static" / name, folder / name)
    shutil.copy(EXTENSIONS / SHIM, folder / SHIM)
    names = [escape(version.slug) for version in versions]
    items = "".join(f'<li><a href="{name}/">{name}</a></li>' for name in names)
    (folder / "index.html").write_text(START.format(newest=names[0], items=items), "utf-8")
    for version in versions:
        for page in sorted((folder / version.slug).rglob("*.html")):
            _mark(folder, page, version.slug, versions[0].slug, base)


def _mark(folder: Path, page: Path, slug: str, newest: str, base: str) -> None:
    path = page.relative_to(folder / slug).as_posix()
    home = newest if (folder / newest / path).is_file() else slug
    # An error page is shown at any address, so nothing in it can be relative.
    up = urlsplit(base).path if path == "404.html" else "../" * (path.count("/") + 1)
    style, script = FILES
    head = (
        f'  <link rel="canonical" href="{escape(base)}{home}/{escape(path)}" />\n'
        f'  <link rel="stylesheet" href="{up}{style}" />\n'
        f'  <script defer src="{up}{script}"></script>\n'
        f'  <script defer src="{up}{SHIM}"></script>\n</head>'
    )
    text = CANONICAL.sub("", page.read_text(encoding="utf-8"))
    page.write_text(text.replace("</head>", head, 1), encoding="utf-8")
