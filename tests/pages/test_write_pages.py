"""Files: only what changed, only what is ours, each one whole or not at all."""

import os

import pytest

from tests.pages.page_inputs import entry
from triage.errors import TriageError
from triage.pages import BuildReport, Page, PageInput, render_pages, write_pages
from triage.pages.model import MARKER


def page(path="odapi/x.md", text="text") -> Page:
    return Page(path, f"{MARKER}\n\n{text}\n")


def tree(folder):
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_first_build_writes_and_second_writes_nothing(tmp_path):
    data = PageInput((entry(),))
    assert write_pages(render_pages(data), tmp_path) == BuildReport(14, 14, 0, 0)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.md")}
    assert write_pages(render_pages(data), tmp_path) == BuildReport(14, 0, 14, 0)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.md")} == before


def test_two_builds_are_the_same_bytes(tmp_path):
    data = PageInput((entry(),))
    write_pages(render_pages(data), tmp_path / "a")
    write_pages(render_pages(data), tmp_path / "b")
    assert tree(tmp_path / "a") == tree(tmp_path / "b")


def test_only_the_changed_page_is_written(tmp_path):
    write_pages([page("a.md"), page("b.md")], tmp_path)
    assert write_pages([page("a.md"), page("b.md", "new")], tmp_path) == BuildReport(2, 1, 1, 0)


def test_page_that_no_longer_exists_is_removed_with_its_folder(tmp_path):
    write_pages([page("topics/x.md"), page("a.md")], tmp_path)
    assert write_pages([page("a.md")], tmp_path) == BuildReport(1, 0, 1, 1)
    assert tree(tmp_path) == {"a.md": page().text.encode()}
    assert not (tmp_path / "topics").exists()


def test_hand_written_files_are_left_alone(tmp_path):
    ours = {
        "entries/x.md": MARKER, "data/y.md": MARKER, "odapi/note.md": "# Mine",
        "odapi/z.txt": MARKER, "late.md": f"# Mine\n{MARKER}", "like.md": MARKER + "x\n",
    }  # fmt: skip
    for path, text in ours.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text)
    assert write_pages([page("a.md")], tmp_path).removed == 0
    assert set(tree(tmp_path)) == {*ours, "a.md"}


def test_file_that_was_not_generated_is_not_replaced(tmp_path):
    (tmp_path / "a.md").write_text("# Mine")
    with pytest.raises(TriageError, match="was not written by triage build"):
        write_pages([page("a.md")], tmp_path)
    assert (tmp_path / "a.md").read_text() == "# Mine"


@pytest.mark.parametrize("path", ["../a.md", "/a.md", "entries/a.md", "a//b.md", "data/x.md"])
def test_path_outside_the_generated_folders_is_a_bug(tmp_path, path):
    with pytest.raises(ValueError, match="not a path"):
        write_pages([page(path)], tmp_path)


def test_symbolic_link_is_not_followed_when_cleaning(tmp_path):
    outside = tmp_path / "outside.md"
    outside.write_text(MARKER + "\n")
    (tmp_path / "kb").mkdir()
    (tmp_path / "kb" / "link.md").symlink_to(outside)
    write_pages([page("a.md")], tmp_path / "kb")
    assert outside.exists()


def test_folder_that_cannot_be_written_is_one_clear_line(tmp_path):
    (tmp_path / "kb").write_text("a file where the folder should be")
    with pytest.raises(TriageError) as caught:
        write_pages([page()], tmp_path / "kb")
    assert "Cannot write pages to" in caught.value.message
    assert "--out" in caught.value.hint
    assert "\n" not in str(caught.value)


def test_interrupted_write_leaves_the_old_page_and_no_rubbish(tmp_path, monkeypatch):
    write_pages([page("a.md", "old")], tmp_path)

    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fdopen", stop)
    with pytest.raises(KeyboardInterrupt):
        write_pages([page("a.md", "new")], tmp_path)
    monkeypatch.undo()
    assert tree(tmp_path) == {"a.md": page("a.md", "old").text.encode()}
