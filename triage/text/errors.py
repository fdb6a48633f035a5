"""Error lines of an issue, and the shape of an error line.

In: a title or a body, or one line. Out: the lines that say what went wrong, most of them
exception lines; and a line's shape, in which what differs from machine to machine is a
placeholder. ``triage.match`` compares issues and entries by that shape.
"""

from __future__ import annotations

import re

MAX_LINE = 600
"""Characters of a line that are looked at and returned: the rest of a longer one is dump."""

MAX_LINES = 40

_EXCEPTION = re.compile(r"\b[A-Za-z_]\w{0,80}(?:Error|Exception|Interrupt|Warning)\b(?=\s*:|\s*$)")
_MESSAGE = re.compile(
    r"\bNo module named\b|\bcannot import name\b|\bhas no attribute\b|\bcommand not found\b"
    r"|\bis not recognized as an internal\b|\bNo such file or directory\b|\bCheck failed:"
    r"|\bSegmentation fault\b|\bcore dumped\b|\bCUDA_ERROR_\w+|\bundefined symbol\b"
    r"|\bOut of memory\b|\bOOM when allocating\b|\bResolutionImpossible\b"
    r"|\bNo matching distribution found\b|\bCould not find a version\b|\bERROR:|\bFATAL\b"
    r"|\bfatal error:|^\s*Killed\b|^\s*Aborted\b|\berror:\s|\bnot found in checkpoint\b"
    r"|\bUnsuccessful TensorSliceReader\b|\bcannot open shared object file\b"
)
_EXCEPTION_HINTS = ("Error", "Exception", "Interrupt", "Warning")
_MESSAGE_HINTS = (
    "odule named", "cannot import", "attribute", "not found", "not recognized", "o such file",
    "Check failed", "ault", "dumped", "CUDA_ERROR", "undefined symbol", "memory", "OOM",
    "ResolutionImpossible", "o matching distribution", "ould not find", "ERROR", "FATAL",
    "error:", "Killed", "Aborted", "TensorSliceReader", "shared object",
)  # fmt: skip
"""No message without one of these: looking for plain text first is many times sooner."""
_TRACEBACK = "Traceback (most recent call last)"
_LOG_PREFIX = re.compile(
    r"^(?:\d{4}-\d\d-\d\d[ T][\d:.,]+:?\s*)?(?:[EFIW]\d{4} [\d:.]+\s+\d+\s+)?"
    r"(?:[EFIW] )?(?:[\w./\\-]{1,200}\.(?:cc|py|h|cu):\d+\] ?)?"
    r"(?:(?:INFO|ERROR|WARNING|FATAL):tensorflow:)?"
)


def error_lines(text: str) -> list[str]:
    """The lines that say what went wrong, in reading order, without repeats.

    From a traceback: the frame that raised and the exception line. Elsewhere: what begins
    like an exception, a compiler, shell or installer error, from there to the end of the
    line (so an exception named in the middle of a sentence is found too).
    """
    found: dict[str, None] = {}
    in_traceback = False
    frame = ""
    for raw in text.splitlines():
        line = raw[:MAX_LINE]
        bare = line.strip()
        if _TRACEBACK in line:
            in_traceback, frame = True, ""
        elif in_traceback and (bare.startswith("File ") or not bare):
            frame = bare or frame
        elif in_traceback and line[:1].isspace() and not _EXCEPTION.match(bare):
            continue
        else:
            if in_traceback and frame:
                found[frame] = None
            in_traceback = _add_error(found, line, bare, in_traceback)
        if len(found) >= MAX_LINES:
            break
    return list(found)


def _add_error(found: dict[str, None], line: str, bare: str, in_traceback: bool) -> bool:
    """Keep what ``line`` says went wrong; a traceback ends with it, so the answer is False."""
    start = _error_start(line)
    if start is not None:
        found[line[start:].strip().strip("`*")] = None
    elif in_traceback and bare:
        found[bare] = None
    return False


def _error_start(line: str) -> int | None:
    """Where the error begins in a line: at the exception's dotted name, or at the message."""
    hinted = any(hint in line for hint in _EXCEPTION_HINTS)
    if hinted and (match := _EXCEPTION.search(line)):
        start = match.start()
        while start and (line[start - 1].isalnum() or line[start - 1] in "._"):
            start -= 1
        return start
    if any(hint in line for hint in _MESSAGE_HINTS) and _MESSAGE.search(line):
        prefix = _LOG_PREFIX.match(line)
        return prefix.end() if prefix else 0
    return None


_QUOTES = str.maketrans(dict.fromkeys('"`´‘’‚‛“”„‟«»′″＂＇', "'"))
_CHUNK = re.compile(r"<path>[^\s'(),;\[\]{}<>=|]*|[^\s'(),;\[\]{}<>=|]+")
_DOTTED_EXCEPTION = re.compile(r"^(?:\w+\.)+(\w+(?:Error|Exception|Interrupt|Warning|Exit))$")
_HEX = re.compile(r"\b0x[0-9a-f]+\b")
_FILE_LINE = re.compile(r"^(.*\.\w{1,5}):\d+(?::\d+)?:?$")
_VERSION = re.compile(r"(?<![\w.])v?\d+(?:\.\d+)+(?:(?:rc|a|b|\.?dev|\.?post|[+-]\w+)\d*)*(?![\w])")
_NUMBER = re.compile(r"(?<!\w)[-+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?(?!\w)")
_NUMBER_LIST = re.compile(r"<n>(?:\s?[,x]\s?<n>)+")
_SPACE = re.compile(r"\s+")
_DOUBLE_QUOTES = re.compile(r"'{2,}")


def normalise_error(line: str) -> str:
    """The shape of an error line: lower case, and placeholders for what differs by machine.

    Quotes of every kind become ``'``; a path keeps its last part (``<path>/train.py``);
    ``file.py:12`` loses its line; hex addresses become ``<hex>``; versions, numbers and lists
    of numbers ``<n>`` (1.14 and 1.14.0 must look alike). An exception loses its module. Log
    prefixes and repeated blanks go. ``*`` (an entry's wildcard) stays. Applying it twice
    changes nothing.

    >>> normalise_error('File "/usr/lib/a/train.py", line 12, in <module>')
    "file '<path>/train.py', line <n>, in <module>"
    """
    text = line[:MAX_LINE].strip()
    prefix = _LOG_PREFIX.match(text)
    text = text[prefix.end() :] if prefix else text
    text = _DOUBLE_QUOTES.sub("'", text.translate(_QUOTES))
    text = _CHUNK.sub(_shape_of_chunk, text).lower()
    text = _HEX.sub("<hex>", text)
    text = _NUMBER.sub("<n>", _VERSION.sub("<n>", text))
    text = _NUMBER_LIST.sub("<n>", text)
    return _SPACE.sub(" ", text).strip()


def _shape_of_chunk(match: re.Match[str]) -> str:
    """A run without blanks and quotes: a path, a file with a line, a dotted exception, or as is."""
    chunk = match[0]
    tail = ""
    if chunk.startswith("<path>"):
        return chunk
    if chunk[-1] in ":.," and len(chunk) > 1:
        chunk, tail = chunk[:-1], chunk[-1]
    if located := _FILE_LINE.match(chunk):
        chunk = located[1]
    if "/" in chunk or "\\" in chunk:
        last = chunk.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
        return f"<path>/{last}{tail}" if last else f"<path>{tail}"
    if dotted := _DOTTED_EXCEPTION.match(chunk):
        chunk = dotted[1]
    return chunk + tail
