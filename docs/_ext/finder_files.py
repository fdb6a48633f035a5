"""The two files of the error finder: its script, and its index.

Inputs: the entries, judged issues and records of the project, the modules in
``docs/_static/finder``. Output: ``_static/finder.js`` and ``_static/finder-index.js``. The index
is a script as well: a page that was opened from the disk may not fetch a file, but may run one.
"""

from __future__ import annotations

import json
import zlib
from datetime import datetime
from pathlib import Path

from bundle import bundle
from finder_facts import entry_facts

from triage.match.browser_index import browser_index
from triage.match.entries import load_entries
from triage.match.index import Index
from triage.match.ranker import Ranker
from triage.match.train import read_rows

MODULES = Path(__file__).parent.parent / "_static" / "finder"
SCRIPT, INDEX = "finder.js", "finder-index.js"


def index_data(kb: Path, records: Path, now: datetime) -> dict[str, object]:
    """All that the page needs to know: what the matcher needs, and what is shown."""
    snapshot = kb / "data" / "issues.jsonl"
    rows = read_rows(snapshot) if snapshot.is_file() else []
    index = Index(load_entries(kb / "entries"), rows)
    return browser_index(index, Ranker.load()) | {"facts": entry_facts(index.entries, records, now)}


def index_script(data: dict[str, object]) -> str:
    """The index as a script that hands itself to the finder; nothing in it can end a script."""
    text = json.dumps(data, separators=(",", ":"), ensure_ascii=False, sort_keys=False)
    # Only a page that held the script in itself could be ended by a tag; ours never does.
    text = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("</", "<\\/")
    return f"window.errorFinderIndex={text};\n"


def page_script(index: str) -> str:
    """The finder, which asks for exactly this index even where an older one is in a cache.

    Raises:
        BundleError: the modules do not fit together.
    """
    digest = f"{zlib.crc32(index.encode()):08x}"
    return bundle(MODULES, "main.js").replace("INDEX_DIGEST", digest, 1)
