"""From what is known of an issue to what should be done about it. Pure: no network, no clock.

The same situation gives the same plan, and a situation in which the plan was carried out gives an
empty one: that makes the bot idempotent, whatever woke it and how often.
"""

from __future__ import annotations

from triage.bot.comment import compose, digest_of, marked, says_answer
from triage.bot.config import BotConfig
from triage.bot.labels import label_actions
from triage.bot.model import Command, Plan, Situation
from triage.bot.texts import Texts
from triage.records import Action, ActionKind, Correction, Mode

BOT_SUFFIX = "[bot]"
AT_LIMIT = "the limit of writes is reached"
"""Why a plan is cut short: what is left of it waits."""


def plan(situation: Situation, config: BotConfig, mode: Mode = "shadow") -> Plan:
    """What to do about one issue.

    Args:
        situation: everything that is known.
        config: what the repository allows.
        mode: ``suggest`` proposes labels and says nothing; ``shadow`` plans as ``apply`` does.
    """
    issue = situation.issue
    assert issue.number is not None
    why = silence(situation, config)
    if why is not None:
        corrections = () if "no issue" in why else _corrections(situation, config)
        return Plan(issue.repo, issue.number, (), corrections, why)
    suggest = mode == "suggest"
    if suggest and situation.suggested is None:
        return Plan(issue.repo, issue.number, silence="the server takes no suggestions")
    actions = label_actions(situation, config, suggest=suggest)
    if not suggest:
        actions += [*_comment(situation, config), *_acknowledge(situation)]
    actions = [action for action in actions if _is_news(action, situation)]
    return Plan(
        issue.repo,
        issue.number,
        tuple(actions[: situation.writes_left]),
        _corrections(situation, config),
        _why_nothing(actions, situation),
    )


def silence(situation: Situation, config: BotConfig) -> str | None:
    """Why nothing may be done at all; None when something may."""
    issue = situation.issue
    author = issue.author or ""
    quiet = [label for label in issue.labels if label in config.quiet.labels]
    rules = (
        (issue.is_pull_request, "no issue but a pull request"),
        (situation.transferred, "no issue here any more: it was transferred or deleted"),
        (issue.locked, "the issue is locked"),
        (issue.state != "open", "the issue is closed"),
        (issue.author_is_bot or author.endswith(BOT_SUFFIX), "a bot wrote the issue"),
        (author in config.quiet.authors, "the author is to be left alone"),
        (bool(quiet), f"the label {quiet[0] if quiet else ''} asks for silence"),
        (_is_ignored(situation.commands), "a maintainer said /triage ignore"),
    )
    return next((why for holds, why in rules if holds), None)


def _is_ignored(commands: tuple[Command, ...]) -> bool:
    last = [command.name for command in commands if command.name in ("ignore", "resume")]
    return bool(last) and last[-1] == "ignore"


def _comment(situation: Situation, config: BotConfig) -> list[Action]:
    """The comment to make, to edit or to hide."""
    own, names = situation.comment, [command.name for command in situation.commands]
    if "not-helpful" in names:
        hide = own is not None and not own.minimised
        why = "a maintainer said /triage not-helpful"
        return [_action("minimise_comment", situation, why)] if hide else []
    if not config.does.comment or situation.comment_deleted:
        return []
    body = compose(situation, config, explain="explain" in names)
    if own is None:
        return [_say("comment", situation, config, body)] if body else []
    body = body or marked(Texts(config.texts).say("withdrawn"))
    if digest_of(body) == own.digest:
        return []
    return [_say("edit_comment", situation, config, body)]


def _say(kind: ActionKind, situation: Situation, config: BotConfig, body: str) -> Action:
    link, found = says_answer(situation, config), situation.verdict.matches
    if link is not None:
        reason = f"entry {link.id} answers with confidence {found.confidence:.2f}"
    elif kind == "edit_comment":
        reason = "the issue, or what is known about it, has changed"
    else:
        reason = "likely entries, similar issues or missing information"
    confidence = found.confidence if link else None
    return _action(kind, situation, reason, body, link.id if link else None, confidence)


def _action(
    kind: ActionKind,
    situation: Situation,
    reason: str,
    body: str | None = None,
    entry: str | None = None,
    confidence: float | None = None,
) -> Action:
    issue, own = situation.issue, situation.comment
    assert issue.number is not None
    return Action(
        kind, issue.repo, issue.number, reason,
        body=body,
        comment_id=own.github_id if own and kind != "comment" else None,
        node_id=own.node_id if own and kind == "minimise_comment" else None,
        entry=entry,
        confidence=confidence,
        version=situation.verdict.version,
    )  # fmt: skip


def _acknowledge(situation: Situation) -> list[Action]:
    """A thumb up on each command that was obeyed."""
    issue = situation.issue
    assert issue.number is not None
    return [
        Action(
            "react", issue.repo, issue.number, f"obeyed /triage {command.name}",
            body="+1", comment_id=command.comment_id,
        )
        for command in situation.commands
    ]  # fmt: skip


def _is_news(action: Action, situation: Situation) -> bool:
    """Edits repeat with each change; reactions and suggestions are made once, by whomever."""
    if action.kind == "suggest_label" and action.label in (situation.suggested or ()):
        return False
    return action.kind not in ("react", "suggest_label") or action.key not in situation.done


def _corrections(situation: Situation, config: BotConfig) -> tuple[Correction, ...]:
    """What maintainers said instead, as labels to train with."""
    issue = situation.issue
    assert issue.number is not None
    found: dict[str, Correction] = {}
    for command in situation.commands:
        if command.name == "not-helpful":
            field, value = "faq", None
        elif command.name == "category" and command.value in config.categories:
            field, value = "category", command.value
        else:
            continue
        found[field] = Correction(
            issue.repo, issue.number, field, value, command.author, command.created_at
        )
    return tuple(found.values())


def _why_nothing(actions: list[Action], situation: Situation) -> str | None:
    if not actions:
        return "nothing new to do, or not sure enough"
    return AT_LIMIT if len(actions) > situation.writes_left else None
