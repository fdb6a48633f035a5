"""The page of questions without an answer: clusters of issues, biggest first.

Inputs: clusters (all their text is hostile) and the known issues. Outputs: the source of
``unanswered.md``.
"""

from __future__ import annotations

from collections.abc import Mapping

from triage.pages.escape import inline, issue_url, literal
from triage.pages.history import make_history
from triage.pages.markdown import CATEGORY_NAMES, count, page_text
from triage.pages.model import IssueFacts
from triage.records import Cluster

LISTED_CLUSTERS = 60
LISTED_ISSUES = 5
LISTED_TERMS = 8
ERROR_LIMIT = 500


def render_unanswered(
    clusters: tuple[Cluster, ...], known: Mapping[int, IssueFacts], repo: str
) -> str:
    """The whole page; at most ``LISTED_CLUSTERS`` groups, the rest are counted."""
    ordered = sorted(clusters, key=lambda cluster: (-len(cluster.numbers), cluster.numbers))
    if not ordered:
        return page_text(
            "Questions without an answer", "None: every question that came up often has an answer."
        )
    blocks = [_cluster(cluster, known, repo) for cluster in ordered[:LISTED_CLUSTERS]]
    more = len(ordered) - len(blocks)
    return page_text(
        "Questions without an answer",
        f"{count(len(ordered), 'group')} of similar issues that no answer covers yet, the biggest "
        "first. Each is a page worth writing: `triage new-entry SLUG --issues …` starts it.",
        *blocks,
        f"{count(more, 'smaller group')} more; `triage clusters` lists them all." if more else "",
    )


def _cluster(cluster: Cluster, known: Mapping[int, IssueFacts], repo: str) -> str:
    days = make_history(cluster.numbers, known).days
    facts = [
        CATEGORY_NAMES[cluster.category] if cluster.category else "no category",
        count(len(cluster.numbers), "issue"),
        *([f"first {days[0]}, last {days[-1]}"] if days else []),
    ]
    lines = [_issue(number, known, repo) for number in sorted(cluster.numbers)[:LISTED_ISSUES]]
    if len(cluster.numbers) > LISTED_ISSUES:
        lines.append(f"- and {len(cluster.numbers) - LISTED_ISSUES:,} more")
    terms = ", ".join(inline(term) for term in cluster.terms[:LISTED_TERMS])
    blocks = [
        f"## {inline(cluster.title)}",
        " · ".join(facts),
        f"Common words: {terms}" if terms else "",
        literal(cluster.error, ERROR_LIMIT) if cluster.error and cluster.error.strip() else "",
        "\n".join(lines),
    ]
    return "\n\n".join(block for block in blocks if block)


def _issue(number: int, known: Mapping[int, IssueFacts], repo: str) -> str:
    link = f"[\\#{int(number)}]({issue_url(repo, number)})"
    issue = known.get(number)
    if issue is None:
        return f"- {link}"
    state = "closed" if issue.state == "closed" else "open"
    return f"- {link} ({state}) {inline(issue.title)}"
