"""The catalogue of what can be wrong with a README: stable codes, meaning, remedy.

``triage check-readme`` reports these codes; ``docs/reference/readme-problems.md`` takes its
table from this list (``make reference``). A code is never reused or renumbered: append new ones.
"""

from __future__ import annotations

from triage.problems import Code


class ProblemCode(Code):
    """One kind of problem: code, what it means, and what to do about it."""

    MISSING_FILE = (
        "README001",
        "The folder has no `README.md`.",
        "Write one: `triage check-readme --template` prints the beginning.",
    )
    UNREADABLE = (
        "README002",
        "The README is not UTF-8 text, or is larger than 128 kB.",
        "Save it as UTF-8; move data and long logs to files of their own.",
    )
    TITLE = (
        "README003",
        "There is no title, or more than one: a heading of level 1.",
        "Begin with `# ` and the name of the model; use `##` below it.",
    )
    MISSING_SECTION = (
        "README004",
        "A section of the template is missing.",
        "Add the `##` heading that the message names.",
    )
    EMPTY_SECTION = "README005", "A section has nothing in it.", "Write it, or remove its heading."
    ORDER = (
        "README006",
        "The sections are not in the order of the template.",
        "Move the section that the message names.",
    )
    TWICE = "README007", "A section of the template stands twice.", "Join the two."
    LEVEL = (
        "README008",
        "A heading skips a level.",
        "Use `###` directly below `##`, and so on.",
    )
    PLACEHOLDER = (
        "README009",
        "A placeholder or an instruction of the template is left.",
        "Write what it asks for, or remove it.",
    )
    PAPER = (
        "README010",
        "Neither the badges under the title nor the description link the paper.",
        "Link arXiv, a DOI or the conference page under the title.",
    )
    NO_VERSION = (
        "README011",
        "No badge says for which TensorFlow the code is.",
        "Add the badge, with the version it was run on.",
    )
    OLD_VERSION = (
        "README012",
        "The badge names a TensorFlow before 2.",
        "Migrate the code (`triage migrate`), run it, and name the version.",
    )
    REQUIREMENTS = (
        "README013",
        "The folder has neither `requirements.txt` nor `INSTALL.md`.",
        "Add `requirements.txt`, each package with its version.",
    )
    PIN = (
        "README014",
        "A package to install has no version, or cannot be read as a requirement.",
        "Pin it as `name==1.2.3`, or `name~=1.2` where later ones are known to work.",
    )
    INSTALL = (
        "README015",
        "*Requirements* shows no command that installs them.",
        "Add a block with `pip install -r requirements.txt`.",
    )
    FIGURES = (
        "README016",
        "*Results* has no table with figures.",
        "Add a table with the figures that a run of this code reached.",
    )
    ARTIFACT = (
        "README017",
        "*Results* links no checkpoint, saved model or log.",
        "Link what the figures can be checked with.",
    )
    COMMAND = (
        "README018",
        "*Training* or *Evaluation* shows no command.",
        "Add a code block with the command, as it was run.",
    )
    NO_LINK = (
        "README019",
        "*Dataset* or *References* links nothing.",
        "Link the data, and the papers.",
    )
    CONTENTS = (
        "README020",
        "*Table of Contents* leaves out a section of this README.",
        "Link each section by its anchor: `#training`.",
    )
    CITATION = (
        "README021",
        "*Citation* has nothing to copy.",
        "Add a block of `bibtex`.",
    )
    LANGUAGE = (
        "README022",
        "A code block does not say its language.",
        "Write it behind the fence: `shell`, `python`, `text`.",
    )
    UNCLOSED = (
        "README023",
        "A code block is never closed.",
        "Close it with the fence it began with.",
    )
    DEAD_LINK = (
        "README024",
        "A link leads to a file that does not exist.",
        "Mend the path; it begins at the README, or with `/` at the repository.",
    )
    DEAD_ANCHOR = (
        "README025",
        "A link leads to a heading that does not exist.",
        "Use the words of the heading, in lower case and joined by `-`.",
    )
    OUTSIDE = (
        "README026",
        "A link leads out of the repository.",
        "Link the address on the web instead; without a `.git`, name the repository with `--root`.",
    )
