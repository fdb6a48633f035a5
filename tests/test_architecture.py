"""The flow of DESIGN: a module imports only what stands above it, and heavy things late."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "triage"

# Each layer may import from itself and from the layers above it in this list.
LAYERS = [
    ("errors",), ("records",), ("config", "files", "problems"), ("text",), ("github", "store"),
    ("classify",), ("match",), ("pages",), ("verify", "migrate", "readme"), ("bot",), ("pipeline",),
    ("commands",), ("cli",), ("__main__", "reference"),
]  # fmt: skip
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}
MODULES = sorted(PACKAGE.rglob("*.py"))


def layer_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return "__main__" if parts[-1] == "__main__" else parts[0]  # a way in, wherever it lies


def imported_layers(path: Path) -> set[str]:
    """The layers a module names in any import, at the top or inside a function."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative imports hide the layer"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            top, _, rest = name.partition(".")
            if top == "triage" and rest and rest.split(".")[0] in RANK:
                found.add(rest.split(".")[0])
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_module_imports_only_what_stands_above_it(path):
    layer = layer_of(path)
    if layer == "__init__":
        assert imported_layers(path) == set()
        return
    assert layer in RANK, f"{layer} has no place in the flow yet"
    siblings = {name for name in RANK if RANK[name] == RANK[layer]} - {layer}
    for other in imported_layers(path):
        assert RANK[other] <= RANK[layer], f"{layer} must not import {other}"
        assert other not in siblings, f"{layer} and {other} are joined by the pipeline only"


def test_only_the_pipeline_and_the_commands_open_a_store():
    users = {layer_of(path) for path in MODULES if "store" in imported_layers(path)} - {"store"}
    assert users <= {"pipeline"}


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_module_says_what_it_is_for(path):
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )


HEAVY = ("tensorflow", "sklearn", "scipy", "numpy", "sphinx", "sqlalchemy", "github", "matplotlib")


def test_importing_triage_loads_nothing_heavy():
    result = run(
        "import sys, triage, triage.cli\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    assert result.stdout.strip() == "[]", result.stdout + result.stderr


def test_help_loads_nothing_heavy():
    result = run(
        "import sys\nfrom triage.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit as end:\n    assert end.code == 0\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    assert result.stdout.strip().endswith("[]"), result.stdout + result.stderr
    assert "check-entries" in result.stdout


def test_judging_an_issue_needs_no_training_library():
    result = run(
        "import sys\nfrom triage.classify import load_default\nfrom triage.records import Issue\n"
        "load_default().classify(Issue(number=None, title='protoc fails'))\n"
        "print([name for name in ('tensorflow', 'sklearn', 'sphinx') if name in sys.modules])"
    )
    assert result.stdout.strip() == "[]", result.stdout + result.stderr
