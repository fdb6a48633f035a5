"""Links of a page to the place where it is kept: edit it, report a problem, read it as text.

Inputs: ``repository_url`` and ``repository_branch`` of the configuration, git, the records.
Output: variables of the templates ``breadcrumbs.html`` and ``footer.html``. "Text last changed"
comes from git and says nothing of whether the page is right: that is what stamps are for.
"""

from __future__ import annotations

import os
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote, urlencode

from docutils import nodes
from git_facts import read_changes, read_commit
from page_facts import PageFacts, read_facts, read_version
from sphinx.application import Sphinx
from sphinx.config import Config

from triage.config import HOME
from triage.pages.feedback import CORRECTION, feedback_url

DEFAULT_REPOSITORY = f"https://github.com/{HOME}"


def read_repository(app: Sphinx, config: Config) -> None:
    """Ask git once, before pages are compared with those of the last build."""
    config.release = config.version = read_version()
    config.site_commit = os.environ.get("READTHEDOCS_GIT_COMMIT_HASH") or read_commit(app.srcdir)
    config.site_changes = read_changes(app.srcdir)


def edit_url(config: Config, source: str) -> str:
    """Where one edits a file in the browser."""
    return f"{config.repository_url}/edit/{config.repository_branch}/{quote(source)}"


def report_url(config: Config, facts: PageFacts, title: str) -> str:
    """A new issue that already says which page, which version, and what the stamp claims."""
    fields = {"entry": entry_of(facts), **page_fields(config, facts)}
    title = f"Problem with the page: {title}"
    return feedback_url(config.repository_url, CORRECTION, title, **fields)


def entry_of(facts: PageFacts) -> str:
    """The id of the entry that a page shows; empty for other pages."""
    source = PurePosixPath(facts.source or "")
    return source.stem if source.parent.as_posix() == "kb/entries" else ""


def page_fields(config: Config, facts: PageFacts) -> dict[str, str]:
    """What the site knows of the page, and the person who reports need not look up."""
    version = f"{config.release}, commit {config.site_commit or 'unknown'}"
    return {
        "page": f"{config.html_baseurl}{facts.name}.html",
        "stamp": f"Site {version}. Verified: {say_run(facts)}",
    }


def complete_links(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Give the corrections that a page links what the site knows: its address and last run."""
    start = f"{app.config.repository_url}/issues/new?template={CORRECTION}&"
    links = [
        node for node in doctree.findall(nodes.reference)
        if str(node.get("refuri", "")).startswith(start)
    ]  # fmt: skip
    for link in links:
        fields = page_fields(app.config, read_facts(app, docname))
        link["refuri"] += f"&{urlencode(fields)}"


def say_run(facts: PageFacts) -> str:
    """The newest run in one line, for people who read the report."""
    if facts.run is None:
        return "never"
    record = facts.run.record
    passed = f"{record.passed} of {record.snippets} snippets passed"
    return f"{record.date:%Y-%m-%d} on release {record.release}, {passed} ({facts.run.state})"


def add_links(
    app: Sphinx, pagename: str, _template: str, context: dict[str, Any], doctree: nodes.Node | None
) -> None:
    """Give the templates the links of a page; pages without a source have none."""
    if doctree is None:
        return
    facts = read_facts(app, pagename)
    title = app.env.titles[pagename].astext()
    context["report_url"] = report_url(app.config, facts, title)
    context["text_changed"] = facts.changed
    if facts.source:
        context["edit_url"] = edit_url(app.config, facts.source)


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_config_value("repository_url", DEFAULT_REPOSITORY, "html", str)
    app.add_config_value("repository_branch", "main", "html", str)
    app.add_config_value("site_commit", "", "html", str)
    app.add_config_value("site_changes", {}, "", dict)
    app.connect("config-inited", read_repository)
    app.connect("doctree-resolved", complete_links)
    app.connect("html-page-context", add_links)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
