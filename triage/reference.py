"""The command line as Markdown, from the commands themselves; ``make reference`` writes it."""

from __future__ import annotations

import click

from triage.cli import triage


def command_pages() -> str:
    """A section a command, with what its ``--help`` prints, in the order of the alphabet."""
    parts = [_section("triage", triage)]
    for name in sorted(triage.commands):
        parts.append(_section(f"triage {name}", triage.commands[name]))
    return "\n".join(parts)


def _section(name: str, command: click.Command) -> str:
    with click.Context(command, info_name=name, max_content_width=90, terminal_width=90) as context:
        text = command.get_help(context)
    return f"## {name}\n\n```text\n{text}\n```\n"
