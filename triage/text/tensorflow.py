"""The version of TensorFlow that an issue says it is about.

In: its title and body. Out: ``2.16``, or ``2`` where no more is said, or None. The first version
named counts, unless it is a bound (``tensorflow>=2.4``) or stands in a sentence of the template.
"""

from __future__ import annotations

import re

from triage.text.template import is_sentence

_NAMED = re.compile(
    r"t(?:ensorflow|f)"
    r"(?:[-_ ](?:gpu|cpu|nightly|macos|intel|rocm)){0,2}"
    r"([ \t]version)?(?:[ \t]\([^()\n]{0,60}\))?"
    r"(?:[ \t]{0,3}(?:\*\*|==|~=|=|:|-|\(|`|\bis\b|\bversion\b|[vr](?=\d))){0,4}"
    r"(?(1)\s{0,4}v?|[ \t]{0,3})"  # the answer to "TensorFlow version" may stand in the next line
    r"(\d{1,2})(?:\.(\d{1,2}|x))?(?![\w-])"
)
_INSIDE = re.compile(r"[\w./-]")
LAST_MINOR = {0: 12, 1: 15, 2: 60}
"""The last minor version of each major one; of the newest, more than there will be soon."""


def tensorflow_version(text: str) -> str | None:
    """Major and minor version, or the major one alone.

    >>> tensorflow_version("TF 1.12.0 with Python 3.6")
    '1.12'
    """
    major = None
    text = text.lower()
    for match in _NAMED.finditer(text):
        if match.start() and _INSIDE.match(text, match.start() - 1):  # of another name, or a path
            continue
        found = _known(match[2], match[3])
        if found is None or is_sentence(_line(text, match.start())):
            continue
        if "." not in found and "\n" in match[0]:  # the number of a list
            continue
        if "." in found:
            return found
        major = major or found
    return major


def _known(major: str, minor: str | None) -> str | None:
    """The version if there is such a one."""
    if int(major) not in LAST_MINOR:
        return None
    if minor is None or not minor.isdigit():
        return str(int(major)) if int(major) else None
    return f"{int(major)}.{int(minor)}" if int(minor) <= LAST_MINOR[int(major)] else None


def _line(text: str, at: int) -> str:
    """The line around a place, as far as a sentence of the template could reach."""
    start = text.rfind("\n", 0, at) + 1
    return text[start : start + 400]
