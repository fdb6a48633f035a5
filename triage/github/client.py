"""Ask GitHub, one request at a time, until the answer can be used.

In: a path below the API's address. Out: a ``Response``. Goes through PyGithub's requester
(authentication, address checks, API version), not through its objects, which cost more than
the requests. Every wait is announced. Knows nothing of issues, pages or the store.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Mapping
from typing import TYPE_CHECKING

from triage.errors import WrongUse
from triage.github.decode import decode
from triage.github.model import OnProgress, Quota, Response
from triage.github.patience import patiently
from triage.github.refuse import refusal
from triage.github.retry import RetryPolicy, Trouble, iso, number, trouble_of_answer

if TYPE_CHECKING:
    from github.Requester import Requester


class GitHubClient:
    """One connection to one GitHub.

    ``requests`` counts every try, ``not_modified`` the answers 304, ``quota`` is the last
    rate limit told, ``reached`` whether any answer came. ``on_progress`` hears of waits.
    """

    def __init__(self, requester: Requester, policy: RetryPolicy) -> None:
        self.requester = requester
        self.policy = policy
        self.on_progress: OnProgress | None = None
        self.requests = 0
        self.not_modified = 0
        self.quota: Quota | None = None
        self.reached = False
        self._sent: deque[float] = deque(maxlen=policy.per_minute)

    @property
    def authenticated(self) -> bool:
        """A token or an app stands behind the requests."""
        return self.requester.auth is not None

    @property
    def host(self) -> str:
        """Name and port, for messages."""
        return self.requester.hostname_and_port

    @property
    def graphql(self) -> str:
        """The address of GraphQL: on an Enterprise server it is not below the API's."""
        return str(self.requester.graphql_url)

    def close(self) -> None:
        """Close the connection."""
        self.requester.close()

    def get(
        self,
        path: str,
        params: Mapping[str, str | int] | None = None,
        *,
        etag: str | None = None,
        shape: type = list,
        accept: tuple[int, ...] = (),
        what: str = "the repository",
    ) -> Response:
        """GET ``path`` (or the address of a Link header) and decode the JSON.

        Args:
            path: starts with ``/``, or is an address GitHub gave.
            params: the query.
            etag: ask only whether that answer still holds; the status is 304 if it does.
            shape: ``list`` or ``dict``; another shape counts as a broken answer.
            accept: statuses beside 200 and 304 to hand back instead of raising.
            what: names the thing in error messages.

        Raises:
            GitHubError: refused, or failed for good.
        """
        response = patiently(self, lambda: self._try(path, dict(params or {}), etag, shape))
        if response.status not in (200, 304, *accept):
            raise refusal(response.status, response.data, what, authenticated=self.authenticated)
        return response

    def _try(
        self, path: str, params: dict[str, str | int], etag: str | None, shape: type
    ) -> Response:
        status, headers, text = self._send(path, params, {"If-None-Match": etag} if etag else {})
        self.reached = True
        self._note_quota(headers)
        trouble = trouble_of_answer(status, headers, text)
        if trouble:
            raise trouble
        if status == 304:
            self.not_modified += 1
            return Response(status, headers)
        data = decode(text, status)
        if status == 200 and not isinstance(data, shape):
            raise Trouble("broken", f"JSON of another shape than a {shape.__name__}")
        return Response(status, headers, data)

    def try_once(self, method: str, path: str, payload: object = None) -> Response:
        """Send one request, once: for writes, which must not be repeated blindly.

        Args:
            method: ``POST``, ``PUT``, ``PATCH`` or ``DELETE`` (or ``GET``).
            path: starts with ``/``, or is ``graphql``.
            payload: sent as JSON.

        Raises:
            Trouble: it may or may not have taken effect; trying again may help.
            GitHubError: the token is not accepted.
        """
        status, headers, text = self._send(path, None, {}, method, payload)
        self.reached = True
        self._note_quota(headers)
        trouble = trouble_of_answer(status, headers, text)
        if trouble:
            raise trouble
        return Response(status, headers, decode(text, status) if text else None)

    def _send(
        self,
        path: str,
        params: dict[str, str | int] | None,
        headers: dict[str, str],
        method: str = "GET",
        payload: object = None,
    ) -> tuple[int, dict[str, str], str]:
        """One try. Messages say what happened in our words: an exception's may quote headers."""
        from github import GithubException
        from requests import exceptions as http

        self._pace()
        self.requests += 1
        try:
            return self.requester.requestJson(method, path, params, headers, payload)
        except http.Timeout:
            raise Trouble("server", "no answer in time") from None
        except (http.ChunkedEncodingError, http.ContentDecodingError):
            raise Trouble("broken", "the answer ended early") from None
        except http.ConnectionError as error:
            raise _connection_trouble(error, reached=self.reached) from None
        except (http.RequestException, ValueError, AssertionError):
            raise Trouble("broken", "the answer is not HTTP as GitHub speaks it") from None
        except GithubException as error:
            raise refusal(
                error.status or 0, error.data, "access", authenticated=self.authenticated
            ) from None
        except RuntimeError:
            raise WrongUse(
                f"{self.host} redirects to another host.",
                "Give the API's final address as --base-url.",
            ) from None

    def _note_quota(self, headers: Mapping[str, str]) -> None:
        limit = number(headers.get("x-ratelimit-limit"))
        remaining = number(headers.get("x-ratelimit-remaining"))
        if limit is not None and remaining is not None:
            reset = iso(number(headers.get("x-ratelimit-reset")))
            self.quota = Quota(int(limit), int(remaining), reset)

    def _pace(self) -> None:
        """Stay below GitHub's points per minute, which only a very near server can reach."""
        now = time.monotonic()
        if len(self._sent) == self._sent.maxlen and now - self._sent[0] < 60:
            self.policy.sleep(60 - (now - self._sent[0]))
        self._sent.append(time.monotonic())


def _connection_trouble(error: Exception, *, reached: bool) -> Trouble:
    words = str(error)
    if "Read timed out" in words:
        return Trouble("server", "no answer in time")
    if not reached:
        refused = "refused" in words
        return Trouble("unreachable", "connection refused" if refused else "no connection")
    return Trouble("unreachable", "the connection broke")
