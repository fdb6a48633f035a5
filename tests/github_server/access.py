"""Who asks, what they may do, and how much: tokens, permissions, rate limits.

A token is only ever kept as a digest.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field

from .clock import Clock
from .exchange import Refusal, Request
from .rows import User
from .world import World

ROLES = ("read", "triage", "write", "maintain", "admin")
CREATING = {"POST", "PUT", "PATCH", "DELETE"}


def digest(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(b"github_server" + token.encode()).hexdigest()[:16]


@dataclass(slots=True)
class Identity:
    """Who asks: ``user`` is None for somebody without a token; ``key`` tells tokens apart.

    ``app`` is the number of a GitHub App that signed in as itself, ``end`` when a token expires.
    """

    key: str
    user: User | None
    role: str
    app: int | None = None
    end: float | None = None

    def may(self, role: str) -> bool:
        """Whether the identity has at least that role."""
        return ROLES.index(self.role) >= ROLES.index(role)


ANONYMOUS = Identity("anonymous", None, "read")


@dataclass(slots=True)
class Quota:
    """What one identity has used of its hour, and when it wrote."""

    used: int = 0
    reset: float = 0.0
    writes: list[float] = field(default_factory=list)


class Access:
    """Tokens and limits.

    Args:
        world: its users own the tokens.
        clock: of the server; windows end by it.
        limit: requests a window with a token.
        anonymous_limit: requests a window without one.
        window: seconds of a window.
        writes_per_minute: content-creating requests before the secondary limit.
        writes_per_hour: the same for an hour.
    """

    def __init__(
        self, world: World, clock: Clock, limit: int = 5_000, anonymous_limit: int = 60,
        window: float = 3_600, writes_per_minute: int = 80, writes_per_hour: int = 500,
    ) -> None:  # fmt: skip
        self.world, self.clock = world, clock
        self.limit, self.anonymous_limit, self.window = limit, anonymous_limit, window
        self.writes_per_minute, self.writes_per_hour = writes_per_minute, writes_per_hour
        self._tokens: dict[str, Identity] = {}
        self._quotas: dict[str, Quota] = {}
        self._apps: dict[int, str] = {}

    def add_token(
        self, token: str, login: str, role: str = "read", end: float | None = None
    ) -> None:
        """Let that token act as ``login`` until ``end``; its role counts in every repository."""
        kind = "Bot" if login.endswith("[bot]") else "User"
        user = self.world.user(login, kind)
        self.world.permissions[login] = role
        self._tokens[digest(token)] = Identity(digest(token), user, role, end=end)

    def add_app(self, number: int, public_key: str) -> None:
        """Let the GitHub App of that number sign in with what its private key signed."""
        self._apps[number] = public_key

    def expire(self, token: str) -> None:
        """Refuse the token from now on."""
        self._tokens.pop(digest(token), None)

    def expire_all(self) -> None:
        """Refuse every token from now on."""
        self._tokens.clear()

    def identify(self, request: Request) -> Identity:
        """Who sends the request; 401 for a token nobody has."""
        given = request.headers.get("authorization", "")
        if not given:
            return ANONYMOUS
        scheme, _, token = given.partition(" ")
        if scheme.lower() == "basic":
            try:
                token = base64.b64decode(token).decode().partition(":")[2]
            except ValueError:
                token = ""
        if token.count(".") == 2 and self._apps:
            return self._app(token)
        found = self._tokens.get(digest(token.strip()))
        if found is None or (found.end is not None and self.clock.now() >= found.end):
            raise Refusal(401, "Bad credentials")
        return found

    def _app(self, token: str) -> Identity:
        """The App whose key signed the JWT; its times are held against the server's clock."""
        import jwt

        for number, key in self._apps.items():
            try:
                claims = jwt.decode(
                    token, key, ["RS256"], options={"verify_exp": False, "verify_iat": False}
                )
            except jwt.InvalidTokenError:
                continue
            now = self.clock.now()
            in_time = claims["iat"] <= now + 60 and now < claims["exp"] <= now + 660
            if str(claims["iss"]) == str(number) and in_time:
                return Identity(f"app-{number}", None, "read", number)
        raise Refusal(401, "A JSON web token could not be decoded")

    def quota(self, who: Identity) -> Quota:
        """The quota of the running window."""
        quota = self._quotas.setdefault(who.key, Quota())
        if self.clock.now() >= quota.reset:
            quota.used, quota.reset = 0, self.clock.now() + self.window
        return quota

    def limit_of(self, who: Identity) -> int:
        """Requests a window for that identity."""
        return self.anonymous_limit if who.user is None else self.limit

    def exhaust(self, reset_in: float | None = None) -> None:
        """Use up everybody's quota (of tokens seen or not) until ``reset_in`` seconds from now."""
        for who in (ANONYMOUS, *self._tokens.values()):
            quota = self.quota(who)
            quota.used = self.limit_of(who)
            if reset_in is not None:
                quota.reset = self.clock.now() + reset_in

    def check(self, who: Identity, request: Request) -> None:
        """403 when the identity has nothing left, or writes too fast."""
        quota = self.quota(who)
        if quota.used >= self.limit_of(who):
            name = "127.0.0.1" if who.user is None else f"user ID {who.user.id}"
            more = (
                " (But here's the good news: Authenticated requests get a higher rate limit."
                " Check out the documentation for more details.)"
                if who.user is None
                else " If you reach out to GitHub Support for help, please include the request ID."
            )
            raise Refusal(403, f"API rate limit exceeded for {name}.{more}")
        if request.method in CREATING:
            now = self.clock.now()
            quota.writes = [at for at in quota.writes if at > now - 3_600]
            if sum(at > now - 60 for at in quota.writes) >= self.writes_per_minute:
                raise secondary(60)
            if len(quota.writes) >= self.writes_per_hour:
                raise secondary(3_600)
            quota.writes.append(now)

    def headers(self, who: Identity) -> dict[str, str]:
        """The ``x-ratelimit-*`` headers."""
        quota, limit = self.quota(who), self.limit_of(who)
        return {
            "X-RateLimit-Limit": str(limit),
            "X-RateLimit-Remaining": str(max(0, limit - quota.used)),
            "X-RateLimit-Reset": str(int(quota.reset)),
            "X-RateLimit-Used": str(min(limit, quota.used)),
            "X-RateLimit-Resource": "core",
        }


def secondary(retry_after: int | None, status: int = 403) -> Refusal:
    """The secondary rate limit, with or without ``Retry-After`` (seconds)."""
    headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
    message = (
        "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."
    )
    return Refusal(status, message, headers=headers)
