"""What counts as executable, and that an entry and its page have the same digest."""

from tests.pages.page_inputs import entry, pages
from triage.text.snippets import digest_snippets, find_snippets

CODE = "```python\nprint(1)\n```\n\n```bash\nls\n```\n\n- item\n\n  ~~~pycon\n  >>> 1\n  1\n  ~~~\n"


def test_python_blocks_are_found_and_others_are_not():
    assert find_snippets(CODE) == ("print(1)", ">>> 1\n1")


def test_block_inside_a_longer_fence_is_text():
    assert find_snippets("````text\n```python\nx\n```\n````\n") == ()


def test_block_that_is_never_closed_ends_with_the_page():
    assert find_snippets("```python\nx\n") == ("x",)


def test_digest_sees_code_and_not_trailing_space():
    one = digest_snippets(("a = 1",))
    assert one == digest_snippets(("a = 1  ",)) and len(one) == 64
    assert one != digest_snippets(("a = 2",)) != digest_snippets(("a = 1", ""))


def test_entry_and_its_page_have_the_same_snippets():
    source = entry(sections=(("Fix", CODE + "[x](y.md)"),))
    page = pages(source)["odapi/odapi-x.md"]
    assert find_snippets(page) == find_snippets(source.sections[0][1])
