"""`triage sync` as a person runs it, against the GitHub on loopback."""

import os
import pty
import re
import signal
import subprocess
import sys
import time
from statistics import median

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)  # fmt: skip

from tests.github_server import Fault

KEYS = {
    "issues", "comments", "created", "updated", "deleted", "requests", "not_modified", "seconds",
}  # fmt: skip


@pytest.fixture
def sync(triage, github_server):
    """Run the command against the server, with its token."""

    def run(*arguments, repo=None, **environment):
        name = repo or github_server.world.repo.full_name
        token = {"GITHUB_TOKEN": github_server.token} | environment
        return triage("sync", name, "--base-url", github_server.base_url, *arguments, **token)

    return run


def test_full_then_nothing_new(sync, github_server):
    first = sync("--json")
    assert first.code == 0, first.err
    assert set(first.value) == KEYS
    assert (first.value["issues"], first.value["comments"]) == (300, 900)
    assert first.value["created"] == 300 + 100 + 900
    again = sync("--json").value
    assert (again["created"], again["updated"]) == (0, 0)
    assert again["requests"] <= 3
    assert again["not_modified"] == 2


def test_announces_requests_and_quota_first(sync):
    err = sync().err
    assert "requests" in err
    assert "of 5000 left this hour" in err


def test_issues_without_pull_requests_reach_the_classifier(triage, sync):
    sync()
    numbers = [row["number"] for row in triage("classify", "db", "--json").rows]
    assert len(numbers) == 300


def test_site_pages_from_a_synced_repository(triage, sync, github_server):
    sync()
    assert triage("build", "--json").value["pages"] > 60
    url = f"https://github.com/{github_server.world.repo.full_name}/issues/"
    assert any(url in page.read_text("utf-8") for page in (triage.folder / "kb").rglob("*.md"))


def test_prune_finds_deleted_issues(sync, github_server):
    sync()
    repo = github_server.world.repo
    number = min(repo.issues)
    repo.delete_issue(number)
    assert sync("--prune", "--json").value["deleted"] >= 1
    assert sync("--prune", "--json").value["deleted"] == 0


def test_unknown_repository(triage, github_server):
    line = triage.fails(
        "sync", "no/such", "--base-url", github_server.base_url, GITHUB_TOKEN=github_server.token
    )
    assert "no/such" in line


def test_wrong_token_is_not_repeated(triage, github_server):
    token = "ghp_" + "0" * 36
    line = triage.fails(
        "sync", github_server.world.repo.full_name, "--base-url", github_server.base_url,
        GITHUB_TOKEN=token,
    )  # fmt: skip
    assert "GITHUB_TOKEN" in line
    assert token not in line


def test_faults_are_survived(sync, github_server):
    for kind in ("truncate", "broken_json", "reset"):
        github_server.faults.append(Fault(kind, times=1, after=1))
    result = sync("--json")
    assert result.code == 0, result.err
    assert result.value["created"] == 1300


def test_ctrl_c_keeps_what_was_saved(triage, sync, github_server):
    github_server.faults.append(Fault("slow", times=1000, after=3, seconds=5))
    process = subprocess.Popen(
        [sys.executable, "-m", "triage", "sync", github_server.world.repo.full_name,
         "--base-url", github_server.base_url],
        cwd=triage.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env=os.environ | {"GITHUB_TOKEN": github_server.token},
    )  # fmt: skip
    end = time.monotonic() + 60
    while github_server.log.count() < 4 and time.monotonic() < end:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "Traceback" not in err
    assert "stopped" in err
    github_server.faults.clear()
    result = sync("--json")
    assert result.code == 0, result.err
    assert len(triage("export").rows) == 300


def test_a_terminal_gets_a_progress_bar(triage, github_server):
    main, worker = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "triage", "sync", github_server.world.repo.full_name,
         "--base-url", github_server.base_url, "--json"],
        cwd=triage.folder, stdout=subprocess.PIPE, stderr=worker,
        env=os.environ | {"GITHUB_TOKEN": github_server.token, "TERM": "xterm", "COLUMNS": "120"},
    )  # fmt: skip
    os.close(worker)
    shown = b""
    while True:
        try:
            part = os.read(main, 65536)
        except OSError:  # the other end was closed
            break
        if not part:
            break
        shown += part
    os.close(main)
    out, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    assert "━".encode() in shown
    assert b"requests" in shown
    assert out.startswith(b"{")


def test_a_github_app_signs_in_by_the_environment(triage, github_server):
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    private = key.private_bytes(
        Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()
    ).decode()
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    github_server.access.add_app(77, public.decode())
    name = github_server.world.repo.full_name
    app = {"GITHUB_APP_ID": "77", "GITHUB_APP_PRIVATE_KEY": private}
    result = triage("sync", name, "--base-url", github_server.base_url, "--json", **app)
    assert result.code == 0, result.err
    assert result.value["issues"] == 300
    assert "PRIVATE KEY" not in result.out + result.err


def test_app_without_its_key_is_wrong_use(triage):
    line = triage.fails("sync", "a/b", code=2, GITHUB_APP_ID="77")
    assert "GITHUB_APP_PRIVATE_KEY" in line


def test_time_to_first_answer_from_a_synced_repository(triage, sync, github_server):
    """The page says what the repository holds, counted here without any of our code."""
    sync()
    assert triage("build").code == 0
    repo = github_server.world.repo
    opened = [row for row in repo.issues.values() if not row.pull_request]
    hours = sorted(found for row in opened if (found := first_reply(repo, row)) is not None)
    text = (triage.folder / "kb" / "statistics" / "answers.md").read_text("utf-8")
    assert f"From all {len(opened)} issues of octo\\-org\\/models. {len(hours)} of them" in text
    said = re.search(r"half within ([\d.,]+) (min|h|days)", text)
    scale = {"min": 60, "h": 1, "days": 1 / 24}[said[2]]
    assert float(said[1].replace(",", "")) == pytest.approx(median(hours) * scale, rel=0.01, abs=1)
    rows = re.findall(
        r"^\| (20\d\d) \| (\d+) \| (\d+) \| [\d.,]+ (?:min|h|days) ", text, re.MULTILINE
    )
    assert len(rows) > 5
    assert sum(int(row[1]) for row in rows) == len(opened)
    assert sum(int(row[2]) for row in rows) == len(hours)
    assert "come with this project" not in text


def first_reply(repo, row):
    """Hours until a person with an account, not the author, wrote; None: nobody did."""
    if row.user is None:
        return None
    times = [
        comment.created_at
        for comment in (repo.comments[key] for key in row.comment_ids)
        if comment.user and comment.user.kind != "Bot" and comment.user.login != row.user.login
    ]
    return (min(times) - row.created_at) / 3600 if times else None
