"""Open a connection: check the token and the address, then hand both to PyGithub.

In: a token or an App's id and key (the caller reads the environment), and the API's address.
Out: a ``GitHubClient``. Sends nothing yet.
"""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from triage.errors import GitHubError, WrongUse
from triage.github.client import GitHubClient
from triage.github.model import PER_PAGE
from triage.github.retry import RetryPolicy

if TYPE_CHECKING:
    from github.Auth import Auth

DEFAULT_BASE_URL = "https://api.github.com"
USER_AGENT = "model-garden-kb"
API_VERSION = "2022-11-28"
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_TOKEN = re.compile(r"[!-~]+")


def connect(
    token: str | None,
    base_url: str | None = None,
    *,
    policy: RetryPolicy | None = None,
) -> GitHubClient:
    """A client with a token, or without one (60 requests an hour on github.com).

    Raises:
        WrongUse: the token or the address cannot be one.
    """
    from github import Auth

    token = (token or "").strip()
    if token and not _TOKEN.fullmatch(token):
        raise WrongUse("GITHUB_TOKEN holds characters no token has.", "Copy the token again.")
    return _client(Auth.Token(token) if token else None, base_url, policy)


def connect_app(
    app_id: str,
    private_key: str,
    repo: str,
    base_url: str | None = None,
    *,
    policy: RetryPolicy | None = None,
) -> GitHubClient:
    """A client that acts as a GitHub App where it is installed; its tokens renew themselves.

    Asks GitHub once for the installation. ETags differ from token to token: an hour after a
    sync, "nothing new" costs two requests of the quota instead of none.

    Args:
        app_id: the App's id, or its client id.
        private_key: the key in PEM form.
        repo: ``owner/name``, a repository it is installed on.
        base_url: the API's address.
        policy: how patient to be.

    Raises:
        WrongUse: the key or the address cannot be one.
        GitHubError: GitHub does not know the App, or it is not installed there.
    """
    from github import Auth

    app = Auth.AppAuth(app_id, private_key)
    try:
        app.create_jwt()
    except Exception:  # of several packages; all mean the same, and may quote the key
        raise WrongUse(
            "The App's private key cannot be used.", "Give the text of its .pem file."
        ) from None
    sign_in = _client(app, base_url, policy)
    try:
        answer = sign_in.get(
            f"/repos/{repo}/installation", shape=dict, what=f"an installation of the App on {repo}"
        )
    finally:
        sign_in.close()
    number = answer.data.get("id") if isinstance(answer.data, dict) else None
    if not isinstance(number, int):
        raise GitHubError(f"GitHub does not say where the App is installed for {repo}.")
    return _client(Auth.AppInstallationAuth(app, number), base_url, policy)


def app_login(
    app_id: str, private_key: str, base_url: str | None = None, *, policy: RetryPolicy | None = None
) -> str:
    """The account under which an App writes: its slug and ``[bot]``.

    Raises:
        GitHubError: GitHub does not know the App.
    """
    from github import Auth

    client = _client(Auth.AppAuth(app_id, private_key), base_url, policy)
    try:
        answer = client.get("/app", shape=dict, what="the App")
    finally:
        client.close()
    slug = answer.data.get("slug") if isinstance(answer.data, dict) else None
    if not slug:
        raise GitHubError("GitHub does not say what the App is called.", "Check GITHUB_APP_ID.")
    return f"{slug}[bot]"


def _client(auth: Auth | None, base_url: str | None, policy: RetryPolicy | None) -> GitHubClient:
    from github import Github

    # PyGithub prints to stderr what it thinks of redirects and retries; we tell it ourselves.
    logging.getLogger("github").setLevel(logging.ERROR)
    policy = policy or RetryPolicy()
    address = _checked_address(base_url, secret=auth is not None)
    api = Github(
        auth=auth,
        base_url=address,
        timeout=policy.timeout,
        retry=None,
        per_page=PER_PAGE,
        user_agent=USER_AGENT,
        seconds_between_requests=None,
        seconds_between_writes=None,  # the writer keeps the pace, as it was told
        api_version=API_VERSION,
        lazy=True,
    )
    return GitHubClient(api.requester, policy)


def _checked_address(base_url: str | None, *, secret: bool) -> str:
    address = (base_url or DEFAULT_BASE_URL).rstrip("/")
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host, parts = None, urlsplit("")
    if parts.scheme not in ("http", "https") or not host or parts.username or parts.query:
        raise WrongUse(
            "--base-url is not the address of an API.", "Like https://github.example.com/api/v3"
        )
    if secret and parts.scheme == "http" and host not in _LOOPBACK:
        raise WrongUse(f"The token would travel unencrypted to {host}.", "Use https:// there.")
    return address
