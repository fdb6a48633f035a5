"""Replace dotted names in a concrete syntax tree, at places (line from 1, column from 0)."""

from __future__ import annotations

from collections.abc import Mapping

import libcst
from libcst.metadata import PositionProvider


class Renamer(libcst.CSTTransformer):
    """Writes ``tf.x.y`` at each place, with the file's own name for ``tf``.

    ``count``: how many names were replaced.
    """

    METADATA_DEPENDENCIES = (PositionProvider,)

    def __init__(self, places: Mapping[tuple[int, int], str]) -> None:
        super().__init__()
        self._places = places
        self._found: dict[libcst.Attribute, str] = {}
        self.count = 0

    def visit_Attribute(self, node: libcst.Attribute) -> bool:  # noqa: N802 - LibCST's name
        """Note the outermost name of a place; what is within it begins there as well."""
        start = self.get_metadata(PositionProvider, node).start
        new = self._places.get((start.line, start.column))
        root = _root(node)
        if new is None or root is None:
            return True
        self._found[node] = new
        return False

    def leave_Attribute(  # noqa: N802
        self, original_node: libcst.Attribute, updated_node: libcst.Attribute
    ) -> libcst.BaseExpression:
        """Put the new name there, in the parentheses of the old one."""
        new = self._found.get(original_node)
        if new is None:
            return updated_node
        self.count += 1
        made: libcst.BaseExpression | None = _root(updated_node)
        assert made is not None
        for part in new.split(".")[1:]:
            made = libcst.Attribute(made, libcst.Name(part))
        return made.with_changes(lpar=updated_node.lpar, rpar=updated_node.rpar)


def _root(node: libcst.BaseExpression) -> libcst.Name | None:
    while isinstance(node, libcst.Attribute):
        node = node.value
    return node if isinstance(node, libcst.Name) else None
