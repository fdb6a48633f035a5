"""What somebody typed or pasted, as an issue."""

import pytest

from triage.match.query import issue_of_query
from triage.match.views import MAX_BODY

TRACEBACK = """Traceback (most recent call last):
  File "train.py", line 1, in <module>
    import nets
ImportError: No module named 'nets'
"""


@pytest.mark.parametrize(
    ("text", "title", "body"),
    [
        ("", "", ""),
        (" \n\t\n", "", ""),
        ("  loss is nan \n", "loss is nan", ""),
        ("loss is nan\nafter 10 steps", "loss is nan", "loss is nan\nafter 10 steps"),
        (TRACEBACK, "ImportError: No module named 'nets'", TRACEBACK),
        (f"help\n{TRACEBACK}\nthanks", "ImportError: No module named 'nets'",
         f"help\n{TRACEBACK}\nthanks"),
    ],
)  # fmt: skip
def test_query_becomes_the_issue_a_person_would_open(text, title, body):
    issue = issue_of_query(text)
    assert (issue.number, issue.title, issue.body) == (None, title, body)


def test_what_is_too_long_is_not_read():
    assert len(issue_of_query("x" * (MAX_BODY + 5)).title) == MAX_BODY
    assert len(issue_of_query("x\n" * MAX_BODY).body) == MAX_BODY
