"""A model as data: ``model.json`` (names and settings) and ``weights.npz`` (numbers).

In and out: the parts of a model. The same model gives the same bytes (sorted keys, fixed zip
times, weights rounded to 16 bits); nothing in the files can run when they are read.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from triage.classify.features import Featuriser
from triage.classify.linear import LinearModel
from triage.errors import BadInput

FORMAT = 1
INFO_FILE = "model.json"
WEIGHTS_FILE = "weights.npz"
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """What the two files hold."""

    info: Mapping[str, Any]
    arrays: Mapping[str, np.ndarray[Any, Any]]

    @classmethod
    def pack(
        cls,
        kind: str,
        features: Featuriser,
        models: Mapping[str, LinearModel],
        settings: Mapping[str, object],
    ) -> ModelFiles:
        """A model's parts, ready to write; weights rounded as they will be read."""
        arrays: dict[str, np.ndarray[Any, Any]] = {"idf": features.idf.astype(np.float32)}
        listed = []
        for task, model in models.items():
            arrays[f"{task}.weights"] = model.weights.astype(np.float16)
            arrays[f"{task}.bias"] = model.bias.astype(np.float32)
            listed.append(
                {
                    "task": task,
                    "classes": list(model.classes),
                    "temperature": model.temperature,
                }
            )
        info = {
            **settings,
            "format": FORMAT,
            "kind": kind,
            "models": listed,
            "names": {name: list(ids) for name, ids in features.names.items()},
        }
        return cls(info, arrays)

    def featuriser(self) -> Featuriser:
        """The vocabulary."""
        names: dict[str, dict[str, int]] = {}
        start = 0
        for kind, listed in self.info["names"].items():
            names[kind] = {name: at for at, name in enumerate(listed, start)}
            start += len(listed)
        return Featuriser(names, self.arrays["idf"].astype(np.float64))

    def linear(self, listed: Mapping[str, Any]) -> LinearModel:
        """One of the models."""
        task = listed["task"]
        return LinearModel(
            classes=tuple(listed["classes"]),
            weights=self.arrays[f"{task}.weights"].astype(np.float32),
            bias=self.arrays[f"{task}.bias"].astype(np.float32),
            temperature=float(listed["temperature"]),
        )


def _info_bytes(files: ModelFiles) -> bytes:
    text = json.dumps(files.info, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass") + b"\n"


def _weights_bytes(files: ModelFiles) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files.arrays):
            array = io.BytesIO()
            np.save(array, files.arrays[name], allow_pickle=False)
            entry = zipfile.ZipInfo(f"{name}.npy", _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, array.getvalue())
    return out.getvalue()


def digest_of(files: ModelFiles) -> str:
    """Twelve characters that change with anything the model says."""
    digest = hashlib.sha256(_info_bytes(files))
    for name in sorted(files.arrays):
        digest.update(name.encode())
        digest.update(files.arrays[name].tobytes())
    return digest.hexdigest()[:12]


def write_model(directory: Path, files: ModelFiles) -> None:
    """Write both files, the folder with them. Raises BadInput when that cannot be."""
    try:
        directory.mkdir(parents=True, exist_ok=True)
        (directory / INFO_FILE).write_bytes(_info_bytes(files))
        (directory / WEIGHTS_FILE).write_bytes(_weights_bytes(files))
    except OSError as error:
        raise BadInput(
            f"The model cannot be written to {directory}: {error.strerror}.",
            "Choose a folder you may write to.",
        ) from error


def read_model(directory: Path, kind: str) -> ModelFiles:
    """Read both files of a model of this kind. Raises BadInput with the folder's name."""
    try:
        info = json.loads((directory / INFO_FILE).read_text("utf-8", "surrogatepass"))
        with np.load(directory / WEIGHTS_FILE, allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        if info["kind"] != kind or info["format"] != FORMAT:
            raise KeyError("kind")
    except (OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile) as error:
        raise BadInput(
            f"{directory} holds no model of this kind that can be read.",
            "Write one with: triage train DATA --text title,body --target COLUMN --out DIR",
        ) from error
    return ModelFiles(info, arrays)
