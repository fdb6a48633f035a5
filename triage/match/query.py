"""What somebody typed or pasted, as an issue that can be matched.

Input: a sentence, an error line, or a whole traceback. Output: an ``Issue``. Everything that
takes a free query goes through here, so the same words find the same entries everywhere.
"""

from __future__ import annotations

from triage.match.views import MAX_BODY
from triage.records import Issue
from triage.text import error_lines


def issue_of_query(text: str) -> Issue:
    """The issue a person would have opened with this text.

    One line is a title. Of several, the title is the last one that says what went wrong (a
    traceback ends with its exception), else the first, and the body is the whole. Characters
    beyond ``MAX_BODY`` are not read.

    >>> issue_of_query("It fails:\\nNameError: name 'unicode' is not defined").title
    "NameError: name 'unicode' is not defined"
    """
    text = text[:MAX_BODY]
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) < 2:
        return Issue(None, "".join(lines))
    errors = error_lines(text)
    return Issue(None, errors[-1] if errors else lines[0], text)
