"""Stamps: what a page says about its runs, and what stops the build instead."""

import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from tests.site.site_build import ROOT, run_sphinx

sys.path.insert(0, str(ROOT / "docs" / "_ext"))
from stamps import make_stamps, page_of

from triage.text.snippets import digest_snippets, find_snippets
from triage.verify.record import BadRecord, record_files
from triage.verify.survey import read_records, survey_page

NOW = datetime(2026, 11, 22, tzinfo=UTC)
SOURCE = "# Page\n\n```python\nprint(1)\n```\n\n```python\nprint(2)\n```\n"
PAGE = "docs/models/resnet"
GOOD = {
    "page": PAGE, "digest": digest_snippets(find_snippets(SOURCE)), "date": "2026-11-01T10:00:00Z",
    "python": "3.11.7", "platform": "linux", "packages": {"tensorflow": "2.20.0"},
    "snippets": 2, "passed": 2, "failed": [], "seconds": 12.4,
}  # fmt: skip


def save(root: Path, release="2.20.0", page=PAGE, **changes) -> Path:
    path = root / release / f"{page}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(GOOD | changes))
    return path


def stamps_of(root: Path, source=SOURCE, now=NOW):
    return [(stamp.state, stamp.text) for stamp in full_stamps(root, source, now)]


def full_stamps(root: Path, source=SOURCE, now=NOW):
    return make_stamps(survey_page(PAGE, source, root, now), now)


def test_page_that_ran_says_day_versions_and_result(tmp_path):
    save(tmp_path)
    assert stamps_of(tmp_path) == [
        ("verified", "Verified on 2026-11-01 with tf-models-official 2.20.0, tensorflow 2.20.0, "
                     "Python 3.11.7: 2 of 2 snippets passed in 12 s.")
    ]  # fmt: skip


def test_page_without_a_run_says_so(tmp_path):
    ((state, text),) = stamps_of(tmp_path)
    assert (state, text) == ("none", "Not verified: no run has executed this page yet.")


def test_page_without_snippets_has_nothing_to_execute(tmp_path):
    ((state, text),) = stamps_of(tmp_path, "# Page\n\n```bash\nls\n```\n")
    assert state == "empty" and "Unverified" in text


def test_page_that_changed_since_its_run_says_so(tmp_path):
    save(tmp_path)
    ((state, text),) = stamps_of(tmp_path, SOURCE.replace("print(2)", "print(3)"))
    assert state == "changed" and text.startswith("Changed since it was last verified")


def test_text_around_the_snippets_may_change(tmp_path):
    save(tmp_path)
    ((state, _),) = stamps_of(tmp_path, SOURCE.replace("# Page", "# Page\n\nNew words."))
    assert state == "verified"


@pytest.mark.parametrize(("days", "state"), [(179, "verified"), (181, "stale")])
def test_old_run_becomes_stale_after_180_days(tmp_path, days, state):
    save(tmp_path, date=(NOW - timedelta(days=days)).isoformat())
    ((found, text),) = stamps_of(tmp_path)
    assert found == state
    assert ("181 days ago" in text) == (state == "stale")


def test_failing_release_names_the_snippet_and_its_error(tmp_path):
    save(tmp_path, passed=1, failed=[{"snippet": 2, "error": "ImportError: <b>x</b>"}])
    ((state, text),) = stamps_of(tmp_path)
    assert state == "failed" and text.endswith("snippet 2: ImportError: <b>x</b>")


def test_releases_are_listed_newest_first(tmp_path):
    for release in ("2.9.0", "2.20.0", "2.10.1"):
        save(tmp_path, release)
    assert [text.split()[5].rstrip(",") for _, text in stamps_of(tmp_path)] == [
        "2.20.0", "2.10.1", "2.9.0",
    ]  # fmt: skip


def test_every_state_has_a_sign_and_a_word_of_its_own(tmp_path):
    stamps = [*full_stamps(tmp_path, ""), *full_stamps(tmp_path)]
    save(tmp_path)
    stamps += [*full_stamps(tmp_path), *full_stamps(tmp_path, "")]
    stamps += full_stamps(tmp_path, now=NOW + timedelta(days=900))
    save(tmp_path, passed=1, failed=[{"snippet": 1, "error": "x"}])
    stamps += full_stamps(tmp_path)
    assert len({stamp.state for stamp in stamps}) == 6
    assert len({stamp.text.split()[0] for stamp in stamps}) == 6
    assert all(stamp.sign for stamp in stamps)


@pytest.mark.parametrize(
    "changes",
    [
        {"passed": 3}, {"passed": -1}, {"failed": [{"snippet": 1, "error": "x"}]},
        {"passed": 1, "failed": [{"snippet": 3, "error": "x"}]}, {"passed": 1, "failed": ["x"]},
        {"snippets": True}, {"digest": "abc"}, {"date": "yesterday"}, {"date": "2026-11-01"},
        {"packages": []}, {"seconds": -1}, {"page": "docs/models/other"},
        {"date": "2027-01-01T00:00:00Z"},
    ],
    ids=str,
)  # fmt: skip
def test_record_that_claims_more_than_it_shows_is_refused(tmp_path, changes):
    save(tmp_path).write_text(json.dumps(GOOD | changes))
    with pytest.raises(BadRecord, match="resnet"):
        read_records(tmp_path, PAGE, NOW)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"page": 1}'])
def test_record_that_is_no_record_is_refused(tmp_path, text):
    save(tmp_path).write_text(text)
    with pytest.raises(BadRecord):
        read_records(tmp_path, PAGE, NOW)


@pytest.mark.parametrize(
    ("docname", "page"),
    [
        ("docs/models/resnet", PAGE), ("kb/odapi/x", "kb/entries/x"), ("kb/index", None),
        ("kb/odapi/index", None), ("kb/topics/install", None), ("kb/unanswered", None),
        ("kb/quality", None), ("docs/models/index", None), ("index", None), ("404", None),
        ("kb/statistics/questions", None),
    ],
)  # fmt: skip
def test_which_pages_have_stamps(docname, page):
    assert page_of(docname) == page


def test_no_records_at_all_is_no_error(tmp_path):
    assert record_files(tmp_path / "none", PAGE) == []


@pytest.fixture
def small_site(tmp_path):
    """A site of one page with snippets; ``SOURCE_DATE_EPOCH`` says what day it is."""
    (tmp_path / "conf.py").write_text(
        f"import sys\nsys.path.insert(0, {str(ROOT / 'docs' / '_ext')!r})\n"
        "extensions = ['myst_parser', 'stamps']\nroot_doc = 'docs/models/resnet'\n"
        f"stamps_records = {str(tmp_path / 'records')!r}\nexclude_patterns = ['_site']\n"
    )
    (tmp_path / "docs" / "models").mkdir(parents=True)
    source = tmp_path / "docs" / "models" / "resnet.md"
    source.write_text(SOURCE)

    def build():
        site = run_sphinx(tmp_path, SOURCE_DATE_EPOCH=str(int(NOW.timestamp())))
        if site.code:
            return site.log
        build.html = site.html
        html = (site.html / "docs" / "models" / "resnet.html").read_text()
        build.soup = BeautifulSoup(html, "html.parser")
        return build.soup.select_one("h1 + .stamps .stamp").get_text()

    build.records, build.source = tmp_path / "records", source
    return build


def test_stamp_follows_its_record_in_a_second_build(small_site):
    assert small_site().startswith("○ Not verified")
    record = save(small_site.records)
    assert small_site().startswith("✓ Verified on 2026-11-01")
    assert not small_site.soup.select(".stamps table")  # there is only one release
    save(small_site.records, passed=1, failed=[{"snippet": 2, "error": "E: <script>"}])
    assert small_site().endswith("snippet 2: E: <script>")
    record.unlink()
    assert small_site().startswith("○ Not verified")


def test_bad_record_stops_the_build_with_one_clear_line(small_site):
    save(small_site.records, passed=5)
    assert "resnet.json: 2 snippets, but 5 passed or failed" in small_site()


def test_stamp_links_its_record_and_several_releases_make_a_table(small_site):
    record = save(small_site.records)
    save(small_site.records, "2.19.1", passed=1, failed=[{"snippet": 2, "error": "E: <b>x"}])
    save(small_site.records, "2.16.0", digest="0" * 64)
    save(small_site.records, "2.18.0", "docs/models/other")
    save(small_site.records, "install", "nothing")
    assert small_site().startswith("✓ Verified")
    (link,) = small_site.soup.select(".stamps .stamp-note a")
    page = small_site.html / "docs" / "models" / "resnet.html"
    assert (page.parent / link["href"]).read_bytes() == record.read_bytes()
    rows = [
        [cell.get_text().strip() for cell in row.select("td")]
        for row in small_site.soup.select(".stamps table tbody tr")
    ]
    assert rows == [
        ["2.20.0", "✓ passes", "2 of 2", "2026-11-01", "JSON"],
        ["2.19.1", "✗ fails: snippet 2: E: <b>x", "1 of 2", "2026-11-01", "JSON"],
        ["2.18.0", "○ never run", "", "", ""],
        ["2.16.0", "△ page changed since", "2 of 2", "2026-11-01", "JSON"],
    ]


def test_block_that_is_not_run_says_why_and_is_counted(small_site):
    block = "```{not-run} needs a <b>paid</b> account\n:language: bash\ngcloud list\n```\n"
    small_site.source.write_text(f"{SOURCE}\n{block}")
    save(small_site.records)
    assert small_site().startswith("✓ Verified")
    assert "1 block is not run; it says why" in small_site.soup.select_one(".stamps").get_text()
    box = small_site.soup.select_one(".not-run")
    assert box.p.get_text() == "⊘ Not run: needs a <b>paid</b> account"
    assert box.select_one(".highlight-bash pre").get_text().strip() == "gcloud list"


def test_block_without_a_reason_stops_the_build(small_site):
    small_site.source.write_text(f"{SOURCE}\n```{{not-run}}\ngcloud list\n```\n")
    log = small_site()
    assert "resnet.md:11: ERROR" in log and "argument(s) required" in log
