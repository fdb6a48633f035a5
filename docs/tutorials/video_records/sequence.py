"""Records: ``tf.train.SequenceExample`` with the keys of research/lstm_object_detection.

One record is one snippet of consecutive frames. The keys are those of the decoder in
``inputs/tf_sequence_example_decoder.py``; ``bbox/track`` and the others of EXTRA are ours, and
that decoder passes over them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import tensorflow as tf  # type: ignore[import-not-found,import-untyped,unused-ignore]

from .model import Box, Frame, RecordError, Video, whole_file

SIDES = ("ymin", "xmin", "ymax", "xmax")
LABEL, NAME = "bbox/label/index", "bbox/label/string"
EXTRA = ("bbox/track", "bbox/occluded", "bbox/generated")
NEEDED = ("image/encoded", *(f"bbox/{side}" for side in SIDES), LABEL)
KINDS = {"bytes_list": tf.train.BytesList, "float_list": tf.train.FloatList,
         "int64_list": tf.train.Int64List}  # fmt: skip


def snippets(video: Video, length: int) -> Iterator[Video]:
    """Cut a video into parts of ``length`` frames; the last one reaches back over its neighbour.

    The old reader wants exactly ``video_length`` frames a record. Nothing for a shorter video.
    """
    count = len(video.frames)
    starts = list(range(0, count - length + 1, length))
    if starts and starts[-1] + length < count:
        starts.append(count - length)
    for start in starts:
        yield replace(video, name=f"{video.name}@{start}", frames=video.frames[start:][:length])


def encode(video: Video) -> tf.train.SequenceExample:
    """One record. A frame without boxes has empty lists, not missing ones."""
    rows = [frame.boxes for frame in video.frames]
    lists: dict[str, tuple[str, list[list[Any]]]] = {
        "image/encoded": ("bytes_list", [[frame.image] for frame in video.frames]),
        LABEL: ("int64_list", [[box.label for box in boxes] for boxes in rows]),
        NAME: ("bytes_list", [[box.name.encode() for box in boxes] for boxes in rows]),
        "frame/labelled": ("int64_list", [[int(frame.labelled)] for frame in video.frames]),
    }
    for place, side in enumerate(SIDES):
        lists[f"bbox/{side}"] = ("float_list", [[b.corners[place] for b in row] for row in rows])
    for key in EXTRA:
        name = key.rsplit("/", 1)[-1]
        lists[key] = ("int64_list", [[int(getattr(b, name)) for b in row] for row in rows])
    digest = hashlib.sha256(b"".join(frame.image for frame in video.frames)).hexdigest()
    context = {
        "image/format": _feature("bytes_list", [video.format.encode()]),
        "image/filename": _feature("bytes_list", [video.name.encode()]),
        "image/source_id": _feature("bytes_list", [video.name.encode()]),
        "image/key/sha256": _feature("bytes_list", [digest.encode()]),
        "image/height": _feature("int64_list", [video.height]),
        "image/width": _feature("int64_list", [video.width]),
    }
    return tf.train.SequenceExample(
        context=tf.train.Features(feature=context),
        feature_lists=tf.train.FeatureLists(feature_list={
            key: tf.train.FeatureList(feature=[_feature(kind, value) for value in values])
            for key, (kind, values) in lists.items()
        }),
    )  # fmt: skip


def _feature(kind: str, values: list[Any]) -> tf.train.Feature:
    return tf.train.Feature(**{kind: KINDS[kind](value=values)})


def decode(record: tf.train.SequenceExample) -> Video:
    """The reverse of :func:`encode`; extras that are not there get their defaults."""
    lists, context = record.feature_lists.feature_list, record.context.feature
    missing = [key for key in NEEDED if key not in lists]
    if missing:
        raise RecordError(f"a record has no {missing[0]!r}; run the validator on its file")
    count = len(lists["image/encoded"].feature)

    def row(key: str, kind: str, number: int) -> list[Any]:
        features = lists[key].feature if key in lists else []
        return list(getattr(features[number], kind).value) if number < len(features) else []

    frames = []
    for number in range(count):
        corners = zip(*(row(f"bbox/{side}", "float_list", number) for side in SIDES), strict=True)
        labels = row(LABEL, "int64_list", number)
        names = row(NAME, "bytes_list", number) or [b""] * len(labels)
        extra = [row(key, "int64_list", number) for key in EXTRA]
        tracks, hidden, made = (
            e or [d] * len(labels) for e, d in zip(extra, (-1, 0, 0), strict=True)
        )
        columns = zip(corners, labels, names, tracks, hidden, made, strict=True)
        boxes = tuple(
            Box(c, label, name.decode(), track, bool(occluded), bool(generated))
            for c, label, name, track, occluded, generated in columns
        )
        image = row("image/encoded", "bytes_list", number)[0]
        labelled = row("frame/labelled", "int64_list", number) != [0]
        frames.append(Frame(image, boxes, labelled))
    height, width = (context[f"image/{side}"].int64_list.value[0] for side in ("height", "width"))
    name, form = (
        context[key].bytes_list.value[0].decode() for key in ("image/filename", "image/format")
    )
    return Video(name, height, width, form, tuple(frames))


def write_records(videos: Iterable[Video], path: Path, length: int | None = None) -> int:
    """Write all videos, cut into snippets of ``length`` frames if given; returns the records.

    The file appears when it is complete.
    """
    count = 0
    with whole_file(path) as temporary:
        with tf.io.TFRecordWriter(str(temporary)) as writer:
            for video in videos:
                for part in snippets(video, length) if length else (video,):
                    writer.write(encode(part).SerializeToString(deterministic=True))
                    count += 1
        if not count:
            raise RecordError("nothing to write: no video has enough frames; lower --frames")
    return count


def read_records(path: Path) -> Iterator[Video]:
    """The records of a file that :mod:`validate` found right."""
    for data in tf.data.TFRecordDataset(str(path)).as_numpy_iterator():
        yield decode(tf.train.SequenceExample.FromString(data))


def parse(data: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor, tf.Tensor]:
    """For ``dataset.map``: images [T] encoded, boxes [T, M, 4], labels [T, M]; 0 where no box."""
    keys = {key: tf.io.RaggedFeature(tf.float32) for key in NEEDED[1:5]}
    _, lists = tf.io.parse_single_sequence_example(data, sequence_features={
        "image/encoded": tf.io.FixedLenSequenceFeature((), tf.string),
        LABEL: tf.io.RaggedFeature(tf.int64), **keys})  # fmt: skip
    boxes = tf.stack([lists[key].to_tensor() for key in NEEDED[1:5]], -1)
    return lists["image/encoded"], boxes, lists[LABEL].to_tensor()
