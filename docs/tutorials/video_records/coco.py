"""COCO-video JSON: the COCO format with ``videos``, and images that name their video.

An image has ``video_id`` and ``frame_id`` (its place in the video), an annotation ``image_id``,
``bbox`` in pixels and ``track_id`` or ``instance_id``. A frame is labelled if it has annotations,
or if the image says ``"labelled": true``.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .model import Box, Frame, RecordError, Video, as_float32, image_format

NEEDED = {
    "categories": {"id": int, "name": str},
    "videos": {"id": int, "name": str},
    "images": {"id": int, "video_id": int, "frame_id": int, "file_name": str, "width": int,
               "height": int},
    "annotations": {"image_id": int, "category_id": int, "bbox": list},
}  # fmt: skip
Row = dict[str, Any]


def read_document(path: Path) -> dict[str, list[Row]]:
    """Load the JSON, and check that every row has what is needed, with the right type."""
    try:
        document = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        raise RecordError(f"{path}: cannot be read as JSON ({error}); export it again") from None
    for part, fields in NEEDED.items():
        rows = document.get(part) if isinstance(document, dict) else None
        if not isinstance(rows, list):
            raise RecordError(f"{path}: no list {part!r}; export as COCO for video, not for images")
        for number, row in enumerate(rows):
            _check_row(row, fields, f"{path}: {part}[{number}]")
    return {part: document[part] for part in NEEDED}


def _check_row(row: object, fields: dict[str, type], where: str) -> None:
    for field, kind in fields.items():
        value = row.get(field) if isinstance(row, dict) else None
        if not isinstance(value, kind) or isinstance(value, bool):
            raise RecordError(f"{where}: {field!r} is {value!r}; {kind.__name__} is needed")


def find_names(document: dict[str, list[Row]]) -> dict[str, int]:
    """Labels by name, in the order of the category ids, which in COCO have gaps."""
    rows = sorted(document["categories"], key=lambda row: row["id"])
    if len({row["name"] for row in rows}) < len(rows):
        raise RecordError("categories: a name stands twice; names must differ")
    return {row["name"]: number for number, row in enumerate(rows, 1)}


def read_videos(path: Path, images: Path) -> Iterator[Video]:
    """The videos of the JSON, one at a time, with frames from the folder ``images``."""
    document = read_document(path)
    names, labels = {row["id"]: row["name"] for row in document["categories"]}, find_names(document)
    objects, frames = defaultdict(list), defaultdict(list)
    for row in document["annotations"]:
        if row["category_id"] not in names:
            raise RecordError(f"{path}: no category {row['category_id']}; add it to categories")
        objects[row["image_id"]].append(row)
    for row in document["images"]:
        frames[row["video_id"]].append(row)
    lost = set(objects) - {row["id"] for row in document["images"]}
    if lost:
        raise RecordError(f"{path}: annotations of image {min(lost)}, which is not among images")
    for row in document["videos"]:
        ordered = sorted(frames[row["id"]], key=lambda image: image["frame_id"])
        if not ordered:
            raise RecordError(f"{path}: video {row['name']!r} has no images; remove it")
        yield _video(row["name"], ordered, objects, names, labels, images)


def _video(
    name: str,
    rows: list[Row],
    objects: dict[int, list[Row]],
    names: dict[int, str],
    labels: dict[str, int],
    folder: Path,
) -> Video:
    frames, kinds = [], set()
    for row in rows:
        path = _inside(folder, row["file_name"])
        image = path.read_bytes()
        kinds.add((image_format(image, path), row["height"], row["width"]))
        boxes = tuple(_box(each, row, names, labels) for each in objects[row["id"]])
        frames.append(Frame(image, boxes, bool(boxes) or row.get("labelled") is True))
    if len(kinds) != 1 or len({row["frame_id"] for row in rows}) < len(rows):
        raise RecordError(f"video {name!r}: sizes or formats differ, or a frame_id stands twice")
    form, height, width = kinds.pop()
    return Video(name, height, width, form, tuple(frames))


def _inside(folder: Path, name: str) -> Path:
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()) or not path.is_file():
        raise RecordError(f"{name!r}: no such file in {folder}; give the folder of the images")
    return path


def _box(row: Row, image: Row, names: dict[int, str], labels: dict[str, int]) -> Box:
    where = f"image {image['id']}"
    values = row["bbox"]
    if len(values) != 4 or not all(isinstance(v, int | float) and abs(v) < 1e9 for v in values):
        raise RecordError(f"{where}: bbox {values!r}; four numbers are needed: x, y, width, height")
    if min(image["width"], image["height"]) <= 0:
        raise RecordError(f"{where}: width and height must be above 0")
    x, y, width, height = values
    top, left = y / image["height"], x / image["width"]
    bottom, right = (y + height) / image["height"], (x + width) / image["width"]
    name = names[row["category_id"]]
    track = row.get("track_id", row.get("instance_id"))
    if not isinstance(track, int):
        track = -1
    occluded = row.get("occluded") in (True, 1)
    return Box(as_float32(top, left, bottom, right), labels[name], name, track, occluded)
