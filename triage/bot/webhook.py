"""The webhook receiver: check, queue, answer. Nothing is decided here.

In: requests. Out: 202 as soon as the delivery is in the queue; GitHub waits ten seconds at most.
Order matters: size, then signature over the raw bytes, and only then is anything parsed.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import orjson
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from triage.bot.events import parse_event
from triage.bot.metrics import Metrics
from triage.bot.signature import is_signed
from triage.records import Event

MAX_BYTES = 10_000_000
"""Of one delivery. GitHub sends at most 25 MB, of which issues need a fraction."""
READ_SECONDS = 8.0
_DELIVERY = re.compile(r"[A-Za-z0-9-]{1,100}")
_NAME = re.compile(r"[a-z_]{1,60}")


@dataclass(frozen=True, slots=True)
class Receiver:
    """What the receiver needs of the rest.

    Args:
        secrets: one, or two while they are changed.
        enqueue: keeps an event; False when its delivery is known.
        is_alive: whether the queue can be reached.
        repos: only events of these (lower case); empty for all.
    """

    secrets: Sequence[str]
    enqueue: Callable[[Event], bool]
    is_alive: Callable[[], bool]
    metrics: Metrics
    repos: frozenset[str] = frozenset()
    max_bytes: int = MAX_BYTES
    read_seconds: float = READ_SECONDS

    def app(self) -> Starlette:
        """The web application."""
        return Starlette(
            routes=[
                Route("/webhook", self._webhook, methods=["POST"]),
                Route("/healthz", self._health, methods=["GET"]),
                Route("/metrics", self._metrics, methods=["GET"]),
            ]
        )

    async def _webhook(self, request: Request) -> Response:
        result, status = await self._receive(request)
        self.metrics.delivery(result)
        return JSONResponse({"result": result}, status)

    async def _receive(self, request: Request) -> tuple[str, int]:
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != "application/json":
            return "wrong content type", 415
        try:
            async with asyncio.timeout(self.read_seconds):
                body = await self._read(request)
        except TimeoutError:
            return "too slow", 408
        except ClientDisconnect:
            return "gone", 400
        if body is None:
            return "too large", 413
        if not is_signed(body, request.headers.get("x-hub-signature-256"), self.secrets):
            return "not signed", 401
        return await self._queue(request, body)

    async def _read(self, request: Request) -> bytes | None:
        """The body, or None as soon as it is too large; what it claims to be is not believed."""
        parts, size = [], 0
        async for part in request.stream():
            size += len(part)
            if size > self.max_bytes:
                return None
            parts.append(part)
        return b"".join(parts)

    async def _queue(self, request: Request, body: bytes) -> tuple[str, int]:
        name = request.headers.get("x-github-event", "")
        delivery = request.headers.get("x-github-delivery", "")
        if not _NAME.fullmatch(name) or not _DELIVERY.fullmatch(delivery):
            return "headers missing", 400
        try:
            payload = orjson.loads(body)
        except ValueError:
            return "not JSON", 400
        if name == "ping":
            return "pong", 200
        event = parse_event(name, payload, delivery)
        if event is None or (self.repos and event.repo.lower() not in self.repos):
            return "ignored", 202
        try:
            is_new = await run_in_threadpool(self.enqueue, event)
        except Exception:  # whatever it is, GitHub must hear that it was not kept
            return "queue unavailable", 503
        return ("queued" if is_new else "known", 202)

    async def _health(self, _request: Request) -> Response:
        alive = await run_in_threadpool(self.is_alive)
        return JSONResponse({"alive": alive}, 200 if alive else 503)

    async def _metrics(self, _request: Request) -> Response:
        text = await run_in_threadpool(self.metrics.render)
        return Response(text, media_type="text/plain; version=0.0.4; charset=utf-8")
