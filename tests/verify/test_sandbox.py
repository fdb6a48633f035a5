"""What the process of a page finds around itself."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ASK = """
import json, os, sys
from pathlib import Path
prefix, folder = map(Path, sys.argv[1:])
sys.prefix = str(prefix)
from triage.verify.sandbox import enter
enter(folder, "docs/p")
print(json.dumps({key: os.environ[key] for key in os.environ if key.startswith("PIP_")}))
"""


@pytest.mark.parametrize("ready", [True, False])
def test_pip_takes_packages_from_the_wheels_of_the_environment_only(tmp_path, ready):
    prefix, folder = tmp_path / "environment", tmp_path / "page"
    folder.mkdir()
    if ready:
        (prefix / "wheels").mkdir(parents=True)
    subprocess.run(
        [sys.executable, "-c", ASK, prefix, folder], cwd=ROOT, env={"PYTHONPATH": str(ROOT)},
        check=True,
    )  # fmt: skip
    found = json.loads((folder / "output").read_text())
    if ready:
        assert found["PIP_NO_INDEX"] == "1" and found["PIP_FIND_LINKS"] == f"{prefix}/wheels"
    else:
        assert found == {}
