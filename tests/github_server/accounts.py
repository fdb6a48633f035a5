"""Repository, accounts, permissions and the state of the rate limit."""

from __future__ import annotations

from . import render
from .exchange import Answer, Context, Refusal
from .repository import permissions, repository


def get_repo(context: Context) -> Answer:
    """The repository."""
    role = context.who.role if context.who.user else None
    return Answer.of(repository(context.base, context.repo, role))


def get_me(context: Context) -> Answer:
    """The account of the token."""
    if context.who.user is None:
        raise Refusal(401, "Requires authentication")
    return Answer.of(render.full_user(context.base, context.who.user))


def get_user(context: Context) -> Answer:
    """Any account."""
    found = context.world.users.get(context.values["username"])
    if found is None:
        raise Refusal(404, "Not Found")
    return Answer.of(render.full_user(context.base, found))


def list_orgs(context: Context) -> Answer:
    """The organisations of an account: none."""
    if context.values["username"] not in context.world.users:
        raise Refusal(404, "Not Found")
    return Answer.of([])


def get_permission(context: Context) -> Answer:
    """What somebody may do in the repository; only somebody with push access may ask."""
    if context.who.user is None:
        raise Refusal(401, "Requires authentication")
    if not context.who.may("triage"):
        raise Refusal(403, "Must have push access to view collaborator permission.")
    login = context.values["username"]
    found = context.world.users.get(login)
    if found is None:
        raise Refusal(404, f"{login} is not a user")
    role = context.world.permissions.get(login, "read")
    shown = {
        **(render.user(context.base, found) or {}),
        "permissions": permissions(role), "role_name": role,
    }  # fmt: skip
    legacy = {"triage": "read", "maintain": "write"}.get(role, role)
    return Answer.of({"permission": legacy, "role_name": role, "user": shown})


def get_rate_limit(context: Context) -> Answer:
    """The state of the rate limit; asking costs nothing."""
    core = context.rate()
    other = {**core, "limit": 30, "remaining": 30, "used": 0}
    return Answer.of({"resources": {"core": core, "search": other}, "rate": core})
