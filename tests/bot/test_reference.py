"""What is published about the configuration is what the code says."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import yaml

from triage.bot.config import BotConfig
from triage.bot.config_file import load_config
from triage.bot.reference import SCHEMA, schema_text, tables

ROOT = Path(__file__).parents[2]


def test_the_published_schema_is_that_of_the_code():
    assert SCHEMA.read_text(encoding="utf-8") == schema_text()


def test_every_setting_has_a_row():
    shown = tables()
    for name in BotConfig.__dataclass_fields__:
        part = getattr(BotConfig(), name)
        for key in getattr(part, "__dataclass_fields__", {}):
            assert f"| `{key}` |" in shown
            assert f"| `{key}` | `null` |  |" not in shown


def test_the_schema_accepts_what_the_reader_accepts_and_refuses_a_slip(tmp_path):
    import tomllib

    example = ROOT / "docs" / "bot" / "examples" / "other.toml"
    assert load_config(example).categories
    good = tmp_path / "good.yaml"
    good.write_text(yaml.safe_dump(tomllib.loads(example.read_text())))
    bad = tmp_path / "bad.yaml"
    bad.write_text(yaml.safe_dump({"thresholds": {"categry": 0.5}}))
    check = [Path(sys.executable).parent / "check-jsonschema", "--schemafile", SCHEMA]
    results = [
        subprocess.run([*check, path], capture_output=True, check=False) for path in (good, bad)
    ]
    assert [done.returncode for done in results] == [0, 1]
