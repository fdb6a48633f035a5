"""What an issue says outright: the named signals of the classifier.

In: title and body. Out: a ``Document``: the words a person wrote (template removed), and
signals such as ``path=odapi`` or ``error=ImportError``, each of which can be shown as a reason.
Labels, numbers, authors and dates are never looked at.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from triage.classify.topics import topics
from triage.text import (
    error_lines,
    headings,
    imports,
    repository_paths,
    scripts,
    split_code,
    strip_markup,
    strip_template,
    words,
)
from triage.text.gazetteer import Gazetteer, load_gazetteer

MAX_TITLE = 400
MAX_HEAD = 6000
MAX_TAIL = 2000
"""Characters of a body that are read: its beginning, and its end (where tracebacks end)."""

_OPENERS = frozenset(
    "how why what where when which can could is are does do please add support request feature"
    " cannot can't unable error bug broken fix missing update typo wrong documentation readme"
    " link slow speed install installation no import help need any".split()
)
_EXCEPTION = re.compile(r"\b([A-Za-z]\w{0,60}(?:Error|Exception))\b")
_ADDRESS = re.compile(r"https?://\S+")
_NUMBER = re.compile(r"(?<!\w)\d+(?:\.\d+)*(?!\w)")

_COUNTED = {
    "body": {
        "lines": r"\n", "fences": r"```", "backticks": r"`", "addresses": r"http",
        "ticked": r"\[[xX]\]", "unticked": r"\[ \]", "headings": r"^#{1,6} ", "comments": r"<!--",
        "pictures": r"!\[|<img", "numbered": r"#\d", "versions": r"\d\.\d", "bars": r"\|",
        "errors": r"\b\w{0,60}(?:[Ee]rror|ERROR|[Ee]xception)\b",
    },
    "prose": {
        "asked": r"\?", "denied": r"\bnot\b|n't\b", "I": r"\bi\b", "we": r"\bwe\b",
        "modal": r"\b(?:should|would|could|can|may|might)\b",
        "how": r"\b(?:how|why|what|which)\b",
        "wish": r"\b(?:would like|be nice|feature|support|add|allow|propos\w+|suggest\w*)\b",
        "fault": r"\b(?:expected|actual|reproduce|steps|crash\w*|fail\w*|error|bug)\b",
        "courtesy": r"\b(?:thanks|thank|please|help|hello|hi)\b",
    },
    "title": {
        "title words": r"\S+", "title capitals": r"[A-Z]", "title opens small": r"^[a-z]",
        "title opens bracket": r"^\[", "title colon": r":", "title asks": r"\?",
    },
}  # fmt: skip
_PATTERNS = [
    (part, re.compile(pattern, re.MULTILINE))
    for part, named in _COUNTED.items()
    for pattern in named.values()
]
_PARTS = ("title", "body", "prose", "code")
MEASURES = (
    *(name for named in _COUNTED.values() for name in named),
    *(f"{part} length" for part in _PARTS),
)
"""What ``Document.measures`` holds, in its order: counts, then lengths in characters."""


@dataclass(frozen=True, slots=True)
class Document:
    """An issue as the classifier sees it."""

    title: tuple[str, ...]
    body: tuple[str, ...]
    signals: dict[str, str]
    """Signal to what in the text gave it (a path, a program, an error; may be empty)."""
    paths: tuple[tuple[str, str], ...]
    """(path, category) of the repository paths it names, in reading order."""
    measures: tuple[int, ...] = ()
    """The numbers ``MEASURES`` names; only ``read_plain`` counts."""


def read_document(title: str, body: str) -> Document:
    """Clean a title and a body and note what they say outright."""
    title = title[:MAX_TITLE]
    answers = strip_template(_cut(body))
    _, code = split_code(answers)
    read = strip_markup(answers)
    text = f"{title}\n{read}"
    gazetteer = load_gazetteer()
    tokens = words(title), words(read)
    all_paths = repository_paths(text)
    paths = [(path, category) for path in all_paths if (category := gazetteer.of_path(path))]
    folders = [(f, p) for p in all_paths if (f := gazetteer.of_folder(p))]
    found = [
        *((f"folder={category}", path) for category, path in folders),
        *_named(text, tokens, paths, gazetteer),
        *_shape(title, body, answers, code),
        *_errors(text),
        *((f"title-topic={topic}", topic) for topic in topics(tokens[0])),
        *((f"topic={topic}", topic) for topic in topics(tokens[1])),
    ]
    signals: dict[str, str] = {}
    for signal, detail in found:
        signals.setdefault(signal, detail)
    return Document(tuple(tokens[0]), tuple(tokens[1]), signals, tuple(paths))


def read_plain(title: str, body: str) -> Document:
    """The same for issues of any repository: no template known, no names; headings tell.

    All of the body is read as words, code and the template's comments too: which template was
    taken says much. Addresses and numbers become placeholders: they are about the one issue
    and not about its kind.
    """
    title, body = title[:MAX_TITLE], _cut(body)
    prose, code = split_code(body)
    text = _placeholders(strip_markup(prose))
    tokens = words(_placeholders(title)), words(text)
    found = [
        *((f"heading={heading}", heading) for heading in headings(body)),
        *_shape(title, body, text, code),
        *_errors(body),
        *((f"title-topic={topic}", topic) for topic in topics(tokens[0])),
        *((f"topic={topic}", topic) for topic in topics(tokens[1])),
    ]
    parts = {"title": title, "body": body, "prose": text.lower(), "code": code}
    read = tuple(words(_placeholders(body)))
    return Document(tuple(tokens[0]), read, dict(found), (), _measures(parts))


def _placeholders(text: str) -> str:
    """Text with addresses and numbers hidden."""
    return _NUMBER.sub(" 0 ", _ADDRESS.sub(" url ", text))


def _measures(parts: dict[str, str]) -> tuple[int, ...]:
    counts = (len(pattern.findall(parts[part])) for part, pattern in _PATTERNS)
    return (*counts, *(len(parts[part]) for part in _PARTS))


def _cut(body: str) -> str:
    """The beginning and the end of a long body."""
    if len(body) <= MAX_HEAD + MAX_TAIL:
        return body
    return f"{body[:MAX_HEAD]}\n{body[-MAX_TAIL:]}"


def _named(
    text: str,
    tokens: tuple[list[str], list[str]],
    paths: list[tuple[str, str]],
    gazetteer: Gazetteer,
) -> list[tuple[str, str]]:
    """Signals from names: paths, folders, programs, imports, models; then their agreement."""
    signals = [(f"path={category}", path) for path, category in paths]
    if paths:
        signals.append(("paths=" + "+".join(sorted({category for _, category in paths})), ""))
    signals += [(f"program={c}", s) for s in scripts(text) if (c := gazetteer.of_program(s))]
    for module in imports(text):
        if category := gazetteer.of_path(module.replace(".", "/") + "/"):
            signals.append((f"import={category}", module))
    for where, part in zip(("title", "body"), tokens, strict=True):
        for name, category in gazetteer.names_in(part):
            signals += [(f"{where}-names={category}", name), (f"name={name}", name)]
    return signals + _agreement([signal for signal, _ in signals])


def _agreement(signals: list[str]) -> list[tuple[str, str]]:
    """Which categories are named outright (paths, programs, imports), and which by nickname."""
    pairs = [signal.split("=", 1) for signal in signals]
    strong = {c for kind, c in pairs if kind in ("path", "program", "import")}
    weak = {c for kind, c in pairs if kind in ("title-names", "body-names")}
    kinds = (("strong", strong), ("weak", weak), ("all", strong | weak))
    return [(f"{kind}={'+'.join(sorted(found))}", "") for kind, found in kinds]


def _shape(title: str, body: str, answers: str, code: str) -> list[tuple[str, str]]:
    """Signals from the form of the text."""
    first = title.lower().split()[:1]
    signals = [f"opens={first[0]}"] if first and first[0] in _OPENERS else []
    signals += [f"title-has={word}" for word in words(title) if word in _OPENERS]
    tests = {
        "title-asks": "?" in title,
        "body-asks": "?" in answers,
        "has-code": bool(code.strip()),
        "has-traceback": "Traceback" in body or 'File "' in body,
        "has-template": len(answers) + 80 < len(body),
    }
    signals += [signal for signal, holds in tests.items() if holds]
    length = len(answers)
    size = next((str(n) for n in (1, 40, 120, 250, 500, 1200) if length < n), "more")
    signals += [f"size={size}", f"title-words={min(len(title.split()), 8)}"]
    return [(signal, "") for signal in signals]


def _errors(text: str) -> list[tuple[str, str]]:
    """Signals from error lines."""
    lines = error_lines(text)
    found = [(f"error={name}", line) for line in lines for name in _EXCEPTION.findall(line)]
    return [*found, ("has-error" if lines else "no-error", "")]
