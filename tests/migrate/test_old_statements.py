"""Reading only the statements of Python 2 gives what reading the whole file gives."""

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.migrate import python2
from triage.migrate.old_statements import old_statements

SIMPLE = (
    "print 'layer', net", "print", "print >>log, 'a: %d' % n,", "print ('a')  # :", "pass",
    "exec code in space", "raise ValueError, 'no'", "x = `y`", "if a <> b: print a",
    "n = 0777 + 10L + 0xFFL", "u = ur'\\d'", "f = lambda (a, b), c: a", "raise KeyError",
    "x = 'print 1' + \"exec\"  # print 2", "t = '''\nprint 3\n''' ; print 4",
    "call(a,\n     b,  # print 5\n     `c`)", "y = a + \\\n    0644",
    "z = obj.print_it(1, (2, 3))", "d = {'except': 1, 'raise': (1, 2)}",
    "s = 'it\\'s' ; print s", "w = x[1:2]  # a <> b", "e = 1e05 + 0.5 + 0 + 00",
    "r = r'\\'; print 6",
)  # fmt: skip
HEADS = (
    "if a <> b:  # why: so", "for x in xs:", "while 1L:", "def f(a, (b, c), d=(1, 2)):",
    "def g(x=(1, 2)):", "class C:", "with a as b:", "if print_it(a,\n       b):",
)  # fmt: skip
TAILS = ("except E, e:", "except (A, B), (c, d):", "except (A, B):", "finally:")


def indented(lines: str, by: str) -> str:
    return "".join(f"{by}{line}" for line in lines.splitlines(keepends=True))


def block(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    by = st.sampled_from(["  ", "    ", "\t"])
    plain = st.builds(lambda head, body, by: f"{head}\n{indented(body, by)}",
                      st.sampled_from(HEADS), inner, by)  # fmt: skip
    tried = st.builds(
        lambda body, tail, rest, by: f"try:\n{indented(body, by)}{tail}\n{indented(rest, by)}",
        inner, st.sampled_from(TAILS), inner, by,
    )  # fmt: skip
    chosen = st.builds(
        lambda body, other, by: f"if a:\n{indented(body, by)}elif b <> c:\n{indented(other, by)}"
        f"else: print 'one line'\n", inner, inner, by,
    )  # fmt: skip
    return st.lists(plain | tried | chosen, min_size=1, max_size=3).map("".join)


# Texts over several lines stay out of blocks: an indentation would change them.
FLAT = st.lists(
    st.sampled_from([one for one in SIMPLE if "'''" not in one]), min_size=1, max_size=4
)
BODY = FLAT.map(lambda lines: "".join(f"{line}\n" for line in lines))
TOP = st.lists(st.sampled_from(SIMPLE), max_size=4).map(
    lambda lines: "".join(f"{x}\n" for x in lines)
)
FILES = st.builds(lambda *parts: "".join(parts), TOP, st.recursive(BODY, block, max_leaves=8), TOP)


def whole(text: str):
    converted, marks = python2.convert(text)
    return ast.parse(converted), marks


def outcome(read, text: str) -> tuple[object, ...]:
    try:
        tree, marks = read(text)
    except SyntaxError as error:
        return "refused", error.lineno, str(error)
    return ast.dump(tree), marks


@given(FILES)
def test_it_is_as_if_the_whole_file_had_been_read(text):
    assert outcome(python2.parse, text) == outcome(whole, text)


@pytest.mark.parametrize("text", [
    "print 1\r\nprint 2\r\n", "x = 1\rprint 2\r", "print 1", "\ufeffprint 1\n",
    "if a:\n  print 1\n\tprint 2\n", "print 'a\n", "print (1,\n", "\x0cprint 1\n",
])  # fmt: skip
def test_odd_files_too(text):
    assert outcome(python2.parse, text) == outcome(whole, text)


def test_only_what_may_be_old_is_read():
    text = (
        "a = 'print'\nprint a\n# print\nb = (1,\n  `a`)\ndef f(x=(1, 2)):\n  return print_it(x)\n"
    )
    found = [text[begin:end] for begin, end in old_statements(text)]
    assert found == ["print a\n", "b = (1,\n  `a`)\n"]
