"""One frame's annotation as Pascal-VOC XML, with the elements that ImageNet VID adds.

The file names inside the XML are ignored: they are often wrong, and may point anywhere.
"""

from __future__ import annotations

from collections.abc import Mapping

# ElementTree is given a builder that refuses DOCTYPE, without which no entity can be declared.
from xml.etree import ElementTree as ET

from .model import Box, Frame, RecordError, Video, as_float32

TAGS = ("ymin", "xmin", "ymax", "xmax")
LARGEST = 1_000_000  # bytes of XML; one frame of ImageNet VID has about a thousand


class _Builder(ET.TreeBuilder):
    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        raise RecordError("has a DOCTYPE, which annotations do not need; remove it")


def parse_xml(data: bytes, where: object) -> ET.Element:
    """Parse one annotation; :class:`RecordError` for what is not well-formed or not safe."""
    if len(data) > LARGEST:
        raise RecordError(f"{where}: larger than {LARGEST} bytes; is it one frame's annotation?")
    parser = ET.XMLParser(target=_Builder())  # noqa: S314
    try:
        parser.feed(data)
        root: ET.Element = parser.close()
    except RecordError as error:
        raise RecordError(f"{where}: {error}") from None
    except (ET.ParseError, ValueError, LookupError) as error:
        raise RecordError(f"{where}: not well-formed XML ({error}); export it again") from None
    return root


def read_size(root: ET.Element, where: object) -> tuple[int, int]:
    """Height and width in pixels, as the annotation states them."""
    height, width = (int(_number(root, f"size/{side}", where)) for side in ("height", "width"))
    if width <= 0 or height <= 0:
        raise RecordError(f"{where}: size {width}x{height}; write the size of the image")
    return height, width


def read_boxes(root: ET.Element, labels: Mapping[str, int], where: object) -> tuple[Box, ...]:
    """The objects of one annotation, with labels by name."""
    height, width = read_size(root, where)
    boxes = []
    for element in root.findall("object"):
        name = (element.findtext("name") or "").strip()
        if name not in labels:
            raise RecordError(f"{where}: unknown name {name!r}; add it to the labels")
        ymin, ymax = (_number(element, f"bndbox/y{e}", where) / height for e in ("min", "max"))
        xmin, xmax = (_number(element, f"bndbox/x{e}", where) / width for e in ("min", "max"))
        corners = as_float32(ymin, xmin, ymax, xmax)
        track = int(_number(element, "trackid", where, -1))
        occluded, made = (_number(element, e, where, 0) > 0 for e in ("occluded", "generated"))
        boxes.append(Box(corners, labels[name], name, track, occluded, made))
    return tuple(boxes)


def _number(root: ET.Element, path: str, where: object, default: float | None = None) -> float:
    text = root.findtext(path)
    if text is None and default is not None:
        return default
    try:
        value = float(text or "")
        if abs(value) < 1e9:
            return value
    except ValueError:
        pass
    raise RecordError(f"{where}: <{path}> is {text!r}; a number must stand there")


def write_xml(video: Video, frame: Frame, stem: str) -> bytes:
    """One frame's annotation, with the elements that ImageNet VID has."""
    root = ET.Element("annotation")
    ET.SubElement(root, "folder").text = video.name
    ET.SubElement(root, "filename").text = stem
    size = ET.SubElement(root, "size")
    ET.SubElement(size, "width").text = str(video.width)
    ET.SubElement(size, "height").text = str(video.height)
    for box in frame.boxes:
        element = ET.SubElement(root, "object")
        ET.SubElement(element, "trackid").text = str(box.track)
        ET.SubElement(element, "name").text = box.name
        bounds = ET.SubElement(element, "bndbox")
        sides = (video.height, video.width) * 2
        for tag, value, side in zip(TAGS, box.corners, sides, strict=True):
            ET.SubElement(bounds, tag).text = repr(value * side)
        ET.SubElement(element, "occluded").text = str(int(box.occluded))
        ET.SubElement(element, "generated").text = str(int(box.generated))
    data: bytes = ET.tostring(root, encoding="utf-8")
    return data
