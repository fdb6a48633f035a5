"""Check what stands in the sections. In: ``Document``. Out: problems.

Only what a rule can see: that there is a table with figures, not whether they are right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from packaging.version import Version

from triage.readme.check_sections import Found, find_section
from triage.readme.document import Document
from triage.readme.links import Link
from triage.readme.problems import ProblemCode
from triage.readme.template import PARTS, part_of

TENSORFLOW = re.compile(r"tensorflow[-_ ]{0,3}v?(\d{1,3}(?:\.\d{1,3}){0,2})", re.IGNORECASE)
PAPER_HOSTS = (
    "arxiv.org", "doi.org", "openreview.net", "aclanthology.org", "aclweb.org", "thecvf.com",
    "nips.cc", "neurips.cc", "mlr.press", "acm.org", "ieee.org", "springer.com", "research.google",
    "isca-speech.org", "biorxiv.org", "nature.com",
)  # fmt: skip
PLACEHOLDER = re.compile(
    r":memo:|\bTODO\b|\bFIXME\b|\bTBD\b|YYMM\.NNNNN|arxiv\.org/abs/\.\.\.|\bxx ?%"
    r"|Last name, First name|@GitHub username|github\.com/username\b|\bpython3? \.\.\."
    r"|Model name, Paper title, or Project Name|drive\.google\.com/\.\.\.|tfhub\.dev/\.\.\."
)


def check_content(document: Document) -> Found:
    """What is missing or left over in the sections."""
    yield from _check_badges(document)
    yield from _check_placeholders(document)
    yield from _check_codes(document)
    yield from _check_results(document)
    yield from _check_contents(document)
    for name, what in (("Training", "trains"), ("Evaluation", "evaluates")):
        section = find_section(document, name)
        if section and section.heading and not section.codes:
            message = f"{name} shows no command that {what}."
            yield ProblemCode.COMMAND, message, section.heading.line
    for name in ("Dataset", "References"):
        section = find_section(document, name)
        if section and section.heading and not section.empty and not section.links:
            yield ProblemCode.NO_LINK, f"{name} links nothing.", section.heading.line
    section = find_section(document, "Citation")
    if section and section.heading and not section.codes:
        yield ProblemCode.CITATION, "Citation has nothing to copy.", section.heading.line


def _check_badges(document: Document) -> Found:
    links = [link for section in document.sections for link in section.links]
    found = [(v, link) for link in links if link.picture for v in [_version(link)] if v]
    if not found:
        yield ProblemCode.NO_VERSION, "No badge names a version of TensorFlow.", 1
    elif max(version for version, _ in found) < Version("2"):
        version, link = found[0]
        yield ProblemCode.OLD_VERSION, f"The badge names TensorFlow {version}.", link.line
    if not any(_is_paper(link) for link in _introduction(document)):
        yield ProblemCode.PAPER, "The paper is not linked under the title.", 1


def _version(link: Link) -> Version | None:
    found = TENSORFLOW.search(unquote(link.target)) or TENSORFLOW.search(link.words)
    return Version(found[1]) if found else None


def _introduction(document: Document) -> Iterator[Link]:
    """The links before the second section of the template, the description being the first."""
    for section in document.sections:
        if section.heading and (part_of(section.heading.text) or 0) > 0:
            return
        yield from section.links


def _is_paper(link: Link) -> bool:
    try:
        host = urlsplit(link.target).hostname or ""
    except ValueError:
        return False
    return any(host == name or host.endswith(f".{name}") for name in PAPER_HOSTS)


def _check_placeholders(document: Document) -> Found:
    texts = [(heading.line, heading.text) for heading in document.headings]
    for section in document.sections:
        texts += section.prose
        texts += [(link.line, link.target) for link in section.links]
        texts += [(code.line, code.text) for code in section.codes]
        line = section.heading.line if section.heading else 1
        texts += [(line, cell) for cell in section.cells]
    for line, text in texts:
        found = PLACEHOLDER.search(text)
        if found:
            yield ProblemCode.PLACEHOLDER, f"{found[0]!r} is left.", line


def _check_codes(document: Document) -> Found:
    for code in (code for section in document.sections for code in section.codes):
        if not code.language:
            yield ProblemCode.LANGUAGE, "The code block does not say its language.", code.line
        if not code.closed:
            yield ProblemCode.UNCLOSED, "The code block is never closed.", code.line


def _check_results(document: Document) -> Found:
    section = find_section(document, "Results")
    if section is None or section.heading is None:
        return
    if not any(re.search(r"\d", cell) for cell in section.cells):
        yield ProblemCode.FIGURES, "Results has no table with figures.", section.heading.line
    if not any(link for link in section.links if not link.picture):
        message = "Results links no checkpoint, saved model or log."
        yield ProblemCode.ARTIFACT, message, section.heading.line


def _check_contents(document: Document) -> Found:
    section = find_section(document, "Table of Contents")
    if section is None or section.heading is None or section.empty:
        return
    linked = {unquote(link.target).lower() for link in section.links}
    own = next(at for at, part in enumerate(PARTS) if part.name == "Table of Contents")
    for heading in document.headings:
        place = part_of(heading.text)
        later = heading.level == 2 and place is not None and place > own
        if later and f"#{heading.anchor}" not in linked:
            message = f"The contents leave out {heading.text[:80]!r}."
            yield ProblemCode.CONTENTS, message, section.heading.line
