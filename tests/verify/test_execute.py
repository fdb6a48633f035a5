"""One page in one process: what fails, in which snippet, on which line."""

import pytest

from tests.verify.conftest import fenced
from triage.verify.execute import run_page


def failures(text):
    """{snippet: (line, error)} of a page's text."""
    found = {}
    run_page("docs/p", text, lambda number, failure: found.update({number: failure}))
    return {number: (fail.line, fail.error) for number, fail in found.items() if fail}


@pytest.fixture(autouse=True)
def main_module(monkeypatch):
    """A page replaces ``__main__``; the test gets its own back."""
    import sys

    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])


RAISES = ">>> int('x')\nTraceback (most recent call last):\n    ...\nValueError: invalid literal..."


@pytest.mark.parametrize(
    "code",
    [
        "import math\nassert math.pi > 3", ">>> 1 + 1\n2\n>>> 'a'\n'a'", RAISES,
        ">>> print('a\\n\\nb')\na\n\nb\n>>> 3\n3", ">>> x = 1\n\n>>> x\n1", ">>> 2 / 3\n0.667",
        ">>> for i in range(2):\n...     print(i)\n0\n1", "", ">>> print('  a   b ')\na b",
    ],
)  # fmt: skip
def test_right_snippet_passes(code):
    assert failures(fenced(code)) == {}


@pytest.mark.parametrize(
    ("code", "line", "error"),
    [
        (">>> (2, 3)\n(2, 4)", 4, "expected '(2, 4)', got '(2, 3)'"),
        (">>> x = 1\n>>> print('dtype=float32')\ndtype=float16", 5,
         "expected 'dtype=float16', got 'dtype=float32'"),
        (">>> 41\n42", 4, "expected '42', got '41'"),
        (">>> 2 / 3\n0.669", 4, "expected '0.669', got '0.6666666666666666'"),
        (RAISES.replace("int('x')", "int('1') and None"), 4,
         "expected 'Traceback (most recent call last): ... ValueError: invalid literal...', "
         "got nothing"),
        (RAISES.replace("ValueError: invalid", "ValueError: valid"), 4,
         "expected 'ValueError: valid literal...', "
         "got \"ValueError: invalid literal for int() with base 10: 'x'\""),
        (RAISES.replace("ValueError", "KeyError"), 4, None),
        (">>> None\n3", 4, "expected '3', got nothing"),
        (">>> 3", 4, "expected nothing, got '3'"),
        ("x = 1\n\nassert x == 2, 'wrong'", 6, "AssertionError: wrong"),
        ("def f():\n    return 1 / 0\nf()", 5, "ZeroDivisionError: division by zero"),
        ("x = 1\nx = = 2", 5, "SyntaxError: invalid syntax"),
        (">>> 1 / 0", 4, "ZeroDivisionError: division by zero"),
        ("import sys\nsys.exit(0)", 5, "SystemExit: 0"),
        ("raise KeyboardInterrupt", 4, "KeyboardInterrupt"),
        (">>> 1\n1\n>>> 2  # doctest: +SKIP\n3", 6,
         "a snippet takes no doctest options; use not-run"),
        ("x = 1\n>>> x\n1", 4, "neither code nor output: 'x = 1'"),
        (">>>x\n1", 4, None),
    ],
)  # fmt: skip
def test_planted_mistake_is_found_with_its_line(code, line, error):
    ((number, found),) = failures(fenced("before = 1", code)).items()
    assert number == 2
    assert found[0] - 4 == line  # the page's first snippet takes four lines
    assert error is None or found[1] == error


def test_snippets_share_a_namespace_and_failures_stop_nothing():
    found = failures(fenced("x = 1", "1 / 0", ">>> x\n1", ">>> y\n2", "z = x + 1", ">>> z\n2"))
    assert sorted(found) == [2, 4] and found[4][1] == "NameError: name 'y' is not defined"


def test_classes_of_a_page_pickle_and_show_their_source():
    code = (
        "import dataclasses, inspect, pickle\n@dataclasses.dataclass\nclass A:\n    x: int\n"
        "def f():\n    return 1\n"
    )
    assert not failures(
        fenced(
            code, ">>> pickle.loads(pickle.dumps(A(3)))\nA(x=3)\n>>> def g():\n...     return 2",
            "assert inspect.getsource(f) == 'def f():\\n    return 1\\n'",
            "assert 'return 2' in inspect.getsource(g)",
        )
    )  # fmt: skip
