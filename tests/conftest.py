"""What all tests share: real servers as fixtures, no network but loopback, one process a group.

pytest-socket (see pyproject.toml) refuses any other address within the test process.
Processes that tests start get a proxy that nothing listens on, so that an accidental request
to the outside fails there as well.
"""

import os
import signal
from pathlib import Path

import pytest

pytest_plugins = ["tests.postgres", "tests.browser", "tests.github_server.fixtures"]

NOWHERE = "http://127.0.0.1:9"
for _name in ("http_proxy", "https_proxy", "all_proxy"):
    os.environ[_name] = os.environ[_name.upper()] = NOWHERE
os.environ["no_proxy"] = os.environ["NO_PROXY"] = "127.0.0.1,localhost,::1"
for _name in ("GITHUB_TOKEN", "TRIAGE_DB"):
    os.environ.pop(_name, None)

# A shell starts what it runs in the background with Ctrl-C ignored, and children inherit that.
# Tests that press Ctrl-C mean a program as a terminal starts it.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

TESTS = Path(__file__).parent
BUILT_ONCE = ("site", "finder", "pages", "match")
"""Folders that make something once a session: their tests stay in one process."""
LONGEST = ("site", "bot", "finder", "cli")
"""Folders that begin, so that none of them is left over for the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """With ``-n`` (pytest-xdist): which tests stay together, and which begin."""

    def place(item: pytest.Item) -> int:
        folder = item.path.relative_to(TESTS).parts[0]
        return LONGEST.index(folder) if folder in LONGEST else len(LONGEST)

    for item in items:
        parts = item.path.relative_to(TESTS).parts
        group = parts[0] if parts[0] in BUILT_ONCE else "/".join(parts)
        item.add_marker(pytest.mark.xdist_group(group))
    items.sort(key=place)
