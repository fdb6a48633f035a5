"""Dense labels from sparse ones: boxes between key frames, and a check that they fit the images.

A track that is on two labelled frames is filled in between by a straight line. That is wrong
where the object turns, stops, or is another one; so each filled box is compared with the image:
the object is looked for around it, by normalised correlation with how it looks on the key frame.
Intervals in which it is found elsewhere, or nowhere, are doubtful: somebody must look.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

from .model import Box, Frame, RecordError, Video, as_float32
from .tracking import find


@dataclass(frozen=True)
class Doubt:
    """An interval of filled frames, ``first`` to ``last``, that somebody should look at."""

    track: int
    first: int
    last: int
    reason: str

    def __str__(self) -> str:
        return f"frames {self.first} to {self.last}, track {self.track}: {self.reason}"


def densify(
    video: Video, *, least: float = 0.5, shift: float = 0.25
) -> tuple[Video, tuple[Doubt, ...]]:
    """Fill the frames between labelled ones.

    A filled box is doubtful if the best correlation around it is below ``least``, or lies further
    away than ``shift`` times the box's longer side. Frames before the first and after the last
    labelled frame stay as they are. :class:`RecordError` if a track stands twice on a frame.
    """
    keys = [number for number, frame in enumerate(video.frames) if frame.labelled]
    if not keys:
        raise RecordError(f"{video.name}: no labelled frame; label at least two")
    frames, doubts = list(video.frames), []
    for first, last in pairwise(keys):
        if last - first > 1:
            starts, ends = (_by_track(video, number) for number in (first, last))
            for track in sorted(starts.keys() ^ ends.keys()):
                reason = f"is on one only of the key frames {first} and {last}; label where it goes"
                doubts.append(Doubt(track, first + 1, last - 1, reason))
            pairs = [(starts[track], ends[track]) for track in starts if track in ends]
            for number in range(first + 1, last):
                part = (number - first) / (last - first)
                boxes = tuple(_between(one, other, part) for one, other in pairs)
                frames[number] = Frame(video.frames[number].image, boxes)
            doubts += [
                doubt
                for pair in pairs
                if (doubt := _check(frames, first, last, pair, least, shift))
            ]
    return replace(video, frames=tuple(frames)), tuple(doubts)


def _by_track(video: Video, number: int) -> dict[int, Box]:
    boxes = video.frames[number].boxes
    tracks = {box.track: box for box in boxes}
    if len(tracks) < len(boxes) or -1 in tracks:
        raise RecordError(
            f"{video.name}, frame {number}: tracks missing or not unique; number them"
        )
    return tracks


def _between(one: Box, other: Box, part: float) -> Box:
    pairs = zip(one.corners, other.corners, strict=True)
    corners = as_float32(*(a + (b - a) * part for a, b in pairs))
    hidden = one.occluded and other.occluded
    return replace(one, corners=corners, occluded=hidden, generated=True)


def _check(
    frames: list[Frame], first: int, last: int, pair: tuple[Box, Box], least: float, shift: float
) -> Doubt | None:
    """The frames of one filled track, between two key frames, on which it is not found."""
    start, end = pair
    if start.label != end.label:
        return Doubt(start.track, first + 1, last - 1, "changes its label; correct one of the two")
    bad = []
    for number in range(first + 1, last):
        box = next(box for box in frames[number].boxes if box.track == start.track)
        near, key = (start, first) if number - first <= last - number else (end, last)
        score, moved = find(frames[key].image, near, frames[number].image, box)
        if score < least or moved > shift:
            bad.append(number)
    if not bad:
        return None
    reason = f"is not where a straight line puts it on {len(bad)} of {last - first - 1} frames"
    return Doubt(start.track, bad[0], bad[-1], f"{reason}; look, and label one in the middle")
