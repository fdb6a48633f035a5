"""The plan: sure or silent, once, and never against a person."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.bot.make import (
    CONFIG,
    LABELS,
    carry_out,
    command,
    matches,
    prediction,
    situation,
    touch,
)
from triage.bot.config import BotConfig
from triage.bot.model import Duplicate
from triage.bot.plan import AT_LIMIT, plan
from triage.records import Action

ODAPI, OFFICIAL, RESEARCH = "models:research:odapi", "models:official", "models:research"


def kinds(found) -> list[tuple[str, str | None]]:
    return [(action.kind, action.label) for action in found.actions]


def test_a_sure_verdict_gives_a_label_and_an_answer_each_with_its_reason():
    found = plan(situation(), CONFIG)
    assert kinds(found) == [("add_label", ODAPI), ("comment", None)]
    label, comment = found.actions
    assert label.reason == "category odapi with confidence 0.99" and label.confidence == 0.99
    assert comment.reason == "entry odapi-pb2-missing answers with confidence 0.97"
    assert comment.entry == "odapi-pb2-missing" and comment.version == "model-1"
    assert "kb/entries/odapi-pb2-missing.html" in comment.body


@pytest.mark.parametrize(
    "changed",
    [
        {"prediction": prediction(confidence=0.89), "matches": matches(None, 0.2)},
        {"prediction": prediction(None, 0.99), "matches": matches(None, 0.2)},
        {"existing_labels": frozenset(), "matches": matches(None, 0.2)},
    ],
)
def test_below_the_thresholds_it_is_silent(changed):
    found = plan(situation(**changed), CONFIG)
    assert found.actions == ()
    assert found.silence == "nothing new to do, or not sure enough"


@pytest.mark.parametrize(
    ("issue", "why"),
    [
        ({"is_pull_request": True}, "pull request"),
        ({"locked": True}, "locked"),
        ({"state": "closed"}, "closed"),
        ({"author_is_bot": True}, "bot wrote"),
        ({"author": "dependabot[bot]"}, "bot wrote"),
        ({"labels": ("no-triage",)}, "no-triage"),
    ],
)
def test_where_it_must_not_speak_it_does_not(issue, why):
    found = plan(situation(issue=issue), CONFIG)
    assert found.actions == () and why in found.silence


def test_transferred_and_ignored_issues_are_left_alone():
    assert "transferred" in plan(situation(transferred=True), CONFIG).silence
    ignored = situation(commands=(command("ignore"),))
    assert "ignore" in plan(ignored, CONFIG).silence
    resumed = replace(ignored, commands=(command("ignore"), command("resume", at="2026-01-06")))
    assert plan(resumed, CONFIG).actions


def test_a_label_that_a_person_removed_is_never_put_on_again():
    events = (touch(ODAPI, added=True, bot=True), touch(ODAPI, added=False, bot=False))
    found = plan(situation(label_events=events), CONFIG)
    assert ("add_label", ODAPI) not in kinds(found)


def test_a_label_that_a_person_set_stays_and_stands_alone():
    by_person = situation(issue={"labels": (OFFICIAL,)})
    assert all(action.kind == "comment" for action in plan(by_person, CONFIG).actions)
    again = replace(by_person, label_events=(touch(OFFICIAL, added=True, bot=False),))
    assert all(action.kind == "comment" for action in plan(again, CONFIG).actions)


def test_its_own_label_is_replaced_when_it_knows_better_but_not_back_and_forth():
    events = (touch(OFFICIAL, added=True, bot=True),)
    now = situation(issue={"labels": (OFFICIAL,)}, label_events=events)
    assert kinds(plan(now, CONFIG))[:2] == [("remove_label", OFFICIAL), ("add_label", ODAPI)]
    unsure = replace(now, verdict=replace(now.verdict, prediction=prediction(confidence=0.5)))
    assert all(action.label is None for action in plan(unsure, CONFIG).actions)
    tired = replace(now, label_events=events * 4)
    assert all(action.label is None for action in plan(tired, CONFIG).actions)


def test_a_maintainers_category_is_obeyed_until_a_person_changes_the_label():
    events = (touch(ODAPI, added=True, bot=True),)
    told = situation(
        issue={"labels": (ODAPI,)},
        label_events=events,
        commands=(command("category", "research"),),
    )
    found = plan(told, CONFIG)
    assert kinds(found)[:2] == [("remove_label", ODAPI), ("add_label", RESEARCH)]
    assert [(c.field, c.value, c.author) for c in found.corrections] == [
        ("category", "research", "maintainer")
    ]
    by_hand = (*events, touch(OFFICIAL, added=True, bot=False, at="2026-01-07"))
    later = replace(told, issue=replace(told.issue, labels=(OFFICIAL,)), label_events=by_hand)
    assert all(action.label is None for action in plan(later, CONFIG).actions)


def test_what_people_undid_is_not_done_again():
    found = plan(situation(undone=frozenset({f"add_label:{ODAPI}"}), comment_deleted=True), CONFIG)
    assert found.actions == ()


def test_an_unknown_category_in_a_command_is_no_correction():
    told = situation(commands=(command("category", "nonsense"),))
    assert plan(told, CONFIG).corrections == ()


def test_not_helpful_hides_the_comment_once_and_for_good():
    said = carry_out(situation(), plan(situation(), CONFIG))
    told = replace(said, commands=(command("not-helpful"),))
    found = plan(told, CONFIG)
    assert [action.kind for action in found.actions] == ["minimise_comment", "react"]
    assert [(c.field, c.value) for c in found.corrections] == [("faq", None)]
    after = carry_out(told, found)
    assert plan(after, CONFIG).actions == ()
    edited = replace(after, issue=replace(after.issue, body="Other text, TensorFlow 2.16"))
    assert plan(edited, CONFIG).actions == ()


def test_explain_adds_the_reasons_to_the_one_comment():
    said = carry_out(situation(), plan(situation(), CONFIG))
    told = replace(said, commands=(command("explain"),))
    found = plan(told, CONFIG)
    assert [action.kind for action in found.actions] == ["edit_comment", "react"]
    assert "the words protos" in found.actions[0].body
    assert plan(carry_out(told, found), CONFIG).actions == ()


def test_a_deleted_comment_is_not_written_again():
    found = plan(situation(comment_deleted=True), CONFIG)
    assert [action.kind for action in found.actions] == ["add_label"]


def test_when_the_issue_changes_the_comment_is_edited():
    said = carry_out(situation(), plan(situation(), CONFIG))
    other = replace(said, verdict=replace(said.verdict, matches=matches(None, 0.1)))
    (action,) = plan(other, CONFIG).actions
    assert action.kind == "edit_comment" and action.comment_id == 500
    assert "no longer sure" in action.body
    assert plan(carry_out(other, plan(other, CONFIG)), CONFIG).actions == ()


def test_suggest_mode_proposes_labels_and_writes_nothing():
    found = plan(situation(), CONFIG, "suggest")
    assert kinds(found) == [("suggest_label", ODAPI)]
    assert plan(carry_out(situation(), found), CONFIG, "suggest").actions == ()
    cannot = plan(situation(suggested=None), CONFIG, "suggest")
    assert cannot.actions == () and "takes no suggestions" in cannot.silence


def test_the_limit_of_writes_cuts_the_plan():
    cut = plan(situation(writes_left=1), CONFIG)
    assert len(cut.actions) == 1 and cut.silence == AT_LIMIT, "so that the rest is done later"
    none = plan(situation(writes_left=0), CONFIG)
    assert none.actions == () and none.silence == AT_LIMIT


def test_without_a_site_there_are_labels_but_no_answers():
    found = plan(situation(), BotConfig())
    assert kinds(found) == [("add_label", ODAPI)]


def test_a_likely_duplicate_is_named_with_its_reason():
    one = Duplicate(3, "@evil", 0.9, "both say `pb2` @everyone")
    found = plan(situation(duplicates=(one,), matches=matches(None, 0.1)), CONFIG)
    body = found.actions[-1].body
    assert "- #3: `` both say `pb2` @everyone ``" in body and "@evil" not in body


def test_one_likely_entry_alone_is_no_choice():
    assert plan(situation(matches=matches(None, 0.5)), CONFIG).actions[-1].kind == "add_label"


def test_the_key_of_an_action_does_not_change_with_its_words():
    one = Action("comment", "r", 7, "a", body="x")
    assert one.key == replace(one, body="y", reason="b").key == "comment:"
    assert replace(one, kind="add_label", label="l").key == "add_label:l"


STEPS = st.one_of(
    st.tuples(st.just("label"), st.sampled_from(sorted(LABELS)), st.booleans()),
    st.tuples(st.just("command"), st.sampled_from(
        ["not-helpful", "explain", "ignore", "resume", "category research", "category odapi"])),
    st.tuples(st.just("verdict"), st.sampled_from(["odapi", "official", "research", None]),
              st.floats(0, 1)),
    st.tuples(st.just("answer"), st.sampled_from(["odapi-pb2-missing", None]), st.floats(0, 1)),
    st.tuples(st.just("delete"),),
)  # fmt: skip


def step(now, what, at):
    issue, kind = now.issue, what[0]
    if kind == "label":
        _, label, added = what
        names = [name for name in issue.labels if name != label] + [label] * added
        event = touch(label, added=added, bot=False, at=at)
        return replace(
            now, issue=replace(issue, labels=tuple(names)), label_events=(*now.label_events, event)
        )
    if kind == "command":
        name, _, value = what[1].partition(" ")
        number = 900 + len(now.commands)
        return replace(now, commands=(*now.commands, command(name, value, at, number)))
    if kind == "verdict":
        return replace(now, verdict=replace(now.verdict, prediction=prediction(what[1], what[2])))
    if kind == "answer":
        return replace(now, verdict=replace(now.verdict, matches=matches(what[1], what[2])))
    gone = now.comment_deleted or now.comment is not None
    return replace(now, comment=None, comment_deleted=gone)


@settings(max_examples=300, deadline=None)
@given(st.lists(STEPS, max_size=12))
def test_whatever_happens_it_settles_and_people_win(steps):
    now, comments = situation(), 0
    for number, what in enumerate([("verdict", "odapi", 0.99), *steps]):
        now = step(now, what, f"2026-02-{2 * number + 1:02}")
        found = plan(now, CONFIG)
        people = {e.label for e in now.label_events if not e.by_bot}
        ordered = {c.value for c in now.commands if c.name == "category"}
        for action in found.actions:
            comments += action.kind == "comment"
            if action.kind in ("add_label", "remove_label") and not ordered:
                assert action.label in CONFIG.managed() - people
        now = carry_out(now, found, at=f"2026-02-{2 * number + 2:02}")
        assert plan(now, CONFIG).actions == (), "a plan that was carried out leaves nothing to do"
    assert comments <= 1
