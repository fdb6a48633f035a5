"""The ``not-run`` directive: code that a page shows and no run executes, and why.

Input: the reason (it must be there, or the build fails), an optional language, the code.
Output: a line that says "Not run" and the reason, and the code below it.

    ```{not-run} needs a Google Cloud account
    :language: bash
    gcloud compute instances list
    ```
"""

from __future__ import annotations

from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

SIGN = "⊘"


class NotRunDirective(SphinxDirective):
    """Shows the code with its reason; what counts blocks is ``triage.text.snippets``."""

    has_content = True
    required_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[dict[str, Any]] = {"language": directives.unchanged_required}

    def run(self) -> list[nodes.Node]:
        """The reason, then the code, in one box."""
        self.assert_has_content()
        reason = nodes.paragraph(classes=["not-run-reason"])
        reason += [
            nodes.inline(text=f"{SIGN} ", classes=["stamp-sign"]),
            nodes.strong(text="Not run: "),
            nodes.Text(" ".join(self.arguments[0].split())),
        ]
        text = "\n".join(self.content)
        code = nodes.literal_block(text, text, language=self.options.get("language", "python"))
        self.set_source_info(code)
        box = nodes.container(classes=["not-run"])
        box += [reason, code]
        return [box]


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_directive("not-run", NotRunDirective)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
