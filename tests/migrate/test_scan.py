"""What is found in code, one construct a case; and what is left in peace."""

import pytest

from tests.migrate.code import found, said

TF = "import tensorflow as tf\n"
V1 = "import tensorflow.compat.v1 as tf\n"

CONSTRUCTS = [
    (TF + "tf.log(x)", ["2 rename tf.log"]),
    (TF + "tf.placeholder(1)", ["2 placeholder tf.placeholder", "2 rename tf.placeholder"]),
    (TF + "tf.GraphKeys.A", ["2 collections tf.GraphKeys.A", "2 rename tf.GraphKeys.A"]),
    (TF + "tf.argmax(x, dimension=1)", ["2 arguments tf.argmax"]),
    (TF + "tf.layers.dense(x, 2)", ["2 layers tf.layers.dense", "2 rename tf.layers.dense"]),
    (TF + "tf.estimator.Estimator(f)", ["2 estimator tf.estimator.Estimator"]),
    (TF + "tf.contrib.rnn.LSTMCell(4)", ["2 contrib tf.contrib.rnn.LSTMCell"]),
    (TF + "tf.contrib.nothing.known(4)", ["2 contrib tf.contrib.nothing.known"]),
    (TF + "tf.flags.FLAGS.dataset_dir", ["2 flags tf.flags.FLAGS.dataset_dir"]),
    (TF + "tf.nothing_of_the_kind(x)", ["2 removed tf.nothing_of_the_kind"]),
    (TF + "tf.keras.optimizers.legacy.Adam()", ["2 keras tf.keras.optimizers.legacy.Adam"]),
    (
        TF + "tf.keras.backend.get_session()",
        ["2 rename tf.keras.backend.get_session", "2 session tf.keras.backend.get_session"],
    ),
    (TF + "tf.compat.v1.where(x)", ["2 compat-v1 tf.compat.v1.where"]),
    (TF + "with tf.name_scope(None): pass", ["2 name-scope tf.name_scope(None)"]),
    (TF + "tf.Print(x, [x])", ["2 eager tf.Print", "2 rename tf.Print"]),
    (V1 + "tf.reshape(x, [1])", ["1 compat-v1 tf.compat.v1"]),
    (V1 + "tf.log(x)", ["1 compat-v1 tf.compat.v1", "2 rename tf.log"]),
    (V1 + "tf.to_float(x)", ["1 compat-v1 tf.compat.v1", "2 compat-v1 tf.to_float"]),
    (
        TF + "with tf.Session() as sess:\n  sess.run(x, feed_dict={p: 1})",
        ["2 rename tf.Session", "2 session tf.Session", "3 session *.run"],
    ),
    (
        TF + "tf.get_variable('w', x.shape[1].value)",
        ["2 rename tf.get_variable", "2 variables tf.get_variable", "2 dimension *.value"],
    ),
    ("saver.save(sess, path)", ["1 checkpoints *.save"]),
    ("image.save('a.png')", ["1 checkpoints *.save"]),
    ("d = data.make_one_shot_iterator()", ["1 dataset *.make_one_shot_iterator"]),
    ("optimizer.minimize(x, colocate_gradients_with_ops=True)", ["1 arguments *.minimize"]),
    ("with self.test_session(): pass", ["1 test *.test_session"]),
    ("for k in d.iteritems(): pass", ["1 python2 *.iteritems"]),
    ("import six\nsix.iteritems(d)", ["2 python2 six.iteritems"]),
    ("range(3); xrange(3)", ["1 python2 xrange"]),
    ("import urllib2", ["1 python2 urllib2"]),
    ("from tensorflow.python.ops import math_ops", ["1 private tf.python.ops.math_ops"]),
    ("from tensorflow.contrib import slim", ["1 contrib tf.contrib.slim"]),
    ("from tensorflow.contrib.rnn import *", ["1 contrib tf.contrib.rnn.*"]),
    ("import tf_slim", ["1 third-party tf_slim"]),
    ("from tensor2tensor.layers import common_layers", ["1 third-party tensor2tensor.layers"]),
    ("from tensorflow import app", ["1 flags tf.app"]),
]  # fmt: skip


@pytest.mark.parametrize(("code", "expected"), CONSTRUCTS)
def test_construct_is_found(code, expected):
    assert said(code) == expected


@pytest.mark.parametrize(
    "code",
    [
        TF + "tf.reshape(x, [1]); tf.math.log(x); tf.keras.layers.Dense(1)",
        TF + "tf.summary.scalar('loss', x, step=1)",
        TF + "tf.summary.scalar('loss', x, 1)",
        TF + "tf.where(a, b, c); tf.cond(a, b, c); tf.nn.conv2d(x, w, 1, 'SAME')",
        TF + "tf.losses.MeanSquaredError(); tf.metrics.Mean(); tf.zeros_initializer()",
        TF + "with tf.name_scope('x'): pass",
        TF + "tf.__internal__.anything()",
        "node.value; tree[0].value; iterator.run()",
        "unicode = str\nunicode(1)",
        "def reduce(x): return x\nreduce(1)",
        "try:\n  import cPickle as pickle\nexcept ImportError:\n  import pickle",
        "class A:\n  def next(self): return self.next()",
    ],
)
def test_code_of_today_is_left_in_peace(code):
    assert said(code) == []


def test_names_of_both_versions_are_findings_beside_traces_of_the_old_one():
    code = TF + "tf.summary.scalar('loss', x)\ntf.where(a)\n"
    assert said(code) == []
    kinds = {one.kind for one in found(code + "tf.placeholder(1)")}
    assert {"summary", "rename", "placeholder"} <= kinds


def test_finding_says_place_replacement_and_section():
    (one,) = found("import tensorflow as tf\n\nx = [tf.contrib.metrics.streaming_mean(x)]")
    assert (one.line, one.column, one.replacement) == (3, 6, "keras.metrics.Mean")
    assert one.url.endswith("/docs/guides/migrate-to-tf2/manual.html#migrate-contrib")
    assert one.stage == "manual" and one.advice and not one.safe


def test_column_counts_characters_of_words_that_are_not_ascii():
    (one, _) = found("import tensorflow as tf\nx = 'äöü', tf.placeholder(1)")
    assert one.column == 12


def test_method_is_placed_at_its_name_not_at_the_start_of_its_object():
    (one,) = found("x = (data\n     .map(f)\n     .make_one_shot_iterator())")
    assert (one.line, one.column) == (3, 7)


@pytest.mark.parametrize(
    ("call", "safe"),
    [
        ("tf.log(x)", True),
        ("tf.placeholder(x)", True),
        ("tf.sparse_concat(1, [a])", True),
        ("tf.sparse_concat(concat_dim=1, sp_inputs=[a])", False),
        ("tf.sparse_concat(*both)", False),
        ("f = tf.sparse_concat", False),
    ],
)
def test_rename_is_safe_if_nothing_else_changes(call, safe):
    renames = [one for one in found(TF + call) if one.kind == "rename"]
    assert [one.safe for one in renames] == [safe]


def test_rename_of_an_imported_name_is_not_written():
    assert not any(one.safe for one in found("from tensorflow import log\nlog(x)"))
    assert not any(one.safe for one in found(TF + "nn = tf.nn\nnn.max_pool(x)\ntf.Session()")
                   if one.line == 3)  # fmt: skip
