"""What a handler may reach, typed."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from telegram import CallbackQuery, InlineKeyboardMarkup, InputMediaPhoto, Update
from telegram import Message as TelegramMessage
from telegram.constants import ChatAction, ChatType
from telegram.error import BadRequest, TelegramError
from telegram.ext import Application, CallbackContext, JobQueue

from bot.core.container import Services
from bot.domain.chat import Place
from bot.rendering.message import Answer, Message
from bot.telegram.rate_limiter import Bot
from bot.telegram.rich_messages import edit_rich, send_rich
from storage.model.values import Subscriber
from storage.outbox import deliveries

_LOGGER = logging.getLogger(__name__)

_GONE = "message to edit not found", "message can't be edited"  # it was deleted, or is too old


class Context(CallbackContext[Bot, dict[Any, Any], dict[Any, Any], dict[str, Services]]):
    """The context of one update from Telegram."""

    place: Place
    said: str = ""  # the words of a message, without the bot's own name
    rest: str = ""  # those after a command; their line breaks stay
    asked_in: int | None = None  # the message that asks, where several people write: it is answered by a reply
    pressed: tuple[int, str] | None = None  # the button that asks: its message, its data
    pressed_on_photo: bool = False

    @classmethod
    def from_update(cls, update: object, application: "App") -> "Context":
        context = super().from_update(update, application)
        if isinstance(update, Update) and update.effective_chat:
            message = update.effective_message
            # Replies in an ordinary group carry a thread id too, and Telegram refuses to send to that one.
            in_forum = message is not None and getattr(message, "is_topic_message", False)
            thread_id = message.message_thread_id if message and in_forum else None
            context.place = Place(update.effective_chat.id, thread_id)
            said = (message and message.text) or ""
            context.said = said.replace(f"@{application.bot.username}", " ").strip()
            if context.said.startswith("/"):
                context.rest = context.said.partition(context.said.split()[0])[2].strip()
            if update.message and update.effective_chat.type != ChatType.PRIVATE:
                context.asked_in = update.message.message_id
        return context

    @property
    def services(self) -> Services:
        """The database, the story, the clock."""
        return self.bot_data["services"]

    @property
    def words(self) -> str:
        """What was written after a command, on one line."""
        return " ".join(self.rest.split())

    async def reply(self, *messages: Message, reader: Subscriber | None = None) -> None:
        """Send an answer; once a message has arrived, its reader has seen what it shows.

        A button that is pressed again and again sends the same answer once.
        """
        for message in messages:
            if not self.has_just_said(message.text):
                message_id = await self._send(message)
                self.note_said(message.text)
                await self._record(message, message_id, reader)

    async def answer(self, answer: Answer) -> None:
        """Send an answer to whoever asked."""
        await self.reply(*answer.messages, reader=answer.reader)

    def has_just_said(self, what: str) -> bool:
        """Whether the button that asks was pressed a moment ago, too, and got this very answer."""
        asked, now = self._asked, self.services.clock()
        return asked is not None and self.services.repeat_guard.has_just_said(asked, what, now)

    def note_said(self, what: str) -> None:
        """The button that asks has got this answer."""
        if self._asked:
            self.services.repeat_guard.note(self._asked, what, self.services.clock())

    async def tell(self, chat_id: int, message: Message) -> None:
        """Write to somebody in private, if he lets the bot."""
        try:
            await self.bot.send_message(chat_id, message.text, reply_markup=message.keyboard)
        except TelegramError as error:
            _LOGGER.info("%d could not be told: %s", chat_id, error.message)

    async def post_document(self, caption: Message, name: str, data: str | bytes) -> str:
        """Send a file, or one that Telegram has, by its id; return its id."""
        sent = await self.bot.send_document(
            self.place.chat_id,
            data,
            filename=name,
            caption=caption.text,
            message_thread_id=self.place.thread_id,
            reply_markup=caption.keyboard,
        )
        return sent.document.file_id if sent.document else ""

    async def post_photo(self, caption: Message, photo: str | bytes) -> str:
        """Send a picture, or put it in the place of the one whose button asks for it; return its id."""
        if self.pressed and self.pressed_on_photo:
            media = InputMediaPhoto(photo, caption=caption.text)
            sent = await self.bot.edit_message_media(
                media, self.place.chat_id, self.pressed[0], reply_markup=caption.keyboard
            )
        else:
            sent = await self.bot.send_photo(
                self.place.chat_id,
                photo,
                caption=caption.text,
                message_thread_id=self.place.thread_id,
                reply_markup=caption.keyboard,
            )
        return sent.photo[-1].file_id if isinstance(sent, TelegramMessage) and sent.photo else ""

    async def show_working(self, action: ChatAction = ChatAction.TYPING) -> None:
        """«يكتب…», while something takes its time. Whether that arrives does not matter."""
        try:
            await self.bot.send_chat_action(self.place.chat_id, action, message_thread_id=self.place.thread_id)
        except TelegramError as error:
            _LOGGER.info("What the bot is doing could not be shown: %s", error.message)

    async def acknowledge(self, query: CallbackQuery, toast: str | None = None, url: str | None = None) -> None:
        """Answer a pressed button, before any work: Telegram waits some fifteen seconds only."""
        try:
            await query.answer(toast, url=url)
        except BadRequest as error:  # it waited too long already, while the bot was away
            _LOGGER.info("A button was answered too late: %s", error.message)

    async def reject(self, update: Update, toast: str) -> None:
        """Say over a pressed button that it does nothing."""
        if update.callback_query:
            await self.acknowledge(update.callback_query, toast)

    async def take_press(self, update: Update) -> tuple[int, tuple[str, ...]]:
        """Acknowledge a pressed button; return the id of its message and what its data say."""
        query = update.callback_query
        if query is None or query.message is None or not self.matches:
            raise ValueError("not the button of a message")
        await self.acknowledge(query)
        self.pressed = query.message.message_id, query.data or ""
        self.pressed_on_photo = isinstance(query.message, TelegramMessage) and bool(query.message.photo)
        return query.message.message_id, self.matches[0].groups()

    async def edit_keyboard(self, message_id: int, keyboard: InlineKeyboardMarkup) -> None:
        """Put other buttons under a message; the same again is no error."""
        with _same_again_is_no_error():
            await self.bot.edit_message_reply_markup(self.place.chat_id, message_id, reply_markup=keyboard)

    async def edit(self, message_id: int, message: Message, reader: Subscriber | None = None) -> None:
        """Put another message in the place of one, or below where that is gone; the same again is no error."""
        keyboard = message.keyboard.to_json() if message.keyboard else None
        place = {"chat_id": self.place.chat_id, "message_id": message_id, "reply_markup": keyboard}
        try:
            with _same_again_is_no_error():
                if not await edit_rich(self.bot, self.services.rich_support, message.rich, **place):
                    await self.bot.edit_message_text(
                        message.text, self.place.chat_id, message_id, reply_markup=message.keyboard
                    )
        except BadRequest as error:
            if not any(words in error.message.lower() for words in _GONE):
                raise
            await self.reply(message, reader=reader)
        else:
            await self._record(message, message_id, reader)

    async def turn(self, message_id: int, answer: Answer) -> None:
        """Put an answer in the place of a message."""
        await self.edit(message_id, answer.messages[0], answer.reader)

    @property
    def _asked(self) -> tuple[int, int, str] | None:
        return (self.place.chat_id, *self.pressed) if self.pressed else None

    async def _send(self, message: Message) -> int:
        keyboard = message.keyboard.to_json() if message.keyboard else None
        reply = {"message_id": self.asked_in, "allow_sending_without_reply": True} if self.asked_in else None
        message_id = await send_rich(
            self.bot,
            self.services.rich_support,
            message.rich,
            chat_id=self.place.chat_id,
            message_thread_id=self.place.thread_id,
            reply_markup=keyboard,
            reply_parameters=reply,
        )
        if message_id is not None:
            return message_id
        sent = await self.bot.send_message(
            self.place.chat_id,
            message.text,
            message_thread_id=self.place.thread_id,
            reply_markup=message.keyboard,
            reply_to_message_id=self.asked_in,
            allow_sending_without_reply=bool(self.asked_in) or None,
        )
        return sent.message_id

    async def _record(self, message: Message, message_id: int, reader: Subscriber | None) -> None:
        # Who has not subscribed has no memory here.
        if reader is None or not (message.shows or message.offers_up_to):
            return
        now = self.services.clock()
        async with self.services.database.begin() as session:
            edition = await deliveries.save_edition(session, self.services.story.name, **message.content(), now=now)
            await deliveries.record_answer(session, self.services.story.name, reader, edition, message_id, now)


@contextmanager
def _same_again_is_no_error() -> Iterator[None]:
    try:
        yield
    except BadRequest as error:
        if "not modified" not in error.message:
            raise


App = Application[Bot, Context, dict[Any, Any], dict[Any, Any], dict[str, Services], JobQueue[Any]]
