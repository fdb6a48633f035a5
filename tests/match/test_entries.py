"""Reading entry files: what comes out, and what is refused."""

import pytest

from triage.errors import BadInput
from triage.match.entries import cut_sections, load_entries


def test_an_entry_holds_what_its_file_says(shelf):
    shelf.write()
    (entry,) = load_entries(shelf.folder)
    assert (entry.id, entry.category, entry.reviewed) == ("odapi-pb2", "odapi", "2026-01-31")
    assert entry.issues == (3, 12)
    assert entry.errors == ("cannot import name '*_odapi-pb2_pb2'",)
    assert entry.applies_to == {"tensorflow": ">=1.4,<3"}
    assert entry.answer == "Run protoc once in research/."
    assert [heading for heading, _ in entry.sections] == [
        "Symptom", "Cause", "Fix", "Check that it worked", "See also",
    ]  # fmt: skip


def test_entries_are_ordered_by_id_and_drafts_are_left_out(shelf):
    for name in ("odapi-b", "odapi-a", "_draft"):
        shelf.write(name)
    assert [entry.id for entry in load_entries(shelf.folder)] == ["odapi-a", "odapi-b"]


def test_headings_within_code_do_not_cut_a_section():
    answer, sections = cut_sections("Short.\n## Fix\n~~~sh\n## not a heading\n~~~\nend\n")
    assert answer == "Short."
    assert sections == (("Fix", "~~~sh\n## not a heading\n~~~\nend"),)


@pytest.mark.parametrize(
    "change",
    [
        {"kind: fix\n": ""},
        {"kind: fix": "kind: fix\nmood: good"},
        {"[3, 12]": "[true]"},
        {"2026-01-31": "soon"},
        {"---\nid": "id"},
        {'{tensorflow: ">=1.4,<3"}': "[1]"},
        {"[3, 12]": "&a [*a]"},
    ],
)
def test_a_file_off_the_format_is_one_clear_line(shelf, change):
    shelf.write(replace=change)
    with pytest.raises(BadInput) as caught:
        load_entries(shelf.folder)
    assert "odapi-pb2.md" in caught.value.message
    assert "check-entries" in caught.value.hint
    assert "\n" not in str(caught.value)


def test_a_missing_folder_is_one_clear_line(tmp_path):
    with pytest.raises(BadInput, match="no folder"):
        load_entries(tmp_path / "none")
