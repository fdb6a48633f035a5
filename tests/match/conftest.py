"""Entry files to break, and the project's own entries with the judged issues behind them."""

from pathlib import Path

import pytest

from triage.match.entries import load_entries
from triage.match.train import read_rows

ROOT = Path(__file__).resolve().parents[2]

GOOD = """\
---
id: {id}
question: {question}
category: odapi
topic: install
kind: fix
applies_to: {{tensorflow: ">=1.4,<3"}}
errors:
  - "{signature}"
issues: [3, 12]
evidence: users
reviewed: 2026-01-31
---
Run protoc once in research/.

## Symptom

```text
ImportError: {line}
```

## Cause

The generated modules are missing.

## Fix

Run `protoc` on `List<String>` and see [itself]({id}.md).

## Check that it worked

Import it again.

## See also
"""


class Shelf:
    """A folder of entries; ``write`` adds a good one, changed by replacing texts."""

    def __init__(self, folder):
        self.folder = folder

    def write(self, id="odapi-pb2", **changes):
        fields = {
            "id": id,
            "question": f"Why does {id} fail?",
            "signature": f"cannot import name '*_{id}_pb2'",
            "line": f"cannot import name 'string_{id}_pb2'",
        }
        source = GOOD.format(**fields | changes.pop("fields", {}))
        for old, new in changes.pop("replace", {}).items():
            assert old in source, f"nothing to replace: {old}"
            source = source.replace(old, new)
        path = self.folder / f"{changes.pop('name', id)}.md"
        path.write_text(source, encoding="utf-8")
        return path


@pytest.fixture
def shelf(tmp_path):
    return Shelf(tmp_path)


@pytest.fixture(scope="session")
def entries():
    return load_entries(ROOT / "kb" / "entries")


@pytest.fixture(scope="session")
def rows():
    return read_rows(ROOT / "kb" / "data" / "issues.jsonl")
