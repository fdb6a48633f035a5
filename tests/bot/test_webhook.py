"""The receiver: nothing unsigned is parsed, nothing is kept twice, nothing is said too much."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from triage.bot.events import HANDLED, event_name, parse_event
from triage.bot.metrics import Metrics
from triage.bot.signature import is_signed, sign
from triage.bot.webhook import Receiver
from triage.records import Event

SECRET, OLD = "a-secret-of-the-webhook", "the-secret-before-it-was-changed"
EXAMPLES = Path(__file__).parents[2] / ".venv/npm/node_modules/@octokit/webhooks-examples"
HOSTILE = "@everyone <script>$(rm -rf /)</script> token-in-the-body"


@dataclass
class Inbox:
    """A queue that can be out of order."""

    events: list[Event] = field(default_factory=list)
    broken: bool = False

    def enqueue(self, event: Event) -> bool:
        if self.broken:
            raise OSError(f"disk full {HOSTILE}")
        known = any(event.delivery == one.delivery for one in self.events)
        self.events += [] if known else [event]
        return not known


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def client(inbox: Inbox) -> TestClient:
    metrics = Metrics(lambda: {"queued": len(inbox.events)})
    receiver = Receiver(
        (SECRET, OLD), inbox.enqueue, lambda: not inbox.broken, metrics, max_bytes=20_000
    )
    return TestClient(receiver.app())


def payload(**changed: Any) -> dict[str, Any]:
    return {
        "action": "opened",
        "issue": {"number": 7, "title": HOSTILE, "body": HOSTILE},
        "repository": {"full_name": "tensorflow/models"},
        "sender": {"login": "ann", "type": "User"},
    } | changed


def post(client: TestClient, body: bytes | None = None, **changed: Any) -> Any:
    body = orjson.dumps(payload()) if body is None else body
    headers = {
        "content-type": "application/json",
        "x-github-event": "issues",
        "x-github-delivery": "72d3162e-cc78-11e3-81ab-4c9367dc0958",
        "x-hub-signature-256": sign(body, SECRET),
    } | changed
    kept = {name: value for name, value in headers.items() if value is not None}
    return client.post("/webhook", content=body, headers=kept)


def test_a_signed_delivery_is_queued_once(client, inbox):
    assert (post(client).status_code, post(client).json()) == (202, {"result": "known"})
    (event,) = inbox.events
    assert event == Event(
        "72d3162e-cc78-11e3-81ab-4c9367dc0958", "issues", "opened", "tensorflow/models", 7, "ann"
    )


def test_the_secret_before_counts_while_it_is_changed(client):
    body = orjson.dumps(payload())
    assert post(client, **{"x-hub-signature-256": sign(body, OLD)}).status_code == 202


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"x-hub-signature-256": None}, 401),
        ({"x-hub-signature-256": "sha256=" + "0" * 64}, 401),
        ({"x-hub-signature-256": "sha1=" + "0" * 40}, 401),
        ({"x-hub-signature-256": sign(b"other", SECRET)}, 401),
        ({"x-hub-signature-256": sign(orjson.dumps(payload()), "no-secret-of-ours")}, 401),
        ({"content-type": "application/x-www-form-urlencoded"}, 415),
        ({"content-type": None}, 415),
        ({"x-github-event": None}, 400),
        ({"x-github-event": "../issues"}, 400),
        ({"x-github-delivery": None}, 400),
        ({"x-github-delivery": "a b"}, 400),
    ],
)
def test_what_is_not_right_is_refused_with_its_status(client, inbox, changed, status):
    assert post(client, **changed).status_code == status
    assert inbox.events == []


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff\xfe", b"[" * 10_000, b'{"a":' * 3_000, b"NaN", b'"\\ud800"']
)
def test_signed_nonsense_is_no_json_or_ignored(client, inbox, body):
    assert post(client, body).status_code in (400, 202)
    assert inbox.events == []


def test_what_is_too_large_is_refused_before_it_is_read_to_the_end(client):
    assert post(client, b"x" * 20_001).status_code == 413
    assert post(client, b"x" * 20_001, **{"content-length": "5"}).status_code == 413


def test_other_methods_and_places_are_not_there(client):
    assert client.get("/webhook").status_code == 405
    assert client.post("/").status_code == 404


def test_a_ping_is_answered(client, inbox):
    assert post(client, b'{"zen":"x"}', **{"x-github-event": "ping"}).json() == {"result": "pong"}
    assert inbox.events == []


@pytest.mark.parametrize(
    "changed",
    [
        {"action": "pinned"},
        {"action": ["opened"]},
        {"sender": {"login": "x[bot]", "type": "User"}},
        {"sender": {"login": "x", "type": "Bot"}},
        {"issue": {"number": 7, "pull_request": {}}},
        {"issue": {"number": "7"}},
        {"issue": {"number": True}},
        {"issue": {"number": 2**63}},
        {"repository": {"full_name": "../../etc"}},
        {"repository": None},
    ],
)
def test_what_is_not_for_the_bot_is_ignored(client, inbox, changed):
    answer = post(client, orjson.dumps(payload(**changed), option=orjson.OPT_NON_STR_KEYS))
    assert (answer.status_code, answer.json()) == (202, {"result": "ignored"})
    assert inbox.events == []


def test_events_of_other_repositories_are_ignored(inbox):
    metrics = Metrics(dict)
    receiver = Receiver((SECRET,), inbox.enqueue, lambda: True, metrics, frozenset({"octo/other"}))
    assert post(TestClient(receiver.app())).json() == {"result": "ignored"}


def test_a_queue_that_is_out_of_order_is_told_to_github(client, inbox):
    inbox.broken = True
    assert post(client).status_code == 503
    assert client.get("/healthz").status_code == 503
    inbox.broken = False
    assert client.get("/healthz").json() == {"alive": True}


def test_metrics_count_results_and_hold_no_text_of_anybody(client):
    post(client)
    post(client, **{"x-hub-signature-256": None})
    text = client.get("/metrics").text
    assert 'triage_deliveries_total{result="queued"} 1.0' in text
    assert 'triage_deliveries_total{result="not signed"} 1.0' in text
    assert 'triage_queue{status="queued"} 1.0' in text
    assert "tensorflow" not in text and "everyone" not in text


def test_nothing_of_a_delivery_is_logged(client, inbox, caplog):
    caplog.set_level(logging.DEBUG, "triage")
    post(client)
    post(client, **{"x-hub-signature-256": "sha256=" + "0" * 64})
    inbox.broken = True
    post(client)
    ours = "".join(r.getMessage() for r in caplog.records if r.name.startswith("triage"))
    for part in (HOSTILE, SECRET, OLD, "sha256="):
        assert part not in ours


def examples(*names: str) -> list[tuple[str, dict[str, Any]]]:
    listed = orjson.loads((EXAMPLES / "api.github.com/index.json").read_bytes())
    return [(one["name"], example) for one in listed if one["name"] in names
            for example in one["examples"]]  # fmt: skip


def test_every_real_payload_is_taken_or_politely_ignored():
    found = examples("issues", "issue_comment")
    assert len(found) >= 38
    inbox = Inbox()
    metrics = Metrics(dict)
    client = TestClient(Receiver((SECRET,), inbox.enqueue, lambda: True, metrics).app())
    for number, (name, example) in enumerate(found):
        headers = {"x-github-event": name, "x-github-delivery": f"d-{number}"}
        answer = post(client, orjson.dumps(example), **headers)
        wanted = example["action"] in HANDLED[name] and example["sender"]["type"] != "Bot"
        wanted = wanted and "pull_request" not in example["issue"]
        assert answer.status_code == 202
        assert answer.json() == {"result": "queued" if wanted else "ignored"}
        assert event_name(example) == name
    assert len(inbox.events) >= 10


def test_all_other_real_events_are_ignored():
    listed = orjson.loads((EXAMPLES / "api.github.com/index.json").read_bytes())
    others = [one for one in listed if one["name"] not in HANDLED]
    assert len(others) > 40
    for one in others:
        assert all(parse_event(one["name"], example) is None for example in one["examples"])


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["action", "issue", "number", "repository", "full_name", "sender",
                         "login", "type", "pull_request"]), inner, max_size=5),
    max_leaves=20,
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.sampled_from([*HANDLED, "push"]), JSON)
def test_no_payload_breaks_the_reader(name, value):
    event = parse_event(name, value, "d")
    assert event is None or (event.number and event.repo)


@given(st.binary(max_size=50), st.text(max_size=80))
def test_no_header_but_the_right_one_is_a_signature(body, header):
    assert is_signed(body, sign(body, SECRET), (OLD, SECRET))
    assert not is_signed(body, header, (SECRET,)) or header == sign(body, SECRET)
