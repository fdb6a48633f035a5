"""Shell that pages show: bash can parse it, and shellcheck has nothing serious to say."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SHELLCHECK = Path(sys.executable).parent / "shellcheck"
# Names that a page leaves to the reader are no mistake, nor is a `cd` that may fail.
LEFT_OUT = "SC2154,SC2164,SC1091"
PAGES = sorted([*(ROOT / "docs").rglob("*.md"), *(ROOT / "kb" / "entries").glob("*.md")])
BLOCK = re.compile(
    r"^(?P<fence>`{3,})(?:(?:bash|sh|shell)[ \t]*\n|\{not-run\}[^\n]*\n:language: (?:bash|sh)\n)"
    r"(?P<code>.*?)^(?P=fence)[ \t]*$", re.MULTILINE | re.DOTALL,
)  # fmt: skip


def blocks(text):
    """(line, code) of every shell block."""
    return [(text.count("\n", 0, m.start()) + 2, m["code"]) for m in BLOCK.finditer(text)]


def problems(code):
    done = subprocess.run(
        [SHELLCHECK, "--shell", "bash", "--severity", "warning", "--exclude", LEFT_OUT, "-"],
        input=code, text=True, capture_output=True, check=False,
    )  # fmt: skip
    return done.stdout if done.returncode else ""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_shell_of_a_page_is_sound(page):
    for line, code in blocks(page.read_text(encoding="utf-8")):
        assert not problems(code), f"{page.name}:{line}\n{problems(code)}"


def test_planted_mistake_is_found():
    assert problems("if true; then\n") and problems('for f in "$(ls)"; do rm $f; done')
    text = "```bash\na\n```\n\n````{not-run} x\n:language: bash\nb\n````\n```python\nc\n```\n"
    assert blocks(text) == [(2, "a\n"), (6, "b\n")]
