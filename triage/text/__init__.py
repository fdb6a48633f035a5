"""What an issue says: cleaners and extractors over titles and bodies.

In: the text of an issue as GitHub holds it (hostile: every function here takes linear time).
Out: plain strings, tuples and lists. Nothing here reads a file except ``gazetteer``, and
nothing depends on who wrote the issue, on its labels or on its number.
"""

from triage.text.errors import error_lines, normalise_error
from triage.text.extract import (
    commands,
    config_keys,
    imports,
    repository_paths,
    scripts,
    versions,
)
from triage.text.markdown import split_code, strip_markup
from triage.text.template import headings, strip_template
from triage.text.tokens import identifier_parts, words

__all__ = [
    "commands",
    "config_keys",
    "error_lines",
    "headings",
    "identifier_parts",
    "imports",
    "normalise_error",
    "repository_paths",
    "scripts",
    "split_code",
    "strip_markup",
    "strip_template",
    "versions",
    "words",
]
