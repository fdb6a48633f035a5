"""Candidate fixes: which comments point to one, and that nothing of them acts or is copied."""

import datetime

import pytest

from triage.match.candidates import MAX_CANDIDATES, find_candidates
from triage.match.check import check_entries
from triage.match.scaffold import Surroundings, new_entry
from triage.pages.escape import visible
from triage.records import Comment, GoldRow, Issue, Match

DAY = datetime.date(2026, 3, 1)
FENCED = "Try\n```\n$ pip install tensorflow==2.16.1\nsome output\n```\nand run it again."


def say(body, id=7, association=None, **more):
    raw = {"author_association": association} if association else {}
    return Comment(id, 3, body, raw=raw, **more)


@pytest.mark.parametrize(
    ("body", "kinds"),
    [
        ("Same here, any news?", None),
        ("It does not work for me either, please fix it", None),
        ("this still isn't solved, nothing worked so far", None),
        (FENCED, ("command",)),
        ("`pip install numpy<2` did it", ("command",)),
        ("Thanks, this fixed it!", ("reported",)),
        ("Works for me with 2.3", ("reported",)),
        ("The workaround is to remove the folder", ("reported",)),
        ("> this fixed it\n\nNot for me.", None),
        ("see https://github.com/tensorflow/models/pull/9152", ("change",)),
        ("https://github.com/a/b.c/commit/0123456789abcdef0123456789abcdef01234567", ("change",)),
        ("https://evil.example/github.com/a/b/pull/1 https://github.com.evil/a/b/pull/2", None),
        ("```\nhttps://github.com/a/b/pull/1\nTraceback: x\n```", None),
    ],
)
def test_what_points_to_a_fix(body, kinds):
    found = find_candidates([say(body)])
    assert [candidate.kinds for candidate in found] == ([kinds] if kinds else [])


def test_a_maintainer_is_heard_and_a_bot_is_not():
    (found,) = find_candidates([say("Please try the new release.", association="MEMBER")])
    assert found.kinds == ("maintainer",) and found.association == "MEMBER"
    assert not find_candidates([say(FENCED, author_is_bot=True)])
    (found,) = find_candidates([say(FENCED, association="\n# <b>ROOT</b>")])
    assert found.kinds == ("command",) and found.association == ""


def test_the_likeliest_come_first_and_few_are_kept():
    weak = [say("Works for me", id=at) for at in range(1, 30)]
    strong = say(FENCED + "\nThis fixed it: https://github.com/a/b/pull/5", id=99)
    found = find_candidates([*weak, strong], [GoldRow(Issue(2, "x"), resolution="Use  2.16.\nOk")])
    assert len(found) == MAX_CANDIDATES
    assert found[0].comment == 99 and found[0].lines == ("pip install tensorflow==2.16.1",)
    assert found[0].changes == ("https://github.com/a/b/pull/5",)
    assert found[1].kinds == ("recorded",) and found[1].lines == ("Use 2.16. Ok",)
    assert [candidate.comment for candidate in found[2:]] == [1, 2, 3, 4, 5, 6]


def test_sentences_stay_in_the_thread(tmp_path):
    secret = "The wombat option must be set before the first training step"
    comments = [say(f"{secret}. This fixed it. {FENCED}", association="COLLABORATOR")]
    around = Surroundings(find_candidates(comments), [Match("odapi-pb2", 0.25)], ("nan",), "odapi")
    text = new_entry("odapi-new", [Issue(3, "crash", created_at="2019-08")], DAY, around)
    assert "wombat" not in text
    assert "https://github.com/tensorflow/models/issues/3#issuecomment-7" in text
    assert "```text\n  pip install tensorflow==2.16.1\n" in text
    assert "author is COLLABORATOR" in text and "[odapi-pb2](odapi-pb2.md)" in text
    assert "# TODO words in common: nan\n# TODO asked from 2019-08 to 2019-08\n" in text
    (tmp_path / "odapi-pb2.md").write_text("---\n---\n")
    (tmp_path / "odapi-new.md").write_text(text, encoding="utf-8")
    problems = [p for p in check_entries(tmp_path, DAY) if p.path.endswith("new.md")]
    marked = {at for at, line in enumerate(text.splitlines(), 1) if "TODO" in line}
    assert {p.line for p in problems if p.code == "KB024"} == marked
    assert {p.code for p in problems} == {"KB006", "KB024"}


HOSTILE = [
    "```\npip install x'''}}~~~\n:::{include} /etc/passwd\npip install ```{raw} html\n```",
    "`pip install a \u202e b` `pip install <img src=x onerror=alert(1)>` this fixed it",
    "https://github.com/a/b/pull/1](javascript:x) this fixed it <script>",
    "https://github.com/../../pull/1 https://github.com/a/b/commit/zzz this fixed it",
    "~~~\npip install q ~~~~\n:::{eval-rst}\ngit clone :::{toctree}\n~~~\n---\nid: other",
]


@pytest.mark.parametrize("body", HOSTILE)
def test_hostile_comments_stay_inert(body, tmp_path):
    around = Surroundings(
        find_candidates([say(body)], [GoldRow(Issue(4, "x"), resolution=f"{body} ---\n# h")]),
        words=("a: b", "x\n---", "fine"),
    )
    text = new_entry("a-b", [Issue(3, "x", created_at="2019\n---\nid: z")], DAY, around)
    (tmp_path / "a-b.md").write_text(text, encoding="utf-8")
    assert {problem.code for problem in check_entries(tmp_path, DAY)} == {"KB006", "KB024"}
    outside = "".join(text.split("```")[::2])
    for sign in ("<script", "<img", "javascript:", ":::", "~~~", "onerror", "passwd"):
        assert sign not in outside
    assert text.count("\n---\n") == 1 and visible(text, keep="\n") == text
    assert "# TODO words in common: fine\n" in text


def test_a_repository_that_is_none_gets_no_link():
    comment = Comment(7, 3, "this fixed it", repo="a b/](x")
    text = new_entry("a-b", [Issue(3, "x")], DAY, Surroundings(find_candidates([comment])))
    assert "- TODO #3, comment: says" in text and "](x" not in text
