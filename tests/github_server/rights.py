"""Who may change what, and what a change must bring along."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from .exchange import Answer, Context, Refusal
from .rows import User

Handler = Callable[[Context], Answer]
BODY_LIMIT = 65_536


def needs(role: str) -> Callable[[Handler], Handler]:
    """Refuse whoever has not that role (401 unsigned, 403), and move the rows' time on."""

    def decorate(handler: Handler) -> Handler:
        @wraps(handler)
        def checked(context: Context) -> Answer:
            if context.who.user is None:
                raise Refusal(401, "Requires authentication")
            if not context.who.may(role):
                raise Refusal(403, "Must have admin rights to Repository.")
            context.world.tick()
            return handler(context)

        return checked

    return decorate


def me(context: Context) -> User:
    """The signed-in user."""
    assert context.who.user is not None
    return context.who.user


def invalid(resource: str, name: str, code: str = "missing_field") -> Refusal:
    """422 for a field that is wrong or not there."""
    error = {"resource": resource, "field": name, "code": code}
    return Refusal(422, "Validation Failed", errors=[error])


def text(values: Any, name: str, resource: str, *, limit: int = BODY_LIMIT) -> str:
    """A text field that must be there, not blank and not too long."""
    value = values.get(name) if isinstance(values, dict) else None
    if not isinstance(value, str) or not value.strip():
        raise invalid(resource, name)
    if len(value) > limit:
        raise Refusal(
            422, "Validation Failed",
            errors=[{
                "resource": resource, "field": name, "code": "custom",
                "message": f"{name} is too long (maximum is {limit} characters)",
            }],
        )  # fmt: skip
    return value
