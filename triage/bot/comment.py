"""The bot's one comment on an issue: what it says, and how it is recognised.

In: a situation and the configuration. Out: the whole text. The first line is a marker with a
digest of the rest; only a comment of the bot's own account with the marker at its very start is
taken for its own, so that nobody can plant one.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

from triage.bot.config import BotConfig
from triage.bot.missing import missing
from triage.bot.model import EntryLink, Situation
from triage.bot.quote import code, unmentioned
from triage.bot.texts import Texts
from triage.records import Comment

_MARKER = re.compile(r"<!-- model-garden-kb:triage digest=([0-9a-f]{16}) -->\n")
MAX_LIKELY = 3


def marked(text: str) -> str:
    """A text with its marker."""
    digest = hashlib.sha256(text.encode()).hexdigest()[:16]
    return f"<!-- model-garden-kb:triage digest={digest} -->\n{text}"


def digest_of(body: str) -> str | None:
    """The digest in a marker; None when the text does not begin with one."""
    match = _MARKER.match(body.replace("\r\n", "\n"))
    return match[1] if match else None


def find_own(comments: Iterable[Comment], login: str) -> Comment | None:
    """The first marked comment of the account; others who copy the marker do not count."""
    for comment in comments:
        if (comment.author or "").casefold() == login.casefold() and digest_of(comment.body):
            return comment
    return None


def compose(situation: Situation, config: BotConfig, *, explain: bool = False) -> str | None:
    """The comment for a situation, marker included; None when there is nothing to say."""
    texts = Texts(config.texts)
    parts = [*_answers(situation, config, texts), *_duplicates(situation, config, texts)]
    if config.does.ask_for_information:
        parts += _questions(situation, config, texts)
    if explain:
        parts += _explanation(situation, texts)
    if not parts:
        return None
    if config.does.welcome and situation.first_issue:
        parts.insert(0, texts.say("welcome"))
    parts += _closing(situation, config, texts)
    return marked("\n\n".join([*map(_calm, parts), texts.say("footer")]))


def _calm(part: str) -> str:
    """Code spans keep their @, which is no mention there; the rest is ours and loses it."""
    pieces = re.split(r"(`+[^`].*?`+)", part)
    return "".join(p if at % 2 else unmentioned(p) for at, p in enumerate(pieces))


def says_answer(situation: Situation, config: BotConfig) -> EntryLink | None:
    """The entry that is safe to name as the answer."""
    found = situation.verdict.matches
    if not config.site or found.answer is None or found.confidence < config.thresholds.answer:
        return None
    return next((link for link in situation.verdict.entries if link.id == found.answer), None)


def likely_entries(situation: Situation, config: BotConfig) -> list[EntryLink]:
    """Two or three entries that may answer; one alone is no choice, and is not sure enough."""
    if not config.site or not config.does.list_likely:
        return []
    links = {link.id: link for link in situation.verdict.entries}
    scored = [match for match in situation.verdict.matches.matches if match.entry in links]
    best = scored[0].score if scored else 0.0
    if best < config.thresholds.likely:
        return []
    kept = [links[m.entry] for m in scored if m.score >= best / 5][:MAX_LIKELY]
    return kept if len(kept) > 1 else []


def _answers(situation: Situation, config: BotConfig, texts: Texts) -> list[str]:
    link = says_answer(situation, config)
    if link is not None:
        values = {
            "question": link.question,
            "url": entry_url(config, link),
            "answer": link.answer.replace("\n", " "),
            "evidence": texts.say(f"evidence_{link.evidence}"),
        }
        return [texts.say("answer", **values)]
    found = likely_entries(situation, config)
    if not found:
        return []
    items = [
        texts.say("likely_item", question=one.question, url=entry_url(config, one)) for one in found
    ]
    return ["\n\n".join([texts.say("likely"), "\n".join(items)])]


def entry_url(config: BotConfig, link: EntryLink) -> str:
    """Where an entry stands on the site."""
    return f"{config.site.rstrip('/')}/kb/entries/{link.id}.html"


def _duplicates(situation: Situation, config: BotConfig, texts: Texts) -> list[str]:
    found = [
        one
        for one in situation.verdict.duplicates
        if config.does.mention_duplicates and one.score >= config.thresholds.duplicate
    ][:MAX_LIKELY]
    if not found:
        return []
    items = [
        texts.say("duplicate_item", number=one.number, reason=code(one.reason)) for one in found
    ]
    return ["\n\n".join([texts.say("duplicates"), "\n".join(items)])]


def _questions(situation: Situation, config: BotConfig, texts: Texts) -> list[str]:
    kind, versions = situation.verdict.prediction.type, config.does.ask_for_versions
    found = missing(situation.issue, kind, ask_versions=versions)
    if not found:
        return []
    items = [texts.say("missing_item", what=texts.say(key, **values)) for key, values in found]
    return ["\n\n".join([texts.say("missing"), "\n".join(items)])]


def _explanation(situation: Situation, texts: Texts) -> list[str]:
    verdict = situation.verdict
    reasons = [*verdict.prediction.reasons]
    for match in verdict.matches.matches[:MAX_LIKELY]:
        reasons += [f"{match.entry} ({match.score:.2f}): {why}" for why in match.reasons]
    items = [texts.say("explanation_item", reason=code(reason)) for reason in reasons]
    return ["\n\n".join([texts.say("explanation"), "\n".join(items)])] if items else []


def _closing(situation: Situation, config: BotConfig, texts: Texts) -> list[str]:
    days = config.quiet.stale_days
    stale = situation.quiet_days is not None and situation.quiet_days >= days
    if not (config.does.suggest_closing and situation.answered_by and stale):
        return []
    return [texts.say("closing", days=days)]
