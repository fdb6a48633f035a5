"""What can be wrong with one record; :mod:`validate` goes through the file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import tensorflow as tf  # type: ignore[import-not-found,import-untyped,unused-ignore]

from .sequence import KINDS, LABEL, NEEDED, SIDES

CONTEXT = {"image/height": "int64_list", "image/width": "int64_list"}
TYPES = {"image/encoded": "bytes_list", LABEL: "int64_list",
         **{f"bbox/{side}": "float_list" for side in SIDES}}  # fmt: skip
Lines = Iterator[tuple[str, str]]
Found = Iterator[tuple[int, str, str]]  # the frame first


def check_record(data: bytes, classes: int | None, frames: int | None) -> Lines:
    """What is wrong with one serialized record, with what to do."""
    try:
        record = tf.train.SequenceExample.FromString(data)
    except Exception:  # protobuf's own class differs between its implementations
        yield "is no protocol buffer of TensorFlow", "write tf.train.SequenceExample"
        return
    lists, context = record.feature_lists.feature_list, record.context.feature
    if not lists:
        yield from _without_lists(context)
        return
    missing = [key for key in NEEDED if key not in lists]
    if missing:
        yield (f"Feature list {missing[0]!r} is required but could not be found; there are "
               f"{', '.join(map(repr, sorted(lists)))}", f"write {', '.join(missing)}")  # fmt: skip
    for key, kind in CONTEXT.items():
        if key not in context or len(getattr(context[key], kind).value) != 1:
            yield f"context {key!r} is not one integer", "write the size of the frames in pixels"
    wrong = [key for key in TYPES if key in lists and not _typed(lists[key], TYPES[key])]
    for key in wrong:
        yield f"{key!r} is not a {TYPES[key]}", f"write it as {KINDS[TYPES[key]].__name__}"
    if missing or wrong:
        return
    yield from _lengths(lists, frames)
    yield from _frames(lists, context, classes)


def _without_lists(context: Any) -> Lines:
    if "image/encoded" in context:
        yield ("is a tf.train.Example, one image; a reader of videos says: Feature list "
               "'image/encoded' is required but could not be found",
               "convert the videos with `python -m video_records voc` or `coco`")  # fmt: skip
    else:
        there = ", ".join(map(repr, sorted(context))) or "nothing"
        yield f"has no feature lists, only {there} as context", "write one list entry a frame"


def _typed(rows: Any, kind: str) -> bool:
    return all(feature.WhichOneof("kind") in (kind, None) for feature in rows.feature)


def _lengths(lists: Any, frames: int | None) -> Lines:
    count = len(lists["image/encoded"].feature)
    if frames is not None and count != frames:
        yield f"has {count} frames, not {frames}", f"cut with --frames {frames}"
    for key in NEEDED[1:]:
        if len(lists[key].feature) != count:
            do = "write one entry for each frame, an empty one where there is no box"
            yield f"{key!r} has {len(lists[key].feature)} entries for {count} frames", do


def _frames(lists: Any, context: Any, classes: int | None) -> Lines:
    """The problems of single frames, each once, however many frames have it."""
    found: dict[tuple[str, str], list[int]] = {}
    for check in (_counts(lists), _images(lists, context), _boxes(lists, classes)):
        for number, what, do in check:
            found.setdefault((what, do), []).append(number)
    for (what, do), numbers in found.items():
        more = f" and {len(numbers) - 1} more" if len(numbers) > 1 else ""
        yield f"frame {numbers[0]}{more}: {what}", do


def _counts(lists: Any) -> Found:
    columns = [[len(getattr(f, TYPES[k]).value) for f in lists[k].feature] for k in NEEDED[1:]]
    for number, counts in enumerate(zip(*columns, strict=False)):
        if len(set(counts)) > 1:
            what = ", ".join(f"{n} {k}" for n, k in zip(counts, NEEDED[1:], strict=True))
            yield number, f"counts differ: {what}", "write all five for each box"


def _images(lists: Any, context: Any) -> Found:
    stated = [value for key in CONTEXT if key in context for value in context[key].int64_list.value]
    for number, feature in enumerate(lists["image/encoded"].feature):
        if len(feature.bytes_list.value) != 1:
            yield number, f"{len(feature.bytes_list.value)} images", "write one"
            continue
        try:
            image = tf.io.decode_image(feature.bytes_list.value[0], 3, expand_animations=False)
        except tf.errors.OpError:
            yield number, "the image cannot be decoded", "store JPEG or PNG, not pixels"
            continue
        size = list(image.shape[:2])
        if size != stated:
            yield number, f"height and width are {size}, context says {stated}", "correct it"


def _boxes(lists: Any, classes: int | None) -> Found:
    for number, feature in enumerate(lists[LABEL].feature):
        for label in feature.int64_list.value:
            if label < 1 or (classes and label > classes):
                most = classes or "the number of classes"
                yield number, f"label {label} is unknown", f"labels go from 1 to {most}"
    columns = [lists[f"bbox/{side}"].feature for side in SIDES]
    for number, row in enumerate(zip(*columns, strict=False)):
        for corners in zip(*(feature.float_list.value for feature in row), strict=False):
            ymin, xmin, ymax, xmax = corners
            shown = [round(value, 3) for value in corners]
            if not all(-1e-3 <= value <= 1.001 for value in corners):
                do = "divide pixels by height and width, and clip to 0 to 1"
                yield number, f"box {shown} leaves the image", do
            elif ymin >= ymax or xmin >= xmax:
                yield number, f"box {shown} is empty", "order is ymin, xmin, ymax, xmax"
