"""Safe renames are written and nothing else is touched; no way back, no writing."""

import ast
import subprocess

import pytest

from triage.errors import TriageError
from triage.migrate.apply import apply_renames, require_clean_tree
from triage.migrate.scan import scan

CODE = """#!/usr/bin/env python
# A comment: tf.log stays here.
import tensorflow as tf


def f( x,y ):   # spacing as it was
    z = (tf.log(x) +
         tf  .  placeholder(tf.float32))  ; w = [tf.get_variable("tf.log", [1,]),]
    return tf.sparse_concat(concat_dim=0, sp_inputs=[x]), tf.GraphKeys.LOSSES
"""


def git(folder, *arguments):
    identity = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    subprocess.run(["git", "-C", folder, *identity, *arguments], check=True, capture_output=True)


@pytest.fixture
def tree(tmp_path):
    """A committed file."""
    (tmp_path / "a.py").write_text(CODE)
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "a.py")
    git(tmp_path, "commit", "-qm", "first")
    return tmp_path


def applied(folder):
    return apply_renames(folder, scan(folder).findings)


def test_safe_names_are_written_and_the_rest_is_as_it_was(tree):
    assert applied(tree).renamed == {"a.py": 4}
    expected = (
        CODE.replace("(tf.log(x)", "(tf.math.log(x)")
        .replace("tf  .  placeholder", "tf.compat.v1.placeholder")
        .replace("tf.get_variable(", "tf.compat.v1.get_variable(")
        .replace("tf.GraphKeys.LOSSES", "tf.compat.v1.GraphKeys.LOSSES")
    )
    assert (tree / "a.py").read_text() == expected
    ast.parse(expected)


def test_second_run_finds_nothing_to_write(tree):
    applied(tree)
    report = scan(tree)
    assert report.summary["safe"] == 0
    assert [one.symbol for one in report.findings if one.kind == "rename"] == ["tf.sparse_concat"]
    assert applied(tree).renamed == {}


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbfimport tensorflow as tf\ntf.log(1)\n",
        b"import tensorflow as tf\r\ntf.log(1)\r\n",
        "# coding: latin-1\nimport tensorflow as tf\nx = 'ä', tf.log(1)\n".encode("latin-1"),
        "import tensorflow as tf\nx = 'äöü', tf.log(1)".encode(),
        b"import tensorflow as tf\nif 1:\n\ttf.log(1)\n",
        b"import tensorflow as tf\nx = f'{tf.log(1)}'\n",
        b"import tensorflow as tf\nmatch x:\n    case 1:\n        tf.log((y := 1))\n",
    ],
)  # fmt: skip
def test_encoding_line_ends_and_syntax_stay(tmp_path, content):
    (tmp_path / "a.py").write_bytes(content)
    assert applied(tmp_path).renamed == {"a.py": 1}
    assert (tmp_path / "a.py").read_bytes() == content.replace(b"tf.log", b"tf.math.log")


def test_mode_stays(tree):
    (tree / "a.py").chmod(0o755)
    applied(tree)
    assert (tree / "a.py").stat().st_mode & 0o777 == 0o755


def test_other_names_of_tensorflow_are_kept(tmp_path):
    (tmp_path / "a.py").write_text(
        "import tensorflow as t\nt.log(1)\nimport tensorflow\ntensorflow.log(1)\n"
    )
    applied(tmp_path)
    assert "t.math.log(1)" in (tmp_path / "a.py").read_text()
    assert "tensorflow.math.log(1)" in (tmp_path / "a.py").read_text()


def test_python_2_is_left_alone_and_said(tmp_path):
    content = b"import tensorflow as tf\nprint 'a'\ntf.log(1)\n"
    (tmp_path / "a.py").write_bytes(content)
    found = applied(tmp_path)
    assert found.renamed == {} and "not Python 3" in found.left["a.py"]
    assert (tmp_path / "a.py").read_bytes() == content


def test_file_that_cannot_be_written_is_left_whole(tmp_path, monkeypatch):
    (tmp_path / "a.py").write_text("import tensorflow as tf\ntf.log(1)\n")
    monkeypatch.setattr("shutil.copymode", lambda *_: (_ for _ in ()).throw(OSError("full")))
    with pytest.raises(OSError, match="full"):
        applied(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["a.py"]
    assert "tf.log(1)" in (tmp_path / "a.py").read_text()


def test_clean_tree_is_wanted(tree, tmp_path_factory):
    require_clean_tree(tree)
    require_clean_tree(tree / "a.py")
    (tree / "new.py").write_text("x = 1\n")
    with pytest.raises(TriageError, match="not committed"):
        require_clean_tree(tree)
    with pytest.raises(TriageError, match="no git repository"):
        require_clean_tree(tmp_path_factory.mktemp("plain"))
