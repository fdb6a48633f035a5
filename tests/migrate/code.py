"""Short ways to scan code and to say what was found."""

import textwrap

from triage.migrate.scan import scan_source
from triage.migrate.sources import parse_source


def found(code: str):
    """The findings in a piece of code."""
    return scan_source(parse_source(textwrap.dedent(code).encode(), "x.py"))


def said(code: str) -> list[str]:
    """What was found, as ``line kind symbol``."""
    return [f"{one.line} {one.kind} {one.symbol}" for one in found(code)]
