"""The command line: ``triage COMMAND``. Commands open a store, call one function, print.

This module only joins the commands and turns errors into one line and an exit code:
0 done, 1 failed, 2 wrong use. The commands themselves live in ``triage.commands``; each
imports what it needs when it runs, so that ``triage --help`` is instant.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import click

from triage import __version__
from triage.commands.answers import build, check_entries, clusters, new_entry
from triage.commands.bot import bot
from triage.commands.data import export, import_, sync
from triage.commands.judge import classify, evaluate, match, predict, train
from triage.commands.migrate import migrate
from triage.commands.readme import check_readme
from triage.commands.status import status
from triage.commands.verify import verify
from triage.errors import TriageError


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="triage")
def triage() -> None:
    """Read a repository's issues, sort them, and answer them from the knowledge base.

    Example: triage sync tensorflow/models && triage build
    """


for _command in (
    sync, import_, export, classify, match, evaluate, train, predict,
    build, clusters, new_entry, check_entries, check_readme, verify, status,
    bot, migrate,
):  # fmt: skip
    triage.add_command(_command)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit; expected failures become one line on stderr."""
    try:
        code = triage.main(args=arguments, prog_name="triage", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except TriageError as error:
        click.echo(f"triage: {error}", err=True)
        code = error.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo("triage: stopped; what was saved stays saved", err=True)
        code = 1
    except BrokenPipeError:
        # The reader of our output has gone (`| head`): say nothing, not even at shutdown.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 1
    sys.exit(code if isinstance(code, int) else 0)


if __name__ == "__main__":
    main()
