"""Commands that judge issues: classify, match, evaluate, and train and predict for any label."""

from __future__ import annotations

from pathlib import Path

import click

from triage.commands.common import (
    BadLines,
    db_option,
    emit_json,
    entries_option,
    json_option,
    note,
    repo_option,
)  # fmt: skip
from triage.errors import WrongUse


@click.command(epilog="Example: triage classify issues.jsonl --json > predictions.jsonl")
@click.argument("source")
@db_option
@repo_option
@json_option
def classify(source: str, db: str | None, repo: str | None, as_json: bool) -> None:
    """Put each issue of SOURCE into a category and a type, in input order.

    SOURCE is a JSONL file, - for standard input, or db for the issues of the database.
    """
    from triage.classify import load_default
    from triage.commands.show import prediction_line
    from triage.pipeline.sources import groups, read_source

    classifier = load_default()
    bad_lines = BadLines()
    for batch in groups(read_source(source, db, bad_lines, repo)):
        for issue, prediction in zip(batch, classifier.classify_many(batch), strict=True):
            if as_json:
                emit_json(prediction)
            else:
                click.echo(prediction_line(issue.title, prediction))
    bad_lines.finish()


@click.command(epilog="Example: triage match issues.jsonl --top 3 --json")
@click.argument("source")
@click.option("--top", default=5, show_default=True, type=click.IntRange(1, 100))
@entries_option
@db_option
@repo_option
@json_option
def match(
    source: str, top: int, entries: str | None, db: str | None, repo: str | None, as_json: bool
) -> None:
    """Find the entries that answer each issue of SOURCE, in input order.

    SOURCE is a JSONL file, - for standard input, or db for the issues of the database.
    """
    from triage.commands.show import match_lines
    from triage.pipeline.judge import build_matcher
    from triage.pipeline.sources import groups, read_source

    matcher = build_matcher(entries)
    bad_lines = BadLines()
    for batch in groups(read_source(source, db, bad_lines, repo)):
        for issue, result in zip(batch, matcher.match_many(batch, top=top), strict=True):
            if as_json:
                emit_json(result)
            else:
                click.echo(match_lines(issue.title, result))
    bad_lines.finish()


@click.command(epilog="Example: triage evaluate kb/data/issues.jsonl --cv 5")
@click.argument("gold", type=click.Path(dir_okay=False))
@click.option("--cv", type=click.IntRange(2, 20), help="Cross-validate with N folds.")
@click.option("--text", help="Any other labels: the columns of text, by comma.")
@click.option("--target", help="Any other labels: the column to predict.")
@click.option("--group", help="Any other labels: one model for each value of this column.")
@click.option("--record", type=click.Path(dir_okay=False), help="Also write the result here.")
@entries_option
@json_option
def evaluate(
    gold: str, cv: int | None, text: str | None, target: str | None, group: str | None,
    record: str | None, entries: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Measure quality against GOLD rows; with --cv on rows that no model has seen.

    With --target, any table (.csv or .jsonl) with any label column is measured.
    """
    from triage.commands.show import quality_table
    from triage.pipeline.quality import evaluate_gold, write_record

    if target:
        from triage.pipeline.quality import evaluate_table

        result = evaluate_table(gold, (text or "title,body").split(","), target, cv, group)
    elif text or group:
        raise WrongUse("--text and --group go with --target.", "Name the label column too.")
    else:
        result = evaluate_gold(gold, cv, entries)
    if record:
        write_record(Path(record), result, _shown(gold, cv, target, group))
        note(f"recorded in {record}")
    if as_json:
        emit_json(result)
    else:
        click.echo(quality_table(result))


def _shown(gold: str, cv: int | None, target: str | None, group: str | None) -> str:
    """The command as the record tells it, without the folders of this machine."""
    options = {"target": target, "group": group, "cv": cv}
    given = [f"--{name} {value}" for name, value in options.items() if value]
    return " ".join(["triage evaluate", Path(gold).name, *given])


@click.command(epilog="Example: triage train issues.csv --target label --out model")
@click.argument("data", type=click.Path(dir_okay=False))
@click.option("--text", default="title,body", show_default=True, help="Columns of text, by comma.")
@click.option("--target", required=True, help="The column to learn.")
@click.option("--out", required=True, type=click.Path(file_okay=False), help="Folder to write.")
@json_option
def train(data: str, text: str, target: str, out: str, as_json: bool) -> None:
    """Learn any label column of DATA (.csv or .jsonl); the model is data, not code."""
    from triage.classify.generic import train_table

    report = train_table(Path(data), text.split(","), target, Path(out))
    if as_json:
        emit_json(report)
    else:
        click.echo(
            f"learned {len(report.classes)} classes from {report.rows} rows "
            f"in {report.seconds:.1f} s: {out}"
        )


@click.command(epilog="Example: triage predict model new-issues.csv --json")
@click.argument("model_dir", type=click.Path(file_okay=False))
@click.argument("data", type=click.Path(dir_okay=False))
@json_option
def predict(model_dir: str, data: str, as_json: bool) -> None:
    """Apply a model of triage train to DATA, in input order."""
    from triage.classify.generic import predict_table

    for row in predict_table(Path(model_dir), Path(data)):
        if as_json:
            emit_json(row)
        else:
            click.echo(f"{row['label']}\t{row['confidence']:.2f}")
