"""Pascal-VOC XML in the folders of ImageNet VID.

``Data/<video>/000000.JPEG`` stands beside ``Annotations/<video>/000000.xml``; any number of
folders (``VID/train/...``) may stand between. A frame without XML counts as not labelled.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from .annotation import parse_xml, read_boxes, read_size, write_xml
from .model import SUFFIXES, Frame, RecordError, Video, image_format, whole_file


def annotation_folders(root: Path) -> list[Path]:
    """Every folder below ``Annotations`` that holds XML: one video each, sorted."""
    top = root / "Annotations"
    if not top.is_dir():
        raise RecordError(f"{root}: no folder Annotations; give the folder that holds it and Data")
    found = sorted({path.parent for path in top.rglob("*.xml")})
    if not found:
        raise RecordError(f"{top}: no XML files; is this the right folder?")
    return found


def find_names(root: Path) -> dict[str, int]:
    """Labels for all names that occur, in alphabetical order."""
    names = set()
    for folder in annotation_folders(root):
        for path in folder.glob("*.xml"):
            elements = parse_xml(path.read_bytes(), path).findall("object")
            names |= {(element.findtext("name") or "").strip() for element in elements}
    return {name: number for number, name in enumerate(sorted(names - {""}), 1)}


def read_videos(root: Path, labels: Mapping[str, int]) -> Iterator[Video]:
    """The videos below ``root``, one at a time; frames are in the order of their names."""
    for folder in annotation_folders(root):
        name = folder.relative_to(root / "Annotations").as_posix()
        images = _images(root / "Data" / name)
        lost = sorted({path.stem for path in folder.glob("*.xml")} - set(images))
        if lost:
            raise RecordError(f"{folder}/{lost[0]}.xml: no image of that name in Data/{name}")
        yield _video(name, images, folder, labels)


def _images(folder: Path) -> dict[str, Path]:
    if not folder.is_dir():
        raise RecordError(f"{folder}: no such folder; images belong there")
    paths = [path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES]
    return {path.stem: path for path in sorted(paths)}


def _video(name: str, images: dict[str, Path], folder: Path, labels: Mapping[str, int]) -> Video:
    frames, sizes = [], set()
    for stem, path in images.items():
        image, xml = path.read_bytes(), folder / f"{stem}.xml"
        form = image_format(image, path)
        if xml.is_file():
            root = parse_xml(xml.read_bytes(), xml)
            sizes.add((form, *read_size(root, xml)))
            frames.append(Frame(image, read_boxes(root, labels, xml)))
        else:
            frames.append(Frame(image, labelled=False))
    if len(sizes) != 1:
        raise RecordError(f"{folder}: frames of different size or format; make them one video each")
    form, height, width = sizes.pop()
    return Video(name, height, width, form, tuple(frames))


def write_video(root: Path, video: Video, *, images: bool = True) -> None:
    """Write a video into ``root`` in the layout above; frames not labelled get no XML."""
    for number, frame in enumerate(video.frames):
        stem = f"{number:06d}"
        if images:
            suffix = ".JPEG" if video.format == "jpeg" else ".png"
            with whole_file(root / "Data" / video.name / (stem + suffix)) as path:
                path.write_bytes(frame.image)
        if frame.labelled:
            with whole_file(root / "Annotations" / video.name / f"{stem}.xml") as path:
                path.write_bytes(write_xml(video, frame, stem))
