"""What code calls things: which dotted TensorFlow name stands behind a name in a file.

Input: a syntax tree. Output: ``Scope`` values that resolve names and attributes. Imports anywhere
in a scope count, and so do assignments of a module to a name (``slim = tf.contrib.slim``).
Parameters hide names of the scopes around.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from triage.migrate import rules
from triage.migrate.target import api

Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


@dataclass(frozen=True, slots=True)
class Name:
    """A dotted TensorFlow name, spelled from ``tf``; ``v1``: it was reached by compat.v1."""

    symbol: str
    v1: bool = False


@dataclass(slots=True)
class Scope:
    """Names bound in a module or a function, over those of the scope around it."""

    outer: Scope | None = None
    bound: dict[str, str | None] = field(default_factory=dict)

    def find(self, name: str) -> str | None:
        """The dotted name that a plain name stands for, from the package's own name."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.bound:
                return scope.bound[name]
            scope = scope.outer
        return None

    def resolve(self, node: ast.expr) -> str | None:
        """The dotted name behind ``a.b.c``, None if ``a`` is not one."""
        parts: list[str] = []
        while isinstance(node, ast.Attribute):
            parts.append(node.attr)
            node = node.value
        if not isinstance(node, ast.Name):
            return None
        start = self.find(node.id)
        return ".".join([start, *reversed(parts)]) if start else None


PUBLIC = {
    "tf.python.platform.flags": "tf.flags", "tf.python.platform.app": "tf.app",
    "tf.python.platform.gfile": "tf.gfile", "tf.python.platform.tf_logging": "tf.logging",
    "tf.python.platform.test": "tf.test",
}  # fmt: skip
"""Private modules whose names TensorFlow 1 exported under another name."""


HOMES = ("tf", "tf.train", "tf.nn", "tf.summary", "tf.data", "tf.saved_model")


def publish(name: Name) -> Name:
    """The public name of what a private module was exported as; other names as they are."""
    if not name.symbol.startswith("tf.python."):
        return name
    for private, public in PUBLIC.items():
        if name.symbol.startswith(f"{private}."):
            return Name(public + name.symbol[len(private) :], name.v1)
    last = name.symbol.rpartition(".")[2]
    known = (f"{home}.{last}" for home in HOMES if rules.listed(f"{home}.{last}"))
    return Name(next(known, name.symbol), name.v1)


def spell(dotted: str) -> Name | None:
    """A dotted name from ``tf``, or None if it is not TensorFlow's.

    ``tensorflow.compat.v1.x`` is ``tf.x`` reached by compat.v1; compat.v2 is TensorFlow 2 itself.
    """
    head, _, rest = dotted.partition(".")
    if head == "tf_slim":
        return Name(dotted)
    if head != "tensorflow":
        return None
    v1 = False
    while rest.partition(".")[0] == "compat" and rest.split(".")[1:2] in (["v1"], ["v2"]):
        v1 = rest.split(".")[1] == "v1"
        rest = ".".join(rest.split(".")[2:])
    return Name(f"tf.{rest}".rstrip("."), v1)


def open_scope(
    body: Iterable[ast.AST], outer: Scope | None = None, hidden: Iterable[str] = ()
) -> Scope:
    """The scope of a body: ``hidden`` are its parameters."""
    scope = Scope(outer, dict.fromkeys(hidden))
    nodes = [node for statement in body for node in _inside(statement)]
    for node in nodes:
        if isinstance(node, ast.Import):
            scope.bound |= dict(_imported(node))
        elif isinstance(node, ast.ImportFrom) and not node.level:
            scope.bound |= {a.asname or a.name: f"{node.module}.{a.name}" for a in node.names}
    for node in nodes:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            _bind(scope, node.targets[0].id, node.value)
    return scope


def parameters(node: Function) -> Iterator[str]:
    """The names of a function's parameters."""
    found = node.args
    for argument in (*found.posonlyargs, *found.args, *found.kwonlyargs, found.vararg, found.kwarg):
        if argument is not None:
            yield argument.arg


def _imported(node: ast.Import) -> Iterator[tuple[str, str]]:
    for alias in node.names:
        top = alias.name.partition(".")[0]
        yield (alias.asname, alias.name) if alias.asname else (top, top)


def _bind(scope: Scope, name: str, value: ast.expr) -> None:
    dotted = scope.resolve(value)
    known = spell(dotted) if dotted else None
    if known and _is_module(known.symbol):
        scope.bound[name] = dotted
    elif name not in scope.bound and scope.find(name):
        scope.bound[name] = None


def _is_module(symbol: str) -> bool:
    """Whether a name is a module: of what is not one only the assignment itself is a finding."""
    if symbol.startswith("tf.contrib"):
        last = symbol.rpartition(".")[2]
        return last.islower() and symbol.count(".") <= 2
    return symbol in rules.tf1_modules() or api().is_module(symbol)


def _inside(node: ast.AST) -> Iterator[ast.AST]:
    """A statement and those within it, but for what has a scope of its own."""
    yield node
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
        return
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (ast.stmt, ast.ExceptHandler, ast.match_case)):
            yield from _inside(child)
