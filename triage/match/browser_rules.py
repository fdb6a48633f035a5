"""What the error finder in the browser must know to read a text as ``triage match`` does.

Output: patterns, lists and limits by name, as plain values for JSON. They are taken from the
modules that use them, never written twice: the finder's JavaScript holds no list of its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from triage.match import features, signature, terms, vectors, views
from triage.match.browser_patterns import to_javascript
from triage.text import errors, template, tokens

Rules = Mapping[str, object]

PATTERNS: Mapping[str, re.Pattern[str]] = {
    "exception": errors._EXCEPTION,
    "message": errors._MESSAGE,
    "logPrefix": errors._LOG_PREFIX,
    "chunk": errors._CHUNK,
    "dottedException": errors._DOTTED_EXCEPTION,
    "hex": errors._HEX,
    "fileLine": errors._FILE_LINE,
    "version": errors._VERSION,
    "number": errors._NUMBER,
    "numberList": errors._NUMBER_LIST,
    "doubleQuotes": errors._DOUBLE_QUOTES,
    "placeholderUrl": template._PLACEHOLDER_URL,
    "marks": template._MARKS,
    "example": template._EXAMPLE,
    "part": tokens._PART,
    "token": terms.TOKEN,
    "signatureWord": signature.WORD,
}


def browser_rules() -> Rules:
    """All of it; the same code gives the same values in the same order."""
    return {
        "patterns": {name: to_javascript(pattern) for name, pattern in PATTERNS.items()},
        "lists": _lists(),
        "synonyms": terms.SYNONYMS,
        "limits": _limits(),
    }


def _lists() -> dict[str, list[str]]:
    return {
        "exceptionHints": list(errors._EXCEPTION_HINTS),
        "messageHints": list(errors._MESSAGE_HINTS),
        "errorQuotes": sorted(map(chr, errors._QUOTES)),
        "signatureQuotes": sorted(map(chr, signature.QUOTES)),
        "templateLabels": sorted(template._LABELS),
        "templateSentences": list(template._SENTENCES),
        "noAnswers": sorted(template._NO_ANSWER),
        "stopWords": sorted(terms.STOP_WORDS),
    }


def _limits() -> dict[str, float]:
    return {
        "body": views.MAX_BODY,
        "comparedErrors": views.MAX_ERRORS,
        "errorLine": errors.MAX_LINE,
        "errorLines": errors.MAX_LINES,
        "signatureLine": signature.MAX_LINE,
        "token": terms.MAX_TOKEN,
        "hashBits": vectors.HASH_BITS,
        "strangers": vectors.STRANGERS,
        "saturation": vectors.BM25_SATURATION,
        "lengthWeight": vectors.BM25_LENGTH,
        "neighbours": features.NEIGHBOURS,
    }
