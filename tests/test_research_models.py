"""The table of research models: what is read from code, from a clone, and what people wrote."""

import csv
import importlib
import subprocess
import sys
from pathlib import Path

import pytest

from triage.pipeline.research_models import TABLE, read_models

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "contributing"
SCRIPT = FOLDER / "research_models.py"


@pytest.fixture(scope="module")
def judge():
    sys.path.insert(0, str(FOLDER))
    yield importlib.import_module("research_code").judge_source
    sys.path.remove(str(FOLDER))


CASES = {
    "import os\n": None,
    "import tensorflow as tf\nx = tf.reshape(x, [1])\n": ("tf2", "tensorflow"),
    "import tensorflow.compat.v2 as tf\nprint(tf.shape)\n": ("tf2", "tensorflow"),
    "import tf_slim as slim\n": ("tf1-compat", "tf_slim"),
    "import tensorflow.compat.v1 as tf\ntf.Session()\n": ("tf1-compat", "tensorflow.compat.v1"),
    "from tensorflow.compat import v1 as tf\n": ("tf1-compat", "tensorflow.compat.v1"),
    "import tensorflow as tf\ntf.compat.v1.disable_v2_behavior()\n": (
        "tf1-compat", "tf.compat.v1.disable_v2_behavior",
    ),
    "import tensorflow as tf\ntf.estimator.Estimator(f)\n": (
        "tf1-compat", "tf.estimator.Estimator",
    ),
    "from tensorflow.contrib import (\n    slim, rnn)\n": ("tf1", "tensorflow.contrib.slim"),
    "import os, tensorflow as T\nT.Session()\n": ("tf1", "tf.Session"),
    "import tensorflow as tf\nprint 'py2', tf.placeholder(0777)\n": ("tf1", "tf.placeholder"),
    "import tensorflow as tf\ntf.train.Saver\n": ("tf1", "tf.train.Saver"),
    "import tensorflow as tf\ntf.train.Checkpoint\n": ("tf2", "tensorflow"),
    # Only what is used counts: not strings, comments, or names of others.
    'import tensorflow as tf\n"""tf.Session"""\n# tf.contrib\n': ("tf2", "tensorflow"),
    "import tensorflow as tf\nself.tf.Session()\nmytf.Session\n": ("tf2", "tensorflow"),
    "x = '# no comment'; import_tensorflow = 1\n": None,
}  # fmt: skip


@pytest.mark.parametrize("code", CASES)
def test_a_file_is_judged_by_what_it_uses(judge, code):
    assert judge("a.py", code) == CASES[code]


def test_a_notebook_is_judged_by_its_code_cells(judge):
    cells = (
        '{"cells": [{"cell_type": "markdown", "source": ["import tensorflow as tf; tf.Session"]},'
        '{"cell_type": "code", "source": ["%magic\\n", "import tensorflow as tf\\n", "tf.range"]}]}'
    )
    assert judge("a.ipynb", cells) == ("tf2", "tensorflow")
    for broken in ("", "{}", "[", '{"cells": 3}', "[" * 100_000):
        assert judge("a.ipynb", broken) is None


@pytest.mark.parametrize("part", ['"', "'", "#", "(", "import ", "tf.", "\\\n", '"""'])
def test_hostile_source_takes_no_time(judge, part):
    judge("a.py", "import tensorflow as tf\n" + part * 60_000)


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    """A repository with the folders that each state needs; the archive is a branch of it."""
    folder = tmp_path_factory.mktemp("clone")

    def git(*arguments):
        names = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=no"]
        subprocess.run(["git", *names, *arguments], cwd=folder, check=True, capture_output=True)

    def write(path, text):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)

    git("init", "-q", "-b", "main")
    write("research/README.md", "# Models\n")
    write("research/old/a.py", "import tensorflow as tf\ntf.Session()\n")
    write("research/lost/a.py", "import tensorflow as tf\ntf.contrib.slim\n")
    write("research/words/README.md", "# No code\n")
    write("research/live/a.py", "import tensorflow.compat.v1 as tf\n")
    git("add", "."), git("commit", "-qm", "Begin")
    git("rm", "-rq", "research/lost"), git("commit", "-qm", "Drop lost (#12)")
    git("branch", "archive")
    git("rm", "-rq", "research/old"), git("commit", "-qm", "Words of theirs, see #3 (#34)")
    for number in range(10):
        write(f"orbit/a/{number}.py", "import tensorflow as tf\n")
    write("orbit/b.py", "import tensorflow as tf\ntf.Session()\n")
    write("official/projects/yolo/a.py", "import tensorflow as tf\n")
    git("add", "."), git("commit", "-qm", "Native")
    return folder


def run(*arguments):
    command = [sys.executable, str(SCRIPT), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


def read_rows(path):
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def test_the_table_says_state_counts_and_evidence_of_each_folder(clone, tmp_path):
    out = tmp_path / "t.csv"
    done = run(clone, "--commit", "main", "--archive", "archive", "--out", out,
               "--date", "2026-11-27")  # fmt: skip
    assert done.returncode == 0, done.stderr
    found = {model.folder: model for model in read_models(out)}
    assert {folder: model.state for folder, model in found.items()} == {
        "research/live": "tf1-compat", "research/old": "archived", "research/lost": "removed",
        "orbit": "tf2", "official/projects/yolo": "tf2",
    }  # fmt: skip
    assert found["research/live"].evidence == "research/live/a.py: tensorflow.compat.v1"
    assert found["orbit"].evidence == "orbit/b.py: tf.Session"  # one file in eleven is left
    assert (found["orbit"].tf1, found["orbit"].tf2) == (1, 10)
    # The code of what is gone is judged where it still is, and the words of others stay theirs.
    assert (found["research/old"].tf1, found["research/lost"].tf1) == (1, 1)
    assert found["research/old"].evidence.startswith("#34 ")
    assert "Words" not in out.read_text()


def test_what_people_wrote_stays(clone, tmp_path):
    out = tmp_path / "t.csv"
    arguments = (clone, "--commit", "main", "--archive", "archive", "--out", out)
    run(*arguments)
    rows = read_rows(out)
    mine = {"model": "M, “x”", "paper": "arXiv:1", "issues": "1 2", "successor": "docs/y"}
    with out.open("w", newline="") as file:
        table = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        table.writeheader()
        table.writerows(row | mine | {"state": "tf1"} for row in rows)
    run(*arguments)
    assert all(row | mine == row for row in read_rows(out))
    assert {row["state"] for row in read_rows(out)} > {"tf2"}


def test_no_clone_and_no_commit_fail_in_one_line(clone, tmp_path):
    for arguments in ((tmp_path,), (clone, "--commit", "nothing"), (clone / "none",)):
        done = run(*arguments, "--out", tmp_path / "t.csv")
        assert done.returncode == 1 and len(done.stderr.splitlines()) == 1, done.stderr
        assert not (tmp_path / "t.csv").exists()
    assert run().returncode == 2


def test_the_table_of_the_project_can_be_read_and_leads_somewhere():
    models = read_models(ROOT / TABLE)
    folders = [model.folder for model in models]
    assert folders == sorted(set(folders)) and len(folders) > 100
    for model in models:
        assert model.model and (model.evidence or model.state == "tf2"), model.folder
        if model.state in ("tf1", "tf1-compat"):
            assert model.tf1 + model.tf1_compat > model.files / 10, model.folder
        if model.successor and not model.successor.startswith(("docs/tutorials/", "https://")):
            known = model.successor.startswith("official/") or model.successor in folders
            assert known or (ROOT / f"{model.successor}.md").is_file(), model.folder
