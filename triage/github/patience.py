"""Make an attempt again after trouble, as patiently as the client's policy says.

For reads and writes alike: what an attempt is, and whether it may be repeated, is the caller's.
Every wait is announced.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from triage.github.model import Progress, Response
from triage.github.refuse import gave_up
from triage.github.retry import Trouble

if TYPE_CHECKING:
    from tenacity import RetryCallState

    from triage.github.client import GitHubClient


def patiently(client: GitHubClient, attempt: Callable[[], Response]) -> Response:
    """The answer of the first attempt that meets no trouble.

    Raises:
        GitHubError: none did, or GitHub asks for a wait that is too long.
    """
    from tenacity import Retrying, retry_if_exception_type

    policy = client.policy
    retrying = Retrying(
        retry=retry_if_exception_type(Trouble),
        stop=lambda state: _is_enough(client, state),
        wait=lambda state: _trouble(state).seconds(policy, state.attempt_number),
        before_sleep=lambda state: _announce(client, state),
        sleep=policy.sleep,
        reraise=True,
    )
    try:
        return retrying(attempt)
    except Trouble as trouble:
        error = gave_up(trouble, client.host, policy, authenticated=client.authenticated)
        raise error from None


def _is_enough(client: GitHubClient, state: RetryCallState) -> bool:
    trouble, policy = _trouble(state), client.policy
    if trouble.kind == "unreachable" and not client.reached:
        return state.attempt_number >= policy.unreachable_attempts
    too_long = trouble.seconds(policy, state.attempt_number) > policy.longest_wait
    return too_long or state.attempt_number >= policy.attempts


def _announce(client: GitHubClient, state: RetryCallState) -> None:
    if client.on_progress:
        seconds = state.next_action.sleep if state.next_action else 0.0
        said = f"{_trouble(state).message}; going on in {seconds:,.0f} s"
        client.on_progress(Progress("wait", said, seconds=seconds, requests=client.requests))


def _trouble(state: RetryCallState) -> Trouble:
    error = state.outcome.exception() if state.outcome else None
    if not isinstance(error, Trouble):
        raise TypeError("only trouble is tried again")
    return error
