"""Walk a syntax tree once and judge what stands in it, each construct at its place.

Input: a module's tree. Output: drafts with line and column (from 1). A dotted name is judged as a
whole; a scope of its own for each function resolves what its names stand for.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from triage.migrate import rules
from triage.migrate.judge import PRIVATE, Draft, judge_name
from triage.migrate.methods import (
    judge_attribute,
    judge_builtin,
    judge_call,
    judge_foreign,
    judge_module,
)
from triage.migrate.names import Scope, open_scope, parameters, publish, spell

Placed = tuple[int, int, Draft]
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


def walk(tree: ast.Module, local: frozenset[str]) -> Iterator[Placed]:
    """Every draft of a module; ``local`` modules are the tree's own, not another package."""
    yield from _Walker(tree, local).visit(tree, open_scope(tree.body))


class _Walker:
    def __init__(self, tree: ast.Module, local: frozenset[str]) -> None:
        self.local = local
        self.bound: set[str] = set()
        self.tried: set[int] = set()
        for node in ast.walk(tree):
            self._note(node)

    def _note(self, node: ast.AST) -> None:
        """Keep the names that the file gives a meaning of its own, and what it only tries."""
        if isinstance(node, ast.Name):
            if not isinstance(node.ctx, ast.Load):
                self.bound.add(node.id)
        elif isinstance(node, ast.arg):
            self.bound.add(node.arg)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            self.bound.add(node.name)
        elif isinstance(node, ast.Try):
            handled = (line for handler in node.handlers for line in handler.body)
            self.tried.update(id(child) for child in (*node.body, *handled))

    def visit(self, node: ast.AST, scope: Scope) -> Iterator[Placed]:
        """A node and all within it."""
        if isinstance(node, ast.Constant):
            return
        if isinstance(node, ast.Attribute | ast.Name):
            yield from self._name(node, scope, None)
            return
        if isinstance(node, ast.Call):
            yield from self._name(node.func, scope, node)
            for child in (*node.args, *node.keywords):
                yield from self.visit(child, scope)
            return
        if isinstance(node, FUNCTIONS):
            yield from self._function(node, scope)
            return
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from self._import(node)
            return
        for child in ast.iter_child_nodes(node):
            if child._fields:  # not an operator or a context, of which there are many
                yield from self.visit(child, scope)

    def _function(
        self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda, scope: Scope
    ) -> Iterator[Placed]:
        """Decorators, defaults and annotations stand in the scope around, the body in its own."""
        body = [node.body] if isinstance(node, ast.Lambda) else node.body
        inner = open_scope(body, scope, parameters(node))
        inside = {id(child) for child in body}
        for child in ast.iter_child_nodes(node):
            yield from self.visit(child, inner if id(child) in inside else scope)

    def _name(self, node: ast.expr, scope: Scope, call: ast.Call | None) -> Iterator[Placed]:
        """A plain or dotted name, called or not."""
        if not isinstance(node, ast.Attribute | ast.Name):
            yield from self.visit(node, scope)
            return
        dotted = scope.resolve(node)
        name = spell(dotted) if dotted else None
        if name is not None and name.symbol not in ("tf", "tf_slim"):
            public = publish(name)
            if self._is_use(node, public.symbol, scope):
                plain = self._root(node, scope) in ("tensorflow", "tensorflow.compat.v1")
                for draft in judge_name(public, _explicit(node), call):
                    if draft.kind == "rename" and public is not name:
                        continue  # of a private module: the import goes, not the name
                    safe = draft.safe and plain and isinstance(node, ast.Attribute)
                    yield node.lineno, node.col_offset + 1, replace(draft, safe=safe)
            return
        if isinstance(node, ast.Attribute):
            if name is None:
                yield from self._method(node, dotted, call)
            yield from self.visit(node.value, scope)
        elif isinstance(node.ctx, ast.Load) and dotted is None and node.id not in self.bound:
            for draft in judge_builtin(node.id):
                yield node.lineno, node.col_offset + 1, draft

    def _method(
        self, node: ast.Attribute, dotted: str | None, call: ast.Call | None
    ) -> Iterator[Placed]:
        # Where the method's own name begins: its object may be many lines of calls.
        line, column = node.end_lineno or node.lineno, (node.end_col_offset or 0) - len(node.attr)
        if dotted is not None:
            found = judge_foreign(dotted) if call is not None else iter(())
        else:
            found = judge_call(call, node) if call is not None else judge_attribute(node)
        for draft in found:
            yield line, column + 1, draft

    @staticmethod
    def _root(node: ast.expr, scope: Scope) -> str:
        """What the first part of a dotted name was imported as."""
        while isinstance(node, ast.Attribute):
            node = node.value
        return scope.find(node.id) or "" if isinstance(node, ast.Name) else ""

    def _is_use(self, node: ast.expr, symbol: str, scope: Scope) -> bool:
        """Whether this place is a finding, and not only the import of what it uses."""
        start = self._root(node, scope)
        if symbol.startswith(PRIVATE):
            return start == "tensorflow"
        if isinstance(node, ast.Attribute):
            return True
        found = spell(start)
        rule = rules.native(found.symbol) if found else None
        return rule is not None and rule.kind not in ("flags", "private")

    def _import(self, node: ast.Import | ast.ImportFrom) -> Iterator[Placed]:
        if isinstance(node, ast.ImportFrom):
            if node.level or node.module is None:
                return
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            modules = [node.module]
        else:
            names = modules = [alias.name for alias in node.names]
        drafts = [draft for name in names for draft in _judge_import(name)]
        for module in modules:
            top = module.partition(".")[0]
            if (to := rules.third_party(module)) and top not in self.local:
                drafts.append(Draft(module, "third-party", to))
            if id(node) not in self.tried and top not in self.local:
                drafts += judge_module(top)
        for draft in drafts:
            yield node.lineno, node.col_offset + 1, replace(draft, safe=False)


def _judge_import(dotted: str) -> Iterator[Draft]:
    """What is imported from TensorFlow itself."""
    name = spell(dotted)
    if name is None or name.symbol == "tf_slim" or dotted == "tensorflow":
        return
    if name.symbol.startswith("tf.contrib"):
        replaced = next(judge_name(name, explicit=False)).to
        yield Draft(name.symbol, "contrib", replaced)
    elif name.symbol.endswith(".*"):
        advice = "Import names one by one: what a star brings in cannot be followed."
        yield Draft(f"{dotted}", "compat-v1" if name.v1 else "removed", None, advice)
    elif name.symbol == "tf":
        if name.v1:
            yield Draft("tf.compat.v1", "compat-v1", "import tensorflow as tf")
    elif not name.symbol.startswith("tf_slim"):
        yield from judge_name(name, explicit=False)


def _explicit(node: ast.expr) -> bool:
    """Whether a dotted name spells ``compat.v1`` out."""
    while isinstance(node, ast.Attribute):
        if node.attr == "compat":
            return True
        node = node.value
    return False
