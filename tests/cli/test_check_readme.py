"""`triage check-readme` as people run it: lines, JSON, exit codes."""

from tests.readme.conftest import GOOD, Folder


def test_a_good_folder_passes_and_a_bad_one_is_named_by_line(triage):
    folder = Folder(triage.folder / "repo")
    done = triage("check-readme", folder.path)
    assert (done.code, done.out, done.err) == (0, "", "no problems\n")
    folder.write(GOOD.replace("0.31", "good"))
    done = triage("check-readme", folder.path)
    line = GOOD.splitlines().index("## Results") + 1
    assert done.code == 1
    assert (
        done.out
        == f"{folder.path}/README.md:{line}: README016 Results has no table with figures.\n"
    )
    assert "1 problem in the READMEs" in done.err and "readme-problems.md" in done.err


def test_json_lists_the_problems_of_all_folders(triage):
    one, two = Folder(triage.folder / "a"), Folder(triage.folder / "b")
    assert triage("check-readme", one.path, two.path, "--json").value == []
    (two.path / "README.md").unlink()
    done = triage("check-readme", one.path / "README.md", two.path, "--json")
    assert done.code == 1
    assert done.value == [{
        "code": "README001", "path": str(two.path), "message": "The folder has no README.md.",
        "line": None,
    }]  # fmt: skip


def test_the_template_is_printed_alone(triage):
    done = triage("check-readme", "--template")
    assert done.code == 0 and done.out.startswith("# TODO") and "## Citation" in done.out
    assert triage("check-readme", "--template", "--json").value == {"template": done.out}


def test_wrong_use_is_one_line(triage):
    assert "does not exist" in triage.fails("check-readme", "none", code=2)
    assert "Name model folders" in triage.fails("check-readme", code=2)
    assert "Name model folders" in triage.fails("check-readme", "--template", ".", code=2)
    assert triage("check-readme", ".", "--root", "none").code == 2
