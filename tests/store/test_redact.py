"""Secrets that users paste are not kept; text that only looks like one is."""

from __future__ import annotations

import json
import time

import pytest

from tests.store.make import comment, comment_page, issue, page
from triage.store import Store
from triage.store.redact import REDACTED, clean_text, is_clean, strip_secrets

TOKEN = "ghp_" + "aB3" * 12
SECRETS = [
    (f"my token is {TOKEN}.", f"my token is {REDACTED}"),
    ("gho_" + "x" * 36, REDACTED),
    ("(ghs_" + "x" * 36 + ")", f"({REDACTED})"),
    ("ghs_12345_eyJhbGciOi.eyJpc3MiOiIx-x.c2ln_" + "x" * 400, REDACTED),
    ("https://x-access-token:ghs_" + "x" * 36 + "@github.com/a/b", None),
    ("github_pat_" + "1A_" * 27, REDACTED),
    ("Authorization: Bearer abc.def-ghi", f"Authorization: Bearer {REDACTED}"),
    ("curl -H 'authorization: token 0123456789abcdef'", None),
    ("{'Authorization': 'Basic dXNlcjpwYXNz'}", None),
    ('{"Authorization": "0123456789012345678901234567890"}', None),
    ("AUTHORIZATION=Bearer 0123456789", None),
    ("key AKIAIOSFODNN7EXAMPLE here", f"key {REDACTED} here"),
    ("aws_secret_access_key = " + "wJalrXUtnFEMI/K7MDENG/" * 2, None),
    ('"SecretAccessKey": "x", "AWSSecretAccessKey": "' + "a" * 40 + '"', None),
    ("AIza" + "x" * 35, REDACTED),
    (
        "a -----BEGIN RSA PRIVATE KEY-----\nMIIE\n+/=\n-----END RSA PRIVATE KEY----- b",
        f"a {REDACTED} b",
    ),
    ('"private_key": "-----BEGIN PRIVATE KEY-----\\nMIIE', f'"private_key": "{REDACTED}'),
]
HARMLESS = [
    'headers={"Authorization": "Bearer " + token}',
    "the authorization failed: see the log",
    "ghp_short",
    "graph_shape ghs_x",
    "MAKIAIOSFODNN7EXAMPLEX",
    "7f0b6cb0b0c4d53f1cbd5d36b1d1f5f0a1c2d3e4",  # a commit
    "aws_secret_access_key = os.environ['KEY']",
    "No PRIVATE KEY found",
]


@pytest.mark.parametrize(("given", "kept"), SECRETS, ids=lambda value: str(value)[:20])
def test_a_secret_is_removed(given: str, kept: str | None) -> None:
    cleaned = strip_secrets(given)
    assert REDACTED in cleaned
    if kept is not None:
        assert cleaned == kept
    for secret in ("aB3aB3", "x" * 30, "abc.def", "0123456789", "dXNl", "AKIA", "wJal", "MIIE"):
        assert secret not in cleaned
    assert strip_secrets(cleaned) == cleaned


@pytest.mark.parametrize("given", HARMLESS)
def test_what_only_looks_like_a_secret_stays(given: str) -> None:
    assert strip_secrets(given) == given


@pytest.mark.parametrize(("given", "_kept"), SECRETS, ids=lambda value: str(value)[:20])
def test_json_stays_json_when_a_secret_is_removed(given: str, _kept: str | None) -> None:
    value = json.loads(strip_secrets(json.dumps({"body": given, "next": [1]})))
    assert value["next"] == [1]
    assert REDACTED in value["body"]


@pytest.mark.parametrize(("given", "_kept"), SECRETS, ids=lambda value: str(value)[:20])
def test_one_look_at_several_texts_finds_a_secret_in_any(given: str, _kept: str | None) -> None:
    for texts in ([given], ["fine", None, given], [json.dumps({"body": given}), "fine"]):
        assert not is_clean(texts)
    assert not is_clean(["fine", "a\0b"])
    assert not is_clean(["fine", "half \ud800"])
    assert is_clean(["fine", None, "", '{"body":true,"user":{"type":"User"}}', "\u00fc"])


def test_a_secret_in_one_field_alone_is_removed(store: Store) -> None:
    for number, field in enumerate(("title", "body", "author", "state_reason"), start=1):
        store.save_page(page(issue(number, **{field: f"my {TOKEN}"})))
        (found,) = store.issues(numbers=[number])
        assert getattr(found, field) == f"my {REDACTED}"
    store.save_page(page(issue(5, raw={"body": "Body of 5", "note": TOKEN})))
    (found,) = store.issues(numbers=[5], raw=True)
    assert (found.body, found.raw) == ("Body of 5", {"body": "Body of 5", "note": REDACTED})


def test_no_secret_reaches_the_database(store: Store) -> None:
    text = f"{TOKEN} Authorization: Bearer hush.hush.hush"
    raw = {"body": text, "deep": [{"headers": {"Authorization": "Bearer hush.hush.hush"}}]}
    store.save_page(page(issue(1, title=text, body=text, labels=(TOKEN,), raw=raw)))
    store.save_page(comment_page(comment(1, 1, body=text, raw=raw)))
    store.save_page(comment_page(comment(2, 1, raw={**raw, "odd": "\0"})))
    with store._begin() as connection:
        for table in ("issues", "comments"):
            rows = connection.exec_driver_sql(f"SELECT * FROM {table}").all()
            assert rows
            assert "aB3aB3" not in repr(rows)
            assert "hush" not in repr(rows)


@pytest.mark.parametrize(
    "piece",
    [
        "ghp_", "Authorization: ", "authorization:'", "-----BEGIN PRIVATE KEY-----", "AKIA", "AIza",
        "aws_secret_access_key=", "-----BEGIN ", "Authorization: Bearer ", "github_pat_", "\0 ",
    ],
)  # fmt: skip
def test_cleaning_takes_linear_time(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    start = time.process_time()
    clean_text(text)
    assert time.process_time() - start < 2
