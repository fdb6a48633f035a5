"""Read Python 2: what of its syntax Python 3 refuses, and a tree of the rest.

Input: text that is not Python 3. Output: marks, and the same text as Python 3 with every construct
on its line. fissix, the kept successor of lib2to3, parses and rewrites it.
"""

from __future__ import annotations

import ast
import logging
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from triage.migrate.model import Mark

FIXERS = ("print", "except", "exec", "raise", "repr", "ne", "numliterals")
_OCTAL = re.compile(r"0[0-7]+\Z")
_NODES = {
    "print_stmt": "print statement",
    "exec_stmt": "exec statement",
    "tfpdef": "tuple parameter",
}
ADVICE = {
    "print statement": "print(…), a function",
    "exec statement": "exec(code, namespace), a function",
    "except clause with a comma": "except Error as error:",
    "raise statement with a comma": "raise Error(message)",
    "backticks": "repr(…)",
    "<>": "!=",
    "long integer": "without the L",
    "octal number": "0o777",
    "ur string": "u'…' or r'…'",
    "tuple parameter": "one parameter, unpacked in the body",
}


def convert(text: str) -> tuple[str, tuple[Mark, ...]]:
    """The text as Python 3, and what was Python 2 in it.

    Raises:
        SyntaxError: it is no Python 2 either; with the line.
    """
    from fissix.pgen2.parse import ParseError
    from fissix.pgen2.tokenize import TokenError

    tool = _tool()
    try:
        tree = tool.driver.parse_string(text if text.endswith("\n") else f"{text}\n")
    except ParseError as error:
        line = error.context[1][0] if error.context else 1
        raise SyntaxError(f"cannot read {error.value!r}", ("", line, 1, "")) from None
    except (TokenError, IndentationError, RecursionError) as error:
        line = error.args[1][0] if len(error.args) > 1 else 1
        raise SyntaxError(str(error.args[0]), ("", line, 1, "")) from None
    marks = tuple(sorted(_marks(tree), key=lambda mark: (mark.line, mark.column)))
    _soften(tree)
    tool.refactor_tree(tree, "")
    return str(tree), marks


@cache
def _tool() -> Any:
    from fissix.refactor import RefactoringTool

    for name in ("RefactoringTool", "fissix", "lib2to3"):
        logging.getLogger(name).setLevel(logging.ERROR)
    return RefactoringTool([f"fissix.fixes.fix_{name}" for name in FIXERS])


def _marks(tree: Any) -> Iterator[Mark]:
    from fissix.pygram import python_symbols as symbols

    names = {getattr(symbols, node): word for node, word in _NODES.items()}
    for node in tree.pre_order():
        word = _leaf_word(node) if not node.children else names.get(node.type)
        if node.type == symbols.raise_stmt and any(c.value == "," for c in _leaves(node)):
            word = "raise statement with a comma"
        elif node.type == symbols.except_clause and any(c.value == "," for c in _leaves(node)):
            word = "except clause with a comma"
        if word:
            leaf = next(node.leaves(), node)
            yield Mark(leaf.lineno, leaf.column + 1, word, ADVICE[word])


def _leaves(node: Any) -> list[Any]:
    return [child for child in node.children if not child.children]


def _leaf_word(leaf: Any) -> str | None:
    value = leaf.value
    if value == "print" and leaf.parent.type == _simple_statement():
        return "print statement"  # bare: a statement of one word has no node of its own
    if value == "<>":
        return "<>"
    if value == "`":
        return "backticks" if leaf.next_sibling is not None else None
    if value[:1].isdigit() and value[-1] in "lL":
        return "long integer"
    if _OCTAL.match(value) and value.strip("0"):
        return "octal number"
    return "ur string" if value[:2].lower() == "ur" and value[2:3] in "\"'" else None


@cache
def _simple_statement() -> int:
    from fissix.pygram import python_symbols as symbols

    return int(symbols.simple_stmt)


def _soften(tree: Any) -> None:
    """What no fixer mends on its own line: a bare print, tuple parameters, ur strings."""
    from fissix.fixer_util import Name
    from fissix.pygram import python_symbols as symbols

    for number, node in enumerate(list(tree.pre_order())):
        if node.type == symbols.tfpdef and node.children:
            node.replace(Name(f"_tuple{number}", prefix=node.prefix))
        elif not node.children and _leaf_word(node) == "ur string":
            node.value = node.value[1:]


def parse(text: str) -> tuple[ast.Module, tuple[Mark, ...]]:
    """A syntax tree of Python 2 text, and the marks.

    Raises:
        SyntaxError: it can be read as neither, with the line.
    """
    converted, marks = convert(text)
    return ast.parse(converted), marks
