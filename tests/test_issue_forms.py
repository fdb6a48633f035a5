"""The issue forms: valid by GitHub's schema, and with the fields that the pages fill in."""

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from triage.pages.feedback import CORRECTION, FIELDS

FORMS = Path(__file__).resolve().parents[1] / ".github" / "ISSUE_TEMPLATE"


def valid(schema, *files):
    command = [Path(sys.executable).parent / "check-jsonschema", "--builtin-schema", schema]
    done = subprocess.run([*command, *files], capture_output=True, text=True, check=False)
    return done.returncode == 0


def fields(form):
    body = yaml.safe_load((FORMS / form).read_text())["body"]
    return {item["id"]: item for item in body if item["type"] != "markdown"}


@pytest.mark.parametrize("form", FIELDS)
def test_form_is_valid_and_its_ids_are_the_parameters_of_the_links(form):
    assert valid("vendor.github-issue-forms", FORMS / form)
    assert tuple(fields(form)) == FIELDS[form]
    # GitHub fills in these kinds by address, and no others.
    assert {item["type"] for item in fields(form).values()} <= {"input", "textarea"}


def test_every_form_is_known_and_the_choice_between_them_is_valid():
    assert {path.name for path in FORMS.iterdir()} == {*FIELDS, "config.yml"}
    assert valid("vendor.github-issue-config", FORMS / "config.yml")


def test_a_correction_asks_for_versions_and_for_what_happened():
    required = {
        ident
        for ident, item in fields(CORRECTION).items()
        if item.get("validations", {}).get("required")
    }
    assert required == {"page", "versions", "happened"}


def test_the_schema_would_refuse_a_field_of_no_kind(tmp_path):
    broken = tmp_path / CORRECTION
    broken.write_text((FORMS / CORRECTION).read_text().replace("type: input", "type: inputs", 1))
    assert not valid("vendor.github-issue-forms", broken)
