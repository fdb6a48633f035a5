"""Scanning TensorFlow 1 code: lines a second, beside parsing alone and ``tf_upgrade_v2``.

Input: ``--files N`` generated files of a few hundred lines each, in Python 3 and again with
Python 2 syntax; or ``--path FOLDER`` of somebody's code. Output: a table, and with
``--json FILE`` the same figures. The floor reads the same files and parses them with ``ast``,
nothing more. The peer is measured when an environment of ``make verify RELEASE=2.15.0`` is there,
on the Python 3 files.

Example: python -m benchmarks.migrate --files 60 --json migrate.json
"""

from __future__ import annotations

import argparse
import ast
import json
import resource
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.table import Table

from triage.migrate.scan import scan

ROOT = Path(__file__).resolve().parent.parent
GOAL = 5_000
HEAD = """import tensorflow as tf
from tensorflow.contrib import slim

FLAGS = tf.app.flags.FLAGS


"""
BLOCK = '''def layer_{n}(inputs, is_training, reuse=None):
  """One of many layers, as people wrote them."""
  with tf.variable_scope('layer_{n}', reuse=reuse):
    w = tf.get_variable('w', [inputs.get_shape()[-1].value, {n}],
                        initializer=tf.truncated_normal_initializer(stddev=0.1))
    net = tf.nn.relu(tf.matmul(inputs, w), name='relu_{n}')
    net = slim.batch_norm(net, is_training=is_training, decay=0.99)
    mean = tf.reduce_mean(net, axis=-1, keep_dims=True)
    for key, value in sorted(dict(mean=mean, net=net).items()):
      tf.summary.histogram(key, value)
    tf.add_to_collection(tf.GraphKeys.REGULARIZATION_LOSSES, tf.nn.l2_loss(w))
    {statement}
  return tf.cond(is_training, lambda: tf.layers.dropout(net, 0.5), lambda: net)


'''


def write_files(folder: Path, files: int, statement: str) -> None:
    folder.mkdir()
    for number in range(files):
        blocks = (BLOCK.format(n=n, statement=statement) for n in range(1, 21))
        (folder / f"model_{number}.py").write_text(HEAD + "".join(blocks), encoding="utf-8")


def parse_only(folder: Path) -> None:
    for path in sorted(folder.rglob("*.py")):
        ast.parse(path.read_bytes())


def seconds(run: Callable[[], object], repeat: int) -> float:
    """The median of several runs, after one that warms up."""
    run()
    times = []
    for _ in range(repeat):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def upgrade(folder: Path) -> float | None:
    """The peer, its start left in: that is what one waits for."""
    tool = ROOT / ".venv-2.15.0" / "bin" / "tf_upgrade_v2"
    if not tool.exists():
        return None
    with tempfile.TemporaryDirectory() as out:
        command = [tool, "--intree", folder, "--outtree", f"{out}/out", "--reportfile", f"{out}/r"]
        start = time.perf_counter()
        subprocess.run(command, capture_output=True, check=True)
        return time.perf_counter() - start


def measure(folder: Path, repeat: int, peer: bool) -> dict[str, float | None]:
    lines = scan(folder).lines
    ours = seconds(lambda: scan(folder), repeat)
    other = upgrade(folder) if peer else None
    return {
        "lines": lines,
        "lines/s": lines / ours,
        "parse only lines/s": lines / seconds(lambda: parse_only(folder), repeat) if peer else None,
        "tf_upgrade_v2 lines/s": lines / other if other else None,
        "times quicker than tf_upgrade_v2": other / ours if other else None,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--files", type=int, default=60)
    parser.add_argument("--path", type=Path)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_files(folder / "python3", args.files, "net = tf.to_float(net)")
        write_files(folder / "python2", args.files, "print 'layer', net")
        cases = {"Python 3": (folder / "python3", True), "Python 2": (folder / "python2", False)}
        if args.path:
            cases = {str(args.path.name): (args.path, True)}
        found = {name: measure(path, args.repeat, peer) for name, (path, peer) in cases.items()}
    table = Table(title=f"Scanning (goal: {GOAL} lines/s)", title_justify="left")
    for column in ("", *next(iter(found.values()))):
        table.add_column(column, justify="right")
    for name, row in found.items():
        table.add_row(name, *("" if value is None else f"{value:,.1f}" for value in row.values()))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    Console().print(table)
    print(f"peak memory {peak:.0f} MB")
    if args.json:
        args.json.write_text(json.dumps(found | {"peak_mb": peak}, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
