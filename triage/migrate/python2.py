"""Read Python 2: what of its syntax Python 3 refuses, and a tree of the rest.

Input: text that is not Python 3. Output: marks, and the same text as Python 3 with every construct
on its line. It is only read, so ``print >>f, x`` may become ``print( f, x)``. fissix, the kept
successor of lib2to3, parses it; its fixers are not used, because they take as long again.
"""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from functools import cache
from typing import Any

from triage.migrate.model import Mark
from triage.migrate.old_statements import frame, old_statements

_OCTAL = re.compile(r"0[0-7]*[1-7][0-7]*\Z")
RAISE, EXCEPT = "raise statement with a comma", "except clause with a comma"
PRINT, EXEC, BACKTICKS, TUPLE = "print statement", "exec statement", "backticks", "tuple parameter"
NODES = {
    "raise_stmt": RAISE, "except_clause": EXCEPT, "print_stmt": PRINT, "exec_stmt": EXEC,
    "atom": BACKTICKS, "tfpdef": TUPLE, "vfpdef": TUPLE,
}  # fmt: skip
ADVICE = {
    PRINT: "print(…), a function",
    EXEC: "exec(code, namespace), a function",
    EXCEPT: "except Error as error:",
    RAISE: "raise Error(message)",
    BACKTICKS: "repr(…)",
    TUPLE: "one parameter, unpacked in the body",
    "<>": "!=",
    "long integer": "without the L",
    "octal number": "0o777",
    "ur string": "u'…' or r'…'",
}


def parse(text: str) -> tuple[ast.Module, tuple[Mark, ...]]:
    """A syntax tree of Python 2 text, and the marks.

    Raises:
        SyntaxError: it can be read as neither, with the line.
    """
    try:
        converted, marks = _convert_statements(text)
        return ast.parse(converted), marks
    except SyntaxError:  # the whole file is read: it says where, and may find a way
        converted, marks = convert(text)
        return ast.parse(converted), marks


def _convert_statements(text: str) -> tuple[str, tuple[Mark, ...]]:
    """As ``convert``, but fissix sees only the statements that may be of Python 2."""
    if "\r" in text:
        raise SyntaxError("lines that end otherwise")
    text = text if text.endswith("\n") else f"{text}\n"
    pieces: list[str] = []
    marks: list[Mark] = []
    done, lines = 0, 0
    for begin, end in old_statements(text):
        lines += text.count("\n", done, begin)
        before, after = frame(text[begin:end])
        converted, found = convert(before + text[begin:end] + after)
        pieces += [text[done:begin], converted[len(before) : len(converted) - len(after)]]
        above = lines - before.count("\n")
        marks += [replace(mark, line=mark.line + above) for mark in found]
        lines += text.count("\n", begin, end)
        done = end
    return "".join([*pieces, text[done:]]), tuple(marks)


def convert(text: str) -> tuple[str, tuple[Mark, ...]]:
    """The text as Python 3, and what was Python 2 in it.

    Raises:
        SyntaxError: it is no Python 2 either; with the line.
    """
    from fissix.pgen2.parse import ParseError
    from fissix.pgen2.tokenize import TokenError

    try:
        tree = _driver().parse_string(text if text.endswith("\n") else f"{text}\n")
    except ParseError as error:
        line = error.context[1][0] if error.context else 1
        raise SyntaxError(f"cannot read {error.value!r}", ("", line, 1, "")) from None
    except (TokenError, IndentationError) as error:
        line = error.args[1][0] if len(error.args) > 1 else 1
        raise SyntaxError(str(error.args[0]), ("", line, 1, "")) from None
    marks = []
    for node in tree.pre_order():
        if word := _word(node):
            leaf = next(node.leaves(), node)
            marks.append(Mark(leaf.lineno, leaf.column + 1, word, ADVICE[word]))
            _mend(node, word)
    return str(tree), tuple(sorted(marks, key=lambda mark: (mark.line, mark.column)))


@cache
def _driver() -> Any:
    from fissix import pygram, pytree
    from fissix.pgen2.driver import Driver

    return Driver(pygram.python_grammar, convert=pytree.convert)


@cache
def _types() -> dict[int, str]:
    from fissix.pygram import python_symbols as symbols

    return {getattr(symbols, node): word for node, word in NODES.items()}


@cache
def _simple_statement() -> int:
    from fissix.pygram import python_symbols as symbols

    return int(symbols.simple_stmt)


def _word(node: Any) -> str | None:
    """What a node is that Python 3 refuses, None for everything else."""
    children = node.children
    if not children:
        return _leaf_word(node)
    word = _types().get(node.type)
    if word == BACKTICKS:
        return word if _value(children[0]) == "`" else None
    if word == TUPLE and next(node.leaves()).value != "(":
        return None  # within one that was made a name already
    if word in (RAISE, EXCEPT):
        return word if any(_value(child) == "," for child in children) else None
    return word


def _leaf_word(leaf: Any) -> str | None:
    value = leaf.value
    if value == "<>":
        return "<>"
    if value == "print" and leaf.parent.type == _simple_statement():
        return PRINT  # bare: a statement of one word has no node of its own
    if value[:1].isdigit():
        if value[-1] in "lL":
            return "long integer"
        return "octal number" if _OCTAL.match(value) else None
    return "ur string" if value[:2].lower() == "ur" and value[2:3] in ("'", '"') else None


def _mend(node: Any, word: str) -> None:
    """Rewrite a node in its place: its leaves change, its lines do not."""
    if not node.children:
        node.value = _mended(node.value)
    elif word in (PRINT, EXEC, RAISE):
        _wrap(node)
    elif word == BACKTICKS:
        node.children[0].value, node.children[-1].value = "(", ")"
    elif word == EXCEPT:
        comma = next(child for child in node.children if _value(child) == ",")
        comma.value = " as"
        _blank(comma.next_sibling)
    else:
        _blank(node)


def _wrap(node: Any) -> None:
    """``print a, b`` as ``print( a, b)``, ``raise A, b`` as ``raise( A, b)``."""
    for child in node.children:
        if _value(child) == ">>":
            child.value = ""
        elif _value(child) == "in":
            child.value = ","
    keyword, *rest = node.leaves()
    keyword.value += "("
    rest[-1].value += ")"


def _blank(node: Any) -> None:
    """A tuple that is bound becomes one name."""
    if node.children:
        first, *rest = node.leaves()
        first.value = f"_{first.column}"
        for leaf in rest:
            leaf.value = ""


def _mended(value: str) -> str:
    if value == "<>":
        return "!="
    if value[:2].lower() == "ur":
        return value[1:]
    value = value.rstrip("lL")
    return f"0o{value[1:]}" if _OCTAL.match(value) else value


def _value(node: Any) -> str | None:
    return None if node.children else str(node.value)
