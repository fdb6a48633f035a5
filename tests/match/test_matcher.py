"""The matcher on the project's own entries: order, honesty, sameness, reasons."""

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from triage.errors import BadInput
from triage.match.evaluate import evaluate_matches
from triage.match.features import FOR_ENTRY, gather
from triage.match.index import BACKGROUND, Index
from triage.match.matcher import Matcher
from triage.match.ranker import DEFAULT_RANKER, Ranker
from triage.match.train import train
from triage.records import Issue

PB2 = Issue(
    None,
    "Cannot import matcher_pb2 from object_detection.protos",
    "I follow the installation guide.\n"
    "ImportError: cannot import name 'matcher_pb2' from 'object_detection.protos'",
)


@pytest.fixture(scope="module")
def matcher(entries, rows):
    return Matcher.build(entries, rows)


def test_leave_one_out_quality_holds_the_floors(entries, rows):
    scores = evaluate_matches(entries, rows)
    assert scores["with_entry"] >= 200
    assert scores["hit@1"] >= 0.88
    assert scores["hit@3"] >= 0.96
    assert scores["hit@5"] >= scores["hit@3"]
    assert scores["answered"] >= 0.50
    assert scores["answer_precision"] >= 0.97
    assert scores["false_answers"] <= 0.03


def test_the_packaged_weights_are_those_that_training_gives(entries, rows, tmp_path):
    train(entries, rows).save(tmp_path / "ranker.json")
    again, packaged = Ranker.load(tmp_path / "ranker.json"), Ranker.load(DEFAULT_RANKER)
    assert again.threshold == pytest.approx(packaged.threshold, abs=0.05)
    for name in FOR_ENTRY:
        assert again.for_entry[name] == pytest.approx(packaged.for_entry[name], abs=0.3), name


def test_leaving_out_equals_an_index_without_the_issue(entries, rows):
    """All but rarity (a term's weight counts its issues) is as if it had never been there."""
    index = Index(entries, rows)
    linked = [at for at, owner in enumerate(index.owner) if owner != BACKGROUND][::40]
    for at in linked:
        issue = index.issues[at]
        without = Index(entries, [row for row in rows if row.issue is not issue])
        left = gather(index, [issue], [index.find_known(issue)])
        gone = gather(without, [issue])
        assert np.abs(left.for_entry - gone.for_entry).max() < 0.1
        assert np.abs(left.for_none - gone.for_none).max() < 0.1


def test_a_pasted_error_is_answered_with_reasons(matcher):
    result = matcher.match(PB2)
    assert result.answer == "odapi-pb2-missing"
    best = result.matches[0]
    assert matcher.ranker.threshold <= result.confidence <= 1
    assert best.score > 0.9
    assert best.reasons[0].startswith("error line matches the signature: ImportError: cannot")
    assert any(reason.startswith("same words: ") for reason in best.reasons)
    assert any(reason.startswith("like #") for reason in best.reasons)


@pytest.mark.parametrize(
    "issue",
    [
        Issue(None, "", ""),
        Issue(None, "help"),
        Issue(None, "How do I bake bread?", "My sourdough does not rise."),
        Issue(None, "\x00\ud83d", "`" * 5000 + "{{}}" * 5000),
    ],
    ids=["empty", "one word", "elsewhere", "noise"],
)
def test_silence_where_nothing_fits(matcher, issue):
    assert matcher.match(issue).answer is None


def test_only_title_and_body_count(matcher):
    other = replace(PB2, number=1904, labels=("models:official",), author="x", state="closed")
    assert replace(matcher.match(other), number=None) == matcher.match(PB2)


def test_alone_or_among_others_in_any_order_the_result_is_the_same(matcher, rows):
    issues = [row.issue for row in rows[:300:10]]
    together = matcher.match_many(issues)
    assert [matcher.match(issue) for issue in issues] == together
    assert matcher.match_many(issues[::-1])[::-1] == together


def test_top_says_how_many_and_scores_fall(matcher, rows):
    for result in matcher.match_many([row.issue for row in rows[:20]], top=7):
        scores = [match.score for match in result.matches]
        assert len(scores) == 7
        assert scores == sorted(scores, reverse=True)
        assert len({match.entry for match in result.matches}) == 7
        assert 0 <= result.confidence <= 1


def test_equal_scores_are_ordered_by_id(entries):
    twins = [replace(entries[0], id=name) for name in ("b-twin", "c-twin", "a-twin")]
    result = Matcher.build(twins).match(Issue(None, entries[0].question))
    assert [match.entry for match in result.matches] == ["a-twin", "b-twin", "c-twin"]


def test_unjudged_issues_are_no_background(entries, rows):
    stranger = Issue(999_999, "cannot import name 'matcher_pb2'")
    index = Index(entries, [stranger, *(row.issue for row in rows)])
    assert index.find_known(stranger) is None
    assert BACKGROUND not in index.owner
    other_repo = [replace(row.issue, repo="someone/else") for row in rows]
    assert Index(entries, other_repo).issues == []


def test_no_entries_and_no_known_issues(entries):
    nothing = Matcher.build([]).match(PB2)
    assert (nothing.answer, nothing.matches) == (None, ())
    assert Matcher.build(entries).match(PB2).matches[0].entry == "odapi-pb2-missing"


def test_broken_weights_are_one_clear_line(tmp_path):
    (tmp_path / "ranker.json").write_text(
        '{"for_entry": {}, "for_none": {}, "none": 1, "second_look": {}, "doubt": 0}'
    )
    with pytest.raises(BadInput, match="another version"):
        Ranker.load(tmp_path / "ranker.json")
    with pytest.raises(BadInput, match="holds no weights"):
        Ranker.load(tmp_path / "missing.json")


def test_matching_needs_no_scikit_learn():
    code = (
        "import sys; from triage.match.matcher import Matcher; from triage.records import Issue;"
        "Matcher.build([]).match(Issue(1, 'x'));"
        "sys.exit(any(name in sys.modules for name in ('sklearn', 'sqlalchemy', 'github')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
