"""What code says without naming TensorFlow: methods, attributes, names of Python 2.

Input: a node of a syntax tree. Output: drafts. Which object a method belongs to is not known, so
these go by the name of the method, of its object, or of its arguments.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from triage.migrate import rules
from triage.migrate.judge import Draft

DICT_METHODS = {"iteritems": "items", "itervalues": "values", "iterkeys": "keys",
                "viewitems": "items", "viewvalues": "values", "viewkeys": "keys"}  # fmt: skip
BUILTINS = {
    "xrange": "range", "unicode": "str", "basestring": "str", "raw_input": "input", "long": "int",
    "unichr": "chr", "reduce": "functools.reduce", "execfile": "exec(open(…).read())",
    "cmp": "a key function", "file": "open", "reload": "importlib.reload", "apply": "f(*arguments)",
    "intern": "sys.intern", "coerce": None, "buffer": "memoryview",
}  # fmt: skip
MODULES = {
    "urllib2": "urllib.request", "urlparse": "urllib.parse", "cPickle": "pickle",
    "StringIO": "io", "cStringIO": "io", "ConfigParser": "configparser", "Queue": "queue",
    "httplib": "http.client", "HTMLParser": "html.parser", "commands": "subprocess",
    "__builtin__": "builtins", "SocketServer": "socketserver", "Tkinter": "tkinter",
    "thread": "_thread", "sets": "set",
}  # fmt: skip
SAVE = (
    "Decide what this saves: a Keras model (.keras, or model.export for serving), variables "
    "(tf.train.Checkpoint), or nothing of TensorFlow, such as an image."
)
_LIST = ("collections", "an attribute of the model, or a list")
_TEST = ("test", "no session: compare values")
_LOOP = ("dataset", "for batch in dataset")
METHODS: dict[str, tuple[str, str | None] | tuple[str, str | None, str]] = {
    "get_collection": _LIST, "get_collection_ref": _LIST, "add_to_collection": _LIST,
    "add_to_collections": _LIST, "test_session": _TEST, "cached_session": _TEST,
    "make_one_shot_iterator": _LOOP, "make_initializable_iterator": _LOOP,
    "save": ("checkpoints", None, SAVE),
    "export_savedmodel": ("estimator", "model.export, tf.saved_model.save"),
    "has_key": ("python2", "key in …"), "next": ("python2", "next(…)"),
    **{old: ("python2", f"*.{new}") for old, new in DICT_METHODS.items()},
}  # fmt: skip
"""Methods by name: the kind of finding, what replaces it, advice."""
OP_FACTS = ("name", "type", "inputs")
DIMENSION_WORDS = ("shape", "dims")


def judge_call(call: ast.Call, function: ast.Attribute) -> Iterator[Draft]:
    """A call of a method of something that is not known."""
    method, owner = function.attr, last_name(function.value)
    named = {keyword.arg for keyword in call.keywords}
    if method == "run" and ("sess" in owner.lower() or "feed_dict" in named):
        yield Draft("*.run", "session", "a plain call of the function")
    elif "feed_dict" in named:
        yield Draft(f"*.{method}", "session", "arguments of a tf.function")
    elif method == "eval" and (not call.args or "session" in named):
        yield Draft("*.eval", "session", "the tensor itself, or .numpy()", beside=True)
    elif method == "restore" and "saver" in owner.lower():
        yield Draft("*.restore", "checkpoints", "tf.train.Checkpoint(…).restore(path)")
    elif method in METHODS and not (method == "next" and (call.args or owner == "self")):
        yield Draft(f"*.{method}", *METHODS[method])
    names = rules.keywords(f"*.{method}")
    for old in sorted(named & set(names), key=str):
        yield Draft(f"*.{method}", "arguments", None, f"Leave out {old}=: it is gone.")


def judge_foreign(dotted: str) -> Iterator[Draft]:
    """A call of a function of another package: what six does, and ``save``, whoever has it."""
    module, _, name = dotted.rpartition(".")
    if module == "six" and name in DICT_METHODS:
        yield Draft(dotted, "python2", f"*.{DICT_METHODS[name]}()")
    elif name == "save":
        yield Draft("*.save", *METHODS["save"])


def judge_attribute(node: ast.Attribute) -> Iterator[Draft]:
    """An attribute of something that is not known."""
    if node.attr == "value":
        owner = node.value
        in_shape = isinstance(owner, ast.Subscript) or any(
            word in ast.dump(owner) for word in DIMENSION_WORDS if isinstance(owner, ast.Attribute)
        )
        if in_shape:
            yield Draft("*.value", "dimension", "the int itself", beside=True)
    elif (
        node.attr in OP_FACTS and isinstance(node.value, ast.Attribute) and node.value.attr == "op"
    ):
        advice = "Eager tensors have no op: it raises AttributeError."
        yield Draft(f"*.op.{node.attr}", "eager", None, advice, beside=True)


def judge_builtin(name: str) -> Iterator[Draft]:
    """A plain name that nothing in the file binds."""
    if name in BUILTINS:
        yield Draft(name, "python2", BUILTINS[name])


def judge_module(module: str) -> Iterator[Draft]:
    """An import of a module that only Python 2 has."""
    if module in MODULES:
        yield Draft(module, "python2", MODULES[module])


def last_name(node: ast.expr) -> str:
    """``sess`` of ``self.sess``; empty for what has no name."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
