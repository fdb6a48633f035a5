"""The catalogue of what can be wrong with an entry: stable codes, meaning, remedy.

``triage check-entries`` reports these codes; ``docs/reference/entry-problems.md`` takes its
table from this list (``make reference``). A code is never reused or renumbered: append new ones.
"""

from __future__ import annotations

from triage.problems import Code


class ProblemCode(Code):
    """One kind of problem: code, what it means, and what to do about it."""

    UNREADABLE = "KB001", "The file is not UTF-8 or cannot be read.", "Save it as UTF-8."
    FRONT_MATTER = (
        "KB002",
        "The front matter between the `---` lines is missing or is not YAML.",
        "Quote texts that hold `:`, `#`, `*` or quotes.",
    )
    MISSING_KEY = "KB003", "A key of the front matter is missing.", "Add it."
    UNKNOWN_KEY = "KB004", "A key of the front matter is unknown.", "Remove it or mend its name."
    WRONG_ID = (
        "KB005",
        "The id is not the file name, or is not lower-case words joined by `-`.",
        "Name the file after the id; an id that was published never changes.",
    )
    WRONG_VALUE = (
        "KB006",
        "A value is not one of those allowed, or is of the wrong kind.",
        "Use one of the values the message names.",
    )
    QUESTION = (
        "KB007",
        "The question does not end in `?`, or is longer than 160 characters.",
        "Ask it in one line, in the words of the people who have it.",
    )
    SPECIFIER = (
        "KB008",
        "A version specifier of `applies_to` does not follow PEP 440.",
        'Write for example `{tensorflow: ">=2.4,<2.16"}`.',
    )
    REVIEWED = (
        "KB009",
        "`reviewed` is not a date, or lies in the future.",
        "Give the day somebody last checked the answer, as `2026-11-22`.",
    )
    NO_ANSWER = (
        "KB010",
        "There is no short answer before the first heading, or it is longer than 700 characters.",
        "Say in one or two sentences what to do.",
    )
    MISSING_SECTION = (
        "KB011",
        "A section that this kind of entry must have is missing or empty.",
        "Add the `##` heading the message names, with text.",
    )
    UNKNOWN_SECTION = (
        "KB012",
        "A section that this kind of entry does not have, or one that stands twice.",
        "Use the headings of its kind; go deeper with `###`.",
    )
    HEADING = (
        "KB013",
        "A heading of the wrong level: `#` (the question is the title) or a skipped level.",
        "Use `##` for sections and `###` within them.",
    )
    BROAD_SIGNATURE = (
        "KB014",
        "A signature is too broad: hardly anything but wildcards and stock words.",
        "Keep the names that tell this error from others.",
    )
    SIGNATURE_MISSES = (
        "KB015",
        "A signature matches no line of its own Symptom section.",
        "Show the error line there as it is printed, or mend the signature.",
    )
    SIGNATURE_CLASH = (
        "KB016",
        "A signature matches a line of the Symptom section of another entry.",
        "Make it more exact, or join the two entries.",
    )
    DUPLICATE = (
        "KB017",
        "Another entry has the same id, question or signature.",
        "Join the two, or say how they differ.",
    )
    ISSUES = (
        "KB018",
        "The issue numbers are not whole positive numbers, ascending, each once.",
        "Sort them and remove what stands twice.",
    )
    RAW_HTML = (
        "KB019",
        "The text holds raw HTML outside code.",
        "Use Markdown; put code between backticks.",
    )
    DIRECTIVE = (
        "KB020",
        "The text holds a MyST directive or role that entries do not use.",
        "Use plain Markdown.",
    )
    UNKNOWN_LINK = (
        "KB021",
        "A link names an entry that does not exist.",
        "Mend the file name or remove the link.",
    )
    NOT_EXECUTABLE = (
        "KB022",
        "`evidence: reproduced` without executable blocks (one shows the error, one the fix).",
        "Add blocks with `>>>` lines or name the evidence for what it is.",
    )
    TOO_LONG = (
        "KB023",
        "The file is longer than 200 lines or 16,000 characters, or a line than 1,000.",
        "Move the detail to a guide and link it.",
    )
    TODO = "KB024", "A TODO marker is left.", "Write what it asks for."
    CODE_BLOCK = "KB025", "A code block is never closed.", "Close it with the fence it began with."

    ADDRESS = (
        "KB026",
        "A link is empty, or is not an address of the web.",
        "Write it as `https://…`, without blanks.",
    )
    MISSING_FILE = (
        "KB027",
        "A link names a file of the project that does not exist.",
        "Mend the path; it begins at the entry: `../../docs/guides/install.md`.",
    )
