"""Write ``tables/upgrade.json`` and ``tables/api.json`` from an installed TensorFlow.

``upgrade.json`` holds what the tables of TensorFlow's own ``tf_upgrade_v2`` say: names and
numbers, not its sentences. It is the union over the versions that this was run with, since
TF 2.16 dropped rules that 2.15 had; where versions differ, the newest counts. ``api.json`` holds
every public name of one version, the target. Run it with the Python of each release:

    .venv-2.15.0/bin/python -m triage.migrate.collect upgrade
    .venv-2.20.0/bin/python -m triage.migrate.collect upgrade api
    TF_USE_LEGACY_KERAS=1 .venv-2.20.0/bin/python -m triage.migrate.collect api

The runs may come in any order and give the same bytes.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

TABLES = Path(__file__).resolve().parent / "tables"
SPELLING = ("python -m triage.migrate.collect", "names and numbers from TensorFlow (Apache 2.0)")
KERAS = ("keras-3", "keras-2")
# Not the API: sources that lie in the package, and names of other libraries.
LIBRARIES = ("tensorflow", "keras", "tf_keras")
HIDDEN = ("tf.python", "tf.core", "tf.tools", "tf.dtensor", "tf.compat.v2", "tf.compat.v1.compat")


def read_upgrade_rules() -> dict[str, Any]:
    """The tables of the installed ``tf_upgrade_v2``: names, arguments and levels of warnings."""
    home = "tensorflow.tools.compatibility"
    spec = importlib.import_module(f"{home}.tf_upgrade_v2").TFAPIChangeSpec()
    return {
        "renames": dict(spec.symbol_renames),
        "reorders": dict(spec.function_reorders),
        "keywords": dict(spec.function_keyword_renames),
        "warnings": {name: level for name, (level, _) in spec.function_warnings.items()},
        "argument_warnings": {
            name: {argument: [place, level] for (argument, place), (level, _) in found.items()}
            for name, found in spec.function_arg_warnings.items()
        },
        "transformed": dict.fromkeys(spec.function_transformers, ""),
    }


def merge_rules(old: dict[str, Any], version: str, found: dict[str, Any]) -> dict[str, Any]:
    """The union of the tables; ``since`` says of a rule which versions of TensorFlow have it."""
    versions = {**old.get("versions", {}), version: {name: len(t) for name, t in found.items()}}
    merged: dict[str, Any] = {"versions": versions, "until": dict(old.get("until", {}))}
    newest = max(versions, key=_numbers)
    for table, rules in found.items():
        known = old.get(table, {})
        merged[table] = known | rules if version == newest else rules | known
    for name in merged["renames"]:
        if name in found["renames"]:
            until = merged["until"].get(name, version)
            merged["until"][name] = max(until, version, key=_numbers)
    return merged


def walk_api(module: ModuleType, name: str, path: tuple[ModuleType, ...]) -> Iterator[str]:
    """Dotted public names under a module, a module's with ``.`` at its end."""
    for part in sorted(part for part in set(dir(module)) if not part.startswith("_")):
        dotted = f"{name}.{part}"
        if dotted in HIDDEN:
            continue
        try:
            value = getattr(module, part)
            home = value.__name__ if isinstance(value, ModuleType) else None
        except (AttributeError, ImportError):
            continue  # compat.v1.layers and its like: not there with this Keras
        if home is None:
            yield dotted
        elif home.startswith("tensorflow.python.") or not home.startswith(LIBRARIES):
            yield dotted  # a module of the sources, as compat.v1.flags: its names are not the API
        elif value not in path:
            yield f"{dotted}."
            yield from walk_api(value, dotted, (*path, value))


def write_table(path: Path, content: dict[str, Any]) -> None:
    """As sorted JSON whose first line says what wrote it."""
    by, source = SPELLING
    lines = json.dumps(content, indent=1, sort_keys=True).split("\n", 1)[1]
    path.write_text(f'{{"generated": "by {by}: {source}",\n{lines}\n', encoding="utf-8")


def _read(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    found.pop("generated")
    return found


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def main(tables: list[str]) -> None:
    """Write the tables named."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    tensorflow = importlib.import_module("tensorflow")
    if "upgrade" in tables:
        path = TABLES / "upgrade.json"
        write_table(path, merge_rules(_read(path), tensorflow.__version__, read_upgrade_rules()))
    if "api" in tables:
        path = TABLES / "api.json"
        keras = KERAS[os.environ.get("TF_USE_LEGACY_KERAS") == "1"]
        names = {"target": tensorflow.__version__, keras: _pack(tensorflow)}
        write_table(path, _read(path) | names)


def _pack(tensorflow: ModuleType) -> dict[str, str]:
    """The names by module, those of one module in one line."""
    modules: dict[str, list[str]] = {"tf": []}
    for dotted in walk_api(tensorflow, "tf", (tensorflow,)):
        parent, _, name = dotted.rstrip(".").rpartition(".")
        modules[parent].append(name)
        if dotted.endswith("."):
            modules[dotted[:-1]] = []
    return {module: " ".join(names) for module, names in modules.items()}


if __name__ == "__main__":
    main(sys.argv[1:])
