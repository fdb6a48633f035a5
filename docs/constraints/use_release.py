"""Use an installed tf-models-official for real, step by step, and say how each step went.

Run by ``prove.py`` with the Python of an environment made a moment before. Input: nothing.
Output: one line of JSON on standard output, ``{"steps": [{name, ok, seconds, error}],
"packages": {name: version}}``; seconds are wall time. A step that fails does not end the run,
except the first: without the import nothing else can be tried.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

PACKAGES = (
    "tf-models-official", "tensorflow", "tensorflow-text", "tf-keras", "keras", "numpy", "pillow",
    "protobuf", "setuptools", "tensorflow-hub", "tensorflow-datasets", "tensorflow-metadata",
    "opencv-python-headless",
)  # fmt: skip
RESNET_18_PARAMETERS = 11_190_464


def import_package() -> None:
    """What every user does first."""
    import tensorflow_models

    assert tensorflow_models.vision.backbones.ResNet


def load_datasets() -> None:
    """TensorFlow Datasets is imported by the package; its failure there leaves it empty."""
    import tensorflow_datasets

    assert tensorflow_datasets.load


def forward_pass() -> None:
    """A ResNet-18: its parameters, and the shape of its last level."""
    import tensorflow as tf
    import tensorflow_models as tfm

    specs = keras().layers.InputSpec(shape=[None, 64, 64, 3])
    backbone = tfm.vision.backbones.ResNet(model_id=18, input_specs=specs)
    shape = tuple(backbone(tf.zeros([1, 64, 64, 3]))["5"].shape)
    assert shape == (1, 2, 2, 512), shape
    assert backbone.count_params() == RESNET_18_PARAMETERS, backbone.count_params()


def decode_example() -> None:
    """A synthetic detection example with two masks, through the decoder of the package."""
    from official.vision.dataloaders import tf_example_decoder, tfexample_utils

    example = tfexample_utils.create_detection_test_example(
        image_height=64, image_width=64, image_channel=3, num_instances=2
    )
    decoder = tf_example_decoder.TfExampleDecoder(include_mask=True)
    decoded = decoder.decode(example.SerializeToString())
    assert tuple(decoded["image"].shape) == (64, 64, 3), decoded["image"].shape
    masks = decoded["groundtruth_instance_masks"]
    assert tuple(masks.shape) == (2, 64, 64), masks.shape


def write_graph() -> None:
    """A graph as text, as the frozen-graph exporters write it."""
    import tensorflow as tf

    with tempfile.TemporaryDirectory() as folder:
        path = tf.io.write_graph(tf.Graph(), folder, "graph.pbtxt", as_text=True)
        assert Path(path).exists(), path


def export_and_reload() -> None:
    """A ResNet-18 classifier through the package's exporter; the reloaded one is called."""
    import tensorflow as tf
    import tensorflow_models as tfm
    from official.core import task_factory
    from official.vision.serving import export_saved_model_lib

    config = tfm.core.exp_factory.get_exp_config("resnet_imagenet")
    config.task.model.num_classes = 10
    config.task.model.input_size = [64, 64, 3]
    config.task.model.backbone.resnet.model_id = 18
    model = task_factory.get_task(config.task).build_model()
    with tempfile.TemporaryDirectory() as folder:
        checkpoint = tf.train.Checkpoint(model=model).save(f"{folder}/checkpoint")
        export_saved_model_lib.export_inference_graph(
            input_type="image_tensor",
            batch_size=1,
            input_image_size=[64, 64],
            params=config,
            checkpoint_path=checkpoint,
            export_dir=f"{folder}/export",
            log_model_flops_and_params=False,
        )
        reloaded = tf.saved_model.load(f"{folder}/export")
        output = reloaded.signatures["serving_default"](tf.zeros([1, 64, 64, 3], tf.uint8))
    assert tuple(output["logits"].shape) == (1, 10), output
    assert abs(float(tf.reduce_sum(output["probs"])) - 1) < 1e-3, output["probs"]


STEPS: tuple[tuple[str, Callable[[], None]], ...] = (
    ("import", import_package),
    ("datasets", load_datasets),
    ("forward", forward_pass),
    ("decode", decode_example),
    ("graph", write_graph),
    ("export", export_and_reload),
)


def keras() -> Any:
    """The Keras that the release is written for: tf_keras from 2.16 on, tf.keras before."""
    release = tuple(int(part) for part in version("tf-models-official").split(".")[:2])
    if release >= (2, 16):
        import tf_keras

        return tf_keras
    import tensorflow as tf

    return tf.keras


def run_step(name: str, step: Callable[[], None]) -> dict[str, object]:
    """One step with its wall time; what it raises becomes one line."""
    start = time.monotonic()
    error = None
    try:
        step()
    except Exception as raised:
        error = one_line(raised)
    seconds = round(time.monotonic() - start, 1)
    return {"name": name, "ok": error is None, "seconds": seconds, "error": error}


def one_line(error: BaseException) -> str:
    """The kind and the first line of an error, without the folders of this machine."""
    first = (str(error).strip() or "no message").splitlines()[0]
    for folder in (sys.prefix, sys.base_prefix, str(Path.home())):
        first = first.replace(folder, "...")
    return f"{type(error).__name__}: {first}"[:300]


def installed() -> dict[str, str]:
    """The versions that matter, of the packages that are there."""
    found = {}
    for name in PACKAGES:
        with contextlib.suppress(PackageNotFoundError):
            found[name] = version(name)
    return found


def main() -> None:
    """Run the steps; whatever libraries print goes to standard error."""
    with contextlib.redirect_stdout(sys.stderr):
        steps = [run_step(*STEPS[0])]
        if steps[0]["ok"]:
            steps += [run_step(name, step) for name, step in STEPS[1:]]
    print(json.dumps({"steps": steps, "packages": installed()}))


if __name__ == "__main__":
    main()
