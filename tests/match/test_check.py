"""Every problem code is reported for what it means, and for nothing in a good entry."""

import datetime
from pathlib import Path

import pytest

from tests.match.conftest import Shelf
from triage.match.check import check_entries
from triage.match.entries import load_entries
from triage.match.problems import ProblemCode
from triage.problems import table_of_codes

ROOT = Path(__file__).resolve().parents[2]
TODAY = datetime.date(2026, 6, 1)


def codes(folder):
    return {problem.code for problem in check_entries(folder, TODAY)}


CASES = {
    "KB002 no front matter": {"---\nid": "id"},
    "KB002 broken yaml": {"[3, 12]": "[3, 12"},
    "KB003 missing key": {"kind: fix\n": ""},
    "KB004 unknown key": {"kind: fix": "kind: fix\nmood: good"},
    "KB005 id is not the file name": {"id: odapi-pb2\n": "id: odapi-pb3\n"},
    "KB005 id with capitals": {"id: odapi-pb2\n": "id: Odapi_pb2\n"},
    "KB006 unknown category": {"category: odapi": "category: slim"},
    "KB006 unknown topic": {"topic: install": "topic: fun"},
    "KB006 unknown kind": {"kind: fix": "kind: trick"},
    "KB006 unknown evidence": {"evidence: users": "evidence: rumour"},
    "KB006 errors is no list": {"errors:\n  - ": "errors: "},
    "KB006 verify without a key": {"kind: fix": "kind: fix\nverify: {release: '>=2.16'}"},
    "KB006 verify not PEP 440": {"kind: fix": "kind: fix\nverify: {releases: about 2}"},
    "KB007 no question mark": {"fail?": "fail"},
    "KB008 not PEP 440": {'">=1.4,<3"': '"about 2"'},
    "KB009 no date": {"2026-01-31": "soon"},
    "KB009 in the future": {"2026-01-31": "2026-06-02"},
    "KB010 no short answer": {"Run protoc once in research/.\n": ""},
    "KB011 empty section": {"The generated modules are missing.\n": ""},
    "KB011 missing section": {"## Cause": "### Cause"},
    "KB012 unknown section": {"## See also": "## Trivia"},
    "KB012 section twice": {"## See also": "## Cause"},
    "KB013 title in the text": {"## See also": "# See also"},
    "KB013 skipped level": {"## Fix\n": "## Fix\n\n#### Deep\n"},
    "KB014 broad signature": {
        "cannot import name '*_odapi-pb2_pb2'": "ImportError: cannot import *"
    },
    "KB015 signature not in symptom": {"cannot import name '*_odapi": "cannot load name '*_odapi"},
    "KB018 issue twice": {"[3, 12]": "[3, 3]"},
    "KB018 issues unsorted": {"[3, 12]": "[12, 3]"},
    "KB018 issue is a text": {"[3, 12]": "[3, 'x']"},
    "KB019 raw html": {"`List<String>`": "<b>it</b>"},
    "KB019 html comment": {"Import it again.": "Import <!-- it --> again."},
    "KB020 directive": {"```text": "```{raw} html"},
    "KB020 colon fence": {"Import it again.": ":::{note}\nx\n:::"},
    "KB020 role": {"Import it again.": "See {ref}`x`."},
    "KB020 substitution": {"Import it again.": "See {{ x }}."},
    "KB021 unknown link": {"(odapi-pb2.md)": "(odapi-none.md)"},
    "KB022 reproduced without blocks": {"evidence: users": "evidence: reproduced"},
    "KB023 long line": {"Import it again.": "x" * 1001},
    "KB023 many lines": {"Import it again.": "x\n" * 200},
    "KB024 todo": {"Import it again.": "TODO"},
    "KB024 todo in the question": {"Why does": "TODO why does"},
    "KB024 todo in a comment of the front matter": {"kind: fix": "kind: fix  # TODO is it?"},
    "KB026 empty link": {"(odapi-pb2.md)": "()"},
    "KB026 script": {"(odapi-pb2.md)": "(javascript:alert)"},
    "KB026 address without a host": {"(odapi-pb2.md)": "(https:///x)"},
    "KB026 address with a blank": {"(odapi-pb2.md)": "(https://a.org/b c)"},
    "KB026 address with a user": {"(odapi-pb2.md)": "(https://github.com@evil.org/)"},
    "KB026 port that is none": {"(odapi-pb2.md)": "(https://a.org:x/)"},
    "KB026 file of a machine": {"[itself](odapi-pb2.md)": "<file:/etc/passwd>"},
    "KB025 open code block": {"## See also\n": "```text\nx\n"},
}


@pytest.mark.parametrize("case", CASES)
def test_each_problem_has_its_code(shelf, case):
    shelf.write(replace=CASES[case])
    assert case.split()[0] in codes(shelf.folder)


def test_a_good_entry_has_no_problem(shelf):
    shelf.write()
    assert check_entries(shelf.folder, TODAY) == []


@pytest.mark.parametrize(
    "link", ["(https://a.org/b?c=d#e)", '(odapi-pb2.md "title")', "(./odapi-pb2.md#fix)", "(#fix)"]
)
def test_a_good_link_is_no_problem(shelf, link):
    shelf.write(replace={"(odapi-pb2.md)": link})
    assert check_entries(shelf.folder, TODAY) == []


@pytest.mark.parametrize(
    ("link", "found"),
    [
        ("../../docs/guides/install.md#pins", set()),
        ("../../docs/guides/none.md", {"KB027"}),
        ("../../docs/guides", {"KB027"}),
        ("../../../outside.md", {"KB027"}),
        ("/docs/guides/install.md", {"KB027"}),
    ],
)
def test_a_link_into_the_project_names_a_file_that_is_there(tmp_path, link, found):
    for place in ("project/docs/guides/install.md", "outside.md"):
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / place).touch()
    folder = tmp_path / "project" / "kb" / "entries"
    folder.mkdir(parents=True)
    Shelf(folder).write(replace={"(odapi-pb2.md)": f"({link})"})
    assert codes(folder) == found


def test_chosen_entries_are_judged_beside_all_others(shelf):
    """What is wrong elsewhere is left out, but not what another entry does to a chosen one."""
    shelf.write("odapi-one")
    shelf.write("odapi-two", fields={"signature": "cannot import name '*odapi-*_pb2'"})
    shelf.write("odapi-three", replace={"kind: fix": "kind: trick"})

    def found(*names):
        return {(p.code, Path(p.path).stem) for p in check_entries(shelf.folder, TODAY, names)}

    clashes = {("KB016", "odapi-two")}
    assert found("odapi-one.md") == clashes
    assert found("odapi-two.md") == clashes
    assert found("odapi-three.md") == {("KB006", "odapi-three"), *clashes}
    assert found() == set()


def test_html_directives_and_links_within_code_are_no_problem(shelf):
    shelf.write(
        replace={"ImportError: ": "<b>x</b> {{y}} [z](none.md)\n# not a heading\nImportError: "}
    )
    assert check_entries(shelf.folder, TODAY) == []


def test_a_file_that_is_not_utf8_does_not_hide_the_others(shelf):
    shelf.write(replace={"fail?": "fail"})
    (shelf.folder / "latin.md").write_bytes(b"---\nid: caf\xe9\n---\n")
    assert codes(shelf.folder) == {"KB001", "KB007"}


def test_a_signature_that_matches_another_entry_is_a_clash(shelf):
    shelf.write("odapi-one")
    shelf.write("odapi-two", fields={"signature": "cannot import name '*odapi-*_pb2'"})
    found = [p for p in check_entries(shelf.folder, TODAY) if p.code == "KB016"]
    assert [Path(p.path).stem for p in found] == ["odapi-two"]
    assert "odapi-one" in found[0].message


def test_the_same_question_twice_is_a_duplicate(shelf):
    shelf.write("odapi-one", fields={"question": "Why?"})
    shelf.write("odapi-two", fields={"question": "why?"})
    assert codes(shelf.folder) == {"KB017"}


def test_reproduced_needs_two_blocks_that_run(shelf):
    block = "```python\n>>> 1 + 1\n2\n```\n"
    changes = {"evidence: users": "evidence: reproduced", "Import it again.": block}
    shelf.write(replace=changes)
    assert codes(shelf.folder) == {"KB022"}
    shelf.write(replace={**changes, "The generated modules are missing.": block})
    assert codes(shelf.folder) == set()


def test_an_entry_may_say_which_releases_run_its_snippets(shelf):
    shelf.write(replace={"kind: fix": 'kind: fix\nverify: {releases: ">=2.16"}'})
    assert codes(shelf.folder) == set()
    assert [entry.id for entry in load_entries(shelf.folder)] == ["odapi-pb2"]


def test_problems_name_the_line(shelf):
    path = shelf.write(replace={"Import it again.": "a <b>bold</b> word"})
    (problem,) = check_entries(shelf.folder, TODAY)
    assert "<b>bold</b>" in path.read_text().splitlines()[problem.line - 1]


def test_what_passes_the_check_can_be_loaded(shelf):
    shelf.write()
    assert [entry.id for entry in load_entries(shelf.folder)] == ["odapi-pb2"]


def test_the_entries_of_the_project_have_no_problems():
    assert check_entries(ROOT / "kb" / "entries") == []


def test_the_reference_page_documents_every_code():
    page = (ROOT / "docs" / "reference" / "entry-problems.md").read_text(encoding="utf-8")
    assert table_of_codes(ProblemCode) in page


def test_every_code_is_shown_by_a_test():
    shown = {case.split()[0] for case in CASES} | {"KB001", "KB016", "KB017", "KB027"}
    assert shown == {item.code for item in ProblemCode}
