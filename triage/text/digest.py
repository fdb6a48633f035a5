"""The digest of an issue's text: tells whether a cached result still belongs to it."""

from __future__ import annotations

import hashlib

from triage.records import Issue


def issue_digest(issue: Issue) -> str:
    """The SHA-256 of title and body, in hexadecimal.

    Labels, author and number have no part in it: they are never features. The length of
    the title goes in first, so that no other split of the same text collides.
    """
    title = issue.title.encode("utf-8", "replace")
    body = issue.body.encode("utf-8", "replace")
    return hashlib.sha256(b"%d\0%b%b" % (len(title), title, body)).hexdigest()
