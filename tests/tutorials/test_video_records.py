"""The data tools of the tutorial on video detection, as far as they run without TensorFlow.

What needs TensorFlow (records and their validator) is asserted in the tutorial itself.
"""

import io
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

FOLDER = Path(__file__).parents[2] / "docs" / "tutorials"
sys.path.insert(0, str(FOLDER))

from video_records import coco, voc  # noqa: E402
from video_records.__main__ import main  # noqa: E402
from video_records.densify import densify  # noqa: E402
from video_records.model import (  # noqa: E402
    Box,
    Frame,
    RecordError,
    Video,
    as_float32,
    read_labels,
    whole_file,
)
from video_records.tracking import correlate  # noqa: E402

LABELS = {"cat": 1, "dog": 2}
HEIGHT, WIDTH = 80, 100


def png(column: int, row: int = 30) -> bytes:
    """A striped square of 20 pixels on noise that stays the same."""
    pixels = np.random.default_rng(1).integers(90, 130, (HEIGHT, WIDTH)).astype(np.uint8)
    pixels[row : row + 20, column : column + 20] = (np.arange(20) % 8 * 30)[:, None]
    pixels[row : row + 20, column : column + 5] = 250
    out = io.BytesIO()
    Image.fromarray(pixels).convert("RGB").save(out, "PNG")
    return out.getvalue()


def box(column: int, row: int = 30, **more: Any) -> Box:
    corners = row / HEIGHT, column / WIDTH, (row + 20) / HEIGHT, (column + 20) / WIDTH
    return Box(as_float32(*corners), **{"label": 2, "name": "dog", "track": 7} | more)


def video(columns: list[int], keys: set[int] | None = None) -> Video:
    """The square at these columns; labelled on the frames in ``keys``, or on all."""
    frames = [
        Frame(png(column), (box(column),)) if keys is None or number in keys
        else Frame(png(column), labelled=False)
        for number, column in enumerate(columns)
    ]  # fmt: skip
    return Video("train/one", HEIGHT, WIDTH, "png", tuple(frames))


def refused(call: Callable[[], Any], *words: str) -> None:
    with pytest.raises(RecordError) as caught:
        call()
    text = str(caught.value)
    assert "\n" not in text
    for word in words:
        assert word in text


# Pascal-VOC XML


def test_voc_is_read_as_it_was_written(tmp_path: Path) -> None:
    boxes = (box(10), box(60, label=1, name="cat", track=8, occluded=True, generated=True))
    one = replace(video([10, 20, 30], {0, 2}), frames=(Frame(png(10), boxes),) * 2)
    two = replace(video([1, 2, 3], {0, 2}), name="val/two")
    for each in (one, two):
        voc.write_video(tmp_path, each)
    assert list(voc.read_videos(tmp_path, LABELS)) == [one, two]
    assert voc.find_names(tmp_path) == LABELS


BOMB = b'<!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;">]><annotation>&c;</annotation>'
OUTSIDE = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><annotation>&b;</annotation>'


@pytest.mark.parametrize(
    "data", [BOMB, OUTSIDE, BOMB.decode().encode("utf-16"), b"<!DOCTYPE a><annotation/>"]
)
def test_no_doctype_is_read(tmp_path: Path, data: bytes) -> None:
    voc.write_video(tmp_path, video([1]))
    (tmp_path / "Annotations/train/one/000000.xml").write_bytes(data)
    refused(lambda: list(voc.read_videos(tmp_path, LABELS)), "000000.xml", "DOCTYPE", "remove it")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (b"</annotation>", b"", ("not well-formed",)),
        (b"<width>100</width>", b"<width>wide</width>", ("size/width", "'wide'")),
        (b"<width>100</width>", b"<width>nan</width>", ("size/width", "'nan'")),
        (b"<width>100</width>", b"", ("size/width", "None")),
        (b"<height>80</height>", b"<height>0</height>", ("size 100x0",)),
        (b"<name>dog</name>", b"<name>cow</name>", ("unknown name 'cow'", "add it")),
        (b"<folder>train/one</folder>", b" " * 1_000_001, ("larger than",)),
        (b"<trackid>7</trackid>", b"<trackid>x</trackid>", ("trackid",)),
    ],
)
def test_bad_xml(tmp_path: Path, old: bytes, new: bytes, words: tuple[str, ...]) -> None:
    voc.write_video(tmp_path, video([1]))
    path = tmp_path / "Annotations/train/one/000000.xml"
    assert old in path.read_bytes()
    path.write_bytes(path.read_bytes().replace(old, new))
    refused(lambda: list(voc.read_videos(tmp_path, LABELS)), "000000.xml", *words)


def test_folders_that_do_not_fit(tmp_path: Path) -> None:
    refused(lambda: voc.find_names(tmp_path), "no folder Annotations")
    (tmp_path / "Annotations").mkdir()
    refused(lambda: voc.find_names(tmp_path), "no XML files")
    voc.write_video(tmp_path, video([1, 2]))
    image = tmp_path / "Data/train/one/000001.png"
    image.write_bytes(b"GIF89a")
    refused(lambda: list(voc.read_videos(tmp_path, LABELS)), "neither JPEG nor PNG")
    image.unlink()
    refused(lambda: list(voc.read_videos(tmp_path, LABELS)), "000001.xml", "no image")


# COCO-video JSON


def document() -> dict[str, list[dict[str, Any]]]:
    rows = [
        {"id": 5 + n, "video_id": 3, "frame_id": n, "file_name": f"{n}.png", "width": WIDTH,
         "height": HEIGHT} for n in range(3)
    ]  # fmt: skip
    marks = [
        {"image_id": 5 + n, "category_id": 40, "bbox": [10 + n, 30, 20, 20], "track_id": 7}
        for n in (0, 2)
    ]
    names = [{"id": 40, "name": "dog"}, {"id": 2, "name": "cat"}]
    videos = [{"id": 3, "name": "train/one"}]
    return {"videos": videos, "images": rows[::-1], "annotations": marks, "categories": names}


def read_coco(folder: Path, content: object) -> list[Video]:
    for number in range(3):
        (folder / f"{number}.png").write_bytes(png(10 + number))
    (folder / "a.json").write_text(json.dumps(content))
    return list(coco.read_videos(folder / "a.json", folder))


def test_coco_gives_the_same_video_as_voc(tmp_path: Path) -> None:
    assert coco.find_names(document()) == LABELS
    assert read_coco(tmp_path, document()) == [video([10, 11, 12], {0, 2})]


@pytest.mark.parametrize(
    ("part", "field", "value", "words"),
    [
        ("images", "file_name", "../a.json", ("no such file",)),
        ("images", "file_name", "/etc/hostname", ("no such file",)),
        ("images", "width", "100", ("images[0]", "'width'", "int is needed")),
        ("images", "height", 0, ("above 0",)),
        ("images", "frame_id", 0, ("frame_id stands twice",)),
        ("annotations", "bbox", [1, 2, 3], ("four numbers",)),
        ("annotations", "bbox", [1, 2, 3, None], ("four numbers",)),
        ("annotations", "category_id", 9, ("no category 9",)),
        ("annotations", "image_id", 99, ("image 99",)),
        ("categories", "name", "cat", ("stands twice",)),
        ("videos", "id", 4, ("has no images",)),
    ],
)
def test_bad_coco(
    tmp_path: Path, part: str, field: str, value: object, words: tuple[str, ...]
) -> None:
    content = document()
    content[part][0][field] = value
    refused(lambda: read_coco(tmp_path, content), *words)


@pytest.mark.parametrize("content", [[], {}, {"images": 3}, {**document(), "videos": [1]}])
def test_coco_of_another_form(tmp_path: Path, content: object) -> None:
    refused(lambda: read_coco(tmp_path, content), "a.json")


# Dense labels


def test_a_straight_way_is_filled_without_doubt() -> None:
    columns = list(range(10, 50, 4))
    dense, doubts = densify(video(columns, {0, 9}))
    assert not doubts
    assert all(frame.labelled for frame in dense.frames)
    for column, frame in zip(columns, dense.frames, strict=True):
        assert np.allclose(frame.boxes[0].corners, box(column).corners, atol=1e-6)
    assert [frame.boxes[0].generated for frame in dense.frames] == [False] + [True] * 8 + [False]


def test_a_detour_is_doubtful_where_it_leaves_the_line() -> None:
    columns = [10, 14, 18, 22, 46, 54, 34, 38, 42, 46]
    _, doubts = densify(video(columns, {0, 9}))
    assert [(doubt.track, doubt.first, doubt.last) for doubt in doubts] == [(7, 4, 5)]
    assert "2 of 8 frames" in str(doubts[0])


def test_an_object_that_is_hidden_is_doubtful() -> None:
    whole = video([10, 12, 14, 16, 18], {0, 4})
    frames = list(whole.frames)
    frames[2] = Frame(png(75), labelled=False)
    _, doubts = densify(replace(whole, frames=tuple(frames)))
    assert [(doubt.first, doubt.last) for doubt in doubts] == [(2, 2)]


def test_tracks_that_end_or_change_are_doubtful() -> None:
    whole = video([10] * 5)
    empty = Frame(png(10), labelled=False)
    other = Frame(png(10), (box(10, label=1, name="cat"),))
    for last, words in ((Frame(png(10)), "on one only"), (other, "changes its label")):
        dense, doubts = densify(replace(whole, frames=(whole.frames[0], empty, empty, last)))
        assert len(doubts) == 1
        assert words in str(doubts[0])
        assert len(dense.frames[1].boxes) == ("label" in words)


def test_what_cannot_be_filled_is_refused() -> None:
    refused(lambda: densify(video([10, 10], set())), "no labelled frame")
    whole = video([10, 10, 10], {0, 2})
    twice = replace(whole.frames[0], boxes=(box(10), box(40)))
    refused(lambda: densify(replace(whole, frames=(twice, *whole.frames[1:]))), "not unique")
    broken = Frame(b"\x89PNG\r\n\x1a\nno", labelled=False)
    spoilt = replace(whole, frames=(whole.frames[0], broken, whole.frames[2]))
    refused(lambda: densify(spoilt), "cannot be decoded")


def test_correlation_is_one_where_the_template_was_cut_out() -> None:
    field = np.random.default_rng(0).normal(size=(12, 14)).astype(np.float32)
    scores = correlate(field, field[3:9, 5:10] * 3 + 1)
    assert np.unravel_index(scores.argmax(), scores.shape) == (3, 5)
    assert scores.max() == pytest.approx(1)
    assert not correlate(field, np.ones((3, 3), np.float32)).any()


# Command line


def test_densify_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    whole = video([10, 14, 18, 22, 46, 54, 34, 38, 42, 46], {0, 9})
    voc.write_video(tmp_path / "in", whole)
    arguments = ["densify", str(tmp_path / "in"), str(tmp_path / "out")]
    assert main(arguments) == 0
    written = capsys.readouterr()
    assert written.out == "videos: 1\n"
    assert written.err.startswith("train/one: frames 4 to 5, track 7")
    assert len(list((tmp_path / "out").rglob("*.xml"))) == 10
    assert main(arguments) == 1
    assert "exists already" in capsys.readouterr().err


def test_nothing_half_written_is_left(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    voc.write_video(tmp_path / "in", video([10, 11]))
    voc.write_video(tmp_path / "in", replace(video([10, 11]), name="zz"))
    (tmp_path / "in/Data/zz/000001.png").write_bytes(b"")
    assert main(["densify", str(tmp_path / "in"), str(tmp_path / "out")]) == 1
    assert capsys.readouterr().err.count("\n") == 1
    with pytest.raises(ValueError, match="stop"), whole_file(tmp_path / "records") as path:
        path.write_bytes(b"half")
        raise ValueError("stop")
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


@pytest.mark.parametrize(
    "arguments", [[], ["voc"], ["validate"], ["voc", "a", "b", "--frames", "0"], ["dense", "a"]]
)
def test_wrong_use(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2


def test_labels_file(tmp_path: Path) -> None:
    path = tmp_path / "labels.txt"
    path.write_text("cat\n\n dog \n")
    assert read_labels(path) == LABELS
    for content in (b"", b"cat\ncat\n", b"\xff"):
        path.write_bytes(content)
        refused(lambda: read_labels(path), "labels.txt")
    refused(lambda: read_labels(tmp_path / "none"), "cannot be read")


def test_without_tensorflow_one_line_says_so(tmp_path: Path) -> None:
    voc.write_video(tmp_path, video([1]))
    code = "import sys; sys.modules['tensorflow'] = None; from video_records.__main__ import main;"
    for command in (["voc", str(tmp_path), str(tmp_path / "out")], ["validate", "x"]):
        run = subprocess.run(
            [sys.executable, "-c", f"{code} sys.exit(main({command!r}))"],
            cwd=FOLDER, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert (run.returncode, run.stderr.count("\n")) == (1, 1)
        assert "install tensorflow" in run.stderr
