"""Keeps server and clients honest against GitHub's published description.

The description is the one ``githubkit`` generates its client from. Each request is replayed
through that client with a transport that only records: an unknown query parameter or a wrong
body fails there as it would for its users. The recorded call names the models of the answer.
"""

from __future__ import annotations

import datetime as _dt
import hashlib
import importlib
import inspect
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, Literal, Union, get_args, get_origin

import orjson
from githubkit_schemas.v2022_11_28 import models
from pydantic import TypeAdapter, ValidationError

from . import graph
from .exchange import Answer, Request

ANYWHERE = {
    "301": "the description names redirects only for some operations",
    "307": "as 301, for writes",
    "400": "broken JSON or an unknown API version, on any operation",
    "401": "wrong credentials, on any operation",
    "403": "rate limits and missing rights, on any operation",
    "404": "an unknown repository, on any operation",
    "410": "a deleted issue, on any operation below it",
    "422": "the caps of paging and bad values",
    "429": "secondary rate limit, on any operation",
}
"""Statuses the description leaves out for some operations though GitHub gives them."""
EXCEPTIONS: dict[tuple[str, str], str] = {
    ("issues/list-for-repo", "query:after"): "the Link header of /issues carries it",
    ("issues/list-for-repo", "query:before"): "as after, backwards",
    ("any", "body.status"): "every error says its status; the description has it only in some",
    ("issues/list-events", "event:closed"): "the description has no such event in this list",
    ("issues/list-events", "event:reopened"): "missing there, as closed is",
    ("issues/list-events", "event:unlocked"): "missing there, as closed is",
}
"""What GitHub does although its description does not say so, by operation, with the reason."""


@dataclass(frozen=True, slots=True)
class Call:
    """What the generated client would have sent, and the models of the answer."""

    method: str
    url: str
    success: Any
    errors: dict[str, Any]


class _Transport:
    """Stands where the generated client expects its network."""

    config = SimpleNamespace(rest_api_validate_body=True)

    def request(self, method: str, url: str, **more: Any) -> Call:
        return Call(method, url, more.get("response_model"), more.get("error_models") or {})


class _Present:
    """``Missing[X]`` read as ``X``: what is checked is there."""

    def __class_getitem__(cls, item: Any) -> Any:
        return item


NAMES = {"Missing": _Present, "Literal": Literal, "Union": Union, "_dt": _dt}


@dataclass(slots=True)
class Checker:
    """Checks requests and answers; rows that were right once are not checked again."""

    _transport: _Transport = field(default_factory=_Transport)
    _clients: dict[str, Any] = field(default_factory=dict)
    _adapters: dict[str, TypeAdapter[Any]] = field(default_factory=dict)
    _seen: set[bytes] = field(default_factory=set)

    def check(self, request: Request, answer: Answer) -> list[str]:
        """What is wrong with the exchange, as readable lines."""
        where = f"{request.method} {request.path}"
        if not answer.operation:
            return [f"{where}: this path is not in the description (or not served here)"]
        if answer.operation == graph.OPERATION:
            return [f"{where}: {line}" for line in graph.problems(answer)]
        call: Call | None = None
        found: list[str] = []
        try:
            found = self._query(request, answer.operation)
            call = self._replay(request, answer)
        except (TypeError, ValueError) as error:
            found.append(f"request: {_short(error)}")
        if call is not None:
            if call.method != request.method:
                found.append(f"the description says {call.method}")
            found += self._answer(answer, call)
        return [f"{where} ({answer.operation}): {line}" for line in found]

    def _method(self, operation: str) -> Any:
        """The generated client's method for an operation such as ``issues/list-for-repo``."""
        group, name = (part.replace("-", "_") for part in operation.split("/"))
        if group not in self._clients:
            module = importlib.import_module(f"githubkit_schemas.v2022_11_28.rest.{group}")
            classes = [
                item for key, item in vars(module).items()
                if key.endswith("Client") and key.lower() == f"{group.replace('_', '')}client"
            ]  # fmt: skip
            self._clients[group] = classes[0](self._transport)
        return getattr(self._clients[group], name)

    def _query(self, request: Request, operation: str) -> list[str]:
        """Unknown query parameters, and values of the wrong type."""
        known = inspect.signature(self._method(operation)).parameters
        found = []
        for name, value in request.query.items():
            if (operation, f"query:{name}") in EXCEPTIONS:
                continue
            if name not in known or name in {"headers", "stream", "data"}:
                found.append(f"query parameter {name} is not in the description")
                continue
            key = f"{operation}?{name}"
            if key not in self._adapters:
                self._adapters[key] = TypeAdapter(eval(known[name].annotation, dict(NAMES)))
            try:
                self._adapters[key].validate_python(value)
            except ValidationError as error:
                found.append(f"query parameter {name}={value}: {_short(error)}")
            if name == "per_page" and value.isdecimal() and int(value) > 100:
                found.append("per_page: the description says at most 100")
        return found

    def _replay(self, request: Request, answer: Answer) -> Call:
        """The call as the generated client would make it, which checks the body too."""
        values: dict[str, Any] = dict(answer.path_values)
        if request.body:
            values["data"] = orjson.loads(request.body)
        return self.recorded(answer.operation, values)

    def recorded(self, operation: str, values: dict[str, Any]) -> Call:
        """What the generated client sends for an operation with these arguments."""
        call: Call = self._method(operation)(**values)
        return call

    def _answer(self, answer: Answer, call: Call) -> list[str]:
        """What is wrong with the body, for the models of its status."""
        status = str(answer.status)
        if answer.status >= 500 or answer.status == 304:
            return []
        if answer.status < 300:
            return self._fits(answer, call.success)
        if status in call.errors:
            return self._fits(answer, call.errors[status])
        if status not in ANYWHERE:
            return [f"status {status} is not in the description"]
        return self._fits(answer, models.BasicError)

    def _fits(self, answer: Answer, model: Any) -> list[str]:
        if model is None:
            return [f"a body where none belongs: {answer.body[:80]!r}"] if answer.body else []
        try:
            payload = orjson.loads(answer.body)
        except ValueError:
            return ["the body is not JSON"]
        if get_origin(model) is list and isinstance(payload, list):
            item = get_args(model)[0]
            rows = [row for row in payload if not _excused(answer.operation, row)]
            return [line for row in rows for line in self._row(row, item)]
        return self._row(payload, model)

    def _row(self, row: Any, model: Any) -> list[str]:
        name = repr(model)
        text = orjson.dumps(row)
        digest = hashlib.blake2b(text + name.encode(), digest_size=16).digest()
        if digest in self._seen:
            return []
        if name not in self._adapters:
            self._adapters[name] = TypeAdapter(model)
        adapter = self._adapters[name]
        try:
            read = adapter.validate_json(text, strict=True)
        except ValidationError as error:
            return [_short(error)]
        extra = list(_unknown(row, adapter.dump_python(read, by_alias=True, exclude_unset=True)))
        extra = [key for key in extra if ("any", f"body{key}") not in EXCEPTIONS]
        if not extra:
            self._seen.add(digest)
        return [f"not in the description: {key}" for key in extra]


def _excused(operation: str, row: Any) -> bool:
    """Whether the row is an event that the description forgot."""
    return isinstance(row, dict) and (operation, f"event:{row.get('event')}") in EXCEPTIONS


def _unknown(sent: Any, read: Any, path: str = "") -> Iterator[str]:
    """Keys of what was sent that the models did not take."""
    if isinstance(sent, dict) and isinstance(read, dict):
        for key, value in sent.items():
            if key not in read:
                yield f"{path}.{key}"
            else:
                yield from _unknown(value, read[key], f"{path}.{key}")
    elif isinstance(sent, list) and isinstance(read, list):
        for left, right in zip(sent, read, strict=True):
            yield from _unknown(left, right, path + "[]")


def _short(error: Exception) -> str:
    """The error on one line."""
    return " ".join(str(error).split())[:400]
