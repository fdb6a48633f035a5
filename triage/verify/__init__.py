"""Verify: run the snippets of pages against the installed models, and write records of it.

Inputs: pages (MyST) and the installed ``tf-models-official``. Outputs: a record a page and
release, and a ``VerifyReport``. Each page runs in a process of its own, forked from one that
has imported TensorFlow; this package itself never imports it.

Example: ``verify_pages(find_pages(root), read_environment(), records=records)``
"""

from triage.verify.environment import read_environment
from triage.verify.model import (
    Environment,
    PageResult,
    PageSource,
    SnippetFailure,
    VerifyReport,
)
from triage.verify.run import verify_pages
from triage.verify.sources import choose_pages, find_pages

__all__ = [
    "Environment",
    "PageResult",
    "PageSource",
    "SnippetFailure",
    "VerifyReport",
    "choose_pages",
    "find_pages",
    "read_environment",
    "verify_pages",
]
