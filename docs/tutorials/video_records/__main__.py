"""Command line: ``python -m video_records voc|coco|densify|validate``.

Exit code 0: done. 1: problems, each on one line. 2: wrong use.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from . import coco, voc
from .densify import densify
from .model import RecordError, Video, read_labels, whole_file, whole_folder


def build_parser() -> argparse.ArgumentParser:
    """The four commands with their options."""
    parser = argparse.ArgumentParser("video_records", description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(
        name: str, run: Callable[[argparse.Namespace], int], text: str
    ) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=text, description=text)
        command.set_defaults(run=run)
        return command

    one = add("voc", run_voc, "Pascal-VOC XML, in the folders of ImageNet VID, to records")
    one.add_argument("dir", type=Path, help="holds Data and Annotations")
    two = add("coco", run_coco, "COCO-video JSON to records")
    two.add_argument("json", type=Path)
    two.add_argument("images", type=Path, help="folder that file_name starts from")
    for command in (one, two):
        command.add_argument("out", type=Path, help="TFRecord; a label map is written beside it")
        command.add_argument("--frames", type=_positive, help="frames a record (default: all)")
        command.add_argument("--dense", action="store_true", help="fill frames without labels")
    three = add("densify", run_densify, "XML for the frames between labelled ones")
    three.add_argument("dir", type=Path, help="holds Data and Annotations")
    three.add_argument("out", type=Path, help="new folder; gets Annotations")
    for command in (one, three):
        command.add_argument("--labels", type=Path, help="names, one a line (default: as found)")
    four = add("validate", run_validate, "Say what is wrong with records")
    four.add_argument("files", type=Path, nargs="+", metavar="FILE")
    four.add_argument("--classes", type=_positive, help="how many labels there are")
    four.add_argument("--frames", type=_positive, help="frames that each record must have")
    return parser


def _positive(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above 0")
    return int(text)


def run_voc(options: argparse.Namespace) -> int:
    """Convert folders of XML."""
    labels = _labels(options)
    return _write(options, voc.read_videos(options.dir, labels), labels)


def run_coco(options: argparse.Namespace) -> int:
    """Convert a COCO-video JSON."""
    labels = coco.find_names(coco.read_document(options.json))
    return _write(options, coco.read_videos(options.json, options.images), labels)


def run_densify(options: argparse.Namespace) -> int:
    """Write dense annotations into a new folder."""
    count = 0
    with whole_folder(options.out) as folder:
        for video in _dense(voc.read_videos(options.dir, _labels(options))):
            voc.write_video(folder, video, images=False)
            count += 1
    sys.stdout.write(f"videos: {count}\n")
    return 0


def run_validate(options: argparse.Namespace) -> int:
    """Print the problems of each file; 1 if there is any."""
    from .validate import validate

    found = 0
    for path in options.files:
        problems = validate(path, options.classes, options.frames)
        for problem in problems:
            sys.stdout.write(f"{path}: {problem}\n")
        found += len(problems)
    sys.stdout.write(f"problems: {found}, files: {len(options.files)}\n")
    return 1 if found else 0


def _labels(options: argparse.Namespace) -> dict[str, int]:
    return read_labels(options.labels) if options.labels else voc.find_names(options.dir)


def _dense(videos: Iterable[Video]) -> Iterator[Video]:
    for video in videos:
        dense, doubts = densify(video)
        for doubt in doubts:
            sys.stderr.write(f"{video.name}: {doubt}\n")
        yield dense


def _write(options: argparse.Namespace, videos: Iterable[Video], labels: dict[str, int]) -> int:
    from .sequence import write_records

    count = write_records(_dense(videos) if options.dense else videos, options.out, options.frames)
    items = (f"item {{ id: {n} name: {json.dumps(name)} }}\n" for name, n in labels.items())
    with whole_file(options.out.with_suffix(".pbtxt")) as path:
        path.write_text("".join(items), "utf-8")
    sys.stdout.write(f"records: {count}, labels: {len(labels)}\n")
    return 0


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    options = build_parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except RecordError as error:
        sys.stderr.write(f"video_records: {error}\n")
    except OSError as error:
        sys.stderr.write(f"video_records: {error.filename}: {error.strerror}; check the path\n")
    except ImportError as error:
        sys.stderr.write(f"video_records: {error}; install tensorflow\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
