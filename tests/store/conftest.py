"""A store on either database, and records to put into it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from triage.store import Store, open_store


@pytest.fixture
def store(store_url: Any) -> Iterator[Store]:
    with open_store(store_url) as opened:
        yield opened
