"""Facts an issue states: repository paths, scripts, imports, commands, config keys, versions.

In: text (title and body together, or either). Out: what was named, in reading order, without
repeats, as written but for separators (``\\`` becomes ``/``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_CHUNK = re.compile(r"[^\s'\"`(),;\[\]{}<>=|*“”‘’]+")
_IMPORT = re.compile(r"\b(?:from[ \t]+(\w[\w.]{0,120})[ \t]+import\b|import[ \t]+(\w[\w.]{0,120}))")
_SCRIPT = re.compile(r"\b\w[\w-]{0,80}\.(?:py|sh|ipynb|cc|proto|config|gin|md|ya?ml|pbtxt)\b")
_PROMPT = re.compile(
    r"(?:\$|>>>|>|%|!|#|PS [^>]{1,80}>|\([\w.-]{1,40}\)[^$#>]{0,120}[$#>]"
    r"|[\w.-]{1,40}@[^$#]{1,120}[$#])\s*"
)
_COMMAND = re.compile(
    r"(?:sudo )?(?:[A-Z]\w{0,40}=\S{1,200} )?"
    r"(?:python[\d.]*|pip[\d.]*|protoc|bazel(?:-bin\S*)?|conda|docker|git|gcloud|jupyter|make|"
    r"wget|curl|tensorboard|saved_model_cli|toco|tflite_convert|export|source|bash|sh|nohup) +\S"
)
MAX_COMMAND = 700
_CONFIG_KEY = re.compile(r"^[ \t]*([a-z][a-z0-9_]{2,40})[ \t]*(?::[ \t]*\S|\{)", re.MULTILINE)
_FLAG = re.compile(r"(?<!\S)--([a-zA-Z][\w-]{1,60})")
_VERSION = re.compile(
    r"\b(tensorflow(?:[-_]\w{1,20})?|tf(?:[-_](?:nightly|slim|gpu|models-official))?|python|cuda|cudnn|"
    r"keras|numpy|protobuf|protoc|bazel|ubuntu|pillow|pyyaml|opencv-python|macos|windows|pip|"
    r"tf-models-official|tensorflow-addons|tensorflow-text)"
    r"(?:[ \t]{0,3}(?:==|>=|<=|=|:|version|v|-)?){1,3}[ \t]{0,3}"
    r"(\d{1,4}(?:\.\d{1,4}){0,3}(?:rc\d|b\d|a\d)?)",
    re.IGNORECASE,
)
_HOSTS = ("http:", "https:", "file:", "www.", "ftp:")


def _unique(items: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(item for item in items if item))


def repository_paths(text: str) -> list[str]:
    """Slash-separated paths, from the repository's own root where one can be seen.

    ``/home/me/models/research/slim/nets`` and the address of a file on GitHub both come out
    as ``research/slim/nets``; other paths come out as written; other addresses do not.

    >>> repository_paths("see https://github.com/tensorflow/models/blob/master/official/README.md")
    ['official/README.md']
    """
    chunks = (match[0].replace("\\", "/") for match in _CHUNK.finditer(text))
    return _unique(_from_root(chunk) for chunk in chunks if "/" in chunk)


def _from_root(chunk: str) -> str:
    """A path relative to the repository's root, or as written, or nothing for an address."""
    chunk = chunk.rstrip(".:?!#")
    lowered = chunk.lower()
    if lowered.startswith(_HOSTS):
        return _from_address(chunk)
    parts = [part for part in chunk[:400].split("/") if part not in ("", ".", "..", "~", "$")]
    for at in range(len(parts) - 1, 0, -1):
        if parts[at - 1].lower() in ("models", "models-master", "tensorflow-models"):
            return "/".join(parts[at:])
    return "/".join(parts) if len(parts) > 1 else ""


def _from_address(address: str) -> str:
    """The path inside the repository that an address of GitHub shows; else nothing."""
    parts = address.split("/")
    if len(parts) < 7 or parts[3].lower() != "tensorflow" or parts[4].lower() != "models":
        return ""
    kind = parts[5]
    if kind not in ("tree", "blob", "raw", "blame", "edit", "commits"):
        return ""
    return "/".join(part for part in parts[7:] if part).split("#")[0].split("?")[0]


def scripts(text: str) -> list[str]:
    """File names of programs, notebooks and configurations, without their folders."""
    return _unique(match[0] for match in _SCRIPT.finditer(text))


def imports(text: str) -> list[str]:
    """Modules that Python code in the text imports, dotted.

    >>> imports("from object_detection.utils import label_map_util")
    ['object_detection.utils']
    """
    return _unique(match[1] or match[2] for match in _IMPORT.finditer(text))


def commands(text: str) -> list[str]:
    """Shell commands, one a line, without the prompt."""
    return _unique(_command(line[:MAX_COMMAND].strip()) for line in text.splitlines())


def _command(line: str) -> str:
    """The line without its prompt if it is a command, else nothing."""
    if prompt := _PROMPT.match(line):
        line = line[prompt.end() :]
    return line if _COMMAND.match(line) else ""


def config_keys(text: str) -> list[str]:
    """Keys of pipeline configurations and names of command-line flags."""
    keys = [match[1] for match in _CONFIG_KEY.finditer(text)]
    return _unique(keys + [match[1] for match in _FLAG.finditer(text)])


def versions(text: str) -> dict[str, str]:
    """Version by package, the first one stated; ``tf`` and ``tensorflow_gpu`` as PyPI has them.

    >>> versions("TF 1.12.0 with Python 3.6")
    {'tensorflow': '1.12.0', 'python': '3.6'}
    """
    found: dict[str, str] = {}
    for match in _VERSION.finditer(text):
        name = match[1].lower().replace("_", "-")
        found.setdefault({"tf": "tensorflow", "tf-gpu": "tensorflow-gpu"}.get(name, name), match[2])
    return found
