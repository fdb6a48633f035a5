"""The sections that the Model Garden asks of a README, and a scaffold that has them.

The names and their order are those of version 1.0.2020.170 of ``.github/README_TEMPLATE.md`` in
tensorflow/models, as of commit d93d41d1f516; the words of the scaffold are our own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

NOTE = "TODO:"
"""What each place that a person must fill begins with."""


@dataclass(frozen=True, slots=True)
class Part:
    """A section: its name, other names it goes by, and what its author is asked to write."""

    name: str
    others: tuple[str, ...]
    asks: str


PARTS = (
    Part("Description", ("overview", "introduction"),
         "what the model does and how, in a paragraph, with links to a demo or an article."),
    Part("History", ("changelog", "news"), "what changed, newest first, each with its day."),
    Part("Authors or Maintainers",
         ("authors", "maintainers", "author", "maintainer", "authors and maintainers", "contacts"),
         "who answers questions, with their names on GitHub."),
    Part("Table of Contents", ("contents", "toc"), "a link to each section."),
    Part("Requirements", ("prerequisites", "installation", "setup"),
         "what is needed beyond requirements.txt, and on which system it was tried."),
    Part("Results", ("result",),
         "the figures that a run of this code reached, each with its checkpoint and its log."),
    Part("Dataset", ("datasets", "data"), "where the data is, its licence, and how to prepare it."),
    Part("Training", ("train",), "one command that trains, with its settings, seed and hours."),
    Part("Evaluation", ("evaluate", "testing"), "one command that gives the figures above."),
    Part("References", ("reference",), "papers and code that this builds on."),
    Part("License", ("licence",), "the licence of the code, and of the weights if it differs."),
    Part("Citation", ("citing", "cite"), "how to cite the paper and this code."),
)  # fmt: skip

BLOCKS = {
    "Requirements": (
        "[![TensorFlow 2.20](https://img.shields.io/badge/tensorflow-2.20-brightgreen)]"
        "(https://github.com/tensorflow/tensorflow/releases/tag/v2.20.0)\n"
        "[![Python 3.11](https://img.shields.io/badge/python-3.11-blue)]"
        "(https://www.python.org/downloads/)\n\n"
        "```shell\npip install -r requirements.txt\n```"
    ),
    "Results": (
        "| model | figure | checkpoint | log |\n| --- | --- | --- | --- |\n"
        "| TODO | TODO | [checkpoint](https://example.org/TODO) | [log](https://example.org/TODO) |"
    ),
    "Training": "```shell\npython3 train.py --config TODO --seed 1\n```",
    "Evaluation": "```shell\npython3 evaluate.py --checkpoint TODO\n```",
    "Dataset": "[TODO](https://example.org/TODO)",
    "References": "* [TODO](https://arxiv.org/abs/YYMM.NNNNN)",
    "Citation": "```bibtex\n@misc{TODO,\n  title = {TODO},\n}\n```",
}


def part_of(heading: str) -> int | None:
    """The place of a section in the template, by its heading; None for one of the author's own."""
    name = " ".join(re.sub(r"[^a-z ]", " ", heading.casefold()).split())
    for place, part in enumerate(PARTS):
        if name == part.name.casefold() or name in part.others:
            return place
    return None


def scaffold() -> str:
    """A README with every section, and a ``TODO`` wherever a person must write."""
    contents = [f"* [{part.name}](#{part.name.lower().replace(' ', '-')})" for part in PARTS]
    blocks = BLOCKS | {"Table of Contents": "\n".join(contents)}
    texts = [
        "# TODO: the name of the model",
        "[![Paper](https://img.shields.io/badge/paper-arXiv.YYMM.NNNNN-b3181b)]"
        "(https://arxiv.org/abs/YYMM.NNNNN)",
    ]
    for part in PARTS:
        texts.append(f"## {part.name}")
        if part.name != "Table of Contents":
            texts.append(f"{NOTE} {part.asks}")
        texts += [blocks[part.name]] if part.name in blocks else []
    return "\n\n".join(texts) + "\n"
