"""How long to wait after which answer: a table."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.github.model import Response
from triage.github.retry import RetryPolicy, Trouble, number, trouble_of_answer

DATE = "Sun, 01 Nov 2026 12:00:00 GMT"
NOON = 1_793_534_400
LATER, PAST = str(NOON + 90), str(NOON - 90)


@pytest.mark.parametrize(
    ("status", "headers", "text", "kind", "wait"),
    [
        (500, {}, "", "server", None),
        (503, {"retry-after": "9"}, "", "server", 9),
        (408, {}, "", "server", None),
        (403, {"retry-after": "30"}, "", "secondary", 30),
        (403, {"retry-after": "Sun, 01 Nov 2026 12:00:40 GMT"}, "", "secondary", 40),
        (403, {"retry-after": "Sun, 01 Nov 2026 11:00:00 GMT"}, "", "secondary", 0),
        (403, {}, "You have exceeded a secondary rate limit", "secondary", None),
        (403, {}, "You have triggered an abuse detection mechanism", "secondary", None),
        (429, {}, "", "secondary", None),
        (429, {"retry-after": "soon"}, "", "secondary", None),
        (403, {"x-ratelimit-remaining": "0", "x-ratelimit-reset": LATER}, "", "primary", 91),
        (429, {"x-ratelimit-remaining": "0", "x-ratelimit-reset": LATER,
               "retry-after": "200"}, "", "primary", 200),
        (403, {"x-ratelimit-remaining": "0", "x-ratelimit-reset": PAST}, "", "primary", 1),
        (403, {"x-ratelimit-remaining": "0"}, "", "primary", None),
    ],
)  # fmt: skip
def test_trouble_that_may_pass(
    status: int, headers: dict[str, str], text: str, kind: str, wait: float | None
) -> None:
    trouble = trouble_of_answer(status, {"date": DATE, **headers}, text)
    assert trouble is not None
    assert (trouble.kind, trouble.wait) == (kind, wait)


@pytest.mark.parametrize("status", [200, 301, 304, 401, 404, 410, 422, 451])
def test_answers_that_stand(status: int) -> None:
    assert trouble_of_answer(status, {"x-ratelimit-remaining": "0"}, "rate limit") is None


def test_a_plain_refusal_is_not_tried_again() -> None:
    assert trouble_of_answer(403, {"x-ratelimit-remaining": "17"}, "Must have admin rights") is None


def test_waits_double_up_to_a_limit() -> None:
    policy = RetryPolicy()
    waits = [Trouble("server", "").seconds(policy, attempt) for attempt in (1, 2, 3, 99)]
    assert waits == [1, 2, 4, 60]
    assert [Trouble("secondary", "").seconds(policy, n) for n in (1, 2)] == [60, 120]
    assert Trouble("server", "", 5).seconds(policy, 9) == 5


@given(st.text())
def test_any_header_is_a_number_or_none(text: str) -> None:
    value = number(text)
    assert value is None or 0 <= value < 1e15


@given(st.dictionaries(
    st.sampled_from(["retry-after", "x-ratelimit-reset", "x-ratelimit-remaining", "date"]),
    st.text() | st.just("0"),
))  # fmt: skip
def test_hostile_headers_never_crash(headers: dict[str, str]) -> None:
    trouble = trouble_of_answer(403, headers, "rate limit")
    assert trouble is not None
    assert trouble.wait is None or trouble.wait >= 0


@pytest.mark.parametrize(
    ("header", "following", "last"),
    [
        ("", None, None),
        ('<http://h/a?page=2>; rel="next"', "http://h/a?page=2", None),
        ('<http://h/a?page=2>; rel="next", <http://h/a?page=9>; rel="last"',
         "http://h/a?page=2", "http://h/a?page=9"),
        ('rel="next"', None, None),
        ("<" * 5000, None, None),
    ],
)  # fmt: skip
def test_links_are_read(header: str, following: str | None, last: str | None) -> None:
    answer = Response(200, {"link": header}, [])
    assert (answer.link("next"), answer.link("last")) == (following, last)
