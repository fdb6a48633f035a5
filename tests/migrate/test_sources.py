"""Files are read as they are found: Python 2, notebooks, other encodings, and what is no code."""

import json

import pytest

from tests.migrate.code import found, said
from triage.errors import BadInput
from triage.migrate.scan import scan, scan_source
from triage.migrate.sources import find_sources, parse_source, read_source

PYTHON2 = """import tensorflow as tf
print "a", tf.placeholder(1)
print
print >>f, "b"
try:
    pass
except E, e:
    raise ValueError, "x"
exec code in ns
y = `x`
if a <> b: z = 0777 + 10L
s = ur"x"
def f((a, b), c): return tf.Session()
"""


def test_python_2_is_read_with_every_construct_on_its_line():
    assert said(PYTHON2) == [
        "2 python2 print statement",
        "2 placeholder tf.placeholder",
        "2 rename tf.placeholder",
        "3 python2 print statement",
        "4 python2 print statement",
        "7 python2 except clause with a comma",
        "8 python2 raise statement with a comma",
        "9 python2 exec statement",
        "10 python2 backticks",
        "11 python2 <>",
        "11 python2 octal number",
        "11 python2 long integer",
        "12 python2 ur string",
        "13 python2 tuple parameter",
        "13 rename tf.Session",
        "13 session tf.Session",
    ]


@pytest.mark.parametrize(
    "code",
    [
        "match x:\n  case 1: tf.log(x)\n",
        "if (n := 1): tf.log(n)\n",
        "f'{tf.log(n)=}'\n",
        "try:\n  pass\nexcept* E:\n  tf.log(x)\n",
        "with (open(a) as b, open(c) as d):\n  tf.log(x)\n",
        "async def f(): tf.log(x)\n",
    ],
)
def test_newer_syntax_is_read(code):
    assert [one.symbol for one in found("import tensorflow as tf\n" + code)] == ["tf.log"]


@pytest.mark.parametrize(
    ("content", "line"),
    [(b"x = 1\ny = = 2\n", 2), (b"def f(:\n", 1), (b"x = (\n", 1), (b"a\x00b", 1), (b"(" * 500, 1)],
)
def test_what_cannot_be_read_is_one_finding_with_its_line(content, line):
    (one,) = scan_source(parse_source(content, "x.py"))
    assert (one.kind, one.path) == ("unparsable", "x.py")
    assert abs(one.line - line) <= 1


@pytest.mark.parametrize(
    ("content", "symbols"),
    [
        (b"\xef\xbb\xbfimport tensorflow as tf\ntf.log(x)\n", ["tf.log"]),
        (b"import tensorflow as tf\r\ntf.log(x)\r\n", ["tf.log"]),
        (b"# coding: latin-1\nimport tensorflow as tf\nx = '\xe4'; tf.log(x)", ["tf.log"]),
        (b"import tensorflow as tf\nx = '\xe4'; tf.log(x)", ["encoding", "tf.log"]),
        (b"# coding: nonsense\nimport tensorflow as tf\ntf.log(x)", ["encoding", "tf.log"]),
        (b"", []),
    ],
)  # fmt: skip
def test_encodings(content, symbols):
    assert [one.symbol for one in scan_source(parse_source(content, "x.py"))] == symbols


def notebook(*cells):
    return json.dumps({"cells": [{"cell_type": kind, "source": source} for kind, source in cells]})


def test_notebook_is_read_cell_by_cell(tmp_path):
    path = tmp_path / "a.ipynb"
    first = ["%matplotlib inline\n", "!pip install x\n", "import tensorflow as tf"]
    others = ("code", "%%bash\ntf.log"), ("code", "\ntf.log(x)")
    path.write_text(notebook(("markdown", ["tf.Session"]), ("code", first), *others))
    (one,) = scan_source(read_source(path, "a.ipynb"))
    assert (one.cell, one.line, one.symbol) == (4, 2, "tf.log")


@pytest.mark.parametrize("content", ["{}", "[1]", "not json", '{"cells": [{}]}'])
def test_broken_notebook_is_one_finding(tmp_path, content):
    path = tmp_path / "a.ipynb"
    path.write_text(content)
    (one,) = scan_source(read_source(path, "a.ipynb"))
    assert one.kind == "unparsable"


def test_environments_and_hidden_folders_are_left_out(tmp_path):
    for name in ("a.py", "sub/b.py", ".git/c.py", "venv/lib/d.py", "__pycache__/e.py", "f.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x = 1\n")
    (tmp_path / "venv" / "pyvenv.cfg").write_text("")
    (tmp_path / "loop").symlink_to(tmp_path)
    names = [path.relative_to(tmp_path).as_posix() for path in find_sources(tmp_path)]
    assert names == ["a.py", "sub/b.py"]


def test_scanning_changes_nothing_and_imports_nothing(tmp_path):
    path = tmp_path / "a.py"
    path.write_text("import tensorflow as tf\nraise SystemExit\n")
    before = path.stat().st_mtime_ns, path.read_bytes()
    assert scan(tmp_path).files == 1
    assert (path.stat().st_mtime_ns, path.read_bytes()) == before
    assert [file.name for file in tmp_path.iterdir()] == ["a.py"]


def test_packages_of_the_tree_itself_are_not_third_party(tmp_path):
    (tmp_path / "nets").mkdir()
    (tmp_path / "nets" / "a.py").write_text("x = 1\n")
    (tmp_path / "b.py").write_text("from nets import a\nimport sonnet\n")
    assert [one.symbol for one in scan(tmp_path).findings] == ["sonnet"]


@pytest.mark.parametrize("name", ["nothing", "empty"])
def test_a_path_without_python_is_said(tmp_path, name):
    (tmp_path / "empty").mkdir()
    with pytest.raises(BadInput, match=name):
        scan(tmp_path / name)
