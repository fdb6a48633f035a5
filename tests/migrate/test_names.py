"""Names resolve through every form of import and through assignments of modules."""

import pytest

from tests.migrate.code import said

SESSION = "session tf.Session"


@pytest.mark.parametrize(
    ("code", "symbol"),
    [
        ("import tensorflow\ntensorflow.Session()", "2 session tf.Session"),
        ("import tensorflow as tf\ntf.Session()", "2 session tf.Session"),
        ("import tensorflow.compat.v1 as tf\ntf.Session()", "2 session tf.Session"),
        ("import tensorflow as tf\ntf.compat.v1.Session()", "2 session tf.compat.v1.Session"),
        ("from tensorflow.compat import v1\nv1.Session()", "2 session tf.Session"),
        ("from tensorflow.compat import v1 as t\nt.Session()", "2 session tf.Session"),
        ("from tensorflow import Session\nSession()", "2 session tf.Session"),
        ("from tensorflow import Session as S\nwith S() as s: pass", "2 session tf.Session"),
        (
            "from tensorflow.python.training import monitored_session as m\nm.MonitoredSession()",
            "2 session tf.train.MonitoredSession",
        ),
        (
            "from tensorflow.python.platform import flags\nflags.DEFINE_string('a', '', '')",
            "2 flags tf.flags.DEFINE_string",
        ),
        (
            "import tensorflow as tf\nlayers = tf.layers\nlayers.dense(x, 1)",
            "3 layers tf.layers.dense",
        ),
        (
            "import tensorflow as tf\nslim = tf.contrib.slim\nslim.conv2d(x, 1, 1)",
            "3 slim tf.contrib.slim.conv2d",
        ),
        (
            "from tensorflow.contrib import layers as contrib_layers\ncontrib_layers.flatten(x)",
            "2 contrib tf.contrib.layers.flatten",
        ),
        (
            "import tensorflow.contrib.slim as slim\nslim.flatten(x)",
            "2 slim tf.contrib.slim.flatten",
        ),
        ("import tf_slim as slim\nslim.flatten(x)", "2 slim tf_slim.flatten"),
        (
            "try:\n  import tf_slim as slim\nexcept ImportError:\n  slim = None\nslim.flatten(x)",
            "5 slim tf_slim.flatten",
        ),
        ("def f():\n  import tensorflow as tf\n  return tf.Session()", "3 session tf.Session"),
        ("import tensorflow as tf\nclass A:\n  s = tf.Session()", "3 session tf.Session"),
        (
            "import tensorflow as tf\nf = lambda x: tf.placeholder(x)",
            "2 placeholder tf.placeholder",
        ),
        ("import tensorflow as tf\n@tf.app.run\ndef f(): pass", "2 flags tf.app.run"),
        ("def f():\n  return tf.Session()\nimport tensorflow as tf", "2 session tf.Session"),
    ],
)
def test_name_is_resolved(code, symbol):
    assert symbol in said(code)


@pytest.mark.parametrize(
    "code",
    [
        "import torch as tf\ntf.Session()",
        "def f(tf):\n  return tf.Session()\nimport tensorflow as tf",
        "import tensorflow as tf\nf = lambda tf: tf.Session()",
        "from .tensorflow import Session\nSession()",
        "from absl import flags\nflags.DEFINE_string('a', '', '')",
        "import tensorflow as tf\ndef f():\n  tf = g()\n  return tf.Session()",
    ],
)
def test_another_thing_of_that_name_is_not(code):
    assert said(code) == []


def test_a_class_of_the_old_api_in_a_variable_is_one_finding():
    code = "import tensorflow as tf\nFLAGS = tf.flags.FLAGS\nprint(FLAGS.a, FLAGS.b)"
    assert said(code) == ["2 flags tf.flags.FLAGS"]
