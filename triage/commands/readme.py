"""The command that checks the READMEs of model folders."""

from __future__ import annotations

from pathlib import Path

import click

from triage.commands.common import emit_json, json_option, report_problems
from triage.errors import WrongUse


@click.command("check-readme", epilog="Example: triage check-readme models/research/deeplab")
@click.argument("paths", nargs=-1, metavar="PATH...", type=click.Path(path_type=Path))
@click.option(
    "--root", type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="The repository, which links must not leave [the nearest folder with .git].",
)  # fmt: skip
@click.option("--template", is_flag=True, help="Print a README to fill in, and check nothing.")
@json_option
def check_readme(paths: tuple[Path, ...], root: Path | None, template: bool, as_json: bool) -> None:
    """Check the README of model folders against the Model Garden's template.

    PATH is a folder or its README. Sections, their order, badges, pinned requirements, figures with
    what proves them, links, placeholders: each problem has a code explained in the reference.
    """
    from triage.readme.check import check_readme as check
    from triage.readme.template import scaffold

    if template == bool(paths):
        raise WrongUse(
            "Name model folders, or use --template alone.", "See triage check-readme --help"
        )
    if template:
        text = scaffold()
        emit_json({"template": text}) if as_json else click.echo(text, nl=False)
        return
    for path in paths:
        if not path.exists():
            raise WrongUse(f"{path} does not exist.", "Name a model folder or its README.")
    problems = [problem for path in paths for problem in check(path, root)]
    report_problems(problems, "the READMEs", "docs/reference/readme-problems.md", as_json)
