"""The version of TensorFlow that an issue names."""

import time

import pytest

from triage.text.tensorflow import tensorflow_version

NAMED = [
    ("- **TensorFlow version (use command below)**: 1.8.0", "1.8"),
    ("**TensorFlow version (use command below)**:\nv2.4.0-49-g85c8b2a817f 2.4.1", "2.4"),
    ("### TensorFlow version\n\n2.12.0\n", "2.12"),
    ("tensorflow-gpu==1.15.2", "1.15"),
    ("tf_nightly-2.5.0.dev20210101", "2.5"),
    ("TensorFlow r1.6 from source", "1.6"),
    ("TF gpu 1.10.0, V100.", "1.10"),
    ("with the current TensorFlow (0.10)", "0.10"),
    ("depends on tensorflow~=2.11.0", "2.11"),
    ("I moved to TF2 and then to TF 2.3", "2.3"),
    ("TF 1.14, later TF 2.0", "1.14"),
    ("is this for TF2?", "2"),
    ("TensorFlow 2.x", "2"),
]
NOT_NAMED = [
    "",
    "tensorflow>=2.4 is needed",
    "- [x] I am using the latest TensorFlow Model Garden release and TensorFlow 2.",
    "TensorFlow 2.0: `python -c ...`",
    "tf-models-official==2.7.0",
    "tensorflow/models/blob/v1.4.0/README.md",
    "research/tf2_2",
    "tensorflow 2016",
    "TensorFlow 3.1",
    "TensorFlow 1.99",
    "TensorFlow version:\n2. Describe the problem",
    "TensorFlow\n2. Then",
]


@pytest.mark.parametrize(("text", "version"), NAMED)
def test_version_that_is_named(text, version):
    assert tensorflow_version(text) == version


@pytest.mark.parametrize("text", NOT_NAMED)
def test_what_is_no_version_of_anybodys(text):
    assert tensorflow_version(text) is None


@pytest.mark.parametrize(
    "run", ["tf ", "tensorflow (", "tf-gpu-", "tf ==== ", "tensorflow version ", "tf version:\n"]
)
def test_hostile_repetition_takes_linear_time(run):
    started = time.process_time()
    tensorflow_version(run * 20_000)
    assert time.process_time() - started < 2
