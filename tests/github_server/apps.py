"""A GitHub App: who it is, where it is installed, and the hourly token of an installation.

The app signs in with a JWT that its private key signed; the server knows the public key.
"""

from __future__ import annotations

import itertools

from . import render
from .exchange import Answer, Context, Refusal
from .rows import stamp

PERMISSIONS = {"issues": "write", "metadata": "read", "contents": "read"}
LIFETIME = 3_600
_numbers = itertools.count(1)


def _app(context: Context) -> int:
    if context.who.app is None:
        raise Refusal(401, "A JSON web token could not be decoded")
    return context.who.app


def get_app(context: Context) -> Answer:
    """The app of the JWT."""
    number = _app(context)
    owner = context.world.user(context.world.repo.full_name.split("/")[0])
    return Answer.of({
        "id": number, "slug": "triage-app", "node_id": render.node_id("A", number),
        "owner": render.user(context.base, owner), "name": "triage app", "description": None,
        "external_url": f"{render.WEB}/apps", "html_url": f"{render.WEB}/apps/triage-app",
        "created_at": stamp(1_600_000_000), "updated_at": stamp(1_600_000_000),
        "permissions": PERMISSIONS, "events": ["issues"], "installations_count": 1,
    })  # fmt: skip


def get_installation(context: Context) -> Answer:
    """The installation of the app on the repository: one for all repositories of the owner."""
    number = _app(context)
    account = context.world.user(context.repo.full_name.split("/")[0])
    url = f"{context.base}/app/installations/{account.id}"
    return Answer.of({
        "id": account.id, "account": render.user(context.base, account),
        "repository_selection": "all", "access_tokens_url": f"{url}/access_tokens",
        "repositories_url": f"{context.base}/installation/repositories",
        "html_url": f"{render.WEB}/settings/installations/{account.id}", "app_id": number,
        "app_slug": "triage-app", "target_id": account.id, "target_type": account.kind,
        "permissions": PERMISSIONS, "events": ["issues"], "single_file_name": None,
        "has_multiple_single_files": False, "single_file_paths": [],
        "created_at": stamp(1_600_000_000), "updated_at": stamp(1_600_000_000),
        "suspended_by": None, "suspended_at": None,
    })  # fmt: skip


def create_token(context: Context) -> Answer:
    """A token of the installation; it ends after an hour of the server's clock."""
    _app(context)
    number = context.number("installation_id")
    if number not in {user.id for user in context.world.users.values()}:
        raise Refusal(404, "Not Found")
    token, end = f"installation-token-{next(_numbers)}", context.access.clock.now() + LIFETIME
    context.access.add_token(token, "triage-app[bot]", "triage", end)
    payload = {"token": token, "expires_at": stamp(int(end)), "permissions": PERMISSIONS}
    return Answer.of({**payload, "repository_selection": "all"}, 201)
