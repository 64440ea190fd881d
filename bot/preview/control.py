"""The world moved from another process: people, groups, accidents, and what was accepted. For tests and benchmarks."""

import json
from collections.abc import Sequence
from typing import Any

from aiohttp import web

from bot.preview.chats import Accepted, Kind, Standing
from bot.preview.faults import Faults
from bot.preview.groups import add_group, migrate, open_topic
from bot.preview.server import acting
from bot.preview.world import World


def add_control(app: web.Application, world: World) -> None:
    """Add ``/control/…`` to the server: JSON in, JSON out."""
    control = _Control(world)
    app.router.add_get("/control/accepted", control.list_accepted)
    app.router.add_get("/control/accidents", control.count_accidents)
    for path, action in {
        "faults": control.set_faults,
        "people": control.add_people,
        "groups": control.add_group,
        "chats/{chat}/say": control.say,
        "chats/{chat}/standing": control.set_standing,
        "chats/{chat}/topics": control.open_topic,
        "chats/{chat}/migrate": control.migrate,
    }.items():
        app.router.add_post(f"/control/{path}", acting(action))


class _Control:
    def __init__(self, world: World) -> None:
        self.world = world

    async def list_accepted(self, request: web.Request) -> web.Response:
        """What the bot sent and the server took, from the ``since``-th on, without its text where ``text=0``."""
        rows: Sequence[tuple[Any, ...]] = self.world.accepted[int(request.query.get("since", 0)) :]
        fields: tuple[str, ...] = Accepted._fields
        if request.query.get("text") == "0":  # the last field
            fields, rows = fields[:-1], [row[:-1] for row in rows]
        body = json.dumps({"fields": fields, "rows": rows}, ensure_ascii=False)
        return web.Response(text=body, content_type="application/json")

    async def count_accidents(self, _: web.Request) -> web.Response:
        """How many requests met which fate."""
        return web.json_response(self.world.accidents.counts)

    async def set_faults(self, _: web.Request, given: dict[str, Any]) -> Any:
        self.world.accidents.set(Faults(**given))
        return {}

    async def add_people(self, _: web.Request, given: dict[str, Any]) -> Any:
        """``count`` more who have begun a chat with the bot; the ids of the first and the last."""
        people = [self.world.add_person(opened=True) for _ in range(int(given["count"]))]
        return {"first": people[0].id, "last": people[-1].id}

    async def add_group(self, _: web.Request, given: dict[str, Any]) -> Any:
        kind = Kind(given.pop("kind", Kind.GROUP))
        return {"chat": add_group(self.world, given.pop("title"), kind, **given).id}

    async def open_topic(self, request: web.Request, given: dict[str, Any]) -> Any:
        return {"thread": open_topic(self.world, _chat_id(request), given["name"])}

    async def migrate(self, request: web.Request, _: dict[str, Any]) -> Any:
        return {"chat": migrate(self.world, _chat_id(request)).id}

    async def say(self, request: web.Request, given: dict[str, Any]) -> Any:
        return {"message": self.world.say(_chat_id(request), given.pop("text"), **given).id}

    async def set_standing(self, request: web.Request, given: dict[str, Any]) -> Any:
        self.world.set_standing(_chat_id(request), Standing(given.pop("standing")), **given)
        return {}


def _chat_id(request: web.Request) -> int:
    return int(request.match_info["chat"])
