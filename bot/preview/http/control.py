"""The control of the world from another process, for tests and benchmarks: people, groups, faults, messages."""

import json
from collections.abc import Sequence
from typing import Any

from aiohttp import web

from bot.preview.http.actions import add_user_actions, chat_of
from bot.preview.http.server import acting
from bot.preview.protocol import Accepted, Faults, Kind, MemberStatus, Role
from bot.preview.state.groups import add_group, migrate, open_topic, set_role
from bot.preview.state.world import World

_MOST_PEOPLE = 1_000_000  # at once


def add_control(app: web.Application, world: World) -> None:
    """Add ``/control/…`` to the server: JSON in, JSON out."""
    add_user_actions(app, world, "/control")
    control = _Control(world)
    app.router.add_get("/control/accepted", control.list_accepted)
    app.router.add_get("/control/accidents", control.count_accidents)
    app.router.add_get("/control/inline/{query}", control.show_inline)
    for path, action in {
        "faults": control.set_faults,
        "missing": control.set_missing,
        "people": control.add_people,
        "groups": control.add_group,
        "chats/{chat}/roles": control.set_role,
        "chats/{chat}/status": control.set_status,
        "chats/{chat}/topics": control.open_topic,
        "chats/{chat}/migrate": control.migrate,
    }.items():
        app.router.add_post(f"/control/{path}", acting(action))


class _Control:
    def __init__(self, world: World) -> None:
        self.world = world

    async def list_accepted(self, request: web.Request) -> web.Response:
        """Return what the bot sent and the server accepted, from number ``since`` on; ``text=0`` leaves texts out."""
        rows: Sequence[tuple[Any, ...]] = self.world.accepted[int(request.query.get("since", 0)) :]
        fields: tuple[str, ...] = Accepted._fields
        if request.query.get("text") == "0":  # the last field
            fields, rows = fields[:-1], [row[:-1] for row in rows]
        body = json.dumps({"fields": fields, "rows": rows}, ensure_ascii=False)
        return web.Response(text=body, content_type="application/json")

    async def count_accidents(self, _: web.Request) -> web.Response:
        """Return how many requests met which fate."""
        return web.json_response(self.world.accidents.counts)

    async def set_faults(self, _: web.Request, given: dict[str, Any]) -> Any:
        self.world.accidents.set(Faults(**given))
        return {}

    async def add_people(self, _: web.Request, given: dict[str, Any]) -> Any:
        """Add ``count`` people who have opened a chat with the bot; return the first and the last id."""
        count = int(given["count"])
        if not 0 < count <= _MOST_PEOPLE:
            raise ValueError(f"count is {count}; it may be 1 to {_MOST_PEOPLE}")
        people = [self.world.add_person(opened=True) for _ in range(count)]
        return {"first": people[0].id, "last": people[-1].id}

    async def add_group(self, _: web.Request, given: dict[str, Any]) -> Any:
        kind = Kind(given.pop("kind", Kind.GROUP))
        return {"chat": add_group(self.world, given.pop("title"), kind, **given).id}

    async def open_topic(self, request: web.Request, given: dict[str, Any]) -> Any:
        return {"thread": open_topic(self.world, chat_of(request), given["name"])}

    async def migrate(self, request: web.Request, _: dict[str, Any]) -> Any:
        return {"chat": migrate(self.world, chat_of(request)).id}

    async def set_role(self, request: web.Request, given: dict[str, Any]) -> Any:
        set_role(self.world, chat_of(request), int(given["person"]), Role(given["role"]))
        return {}

    async def show_inline(self, request: web.Request) -> web.Response:
        """Return the bot's answer to an inline query; null while there is none."""
        query = self.world.queries.inline.get(request.match_info["query"])
        return web.json_response(query and query.answer and query.answer._asdict())

    async def set_missing(self, _: web.Request, given: dict[str, Any]) -> Any:
        """Set the methods that this server does not know from now on."""
        self.world.missing = {str(name).lower() for name in given["methods"]}
        return {}

    async def set_status(self, request: web.Request, given: dict[str, Any]) -> Any:
        self.world.set_status(chat_of(request), MemberStatus(given.pop("status")), **given)
        return {}
