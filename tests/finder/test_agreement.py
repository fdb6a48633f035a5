"""Python and the browser read a text alike and rank alike: one specification."""

import json
from pathlib import Path

import pytest

from tests.finder.make_cases import HARD
from triage.match.entries import load_entries
from triage.match.matcher import Matcher
from triage.match.query import issue_of_query
from triage.match.train import read_rows
from triage.match.views import view_issue
from triage.text import error_lines, normalise_error

pytestmark = pytest.mark.browser
HERE = Path(__file__).parent
TOLERANCE = 1e-4
TOP = 5
RUN = """async (texts) => {
  const { makeFinder } = await import("/_static/finder/finder.js");
  await new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = "/_static/finder-index.js";
    script.onload = resolve;
    script.onerror = reject;
    document.head.append(script);
  });
  const finder = makeFinder(window.errorFinderIndex);
  return texts.map((text) => {
    const issue = finder.issueOf(text), view = finder.viewOf(issue);
    const { answer, matches } = finder.find(text);
    return {
      title: issue.title, terms: view.full, error: view.error,
      lines: finder.errors.errorLines(text).map(finder.errors.normaliseError),
      hits: [...finder.findSignatures(view.text)]
        .map(([at, { line }]) => [finder.index.ids[at], line]),
      answer: answer ? matches[0].id : null,
      matches: matches.map(({ id, score }) => [id, score]),
    };
  });
}"""


def read(name: str, key: str) -> list[str]:
    path = HERE / name
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    return [json.loads(line)[key] for line in lines]


@pytest.fixture(scope="module")
def texts() -> list[str]:
    return [*read("cases.jsonl", "text"), *read("queries.jsonl", "query")]


@pytest.fixture(scope="module")
def in_browser(texts, browser, finder_url):
    page = browser.new_page()
    page.goto(f"{finder_url}/fix.html")
    found = page.evaluate(RUN, texts)
    page.close()
    return found


@pytest.fixture(scope="module")
def matcher(finder_site):
    kb = finder_site.source / "kb"
    return Matcher.build(load_entries(kb / "entries"), read_rows(kb / "data" / "issues.jsonl"))


def test_every_hard_text_is_a_case():
    assert set(HARD) <= set(read("cases.jsonl", "text")), "run python -m tests.finder.make_cases"


def test_texts_are_read_alike(texts, in_browser):
    for text, there in zip(texts, in_browser, strict=True):
        issue = issue_of_query(text)
        view = view_issue(issue)
        here = (issue.title, view.full, view.error)
        assert (there["title"], there["terms"], there["error"]) == here, repr(text[:200])


def test_error_lines_have_the_same_shape(texts, in_browser):
    for text, there in zip(texts, in_browser, strict=True):
        assert there["lines"] == [normalise_error(line) for line in error_lines(text)], text[:200]
    assert sum(len(there["lines"]) for there in in_browser) > 100


def test_signatures_match_the_same_lines(texts, in_browser, matcher):
    found = 0
    for text, there in zip(texts, in_browser, strict=True):
        hits = matcher.index.signatures.find(view_issue(issue_of_query(text)).text)
        first = {hit.entry: line for hit, line in reversed(hits)}
        assert dict(there["hits"]) == first, repr(text[:200])
        found += len(first)
    assert found > 20


def test_rankings_agree(texts, in_browser, matcher):
    results = matcher.match_many([issue_of_query(text) for text in texts], TOP)
    answers = 0
    for text, there, here in zip(texts, in_browser, results, strict=True):
        if not there["terms"]:
            assert there["matches"] == []  # nothing to go by: the browser shows nothing
            continue
        assert [id_ for id_, _ in there["matches"]] == [match.entry for match in here.matches], text
        scores = [score for _, score in there["matches"]]
        expected = [match.score for match in here.matches]
        assert scores == pytest.approx(expected, rel=0, abs=TOLERANCE), text
        assert there["answer"] == here.answer, text
        answers += here.answer is not None
    assert 0 < answers < len(texts)


def test_evidence_that_the_browser_does_not_know_is_refused(browser, finder_url):
    page = browser.new_page()
    page.goto(f"{finder_url}/fix.html")
    message = page.evaluate("""async () => {
      const { probabilities } = await import("/_static/finder/ranker.js");
      const ranker = { for_entry: { new_idea: 1 }, for_none: {}, none: 0, temperature: 1 };
      try {
        return probabilities(ranker, { forEntry: {}, forNone: {} }, 1);
      } catch (error) {
        return error.message;
      }
    }""")
    page.close()
    assert message == "The finder does not know the evidence new_idea."
