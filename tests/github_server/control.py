"""The switches of a running server for another process: JSON over ``/_control/…``.

``GET  /_control/log``      requests by status and number; ``?full=1`` every entry
``GET  /_control/world``    numbers, ids and update times of all rows, to compare with
``GET  /_control/violations``
``POST /_control/faults``   a fault (see ``faults``), or ``[]`` to end all
``POST /_control/change``   ``{"name": "busy", "every": 2, …}``; without ``every`` once and now
``POST /_control/clock``    ``{"advance": 3600}``
``POST /_control/limits``   ``{"limit": 5, "exhaust": 1.5, "expire": true}``
``POST /_control/reset``    empties the log, the faults and the changes while reading
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from .changes import CHANGES
from .exchange import Answer, Request
from .faults import Fault

if TYPE_CHECKING:
    from .server import GitHubServer


def respond(owner: GitHubServer, request: Request) -> Answer:
    """The answer of a control address; 404 for an unknown one, 400 for what it cannot read."""
    name = request.path.removeprefix("/_control").strip("/")
    action = {"GET": READ, "POST": WRITE}.get(request.method, {}).get(name)
    if action is None:
        return Answer.of({"message": "no such control"}, 404)
    try:
        values = orjson.loads(request.body or b"{}")
        with owner.world.lock:
            return Answer.of(action(owner, values, request))
    except (ValueError, TypeError, KeyError) as error:
        return Answer.of({"message": str(error)}, 400)


def _log(owner: GitHubServer, values: Any, request: Request) -> object:
    if request.query.get("full"):
        return [entry.as_dict() for entry in owner.log]
    statuses = {str(key): value for key, value in sorted(owner.log.statuses().items())}
    return {"requests": len(owner.log), "statuses": statuses, "sent": owner.log.sent()}


def _world(owner: GitHubServer, values: Any, request: Request) -> object:
    repo = owner.world.repo
    return {
        "repo": repo.full_name, "now": owner.world.now,
        "issues": {str(row.number): row.updated_at for row in repo.issues.values()
                   if not row.pull_request},
        "pull_requests": {str(row.number): row.updated_at for row in repo.issues.values()
                          if row.pull_request},
        "comments": {str(row.id): row.updated_at for row in repo.comments.values()},
    }  # fmt: skip


def _violations(owner: GitHubServer, values: Any, request: Request) -> object:
    return owner.violations


def _faults(owner: GitHubServer, values: Any, request: Request) -> object:
    if values == []:
        owner.faults.clear()
    else:
        made = [
            Fault.from_json(item) for item in (values if isinstance(values, list) else [values])
        ]
        owner.faults += made
    return [fault.as_dict() for fault in owner.faults]


def _change(owner: GitHubServer, values: Any, request: Request) -> object:
    every = values.pop("every", None)
    change = CHANGES[values.pop("name")](**values)
    if every is None:
        change(owner.world)
    else:
        owner.world.on_request(change, every)
    return {"now": owner.world.now}


def _clock(owner: GitHubServer, values: Any, request: Request) -> object:
    owner.clock.advance(float(values.get("advance", 0)))
    owner.clock.scale = float(values.get("scale", owner.clock.scale))
    return {"now": owner.clock.now()}


def _limits(owner: GitHubServer, values: Any, request: Request) -> object:
    access = owner.access
    for name in ("limit", "anonymous_limit", "window", "writes_per_minute", "writes_per_hour"):
        setattr(access, name, values.get(name, getattr(access, name)))
    if "exhaust" in values:
        access.exhaust(float(values["exhaust"]))
    if values.get("expire"):
        access.expire_all()
    return {"limit": access.limit}


def _reset(owner: GitHubServer, values: Any, request: Request) -> object:
    owner.log.clear()
    owner.faults.clear()
    owner.world.hooks.clear()
    return {}


READ = {"log": _log, "world": _world, "violations": _violations}
WRITE = {
    "faults": _faults, "change": _change, "clock": _clock, "limits": _limits, "reset": _reset,
}  # fmt: skip
