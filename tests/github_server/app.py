"""From a request to GitHub's answer, without HTTP: names, access, routes, ETag."""

from __future__ import annotations

import hashlib

from .access import ANONYMOUS, Access, Identity
from .exchange import Answer, Context, Refusal, Request
from .repo import Repo
from .routes import Route, find_route
from .world import World

LISTS = {"issues/list-for-repo", "issues/list-comments-for-repo"}
API_VERSION = "2022-11-28"


class App:
    """The behaviour of the server over one world.

    Args:
        world: what there is to see and change.
        access: tokens and limits.
        comment_cap: rows of ``/issues/comments`` that can be reached by page number.
        cursor_links: True as github.com, False as Enterprise, None by the address asked.
    """

    def __init__(
        self, world: World, access: Access, comment_cap: int, cursor_links: bool | None
    ) -> None:
        self.world, self.access = world, access
        self.comment_cap, self.cursor_links = comment_cap, cursor_links

    def respond(self, request: Request) -> Answer:
        """The answer with all its headers; a 304 where the client has the body already."""
        with self.world.lock:
            who = ANONYMOUS
            path, repo = self._locate(request)
            route, values = find_route(request.method, path) or (None, {})
            try:
                who = self.access.identify(request)
                answer = self._handle(request, who, repo, route, values)
            except Refusal as refusal:
                answer = refusal.answer()
            if route is not None:
                answer.operation, answer.path_values = route.operation, values
            self._conditional(request, answer, who)
            if not answer.free:
                self.access.quota(who).used += 1
            answer.headers |= self.access.headers(who)
            return answer

    def _handle(
        self, request: Request, who: Identity, repo: Repo | None, route: Route | None,
        values: dict[str, str],
    ) -> Answer:  # fmt: skip
        free = route is not None and route.operation == "rate-limit/get"
        if not free:
            self.access.check(who, request)
        if route is None or ("owner" in values and repo is None):
            raise Refusal(404, "Not Found")
        if request.headers.get("x-github-api-version", API_VERSION) != API_VERSION:
            raise Refusal(400, "Unsupported 'X-GitHub-Api-Version' header")
        if who.app is not None and not route.operation.startswith("apps/"):
            raise Refusal(403, "Resource not accessible by integration")
        if repo is not None:
            self._follow(request, repo)
        cursors = self.cursor_links
        if cursors is None:
            cursors = not request.enterprise
        answer = route.handler(
            Context(request, self.world, who, values, self.comment_cap, cursors, self.access, repo)
        )
        answer.free = free
        return answer

    def _locate(self, request: Request) -> tuple[str, Repo | None]:
        """The path in ``/repos/owner/name`` form and its repository, by number or by name."""
        parts = request.path.split("/")
        if parts[1] == "repositories" and len(parts) > 2:
            for repo in self.world.repos:
                if str(repo.id) == parts[2]:
                    return "/".join(["/repos", repo.full_name, *parts[3:]]), repo
            return "/".join(["/repos/no/repository", *parts[3:]]), None
        if parts[1] != "repos" or len(parts) < 4:
            return request.path, None
        return request.path, self.world.names.get("/".join(parts[2:4]).lower())

    def _follow(self, request: Request, repo: Repo) -> None:
        """Send whoever uses an old name of the repository to its number: 301, or 307."""
        parts = request.path.split("/")
        if parts[1] != "repos" or "/".join(parts[2:4]).lower() == repo.full_name.lower():
            return
        url = "/".join([f"{request.base}/repositories/{repo.id}", *parts[4:]])
        if request.raw_query:
            url += f"?{request.raw_query}"
        if request.method == "GET":
            raise Refusal(301, "Moved Permanently", url=url, headers={"Location": url})
        raise Refusal(307, "Temporary Redirect", url=url, headers={"Location": url})

    def _conditional(self, request: Request, answer: Answer, who: Identity) -> None:
        """Put the ETag, which differs from token to token; 304 costs a token nothing."""
        if request.method != "GET" or answer.status != 200:
            return
        digest = hashlib.sha256(who.key.encode() + answer.body).hexdigest()
        etag = f'W/"{digest}"'
        answer.headers |= {"ETag": etag, "Cache-Control": "private, max-age=60, s-maxage=60"}
        answer.headers["Vary"] = "Accept, Authorization, Cookie, X-GitHub-OTP,Accept-Encoding"
        given = request.headers.get("if-none-match", "").removeprefix("W/")
        if given and given == etag.removeprefix("W/"):
            answer.status, answer.body = 304, b""
            answer.free = answer.free or who.user is not None
