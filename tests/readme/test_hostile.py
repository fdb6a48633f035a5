"""READMEs of people who mean harm, or who saved the wrong file."""

import os
import time

import pytest

from tests.readme.conftest import GOOD
from triage.readme.check import MAX_BYTES, check_readme

SECONDS = 20
"""Of the processor, far above what any of these takes, far below what quadratic work would."""

PARTS = {
    "brackets": "[", "backticks": "` `` ", "stars": "**a ", "quotes": ">", "list": "- ",
    "html": "<!--", "tags": "<a href=", "declaration": "<![x", "pictures": "![](", "pipes": "|",
    "links": "[a](b)\n", "headings": "## a\n", "titles": "# a\n", "entities": "&#x1;",
    "fences": "```\n", "memo": ":memo: ", "references": "[a]: b\n", "backslashes": "\\\n",
    "tabs": "\t", "lines": "a\n", "rows": "|a|1|\n|-|-|\n",
    "installs": "## Requirements\n```sh\npip install '\n```\n",
}  # fmt: skip


@pytest.mark.parametrize("name", PARTS)
def test_a_readme_of_one_thing_repeated_takes_seconds(folder, name):
    part = PARTS[name]
    folder.write((part * MAX_BYTES)[:MAX_BYTES])
    started = time.process_time()
    assert folder.codes()
    assert time.process_time() - started < SECONDS


@pytest.mark.parametrize("data", [
    b"\xff\xfe# x", b"# a\0b", b"a" * (MAX_BYTES + 1), "# é".encode("latin-1"),
], ids=["utf-16", "nul", "huge", "latin-1"])  # fmt: skip
def test_what_is_no_text_is_one_problem(folder, data):
    folder.write(data)
    assert folder.found() == [("README002", 1)]


def test_a_byte_order_mark_is_no_problem(folder):
    folder.write(b"\xef\xbb\xbf" + GOOD.encode())
    assert folder.found() == []


@pytest.mark.parametrize("target", [
    "../../../../../../etc/passwd", "/../../etc/passwd", "..%2f..%2f..%2fetc/passwd",
    "logs/../../../..", "a%00b", "x" * 5000, "%2e%2e/%2e%2e/%2e%2e/etc", "out", "loop",
])  # fmt: skip
def test_no_link_is_followed_out_of_the_repository(folder, target):
    (folder.path / "out").symlink_to("/etc/passwd")
    (folder.path / "loop").symlink_to("loop")
    folder.replace("(logs/tiny.txt)", f"({target})")
    assert folder.codes() in ({"README024"}, {"README026"})


def test_a_readme_that_is_no_file(folder):
    readme = folder.path / "README.md"
    readme.unlink()
    os.mkfifo(readme)
    assert folder.found() == [("README001", None)]
    readme.unlink()
    readme.mkdir()
    assert folder.found() == [("README001", None)]


def test_messages_hold_no_control_characters(folder):
    folder.write("# a\n\n## \x1b]0;x\x07 \u202e\n\n[x](\u202e\x1b[31m)\n\n#### \x1b[31mz\n\n## b")
    for problem in check_readme(folder.path):
        assert problem.message.isprintable()
