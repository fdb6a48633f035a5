"""`triage new-entry`: a file with what its issues and their threads give, never over another."""

import json
import shutil

from tests.cli.conftest import ROOT

LINE = "OSError: /home/{}/libwombat.so: undefined symbol: _ZN9frobnicate42"
COMMENT = "A sentence of a person.\n```\npip install wombat==1.2.3\n```\nThis fixed it."


def fill(triage, repo="tensorflow/models"):
    rows = [
        {
            "number": number,
            "url": f"https://github.com/{repo}/issues/{number}",
            "title": "wombat frobnicates",
            "body": f"TF 2.16.1\n{LINE.format(who)}",
            "created_at": "2024-05-01T00:00:00Z",
            "comments": [{"id": 900 + number, "body": COMMENT}],
        }
        for number, who in ((90001, "ann"), (90002, "bob"))
    ]
    text = "".join(json.dumps(row) + "\n" for row in rows)
    assert triage("import", "-", stdin=text).code == 0
    folder = triage.folder / "entries"
    folder.mkdir(exist_ok=True)
    return folder


def test_it_gathers_facts_candidates_and_links(triage):
    folder = fill(triage)
    asked = ("new-entry", "wombat-symbol", "--issues", "90001,#90002", "--entries", folder)
    done = triage(*asked, "--json")
    assert done.value == {"id": "wombat-symbol", "path": str(folder / "wombat-symbol.md")}
    text = (folder / "wombat-symbol.md").read_text()
    assert "issues: [90001, 90002]" in text and "versions seen: tensorflow 2.16.1" in text
    assert "issues/90002#issuecomment-90902" in text and "pip install wombat==1.2.3" in text
    assert "sentence of a person" not in text
    assert "wombat" in next(line for line in text.splitlines() if "words in common" in line)
    problems = triage("check-entries", "--entries", folder, "--json")
    assert problems.code == 1
    marked = sum("TODO" in line for line in text.splitlines())
    assert sum(problem["code"] == "KB024" for problem in problems.value) == marked

    (folder / "wombat-symbol.md").write_text("mine")
    assert "already" in triage.fails(*asked, code=2)
    assert (folder / "wombat-symbol.md").read_text() == "mine"


def test_an_issue_that_has_an_answer_is_named(triage, database):
    """The project's entries are copied: a test writes nothing among them."""
    folder = triage.folder / "entries"
    shutil.copytree(ROOT / "kb" / "entries", folder)
    done = triage("new-entry", "odapi-again", "--issues", "1962", "--entries", folder)
    assert done.code == 0
    assert "#1962 seems to be answered by odapi-pb2-missing already" in done.err
    assert "[odapi-pb2-missing](odapi-pb2-missing.md)" in (folder / "odapi-again.md").read_text()


def test_the_repository_can_be_named(triage):
    folder = fill(triage)
    fill(triage, "me/models")
    asked = ("new-entry", "wombat-symbol", "--issues", "90001", "--entries", folder)
    done = triage(*asked, "--repo", "me/models")
    assert done.code == 0
    text = (folder / "wombat-symbol.md").read_text()
    assert "github.com/me/models/issues/90001#issuecomment-90901" in text
