"""``triage migrate``: three outputs, progress, exit codes."""

import json
import os
import subprocess
import sys
from html import unescape

import pytest
from markdown_it import MarkdownIt

from tests.migrate.test_apply import git

CODE = "import tensorflow as tf\n\nwith tf.Session() as sess:\n  print(sess.run(tf.log(1.0)))\n"


def triage(*arguments, cwd):
    environment = {**os.environ, "COLUMNS": "80"}
    return subprocess.run(
        [sys.executable, "-m", "triage", "migrate", *arguments],
        capture_output=True, text=True, cwd=cwd, env=environment, check=False, timeout=60,
    )  # fmt: skip


@pytest.fixture
def tree(tmp_path):
    """A small tree of old code."""
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "a.py").write_text(CODE)
    return tmp_path


def report(tree, *arguments):
    result = triage("model", "--json", *arguments, cwd=tree)
    return result, json.loads(result.stdout)


def test_json_is_the_contract(tree):
    result, found = report(tree)
    assert (result.returncode, result.stderr) == (0, "")
    assert set(found) == {"files", "seconds", "findings", "summary"}
    assert found["files"] == 1 and found["summary"]["findings"] == len(found["findings"]) == 4
    keys = {"path", "line", "column", "symbol", "kind", "replacement", "advice", "url"}
    assert all(keys <= set(one) for one in found["findings"])
    assert found["summary"]["kinds"] == {"rename": 2, "session": 2}
    assert found["summary"]["stages"] == {
        "prepare": 0, "automatic": 2, "manual": 0, "native": 2, "test": 0
    }  # fmt: skip


def test_markdown_is_a_checklist_in_the_order_to_work(tree):
    result = triage("model", "--markdown", cwd=tree)
    assert result.stdout.startswith("# Move `model` to native TensorFlow 2\n")
    assert result.stdout.index("## 2. Automatic") < result.stdout.index("## 4. Native")
    assert "- [ ] `tf.log` → `tf.math.log`: `a.py:4`" in result.stdout


def test_terminal_shows_stages_symbols_and_places(tree):
    out = triage("model", cwd=tree).stdout
    for words in ("2. Automatic", "tf.Session", "a.py:3", "--apply writes 2 of them", "4 findings"):
        assert words in out


def test_a_long_place_stays_in_one_piece_on_a_narrow_terminal(tree):
    deep = tree / "model" / ("folder-" * 9) / ("part-" * 6)
    deep.mkdir(parents=True)
    (deep / "a.py").write_text("import tensorflow as tf\ntf.placeholder(tf.int8)\n")
    lines = triage("model", cwd=tree).stdout.splitlines()
    place = f"{'folder-' * 9}/{'part-' * 6}/a.py:2"
    assert {line.strip() for line in lines if "folder-" in line} == {place}
    assert not any(line.endswith(" ") for line in lines)


def test_names_of_hostile_files_do_nothing(tree):
    name = "`x` @team <img src=x> [a](b).py"
    (tree / "model" / name).write_text("import tensorflow as tf\ntf.log(1)\n")
    out = triage("model", "--markdown", cwd=tree).stdout
    html = MarkdownIt().render(out)
    assert name in unescape(html) and "@" not in out
    assert html.count("<a ") == html.count("How</a>") and "<img" not in html


def test_check_fails_while_something_is_left(tree):
    result = triage("model", "--check", cwd=tree)
    assert result.returncode == 1 and "4 findings are left" in result.stderr
    (tree / "model" / "a.py").write_text("import tensorflow as tf\nprint(tf.math.log(1.0))\n")
    assert triage("model", "--check", cwd=tree).returncode == 0


def test_progress_since_a_baseline(tree):
    (tree / "before.json").write_text(triage("model", "--json", cwd=tree).stdout)
    (tree / "model" / "a.py").write_text("\n\n" + CODE.replace("tf.log", "tf.math.log"))
    result, found = report(tree, "--baseline", "before.json")
    assert result.returncode == 0
    steps = {step["kind"]: step for step in found["summary"]["progress"]}
    assert steps["rename"] == {"kind": "rename", "before": 2, "done": 1, "new": 0, "left": 1}
    assert steps["session"]["done"] == 0

    (tree / "model" / "b.py").write_text("import tensorflow as tf\ntf.get_collection('a')\n")
    result = triage("model", "--baseline", "before.json", cwd=tree)
    assert result.returncode == 1 and "2 findings are new" in result.stderr
    assert "Since the baseline" in result.stdout


def test_renames_into_compat_v1_are_progress_and_not_new(tree):
    (tree / "model" / "a.py").write_text(
        "import tensorflow as tf\ntf.to_float(tf.placeholder(1))\n"
    )
    (tree / "before.json").write_text(triage("model", "--json", cwd=tree).stdout)
    git(tree, "init", "-q")
    git(tree, "add", ".")
    git(tree, "commit", "-qm", "first")
    result, found = report(tree, "--apply", "--baseline", "before.json")
    assert result.returncode == 0 and "renamed 2 names in 1 files" in result.stderr
    assert found["summary"]["kinds"] == {"compat-v1": 1, "placeholder": 1}


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["nothing"], 1, "There is no nothing. Name a Python file"),
        (["model", "--json", "--markdown"], 2, "Choose one."),
        (["model", "--apply"], 1, "is in no git repository"),
        (["model", "--baseline", "model/a.py"], 1, "no report of this command"),
        (["model", "--baseline", "none.json"], 1, "cannot be read"),
        ([], 2, "Missing argument 'PATH'"),
    ],
)
def test_bad_input_is_one_line(tree, arguments, code, words):
    result = triage(*arguments, cwd=tree)
    assert result.returncode == code and result.stdout == ""
    assert words in result.stderr and "Traceback" not in result.stderr
    assert (tree / "model" / "a.py").read_text() == CODE
