"""Telegram, as far as the bot speaks to it: a hand-written fake below python-telegram-bot."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from telegram import Update, User
from telegram.request import BaseRequest, RequestData

from bot.delivery.jobs import run_tick
from bot.handlers.context import App
from bot.telegram.answers import check_answer

BOT = User(42, "موجز", is_bot=True, username="mujaz_bot")
NOW = datetime(2022, 1, 1, tzinfo=UTC)
RIYADH = ZoneInfo("Asia/Riyadh")
EPOCH = int(NOW.timestamp())


@dataclass
class Call:
    """One request to the Bot API."""

    method: str
    parameters: dict[str, Any]
    files: dict[str, bytes] = field(default_factory=dict)  # those that go with it, by the names of their fields
    message_id: int = 0  # of the message that it made or changed

    @property
    def text(self) -> str:
        return str(self.parameters.get("text", ""))

    @property
    def chat_id(self) -> int:
        return int(self.parameters["chat_id"])

    @property
    def reply_to(self) -> int | None:
        """The message that it replies to."""
        return json.loads(self.parameters.get("reply_parameters") or "{}").get("message_id")  # type: ignore[no-any-return]

    @property
    def buttons(self) -> list[dict[str, str]]:
        """The buttons under it, row by row, as they are sent."""
        markup = json.loads(self.parameters.get("reply_markup") or '{"inline_keyboard": []}')
        return [button for row in markup["inline_keyboard"] for button in row]


@dataclass
class FakeTelegram(BaseRequest):
    """Answers every request with ok, unless it was told what goes wrong with a message, or happens meanwhile."""

    calls: list[Call] = field(default_factory=list)
    faults: list[Exception | dict[str, Any] | Callable[[], Awaitable[Any]]] = field(default_factory=list)
    roles: dict[int, str] = field(default_factory=dict)  # «creator» or «member» of any group, by the ids of people
    _ids: "count[int]" = field(default_factory=lambda: count(1000))

    @property
    def read_timeout(self) -> float:
        return 1.0

    async def initialize(self) -> None:
        pass

    async def shutdown(self) -> None:
        pass

    async def do_request(
        self,
        url: str,
        method: str,  # noqa: ARG002 - always POST
        request_data: RequestData | None = None,
        *_: Any,
        **__: Any,
    ) -> tuple[int, bytes]:
        name = url.rpartition("/")[2]
        call = Call(name, dict(request_data.json_parameters) if request_data else {}, _read_files(request_data))
        if name == "getMe":
            return _ok(BOT.to_dict())
        if name == "getChatMember":
            status = self.roles.get(int(call.parameters["user_id"]), "member")
            user = {"id": int(call.parameters["user_id"]), "is_bot": False, "first_name": "سلمى"}
            return _ok({"user": user, "status": status, "is_anonymous": False})
        if name == "sendMessage" and self.faults:
            fault = self.faults.pop(0)
            if callable(fault):
                fault = await fault()
            if isinstance(fault, Exception):
                raise fault
            if isinstance(fault, dict):
                body = fault["raw"] if "raw" in fault else json.dumps({"ok": False, **fault})
                return fault["error_code"], check_answer(fault["error_code"], body.encode())
        self.calls.append(call)
        if name in {"sendMessage", "sendDocument", "sendRichMessage", "editMessageText", "editMessageReplyMarkup"}:
            chat = {"id": int(call.parameters["chat_id"]), "type": "private"}
            call.message_id = int(call.parameters.get("message_id") or next(self._ids))
            return _ok({"message_id": call.message_id, "date": EPOCH, "chat": chat, "text": "…"})
        return _ok(True)

    @property
    def sent(self) -> list[Call]:
        """The messages that were sent."""
        return [call for call in self.calls if call.method == "sendMessage"]


class Clock:
    """A clock that a test moves."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)

    async def sleep(self, seconds: float) -> None:
        self.move(seconds=seconds)


class Mornings:
    """Moves the clock and ticks; says what was sent."""

    def __init__(self, app: App, telegram: FakeTelegram, clock: Clock) -> None:
        self._app, self._telegram, self._clock = app, telegram, clock

    async def at(self, day: int, hour: int, minute: int = 0) -> list[str]:
        """The texts of what a tick sends at that time of January 2022 in Riyadh."""
        return [call.text for call in await self.send_at(day, hour, minute)]

    async def send_at(self, day: int, hour: int, minute: int = 0) -> list[Call]:
        """What a tick sends then."""
        self._clock.now = datetime(2022, 1, day, hour, minute, tzinfo=RIYADH)
        return await self.send()

    async def send(self, **later: float) -> list[Call]:
        """What a tick sends so much later."""
        self._clock.move(**later)
        before = len(self._telegram.sent)
        await run_tick(self._app.bot_data["services"], self._app.bot)
        return self._telegram.sent[before:]


class Reader:
    """A person in a private chat with the bot."""

    def __init__(self, app: App, telegram: FakeTelegram, chat_id: int = 1001) -> None:
        self._app, self._telegram, self.chat_id = app, telegram, chat_id
        self._ids = count(1)

    async def say(self, text: str, **message: Any) -> list[Call]:
        """Send a text; what the bot then calls."""
        fields: dict[str, Any] = {"text": text} if text else {}
        if text.startswith("/"):
            length = len(text.split(maxsplit=1)[0])
            fields["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
        return await self.receive({"message": self._message(**fields, **message)})

    async def press(self, data: str, message_id: int = 1000) -> list[Call]:
        """Press a button of a message of the bot."""
        message = self._message(text="…") | {"message_id": message_id, "from": BOT.to_dict()}
        query = {"id": "1", "from": self._user(), "chat_instance": "1", "data": data, "message": message}
        return await self.receive({"callback_query": query})

    async def receive(self, update: dict[str, Any]) -> list[Call]:
        """Hand the bot any update of this chat; what it then calls."""
        before = len(self._telegram.calls)
        parsed = Update.de_json({"update_id": next(self._ids), **update}, self._app.bot)
        await self._app.process_update(parsed)
        return self._telegram.calls[before:]

    def _message(self, **fields: Any) -> dict[str, Any]:
        chat = {"id": self.chat_id, "type": "private", "first_name": "سلمى"}
        return {"message_id": next(self._ids), "date": EPOCH, "chat": chat, "from": self._user(), **fields}

    def _user(self) -> dict[str, Any]:
        return {"id": self.chat_id, "is_bot": False, "first_name": "سلمى"}


def _read_files(request_data: RequestData | None) -> dict[str, bytes]:
    parts = (request_data.multipart_data if request_data else None) or {}
    return {name: data for name, (_, data, _) in parts.items() if isinstance(data, bytes)}


def _ok(result: object) -> tuple[int, bytes]:
    return 200, json.dumps({"ok": True, "result": result}).encode()
