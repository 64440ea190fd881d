"""A conversation over the local server: who says or presses what, and all that comes of it, in order.

Whoever does something waits until the bot is at rest again, so that silence can be seen, too.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.cli.preview import running_on
from bot.core.container import Services
from bot.delivery.jobs import run_tick
from bot.handlers.context import App
from bot.preview.protocol.chats import ANYBODY, Chat, Message, Sender
from bot.preview.protocol.contents import Content
from bot.preview.replay import START, ZONE
from bot.preview.stage import Stage
from bot.preview.state.inline import pick_inline
from bot.preview.state.people import Origin, forward, give_document, share_location
from bot.preview.state.queries import InlineAnswer
from storage.model.values import Subscriber
from storage.subscribers.accounts import find_subscriber
from tests.bot.preview.stage import ARTICLES, open_stage
from tests.conversations.language import find_latin

FAILURE = "حدث خلل عندنا"
_UNPACED: dict[str, Any] = {"send_rate": 0, "send_rate_per_chat": 0, "send_rate_per_group": 0}


@dataclass(frozen=True, slots=True)
class Event:
    """Something that the bot did: answer, action, message, edit or inline."""

    kind: str
    chat_id: int
    words: str = ""  # of a toast; the action; the text of a message
    url: str = ""
    message: Message | None = None


@dataclass(slots=True)
class Heard:
    """What came of something that somebody did."""

    events: list[Event] = field(default_factory=list)
    _more: asyncio.Event = field(default_factory=asyncio.Event)

    def note(self, event: Event) -> None:
        """Write it down."""
        self.events.append(event)
        self._more.set()

    async def until(self, wanted: Callable[[Event], bool]) -> None:
        """Until the bot does what is wanted."""
        async with asyncio.timeout(20):
            while not any(map(wanted, self.events)):
                self._more.clear()
                await self._more.wait()

    @property
    def kinds(self) -> list[str]:
        """What the bot did, in order."""
        return [event.kind for event in self.events]

    @property
    def sent(self) -> list[Message]:
        """The new messages."""
        return [event.message for event in self.events if event.kind == "message" and event.message]

    @property
    def edited(self) -> list[Message]:
        """The messages in whose place others were put."""
        return [event.message for event in self.events if event.kind == "edit" and event.message]

    @property
    def texts(self) -> list[str]:
        """The words of the new messages."""
        return [words_of(message) for message in self.sent]

    @property
    def text(self) -> str:
        """The words of the one new message."""
        assert len(self.sent) == 1, self.texts
        return self.texts[0]

    @property
    def edit(self) -> str:
        """The words of the one message that was changed; nothing new was sent."""
        assert not self.sent, self.texts
        assert len(self.edited) == 1
        return words_of(self.edited[0])

    @property
    def last(self) -> Message:
        """The message that came or was changed last."""
        return [event.message for event in self.events if event.message][-1]

    @property
    def toast(self) -> str:
        """What stands over the pressed button."""
        return next(event.words for event in self.events if event.kind == "answer")

    @property
    def url(self) -> str:
        """What the pressed button opens."""
        return next(event.url for event in self.events if event.kind == "answer")

    def at(self, chat: Chat) -> list[str]:
        """The words of what was sent there."""
        return [event.words for event in self.events if event.kind == "message" and event.chat_id == chat.id]


class Play:
    """The stage, the bot on it, and everybody who takes part."""

    def __init__(self, stage: Stage, app: App) -> None:
        self.stage, self.world, self.app = stage, stage.world, app
        self.services: Services = app.bot_data["services"]
        self.may_fail = False
        self.toasts: list[str] = []
        people = [chat for chat in self.world.chats.values() if chat.id != stage.editor]
        self.salma, self.yusuf, self.layla = (Somebody(self, chat) for chat in people[:3])
        self.editor = Somebody(self, self.world.chats[stage.editor])

    def invite(self, name: str | None = None) -> "Somebody":
        """Somebody more."""
        return Somebody(self, self.world.add_person(name=name))

    async def settle(self) -> None:
        """Until the bot has answered all that it was told."""
        async with asyncio.timeout(30):
            while len(self.world.updates):  # noqa: ASYNC110  (the local server tells nobody when they are confirmed)
                await asyncio.sleep(0.001)
            await self.app.update_queue.join()

    @contextmanager
    def hearing(self) -> Iterator[Heard]:
        """Write down what the bot does meanwhile."""
        heard = Heard()

        def hear(event: dict[str, Any]) -> None:
            if noted := self._note(event):
                heard.note(noted)

        self.world.listeners.add(hear)
        try:
            yield heard
        finally:
            self.world.listeners.discard(hear)
            self.toasts += [event.words for event in heard.events if event.kind == "answer"]

    async def move(self, to: str) -> Heard:
        """Move the clock: an ``hour``, to the next ``morning``, to the ``next`` article; what is due comes."""
        with self.hearing() as heard:
            await self.stage.replay.move(to)
            await run_tick(self.services, self.app.bot)
            await self.settle()
        return heard

    async def tick(self, until: datetime | None = None) -> Heard:
        """The minute's tick; ``until``: it is that late."""
        with self.hearing() as heard:
            if until:
                self.stage.replay.clock.move_to(until)
            await run_tick(self.services, self.app.bot)
        return heard

    async def find(self, chat: Chat, thread: int | None = None) -> Subscriber:
        """The subscriber of a chat, that has to be one."""
        found = await self.look_for(chat, thread)
        assert found is not None
        return found

    async def look_for(self, chat: Chat, thread: int | None = None) -> Subscriber | None:
        """The subscriber of a chat; None where it is none."""
        async with self.services.database.begin() as session:
            return await find_subscriber(session, self.services.story.name, chat.id, thread)

    def _note(self, event: dict[str, Any]) -> Event | None:
        kind, chat_id = event["kind"], event.get("chat", 0)
        if kind == "answer":
            return Event(kind, chat_id, event["text"], event["url"])
        if kind == "action":
            return Event(kind, chat_id, event["action"])
        if kind == "message":
            message = self.world.chats[chat_id].messages[event["message"]["message_id"]]
            if message.from_bot:
                return Event("edit" if message.edit_date else "message", chat_id, words_of(message), message=message)
        return None


class Somebody:
    """One of the people: what they do, in their chat with the bot or in a group or channel."""

    def __init__(self, play: Play, chat: Chat) -> None:
        self.play, self.chat, self.world = play, chat, play.world

    @property
    def id(self) -> int:
        return self.chat.id

    async def say(
        self,
        text: str,
        *,
        at: Chat | None = None,
        thread: int | None = None,
        reply_to: int | None = None,
        as_chat: bool = False,
    ) -> Heard:
        """Write something."""
        with self.play.hearing() as heard:
            where = (at or self.chat).id
            self.world.say(where, text, by=self.id, thread=thread, reply_to=reply_to, as_chat=as_chat)
            await self.play.settle()
        return heard

    async def press(self, label: str, *, at: Chat | None = None, under: Message | None = None) -> Heard:
        """Press a button: the last one that says so, or the one under a message."""
        chat = at or self.chat
        with self.play.hearing() as heard:
            self.world.press(chat.id, *find_button(chat, label, under), by=self.id)
            await self.play.settle()
        return heard

    async def forge(self, data: str, *, at: Chat | None = None, under: Message | None = None) -> Heard:
        """Press a button that nobody offered, as a client of one's own can; under the last message, or another."""
        chat = at or self.chat
        with self.play.hearing() as heard:
            message = under or list(chat.messages.values())[-1]
            query = {
                "id": self.world.queries.press(chat.id),
                "from": self.chat.person,
                "message": self.world.show(chat, message),
                "chat_instance": str(chat.id),
                "data": data,
            }
            self.world.updates.put("callback_query", query)
            await self.play.settle()
        return heard

    async def give(self, name: str, data: str | bytes, *, caption: str = "", at: Chat | None = None) -> Heard:
        """Send a file."""
        with self.play.hearing() as heard:
            content = data.encode() if isinstance(data, str) else data
            sender = Sender(self.id) if at else ANYBODY
            give_document(self.world, (at or self.chat).id, content, name, caption=caption, sender=sender)
            await self.play.settle()
        return heard

    async def forward(self, content: str | Content, origin: Origin) -> Heard:
        """Forward a message."""
        with self.play.hearing() as heard:
            forward(self.world, self.id, content, origin)
            await self.play.settle()
        return heard

    async def locate(self, latitude: float, longitude: float) -> Heard:
        """Say where one is."""
        with self.play.hearing() as heard:
            share_location(self.world, self.id, latitude, longitude)
            await self.play.settle()
        return heard

    async def type(self, text: str, offset: str = "") -> tuple[str, InlineAnswer]:
        """Type after the bot's name, anywhere; gives the query's id and what is offered."""
        query = self.world.ask_inline(self.id, text, offset)
        await self.play.settle()
        answer = self.world.queries.inline[query].answer
        assert answer is not None
        return query, answer

    async def pick(self, query: str, result: dict[str, Any], at: Chat) -> Message:
        """Send what was offered to a chat."""
        message = pick_inline(self.world, query, result["id"], at.id, sender=Sender(self.id))
        await self.play.settle()
        return message

    def sees(self, words: str) -> int:
        """How many messages of the bot in one's own chat say this now."""
        return sum(words in words_of(each) for each in self.chat.messages.values() if each.from_bot)


@asynccontextmanager
async def open_play(
    database_url: str, articles: Path = ARTICLES, start: datetime = START, **chosen: Any
) -> AsyncIterator[Play]:
    """The bot on a stage, without rates; at the end nothing has failed, and all that it said is Arabic."""
    async with open_stage(articles, start) as stage:
        async with running_on(stage, database_url, **(_UNPACED | chosen)) as app:
            play = Play(stage, app)
            yield play
            await play.settle()
        check_all_said(play)


def check_all_said(play: Play) -> None:
    """No answer was a failure, and who reads Arabic only met no Latin letter but in names, addresses, file endings."""
    failed = [each.text for each in play.world.accepted if FAILURE in each.text]
    assert play.may_fail or not failed
    assert find_latin(play.world, play.toasts) == {}


def words_of(message: Message) -> str:
    """The text of a message, its caption, the words of its rich blocks."""
    return message.content.text.text


def buttons(message: Message) -> dict[str, dict[str, Any]]:
    """What stands under a message: label → button."""
    rows = (message.keyboard or {"inline_keyboard": []})["inline_keyboard"]
    return {button["text"]: button for row in rows for button in row}


def find_button(chat: Chat, label: str, under: Message | None = None) -> tuple[int, int, int]:
    """Where a button is: its message, row and column; the last whose label says so, an exact one first."""
    messages = [under] if under else list(reversed(chat.messages.values()))
    for matches in (str.__eq__, str.__contains__):
        for message in messages:
            rows = (message.keyboard or {"inline_keyboard": []})["inline_keyboard"]
            for y, row in enumerate(rows):
                for x, key in enumerate(row):
                    if matches(key["text"], label):
                        return message.id, y, x
    raise AssertionError(f"no button says {label}")


def on(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of January 2022 in Riyadh."""
    return datetime(2022, 1, day, hour, minute, tzinfo=ZONE)
