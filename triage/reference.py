"""The command line as Markdown, from the commands themselves; ``make reference`` writes it."""

from __future__ import annotations

import click

from triage.cli import triage


def command_pages() -> str:
    """A section a command, with what its ``--help`` prints, in the order of the alphabet."""
    return "\n".join(_sections("triage", triage))


def _sections(name: str, command: click.Command) -> list[str]:
    """Of a command, then of the commands under it."""
    below = command.commands if isinstance(command, click.Group) else {}
    parts = [_section(name, command)]
    for key in sorted(below):
        parts += _sections(f"{name} {key}", below[key])
    return parts


def _section(name: str, command: click.Command) -> str:
    with click.Context(command, info_name=name, max_content_width=90, terminal_width=90) as context:
        text = command.get_help(context)
    return f"## {name}\n\n```text\n{text}\n```\n"
