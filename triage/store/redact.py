"""Make text fit to be kept: without secrets, and the same on every database.

In: text of issues and their payloads, which users wrote and may have pasted anything into.
Out: the same text, with secrets replaced by ``REDACTED`` and with what PostgreSQL or UTF-8
cannot hold (NUL, lone surrogates) replaced by U+FFFD. All patterns are linear.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

REDACTED: Final = "[secret removed]"

# A quote may be escaped, since the same rules run over JSON text.
_QUOTE: Final = r"(?:\\?[\"'])?"
_IS: Final = rf"{_QUOTE}\s{{0,3}}[:=]\s{{0,3}}{_QUOTE}"
_SCHEME: Final = r"(?:bearer|basic|token|digest|aws4-hmac-sha256)"

_RULES: Final = (
    (re.compile(r"(?:gh[pousr]|github_pat)_[A-Za-z0-9_.\-]{16,}"), REDACTED),
    (
        re.compile(rf"(?i)(\bauthorization{_IS}{_SCHEME}\s{{1,3}})[A-Za-z0-9._~+/=\-]{{6,}}"),
        rf"\1{REDACTED}",
    ),
    (re.compile(rf"(?i)(\bauthorization{_IS})[A-Za-z0-9._~+/=\-]{{20,}}"), rf"\1{REDACTED}"),
    (re.compile(r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b"), REDACTED),
    (
        re.compile(rf"(?i)(aws_?secret_?(?:access_?)?key{_IS})[A-Za-z0-9/+=]{{30,}}"),
        rf"\1{REDACTED}",
    ),
    (re.compile(r"\bAIza[A-Za-z0-9_\-]{35}"), REDACTED),
    (
        re.compile(
            r"-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----(?:[A-Za-z0-9+/=\s]|\\[nr])*"
            r"(?:-----END [A-Z ]{0,20}PRIVATE KEY-----)?"
        ),
        REDACTED,
    ),
)
_SHORTEST: Final = 20  # characters of the shortest secret that any rule knows

_UNFIT: Final = re.compile("[\x00\ud800-\udfff]")


def strip_secrets(text: str) -> str:
    """Replace tokens, keys and Authorization values in a text, or in a JSON text."""
    if len(text) < _SHORTEST or not _is_suspect(text):
        return text
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text


# A pattern that begins with one fixed letter leaps from one of these to the next.
_GITHUB: Final = re.compile("g(?:h[pousr]|ithub_pat)_")
_CLOUD: Final = re.compile("A(?:KIA|SIA|Iza)")


def _is_suspect(text: str) -> bool:
    """Whether any rule can apply; written out since it runs over every text that is kept."""
    return (
        "uthorization" in text
        or "UTHORIZATION" in text
        or "ecret" in text
        or "ECRET" in text
        or " PRIVATE KEY-" in text
        or _GITHUB.search(text) is not None
        or _CLOUD.search(text) is not None
    )


def clean_text(text: str) -> str:
    """A text as the store keeps it: without secrets, NUL and lone surrogates."""
    if not _is_fit(text):
        text = _UNFIT.sub("\ufffd", text)
    return strip_secrets(text)


def is_clean(texts: Iterable[str | None]) -> bool:
    """Whether ``clean_text`` would leave each of these texts as it is; no for some that it would.

    One look at all of them costs less than one at each.
    """
    text = "\n".join(filter(None, texts))
    return _is_fit(text) and not _is_suspect(text)


def _is_fit(text: str) -> bool:
    return "\0" not in text and (text.isascii() or _encodes(text))


def _encodes(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def clean_json(value: Any) -> Any:
    """A JSON value whose every text (keys too) is as ``clean_text`` leaves it.

    Raises:
        RecursionError: the value is nested deeper than Python goes.
    """
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, list | tuple):
        return [clean_json(item) for item in value]
    if hasattr(value, "items"):
        return {clean_text(str(key)): clean_json(item) for key, item in value.items()}
    return value
