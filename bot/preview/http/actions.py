"""The actions of users over HTTP, in JSON: the page and tests in other processes use the same ones."""

import base64
from typing import Any

from aiohttp import web

from bot.preview.http.server import acting
from bot.preview.protocol import MAX_TEXT
from bot.preview.state.inline import pick_inline
from bot.preview.state.people import forward, give_document, read_sender, share_location
from bot.preview.state.world import World


def add_user_actions(app: web.Application, world: World, prefix: str = "") -> None:
    """Add ``POST <prefix>/chats/ID/say`` and the other actions; in a group each request names its user as ``by``."""
    actions = _UserActions(world)
    for path, action in {
        "chats/{chat}/say": actions.say,
        "chats/{chat}/press": actions.press,
        "chats/{chat}/document": actions.give_document,
        "chats/{chat}/forward": actions.forward,
        "chats/{chat}/location": actions.share_location,
        "chats/{chat}/pick": actions.pick_inline,
        "people/{person}/inline": actions.ask_inline,
    }.items():
        app.router.add_post(f"{prefix}/{path}", acting(action))


class _UserActions:
    def __init__(self, world: World) -> None:
        self.world = world

    async def say(self, request: web.Request, given: dict[str, Any]) -> Any:
        text = str(given["text"])[:MAX_TEXT]
        return {"message": self.world.say(chat_of(request), text, **read_sender(given)._asdict()).id}

    async def press(self, request: web.Request, given: dict[str, Any]) -> Any:
        place = (int(given["message"]), int(given["row"]), int(given["column"]))
        return {"query": self.world.press(chat_of(request), *place, by=given.get("by"))}

    async def give_document(self, request: web.Request, given: dict[str, Any]) -> Any:
        """Send a file, whose bytes come in base64."""
        data = base64.b64decode(given["data"], validate=True)
        name, caption, kind = str(given["name"]), str(given.get("caption", "")), given.get("kind")
        chat, sender = chat_of(request), read_sender(given)
        return {"message": give_document(self.world, chat, data, name, caption=caption, kind=kind, sender=sender).id}

    async def forward(self, request: web.Request, given: dict[str, Any]) -> Any:
        """Forward a text; ``origin`` is the Bot API's MessageOrigin."""
        chat, sender = chat_of(request), read_sender(given)
        return {"message": forward(self.world, chat, str(given["text"]), given["origin"], sender=sender).id}

    async def share_location(self, request: web.Request, given: dict[str, Any]) -> Any:
        place = (float(given["latitude"]), float(given["longitude"]))
        return {"message": share_location(self.world, chat_of(request), *place, sender=read_sender(given)).id}

    async def ask_inline(self, request: web.Request, given: dict[str, Any]) -> Any:
        about = {name: str(given[name]) for name in ("offset", "chat_type") if name in given}
        return {"query": self.world.ask_inline(int(request.match_info["person"]), str(given["text"]), **about)}

    async def pick_inline(self, request: web.Request, given: dict[str, Any]) -> Any:
        which = (str(given["query"]), str(given["result"]))
        return {"message": pick_inline(self.world, *which, chat_of(request), sender=read_sender(given)).id}


def chat_of(request: web.Request) -> int:
    """Return the chat that a path names."""
    return int(request.match_info["chat"])
