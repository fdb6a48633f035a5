"""The repository's issue templates, old and new: their words out, people's answers kept.

In: an issue body. Out: the body without template lines, or the headings it has. An issue that
holds nothing else comes out empty, which is how an unfilled template is known.
"""

from __future__ import annotations

import re

from triage.text.markdown import strip_comments

_LABELS = frozenset(
    """
what is the top-level directory of the model you are using
have i written custom code
os platform and distribution
mobile device
mobile device name if the issue happens on a mobile device
tensorflow installed from
tensorflow version
python version
bazel version
gcc/compiler version
cuda/cudnn version
gpu model and memory
exact command to reproduce
please provide the entire url of the model you are using
the entire url of the file you are using
the entire url of the documentation with the issue
describe the problem
describe the problem clearly
describe the current behavior
describe the expected behavior
describe the bug
describe the issue
describe the feature you request
describe the feature you request and the current behavior/state
describe the feature
standalone code to reproduce the issue
code to reproduce the issue
steps to reproduce
expected behavior
current behavior
actual behavior
additional context
system information
source code / logs
source code/logs
other info / logs
any other info
relevant log output
are you willing to contribute it
who will benefit with this feature
url with the issue
description of issue
clear description
correct links
parameters defined
returns defined
raises listed and defined
usage example
request visuals, if applicable
submit a pull request
prerequisites
environment
issue type
have you reproduced the bug with tf nightly
have you reproduced the bug with tensorflow nightly
source
custom code
current behaviour
""".strip().splitlines()
)

_SENTENCES = tuple(
    """
please answer the following question
i am using the latest tensorflow model garden release
i am reporting the issue to the correct repository
i checked to make sure that this
you must complete this information
please go to stack overflow
please make sure that this is a
as per our github policy
thank you for submitting a tensorflow documentation issue
policy, we only address
the tensorflow docs are open source
contributor guide: https
also, please understand that many of the models
note: issues that are not bugs or feature requests
it must be a bug or a feature request
it must be a bug, a feature request
the form below must be filled out
here's why we have that policy
here’s why we have that policy
include any logs or source code
you can collect some of this information
you can obtain the tensorflow version
you can also obtain the tensorflow version
python -c "import tensorflow as tf; print(tf.
`python -c "import tensorflow as tf; print(tf.
tensorflow 1.0
tensorflow 2.0
describe the problem clearly here
provide a reproducible test case
a clear and concise description of what
steps to reproduce the behavior
add any other context about
include any logs or source code
if including tracebacks
please provide a link to the documentation entry
for example, why should someone use this method
is the link to the source code correct
are all parameters defined and formatted
are return values defined
are the errors defined
is there a usage example
see the api guide
on how to write testable usage
are there currently visuals
are you planning to also submit a pull request
docs api guide
please see our security policy
we will automatically close questions
the research models (https
""".strip().splitlines()
)

_PLACEHOLDER_URL = re.compile(
    r"https://github\.com/tensorflow/models/(?:tree|blob)/master/(?:official|research)/\.\.\.\S*"
)
_MARKS = re.compile(r"^[\s#>*\-+_]*(?:\[[ xX]?\]\s*)?(?:\d{1,2}[.)]\s*)?[\s*_]*")
_EXAMPLE = re.compile(r"\([^()\n]{0,200}\)")
_NO_ANSWER = frozenset("n/a na none no yes nope y n ... - . _no response_".split()) | {
    "no response",
    "_no response_",
    "not applicable",
}


def headings(body: str) -> list[str]:
    """The Markdown headings and bold field names of a body, lower-case, without marks."""
    found = []
    for line in body.splitlines():
        if line.startswith(("#", "**")):
            found.append(_label(line[:200]))
    return [heading for heading in found if heading]


def strip_template(body: str) -> str:
    """The body without the words of the issue templates; what people answered stays.

    Placeholder addresses (``…/official/...``), answers such as "N/A" and tick boxes go too.
    """
    body = _PLACEHOLDER_URL.sub("", strip_comments(body))
    kept = (_answer(line) for line in body.splitlines())
    return "\n".join(line for line in kept if line is not None).strip()


def is_sentence(line: str) -> bool:
    """Whether a line begins with a sentence of the templates, which nobody wrote himself."""
    return _MARKS.sub("", line[:400].lower(), count=1).startswith(_SENTENCES)


def _answer(line: str) -> str | None:
    """What a person wrote in this line, or None when it is all template."""
    lowered = _MARKS.sub("", line[:400].lower(), count=1)
    if lowered.startswith(_SENTENCES) or _label(line[:400]) in _LABELS:
        return None
    for end in _ends(line[:300]):
        if _label(line[:end]) in _LABELS:
            answer = line[end:].strip().strip(":*?_ ")
            return None if answer.lower() in _NO_ANSWER else answer
    return None if lowered.strip().strip("*_`").lower() in _NO_ANSWER else line


def _ends(line: str) -> list[int]:
    """Where a field name may end: after each of the first colons and question marks."""
    return [at + 1 for at, char in enumerate(line) if char in ":?"][:4]


def _label(line: str) -> str:
    """A heading or field name without marks, numbering, examples and end punctuation."""
    text = _MARKS.sub("", line.lower(), count=1)
    text = _EXAMPLE.sub("", text).replace("(s)", "")
    text = " ".join(text.replace("*", "").split())
    return text.strip(" :?.*_-")
