"""What a resolved TensorFlow name, an import or a call means for a migration.

Input: dotted names and the calls they stand in. Output: drafts of findings, without a place. A
draft that is ``beside`` is one only in a file that has other traces of TensorFlow 1, because
TensorFlow 2 has the name or the call as well.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from triage.migrate import rules
from triage.migrate.names import Name
from triage.migrate.target import api, target

ONLY_WITH = {
    "tf.zeros_like": "optimize", "tf.ones_like": "optimize",
    "tf.while_loop": "return_same_structure", "tf.nn.ctc_beam_search_decoder": "merge_repeated",
}  # fmt: skip
"""Functions of which one argument alone changed."""
TELL_NOTHING = ("python2", "private", "third-party", "keras")
PRIVATE = ("tf.python.", "tf.core.", "tf.tools.")


@dataclass(frozen=True, slots=True)
class Draft:
    """A finding without a place."""

    symbol: str
    kind: str
    to: str | None = None
    advice: str = ""
    safe: bool = False
    beside: bool = False

    @property
    def trace(self) -> bool:
        """Whether it tells that the file was written for TensorFlow 1."""
        named = not self.symbol.startswith(("*.", "six.")) and self.kind not in TELL_NOTHING
        return named and not self.beside


def judge_name(name: Name, explicit: bool, call: ast.Call | None = None) -> Iterator[Draft]:
    """What there is to do about a name; ``explicit``: the code spells ``compat.v1`` out."""
    shown = f"tf.compat.v1{name.symbol[2:]}" if explicit and name.v1 else name.symbol
    rule = rules.native(name.symbol)
    if name.symbol.startswith(("tf.contrib", "tf_slim")):
        assert rule is not None
        yield Draft(shown, rule.kind, rule.to or rules.rename(name.symbol))
        return
    if rule and not _is_new_style(name.symbol, call):
        # A group's rule covers names that TensorFlow 2 has too, such as tf.summary.flush.
        shared = rule.kind != "keras" and api().has(name.symbol)
        beside = not name.v1 and (rule.valid or shared)
        to = _continued(rule.to, name.symbol, rule.kind)
        if rule.valid or not beside or rules.rename(name.symbol):
            yield Draft(shown, rule.kind, to, beside=beside)
        if not name.v1:
            yield from _renamed(name, shown, call, beside)
        return
    yield from _by_tables(name, shown, explicit, call)
    if call is not None:
        yield from judge_arguments(name, shown, call)


def _by_tables(name: Name, shown: str, explicit: bool, call: ast.Call | None) -> Iterator[Draft]:
    """A name that no rule of ours is for."""
    new = rules.rename(name.symbol)
    old = f"tf.compat.v1{name.symbol[2:]}"
    if new and not (name.v1 and new.startswith("tf.compat.v1.")):
        yield from _renamed(name, shown, call, beside=api().has(name.symbol))
    elif name.v1 and (new or not api().has(name.symbol)):
        yield from _left(name, shown, old)
    elif name.v1 and explicit and name.symbol != "tf":
        yield Draft(
            shown, "compat-v1", name.symbol, "TensorFlow 2 has the name: compare arguments."
        )
    elif not name.v1 and not api().has(name.symbol):
        yield from _left(name, shown, old)


def _left(name: Name, shown: str, old: str) -> Iterator[Draft]:
    """A name the target does not have, or only under compat.v1 or with Keras 2."""
    symbol = name.symbol
    if api().has(old):
        yield Draft(shown, "compat-v1") if name.v1 else Draft(shown, "rename", old, safe=True)
    elif api("keras-2").has(symbol) or api("keras-2").has(old):
        yield Draft(shown, "keras", symbol if api("keras-2").has(symbol) else old)
    elif "._" not in symbol:
        missing = api().missing(symbol)
        yield Draft(shown, "removed", None, f"TensorFlow {target()} has no {missing}.")


def _renamed(name: Name, shown: str, call: ast.Call | None, beside: bool) -> Iterator[Draft]:
    """A rename of tf_upgrade_v2; safe if nothing else about the call changes with it."""
    new = rules.rename(name.symbol)
    if new is None:
        return
    safe = new.startswith("tf.compat.v1.") or not _changes(name, shown, call)
    advice = "" if api().has(new) else "Needs tf_keras with TF_USE_LEGACY_KERAS=1."
    yield Draft(shown, "rename", new, advice, safe=safe, beside=beside)


def _changes(name: Name, shown: str, call: ast.Call | None) -> bool:
    """Whether more than the name changes, as far as this place tells."""
    if call is not None and not rules.changed(name.symbol):
        starred = any(isinstance(value, ast.Starred) for value in call.args)
        packed = any(keyword.arg is None for keyword in call.keywords)
        return starred or packed or any(True for _ in judge_arguments(name, shown, call))
    tables = (rules.reordered, rules.keywords, rules.arguments, rules.changed)
    return any(table(name.symbol) for table in tables)


def judge_arguments(name: Name, shown: str, call: ast.Call) -> Iterator[Draft]:
    """Arguments of a call that moved, have new names, are gone, or mean something else."""
    names = rules.keywords(name.symbol)
    given = {keyword.arg for keyword in call.keywords}
    for old in sorted(given & set(names), key=str):
        new = names[str(old)]
        advice = f"{old}= is now {new}=." if new else f"Leave out {old}=: it is gone."
        yield Draft(shown, "arguments", f"{new}=" if new else None, advice)
    moved = [
        new for new, value in zip(rules.reordered(name.symbol), call.args, strict=False)
        if new and not isinstance(value, ast.Starred)
    ]  # fmt: skip
    if moved:
        advice = "The order changed: pass by keyword what comes after the first arguments."
        yield Draft(shown, "arguments", ", ".join(f"{new}=" for new in moved), advice, beside=True)
    for argument, place in rules.arguments(name.symbol).items():
        if argument in given - set(names) or len(call.args) > place:
            yield Draft(shown, "arguments", None, f"{argument}= is gone.", beside=True)
    if name.symbol == "tf.name_scope":
        yield from _judge_name_scope(shown, call)
    elif not moved and not given & set(names) and _may_change(name, call):
        yield Draft(shown, "arguments", rules.rename(name.symbol), beside=True)


def _may_change(name: Name, call: ast.Call) -> bool:
    """Whether tf_upgrade_v2 would look at this very call."""
    if not rules.changed(name.symbol):
        return False
    if name.v1 and (rules.rename(name.symbol) or "").startswith("tf.compat.v1."):
        return False
    if name.symbol == "tf.device":
        return not any(isinstance(one, ast.Constant | ast.JoinedStr) for one in call.args[:1])
    only = ONLY_WITH.get(name.symbol)
    return only is None or any(keyword.arg == only for keyword in call.keywords)


def _judge_name_scope(shown: str, call: ast.Call) -> Iterator[Draft]:
    first = call.args[0] if call.args else None
    named = {keyword.arg: keyword.value for keyword in call.keywords}
    if isinstance(first, ast.Constant) and first.value is None and not named:
        yield Draft(f"{shown}(None)", "name-scope", "tf.name_scope(name), or no scope")
    elif len(call.args) > 1 or set(named) & {"default_name", "values"}:
        yield Draft(
            shown, "name-scope", "tf.name_scope(name)", "values= and default_name= are gone."
        )
    else:
        advice = "Re-entering a scope by its name is gone: see that the names still come out right."
        yield Draft(shown, "name-scope", "tf.name_scope(name)", advice, beside=True)


def _is_new_style(symbol: str, call: ast.Call | None) -> bool:
    """A summary with a step is one of TensorFlow 2."""
    if not symbol.startswith("tf.summary.") or call is None:
        return False
    return len(call.args) > 2 or any(keyword.arg == "step" for keyword in call.keywords)


def _continued(to: str | None, symbol: str, kind: str) -> str | None:
    """``absl.flags`` for ``tf.flags`` is ``absl.flags.DEFINE_string`` for what is under it."""
    if kind != "flags" or to is None:
        return to
    rest = symbol.removeprefix("tf.app.flags").removeprefix("tf.flags")
    rest = rest.removeprefix("tf.app").removeprefix("tf.logging")
    return f"{to.partition(',')[0]}{rest}"
