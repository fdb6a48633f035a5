"""Links that open a prefilled issue in the repository of the knowledge base.

Input: what the page knows. Output: an address. The forms are in ``.github/ISSUE_TEMPLATE``; the ids
of their fields are the query parameters here, and a test holds the two together.
"""

from __future__ import annotations

from urllib.parse import urlencode

CORRECTION, QUESTION = "kb.yml", "new-question.yml"
FIELDS = {
    CORRECTION: ("entry", "page", "stamp", "versions", "ran", "happened"),
    QUESTION: ("question", "error", "versions", "tried"),
}
"""The fields of each form, in its order."""


def feedback_url(repository: str, form: str, title: str, **fields: str) -> str:
    """The address of a new issue with a form, its title and some of its fields filled in.

    Args:
        repository: the address of the repository.
        form: one of ``FIELDS``.
        title: of the issue.
        fields: texts by the ids of the form's fields; an empty one is left out.

    Raises:
        ValueError: the form has no such field.
    """
    unknown = set(fields) - set(FIELDS[form])
    if unknown:
        raise ValueError(f"{form} has no field {', '.join(sorted(unknown))}")
    query = {"template": form, "title": title, **{k: v for k, v in fields.items() if v}}
    return f"{repository}/issues/new?{urlencode(query)}"
