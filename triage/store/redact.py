"""Make text fit to be kept: without secrets, and the same on every database.

In: text of issues and their payloads, which users wrote and may have pasted anything into.
Out: the same text, with secrets replaced by ``REDACTED`` and with what PostgreSQL or UTF-8
cannot hold (NUL, lone surrogates) replaced by U+FFFD. All patterns are linear.
"""

from __future__ import annotations

import re
from typing import Any, Final

REDACTED: Final = "[secret removed]"

# A quote may be escaped, since the same rules run over JSON text.
_QUOTE: Final = r"(?:\\?[\"'])?"

# (cheap signs that the pattern can occur at all, the pattern, what is put in its place)
_RULES: Final[tuple[tuple[tuple[str, ...], re.Pattern[str], str], ...]] = (
    (
        ("ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"),
        re.compile(r"(?:gh[pousr]|github_pat)_[A-Za-z0-9_.\-]{16,}"),
        REDACTED,
    ),
    (
        ("uthorization", "UTHORIZATION"),
        re.compile(
            rf"(?i)(\bauthorization{_QUOTE}\s{{0,3}}[:=]\s{{0,3}}{_QUOTE}"
            r"(?:bearer|basic|token|digest|aws4-hmac-sha256)\s{1,3})[A-Za-z0-9._~+/=\-]{6,}"
        ),
        rf"\1{REDACTED}",
    ),
    (
        ("uthorization", "UTHORIZATION"),
        re.compile(
            rf"(?i)(\bauthorization{_QUOTE}\s{{0,3}}[:=]\s{{0,3}}{_QUOTE})"
            r"[A-Za-z0-9._~+/=\-]{20,}"
        ),
        rf"\1{REDACTED}",
    ),
    (("AKIA", "ASIA"), re.compile(r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b"), REDACTED),
    (
        ("ecret", "ECRET"),
        re.compile(
            rf"(?i)(aws_?secret_?(?:access_?)?key{_QUOTE}\s{{0,3}}[:=]\s{{0,3}}{_QUOTE})"
            r"[A-Za-z0-9/+=]{30,}"
        ),
        rf"\1{REDACTED}",
    ),
    (("AIza",), re.compile(r"\bAIza[A-Za-z0-9_\-]{35}"), REDACTED),
    (
        (" PRIVATE KEY-----",),
        re.compile(
            r"-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----[^-]*"
            r"(?:-----END [A-Z ]{0,20}PRIVATE KEY-----)?"
        ),
        REDACTED,
    ),
)

_UNFIT: Final = re.compile("[\x00\ud800-\udfff]")


def strip_secrets(text: str) -> str:
    """Replace tokens, keys and Authorization values in a text, or in a JSON text."""
    for signs, pattern, replacement in _RULES:
        if any(sign in text for sign in signs):
            text = pattern.sub(replacement, text)
    return text


def clean_text(text: str) -> str:
    """A text as the store keeps it: without secrets, NUL and lone surrogates."""
    if "\0" in text or not (text.isascii() or _encodes(text)):
        text = _UNFIT.sub("\ufffd", text)
    return strip_secrets(text)


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
