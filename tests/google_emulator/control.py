"""The door for whoever runs the emulator as a process of its own: plan faults and see what was asked, over HTTP.

`/_emulator/faults`: POST one, or DELETE them all. `/_emulator/share`, `/_emulator/quota`: POST. `/_emulator/tokens`:
POST `{"expire": true}` or `{"revoke": "robot@…"}`. `/_emulator/storage`: POST `{"service_accounts": false}`.
`/_emulator/requests`: GET what was asked so far, DELETE to forget it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .faults import Faults
from .oauth import Desk
from .request import Request, Seen
from .world import World

Json = dict[str, Any]

PREFIX = "/_emulator/"


class Control:
    """What can be turned while the emulator runs."""

    def __init__(self, world: World, desk: Desk, faults: Faults, seen: list[Seen]) -> None:
        self.world = world
        self.desk = desk
        self.faults = faults
        self.seen = seen
        self.doors: dict[tuple[str, str], Callable[[Json], Json]] = {
            ("POST", "faults"): self.plan,
            ("DELETE", "faults"): self.clear,
            ("POST", "share"): self.share,
            ("POST", "quota"): self.quota,
            ("POST", "tokens"): self.tokens,
            ("POST", "storage"): self.storage,
            ("GET", "requests"): self.requests,
            ("DELETE", "requests"): self.forget,
        }

    def answer(self, request: Request) -> tuple[int, Json]:
        door = self.doors.get((request.verb, request.path.removeprefix(PREFIX)))
        if door is None:
            return 404, {"error": f"there is no {request.verb} {request.path}"}
        try:
            return 200, door(request.json())
        except (TypeError, ValueError) as error:
            return 400, {"error": str(error)}

    def plan(self, given: Json) -> Json:
        self.faults.add(**given)
        return {}

    def clear(self, given: Json) -> Json:
        self.faults.clear()
        return {}

    def share(self, given: Json) -> Json:
        kinds = tuple(given.pop("kinds", ("429", "503")))
        self.faults.share(kinds=kinds, **given)
        return {}

    def quota(self, given: Json) -> Json:
        self.faults.limit(**given)
        return {}

    def tokens(self, given: Json) -> Json:
        if given.get("expire"):
            self.desk.registry.expire()
        if given.get("revoke"):
            self.desk.registry.revoke(given["revoke"])
        return {}

    def storage(self, given: Json) -> Json:
        self.world.service_accounts_have_storage = bool(given.get("service_accounts"))
        return {}

    def requests(self, given: Json) -> Json:
        names = ("verb", "path", "query", "status", "method", "caller", "writing", "fault")
        return {"requests": [{name: getattr(seen, name) for name in names} for seen in self.seen]}

    def forget(self, given: Json) -> Json:
        self.seen.clear()
        return {}
