"""`triage check-entries`: all entries, or those that were changed."""

from tests.match.conftest import Shelf


def test_chosen_entries_alone_are_reported(triage):
    folder = triage.folder / "entries"
    folder.mkdir()
    shelf = Shelf(folder)
    good, bad = (
        shelf.write("odapi-one"),
        shelf.write("odapi-two", replace={"Import it again": "TODO"}),
    )
    assert triage("check-entries", good, "--entries", folder).code == 0
    done = triage("check-entries", bad, "--entries", folder, "--json")
    assert done.code == 1
    assert [(row["code"], row["path"]) for row in done.value] == [("KB024", str(bad))]
    assert "1 problem in" in triage.fails("check-entries", "--entries", folder)


def test_what_is_no_entry_is_refused(triage):
    folder = triage.folder / "entries"
    folder.mkdir()
    Shelf(folder).write()
    (triage.folder / "odapi-pb2.md").touch()
    for path in ("odapi-pb2.md", folder / "none.md", folder):
        assert "is no entry" in triage.fails("check-entries", path, "--entries", folder, code=2)
