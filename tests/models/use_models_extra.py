"""Use the installed `models` extra for real: import, build, forward pass, decode, write a graph.

Run by ``make verify`` in an environment made a moment before, outside pytest: TensorFlow is
not part of the test environment. Each step fails without one of the pins of the extra
(setuptools, numpy, pillow, protobuf); a failure ends the run with its traceback.
"""

import os
import tempfile
from importlib.metadata import version

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import tensorflow as tf
import tensorflow_models as tfm
import tf_keras
from official.vision.dataloaders import tf_example_decoder, tfexample_utils

tf_keras.utils.set_random_seed(0)

specs = tf_keras.layers.InputSpec(shape=[None, 64, 64, 3])
backbone = tfm.vision.backbones.ResNet(model_id=18, input_specs=specs)
endpoints = backbone(tf.zeros([1, 64, 64, 3]))
shapes = {level: tuple(value.shape) for level, value in endpoints.items()}
assert shapes["5"] == (1, 2, 2, 512), shapes
assert backbone.count_params() == 11_190_464, backbone.count_params()

# The synthetic example needs numpy<2.4, its mask pillow<13.
example = tfexample_utils.create_detection_test_example(
    image_height=64, image_width=64, image_channel=3, num_instances=2
)
decoded = tf_example_decoder.TfExampleDecoder(include_mask=True).decode(example.SerializeToString())
assert tuple(decoded["image"].shape) == (64, 64, 3)
assert tuple(decoded["groundtruth_instance_masks"].shape) == (2, 64, 64)

# Text form of a graph needs protobuf<7.
with tempfile.TemporaryDirectory() as folder:
    path = tf.io.write_graph(tf.Graph(), folder, "graph.pbtxt", as_text=True)
    assert os.path.exists(path)  # noqa: PTH110 - a path of TensorFlow's

names = ("tf-models-official", "tensorflow", "tf-keras", "numpy", "pillow", "protobuf")
print("models extra works:", ", ".join(f"{name} {version(name)}" for name in names))
