"""Before and after of every cleaner and extractor."""

import time

import pytest

from triage import text as t
from triage.text.gazetteer import load_gazetteer

OLD_TEMPLATE = """\
### System information
- **What is the top-level directory of the model you are using**: research/slim
- **Have I written custom code (as opposed to using a stock example script provided in TensorFlow)**: No
- **OS Platform and Distribution (e.g., Linux Ubuntu 16.04)**: Windows 10
- **Bazel version (if compiling from source)**: N/A

You can obtain the TensorFlow version with

python -c "import tensorflow as tf; print(tf.GIT_VERSION, tf.VERSION)"

### Describe the problem
It stops at step 0.
"""  # noqa: E501

NEW_TEMPLATE = """\
# Prerequisites

Please answer the following questions for yourself before submitting an issue.

- [x] I am using the latest TensorFlow Model Garden release and TensorFlow 2.
- [ ] I checked to make sure that this issue has not been filed already.

## 1. The entire URL of the file you are using

https://github.com/tensorflow/models/tree/master/official/...

## 2. Describe the bug

A clear and concise description of what the bug is.
"""


def test_old_template_leaves_the_answers() -> None:
    assert t.strip_template(OLD_TEMPLATE).split("\n") == [
        "research/slim", "Windows 10", "", "", "", "It stops at step 0.",
    ]  # fmt: skip


def test_unfilled_new_template_leaves_nothing() -> None:
    assert t.strip_template(NEW_TEMPLATE) == ""


def test_comments_go_and_an_unclosed_one_stays() -> None:
    assert t.strip_template("a <!-- Please make sure --> b") == "a  b"
    assert "kept" in t.strip_template("<!-- kept")


def test_headings() -> None:
    assert t.headings("## 2. Describe the bug\ntext\n**Expected:**\n") == [
        "describe the bug",
        "expected",
    ]


def test_code_and_prose_come_apart() -> None:
    assert t.split_code("before\n```py\nx = 1\n```\nafter") == ("before\nafter", "x = 1")
    assert t.split_code("~~~\nopen to the end") == ("", "open to the end")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("**bold** word", "bold word"),
        ("[the page](https://e.org/a)", "the page https://e.org/a"),
        ("a<br>b", "a b"),
        ("- [x] done", "done"),
        ("![shot](https://user-images.githubusercontent.com/1/2.png)", "shot  "),
    ],
)
def test_markup_goes(before: str, after: str) -> None:
    assert t.strip_markup(before).strip() == after.strip()


def test_words_and_parts() -> None:
    assert t.words("Can't import Label_Map_util!") == ["can", "t", "import", "label_map_util"]
    assert t.words("x" * 61) == []
    assert t.identifier_parts("TFRecordWriter2") == ["tf", "record", "writer2"]


@pytest.mark.parametrize(
    ("line", "shape"),
    [
        ("ImportError: cannot import name “a_pb2”", "importerror: cannot import name 'a_pb2'"),
        (
            "tensorflow.python.framework.errors_impl.NotFoundError: /a/b/model.ckpt-100.index",
            "notfounderror: <path>/model.ckpt-<n>.index",
        ),
        ("object_detection/protos/*.proto: No such file", "<path>/*.proto: no such file"),
        ("shape [1,300,300,3] at 0x7FFF", "shape [<n>] at <hex>"),
        ("tensorflow==1.14 and 2.1.0rc1", "tensorflow==<n> and <n>"),
        (r"No such file: 'C:\\me\\train.py'", "no such file: '<path>/train.py'"),
        ("2018-05-02 12:12:12.1: E tensorflow/a/b.cc:34] Loaded  runtime", "loaded runtime"),
    ],
)
def test_error_shapes(line: str, shape: str) -> None:
    assert t.normalise_error(line) == shape
    assert t.normalise_error(shape) == shape


def test_error_lines_of_a_traceback_and_of_prose() -> None:
    body = (
        "Training fails with ValueError: bad shape\n"
        "Traceback (most recent call last):\n"
        '  File "a.py", line 3, in <module>\n    main()\n'
        '  File "b.py", line 4, in main\n    raise X\n'
        "a.errors.NotFoundError: no key\nthanks\n"
        "bash: protoc: command not found\n"
    )
    assert t.error_lines(body) == [
        "ValueError: bad shape",
        'File "b.py", line 4, in main',
        "a.errors.NotFoundError: no key",
        "bash: protoc: command not found",
    ]


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("/home/me/models/research/slim/nets", ["research/slim/nets"]),
        (r"C:\tf\models\official\mnist\mnist.py", ["official/mnist/mnist.py"]),
        ("https://github.com/tensorflow/models/blob/r1.5/tutorials/rnn", ["tutorials/rnn"]),
        ("https://stackoverflow.com/q/1/2", []),
        ("https://github.com/someone/else/blob/master/research/slim", []),
    ],
)
def test_repository_paths(text: str, paths: list[str]) -> None:
    assert t.repository_paths(text) == paths


def test_extractors() -> None:
    assert t.imports("import a.b\nfrom nets import c") == ["a.b", "nets"]
    assert t.commands("$ python train.py --x=1\n(tf) C:\\>pip install y\nI like python") == [
        "python train.py --x=1",
        "pip install y",
    ]
    assert t.config_keys("ssd {\n num_classes: 3\n}\nrun --fine_tune") == [
        "ssd",
        "num_classes",
        "fine_tune",
    ]
    assert t.versions("TF 1.12.0, python=3.6, tensorflow-gpu==1.4") == {
        "tensorflow": "1.12.0",
        "python": "3.6",
        "tensorflow-gpu": "1.4",
    }
    assert t.scripts("run a/b/eval.sh, then train.py.") == ["eval.sh", "train.py"]


@pytest.mark.parametrize(
    ("path", "category"),
    [
        ("research/object_detection/protos", "odapi"),
        ("home/x/research/deeplab/train.py", "research"),
        ("research/lstm_object_detection/eval.py", "research"),
        ("im2txt/README.md", "research"),
        ("official/vision/beta", "official"),
        ("tutorials/rnn/ptb", "other"),
        ("configs/examples/resnet/gpu.yaml", None),
        ("research", None),
    ],
)
def test_places_in_the_repository(path: str, category: str | None) -> None:
    assert load_gazetteer().of_path(path) == category


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("lm_1b", "research"), ("NCF", "official"), ("XLNet", "official"), ("HIRO", "research"),
        ("nasnet", "research"), ("unified_detector", "official"),
        ("lstm object detection", "research"), ("faster_rcnn_inception_v2", "odapi"),
    ],
)  # fmt: skip
def test_models_known_by_name(text: str, category: str) -> None:
    assert load_gazetteer().names_in(t.words(text))[0][1] == category


HOSTILE = ["a", "a.", "[a](", "<a ", "`", "/", "--a", "(a) ", "1.1", "'", " ", "x=1 ", "# ", "\t"]


@pytest.mark.parametrize("run", HOSTILE)
def test_hostile_repetition_takes_linear_time(run: str) -> None:
    functions = [
        t.words, t.identifier_parts, t.error_lines, t.normalise_error, t.repository_paths,
        t.scripts, t.imports, t.commands, t.config_keys, t.versions, t.split_code,
        t.strip_markup, t.strip_template, t.headings,
    ]  # fmt: skip
    payload = run * (60_000 // len(run)) + "Error\n"
    started = time.process_time()
    for function in functions:
        function(payload)
    assert time.process_time() - started < 3
