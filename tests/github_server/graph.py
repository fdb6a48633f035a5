"""GraphQL: executed over GitHub's published schema, so that nothing it forbids gets through.

Only ``minimizeComment`` does anything; every other field is null. The schema comes from npm
(``@octokit/graphql-schema``). As on GitHub, an error is an answer 200 with ``errors``; it has
``data`` too unless the request itself is wrong.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from .exchange import Answer, Context, Refusal
from .render import Json, node_id
from .repo import Repo
from .rows import CommentRow

if TYPE_CHECKING:
    from graphql import GraphQLError, GraphQLResolveInfo, GraphQLSchema

PATH, OPERATION = "/graphql", "graphql"
SCHEMA = Path(__file__).parents[2] / ".venv/npm/node_modules/@octokit/graphql-schema/schema.graphql"


@cache
def schema() -> GraphQLSchema:
    """GitHub's schema, read once: that takes more than a second."""
    from graphql import build_ast_schema, parse

    document = parse(SCHEMA.read_text(encoding="utf-8"), no_location=True)
    # Valid by itself it is not: deprecated fields implement fields that are not deprecated.
    return build_ast_schema(document, assume_valid=True)


def respond(context: Context) -> Answer:
    """Execute a query or a mutation."""
    if context.who.user is None:
        raise Refusal(401, "This endpoint requires you to be authenticated.")
    body = context.payload()
    if not isinstance(body, dict) or not isinstance(body.get("query"), str):
        raise Refusal(400, "Problems parsing JSON")
    return _execute(body["query"], body.get("variables") or {}, context)


def problems_of(query: str, variables: Json) -> list[str]:
    """What GitHub's schema does not allow in a request; it is not carried out."""
    return problems(_execute(query, variables, None))


def problems(answer: Answer) -> list[str]:
    """What the schema does not allow in the request that got this answer."""
    payload = orjson.loads(answer.body)
    if answer.status != 200 or "data" in payload:
        return []
    return [error["message"] for error in payload["errors"]]


def _execute(query: str, variables: Json, context: Context | None) -> Answer:
    from graphql import GraphQLError, execute_sync, parse, validate

    try:
        document = parse(query)
    except GraphQLError as error:
        return _answer(None, [error])
    if wrong := validate(schema(), document):
        return _answer(None, wrong)
    root = {"minimizeComment": _minimize} if context else {}
    done = execute_sync(schema(), document, root, context, variables)
    return _answer(done.data, done.errors or [])


def _answer(data: Json | None, errors: list[GraphQLError]) -> Answer:
    shown = [{"message": error.message, **(error.extensions or {})} for error in errors]
    for error, row in zip(errors, shown, strict=True):
        row |= {"path": error.path} if error.path else {}
    payload = {"data": data} if data is not None else {}
    return Answer.of(payload | ({"errors": shown} if shown else {}))


def _minimize(info: GraphQLResolveInfo, input: dict[str, Any]) -> Json:
    """Hide a comment, which needs triage; hiding it again only changes the reason."""
    from graphql import GraphQLError

    context: Context = info.context
    found = _comment(context, input["subjectId"])
    if found is None:
        said = f"Could not resolve to a node with the global id of '{input['subjectId']}'."
        raise GraphQLError(said, extensions={"type": "NOT_FOUND"})
    if not context.who.may("triage"):
        said = f"{context.who.user and context.who.user.login} does not have permission to do that."
        raise GraphQLError(said, extensions={"type": "FORBIDDEN"})
    repo, row = found
    repo.minimize_comment(row, input["classifier"].lower())
    shown = {"isMinimized": True, "minimizedReason": row.minimized, "id": input["subjectId"]}
    return {"minimizedComment": {"__typename": "IssueComment", **shown}}


def _comment(context: Context, wanted: str) -> tuple[Repo, CommentRow] | None:
    for repo in context.world.repos:
        for row in repo.comments.values():
            if node_id("IC", row.id) == wanted:
                return repo, row
    return None
