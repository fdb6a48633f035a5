"""Writing through an unmodified PyGithub: comments, labels, issues, rights."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from github import Github, GithubException
from github.Repository import Repository

from tests.github_server import GitHubServer, World

Connect = Callable[..., Github]


def refused(status: int, action: Callable[[], object]) -> str:
    """The message of the refusal with that status."""
    with pytest.raises(GithubException) as caught:
        action()
    assert caught.value.status == status
    return str(caught.value.data)


def test_comment_is_written_edited_and_deleted(repo: Repository, github_world: World) -> None:
    issue = repo.get_issue(5)
    before = github_world.repo.issues[5].updated_at
    comment = issue.create_comment("first")
    assert github_world.repo.comments[comment.id].body == "first"
    assert github_world.repo.issues[5].updated_at > before
    comment.edit("second")
    again = repo.get_issue(5).get_comment(comment.id)
    assert (again.body, again.updated_at > again.created_at) == ("second", True)
    comment.delete()
    assert comment.id not in github_world.repo.comments
    refused(404, lambda: repo.get_issue(5).get_comment(comment.id))


def test_labels_are_added_set_and_removed_with_events(repo: Repository) -> None:
    issue = repo.create_issue("fresh", body="text", labels=["stale"])
    issue.add_to_labels("type:bug", "TYPE:DOCS")
    assert [label.name for label in issue.get_labels()] == ["stale", "type:bug", "type:docs"]
    issue.remove_from_labels("stale")
    issue.set_labels("type:docs", "models:official")
    assert {label.name for label in repo.get_issue(issue.number).labels} == {
        "type:docs", "models:official",
    }  # fmt: skip
    events = [(event.event, event.label.name) for event in issue.get_events()]
    assert events == [
        ("labeled", "stale"), ("labeled", "type:bug"), ("labeled", "type:docs"),
        ("unlabeled", "stale"), ("unlabeled", "type:bug"), ("labeled", "models:official"),
    ]  # fmt: skip
    refused(404, lambda: issue.remove_from_labels("stale"))
    issue.delete_labels()
    assert list(issue.get_labels()) == []


@pytest.mark.parametrize(
    "body", [["a", "b"], {"labels": ["a", "b"]}, {"labels": [{"name": "a"}, {"name": "b"}]}]
)
def test_labels_are_taken_in_every_form(repo: Repository, body: object) -> None:
    issue = repo.create_issue("fresh")
    path = f"/repos/{repo.full_name}/issues/{issue.number}/labels"
    repo.requester.requestJsonAndCheck("POST", path, input=body)
    assert {label.name for label in issue.get_labels()} == {"a", "b"}


def test_suggested_label_is_not_put_on_the_issue(repo: Repository) -> None:
    issue = repo.create_issue("fresh")
    path = f"/repos/{repo.full_name}/issues/{issue.number}/labels"
    labels = [{"name": "a", "suggest": True, "rationale": "said so", "confidence": "low"}]
    repo.requester.requestJsonAndCheck("POST", path, input={"labels": labels})
    assert list(issue.get_labels()) == []


def test_issue_is_renamed_closed_and_reopened_with_events(repo: Repository) -> None:
    issue = repo.create_issue("old title", body="text")
    issue.edit(title="new title", body="other", state="closed", state_reason="not_planned")
    again = repo.get_issue(issue.number)
    assert (again.title, again.body, again.state, again.state_reason) == (
        "new title", "other", "closed", "not_planned",
    )  # fmt: skip
    assert again.closed_by is not None
    assert again.closed_by.login == "maintainer"
    again.edit(state="open")
    again.create_comment("back")
    timeline = list(repo.get_issue(issue.number).get_timeline())
    assert [event.event for event in timeline] == ["renamed", "closed", "reopened", "commented"]
    assert timeline[0].raw_data["rename"] == {"from": "old title", "to": "new title"}


def test_labels_of_the_repository_are_made_changed_and_deleted(repo: Repository) -> None:
    made = repo.create_label("kb:answered", "00ff00", "has an answer")
    assert repo.get_label("kb:answered").description == "has an answer"
    refused(422, lambda: repo.create_label("KB:answered", "00ff00"))
    issue = repo.create_issue("fresh", labels=["kb:answered"])
    made.edit("kb:said", "ff0000")
    assert [label.name for label in repo.get_issue(issue.number).labels] == ["kb:said"]
    made.delete()
    assert repo.get_issue(issue.number).labels == []
    assert "kb:said" not in {label.name for label in repo.get_labels()}


def test_reaction_counts_once_and_can_be_taken_back(repo: Repository) -> None:
    comment = repo.get_issue(5).create_comment("text")
    first, second = comment.create_reaction("+1"), comment.create_reaction("+1")
    assert first.id == second.id
    assert repo.get_issue(5).get_comment(comment.id).reactions["+1"] == 1
    assert comment.delete_reaction(first.id)
    assert list(comment.get_reactions()) == []


def test_locked_issue_takes_no_comment_of_a_stranger(
    github_server: GitHubServer, repo: Repository, client: Connect
) -> None:
    repo.get_issue(5).lock("spam")
    stranger = client(github_server, "reader-token").get_repo(repo.full_name).get_issue(5)
    assert (stranger.locked, stranger.active_lock_reason) == (True, "spam")
    assert "locked" in refused(403, lambda: stranger.create_comment("me too"))
    repo.get_issue(5).unlock()
    stranger.create_comment("me too")


def test_stranger_may_comment_but_not_label_close_or_edit_others(
    github_server: GitHubServer, repo: Repository, client: Connect
) -> None:
    theirs = repo.get_issue(5).create_comment("from the maintainer")
    issue = client(github_server, "reader-token").get_repo(repo.full_name).get_issue(5)
    issue.create_comment("mine").edit("still mine")
    refused(403, lambda: issue.add_to_labels("stale"))
    refused(403, lambda: issue.edit(state="closed"))
    refused(403, lambda: issue.get_comment(theirs.id).edit("no"))
    refused(403, lambda: issue.get_comment(theirs.id).delete())


def test_bot_may_label_but_not_delete_others_comments(
    github_server: GitHubServer, repo: Repository, client: Connect
) -> None:
    theirs = repo.get_issue(5).create_comment("from the maintainer")
    issue = client(github_server, "bot-token").get_repo(repo.full_name).get_issue(5)
    issue.add_to_labels("stale")
    mine = issue.create_comment("from the bot")
    assert (mine.user.login, mine.user.type) == ("triage-bot[bot]", "Bot")
    refused(403, lambda: issue.get_comment(theirs.id).delete())


def test_nobody_writes_without_a_token(github_server: GitHubServer, client: Connect) -> None:
    issue = client(github_server, None).get_repo("octo-org/models").get_issue(5)
    assert "Requires authentication" in refused(401, lambda: issue.create_comment("x"))


def test_permission_of_a_collaborator(
    github_server: GitHubServer, repo: Repository, client: Connect
) -> None:
    assert repo.get_collaborator_permission("maintainer") == "admin"
    assert repo.get_collaborator_permission("user-1") == "read"
    assert repo.get_collaborator_role_name("triage-bot[bot]") == "triage"
    stranger = client(github_server, "reader-token").get_repo(repo.full_name)
    refused(403, lambda: stranger.get_collaborator_permission("user-1"))


def test_blank_and_huge_comments_are_refused(repo: Repository, github_world: World) -> None:
    issue, before = repo.get_issue(5), len(github_world.repo.comments)
    refused(422, lambda: issue.create_comment(" "))
    assert "too long" in refused(422, lambda: issue.create_comment("x" * 65_537))
    assert len(github_world.repo.comments) == before


def test_writing_too_fast_hits_the_secondary_limit(github_world: World, client: Connect) -> None:
    with GitHubServer(github_world, writes_per_minute=3) as server:
        issue = client(server, retry=None).get_repo("octo-org/models").get_issue(5)
        for _ in range(3):
            issue.create_comment("text")
        assert "secondary rate limit" in refused(403, lambda: issue.create_comment("text"))
        server.clock.advance(61)
        issue.create_comment("text")
        server.access.writes_per_hour = 4
        server.clock.advance(61)
        assert "secondary rate limit" in refused(403, lambda: issue.create_comment("text"))
        assert server.violations == []
