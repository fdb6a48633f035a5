"""Which TensorFlow a source file is written for, told from its text alone.

In: Python source, Python 2 included, or a notebook. Out: ``tf1``, ``tf1-compat``, ``tf2`` or None,
with the name that decided. Nothing is imported or compiled. It counts files, for a table; what to
change in one, and how, is the business of ``triage migrate``.
"""

from __future__ import annotations

import json
import re

STATES = ("tf1", "tf1-compat", "tf2")
"""The worst first: does not run on TensorFlow 2; runs there as TensorFlow 1; no trace of it."""

# Strings and comments hold names that are not used; one pattern, so that what comes first counts.
QUIET = re.compile(
    r'"""[\s\S]*?"""|\'\'\'[\s\S]*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|#[^\n]*'
)
IMPORT = re.compile(
    r"^[ \t]*(?:from[ \t]+(?P<base>[\w.]+)[ \t]+import[ \t]+(?P<names>\([^)]*\)|[^\n;]+)"
    r"|import[ \t]+(?P<modules>[^\n;]+))",
    re.MULTILINE,
)
# What TensorFlow 2 no longer has under these names; those that say most, not all of them.
REMOVED = frozenset(
    """
    ConfigProto FIFOQueue FixedLenFeature GPUOptions GraphKeys InteractiveSession Session
    TFRecordReader VarLenFeature WholeFileReader add_to_collection app assign assign_add
    assign_sub ceil contrib decode_raw div enable_eager_execution estimator flags get_collection
    get_default_graph get_variable get_variable_scope gfile global_variables
    global_variables_initializer image.resize_bilinear image.resize_images layers
    local_variables_initializer log logging losses.get_total_loss losses.mean_squared_error
    losses.softmax_cross_entropy losses.sparse_softmax_cross_entropy matrix_inverse
    metrics.accuracy metrics.mean multinomial nn.bidirectional_dynamic_rnn nn.dynamic_rnn
    nn.rnn_cell nn.softmax_cross_entropy_with_logits_v2 nn.static_rnn parse_example
    parse_single_example placeholder placeholder_with_default python_io random_normal
    random_uniform read_file reset_default_graph set_random_seed sparse_tensor_to_dense
    sparse_to_dense string_split summary.FileWriter summary.merge summary.merge_all
    tables_initializer to_float to_int32 to_int64 train.AdagradOptimizer train.AdamOptimizer
    train.GradientDescentOptimizer train.MomentumOptimizer train.MonitoredTrainingSession
    train.RMSPropOptimizer train.Saver train.Scaffold train.SessionRunHook train.Supervisor
    train.batch train.create_global_step train.exponential_decay train.get_global_step
    train.get_or_create_global_step train.shuffle_batch train.start_queue_runners
    trainable_variables truncated_normal variable_scope
    """.split()
)


def judge_source(name: str, text: str) -> tuple[str, str] | None:
    """The state of a file and the name that decided it; None where it uses no TensorFlow."""
    code = QUIET.sub('""', _cells(text) if name.endswith(".ipynb") else text)
    found = [item for item in (_judge_import(*pair) for pair in _imports(code)) if item]
    roots = {alias for module, alias in _imports(code) if module == "tensorflow"}
    for root in sorted(roots):
        found += _judge_names(code, root)
    return min(found, key=lambda item: STATES.index(item[0]), default=None)


def _cells(text: str) -> str:
    """The code of a notebook without its magics; nothing for what is no notebook."""
    try:
        cells = json.loads(text)["cells"]
        sources = [cell["source"] for cell in cells if cell["cell_type"] == "code"]
        lines = "\n".join("".join(source) for source in sources).splitlines()
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""
    return "\n".join(line for line in lines if not line.lstrip().startswith(("%", "!")))


def _imports(code: str) -> list[tuple[str, str]]:
    """Every module or name that is imported, with the name it gets."""
    found = []
    for match in IMPORT.finditer(code.replace("\\\n", " ")):
        base = f"{match['base']}." if match["base"] else ""
        for part in (match["names"] or match["modules"]).strip("()").split(","):
            words = part.split()
            if words and base + words[0] != "tensorflow." and re.fullmatch(r"[\w.]+", words[0]):
                found.append((base + words[0], words[-1] if "as" in words else words[0]))
    return found


def _judge_import(module: str, _: str) -> tuple[str, str] | None:
    parts = [part for part in module.split(".") if part != "google"]
    if parts[0] in ("tf_slim", "tensor2tensor") or parts[:3] == ["tensorflow", "compat", "v1"]:
        return "tf1-compat", module
    if parts[:2] in (["tensorflow", "contrib"], ["tensorflow", "examples"]):
        return "tf1", module
    # TensorFlow's own modules are nobody's business, but say nothing about the version.
    return ("tf2", "tensorflow") if parts[0] in ("tensorflow", "tf_keras") else None


def _judge_names(code: str, root: str) -> list[tuple[str, str]]:
    found = []
    pattern = rf"(?<![\w.]){re.escape(root)}\.((?:\w+)(?:\.\w+)?(?:\.\w+)?)"
    for name in dict.fromkeys(re.findall(pattern, code)):
        parts = name.split(".")
        if parts[:2] == ["compat", "v1"]:
            found.append(("tf1-compat", f"tf.{name}"))
        elif parts[0] in REMOVED or ".".join(parts[:2]) in REMOVED:
            # The Estimator left with 2.16; until then it ran, as TensorFlow 1 within 2.
            state = "tf1-compat" if parts[0] == "estimator" else "tf1"
            found.append((state, f"tf.{name}"))
    return found
