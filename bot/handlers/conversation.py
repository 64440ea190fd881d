"""Answers to one request: send, edit and record them, and send none twice."""

import logging
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from telegram import InlineKeyboardMarkup, InputMediaPhoto
from telegram import Message as TelegramMessage
from telegram.constants import ChatAction, ChatType
from telegram.error import BadRequest, TelegramError

from bot.core.container import Services
from bot.domain.chat import Place
from bot.handlers.request import Request
from bot.rendering import Answer, Message
from bot.services.reading import record_reading
from bot.telegram.rate_limiter import Bot
from bot.telegram.rich_messages import edit_rich, send_rich
from storage.model.values import Subscriber

_LOGGER = logging.getLogger(__name__)

_GONE = "message to edit not found", "message can't be edited"  # it was deleted, or is too old


@dataclass(frozen=True, slots=True)
class Conversation:
    """The bot's side of one request."""

    bot: Bot
    services: Services
    request: Request

    @property
    def place(self) -> Place:
        """Return the chat, or the topic of a forum."""
        return self.request.place

    @property
    def words(self) -> str:
        """Return what was written after the command, on one line."""
        return self.request.words

    @property
    def is_from_admin(self) -> bool:
        """Return whether an administrator wrote or pressed this, in a private chat."""
        user, chat = self.request.update.effective_user, self.request.update.effective_chat
        is_private = chat is not None and chat.type == ChatType.PRIVATE
        return is_private and user is not None and user.id in self.services.settings.admin_ids

    def with_arguments(self, arguments: str) -> "Conversation":
        """Return the conversation as if these words had been written after a command."""
        return replace(self, request=replace(self.request, arguments=arguments))

    def replying_to(self, message_id: int) -> "Conversation":
        """Return the conversation with answers that reply to this message."""
        return replace(self, request=replace(self.request, reply_to=message_id))

    async def reply(self, *messages: Message, reader: Subscriber | None = None) -> None:
        """Send messages, and record what the reader has seen. A repeated press of a button sends none again."""
        for message in messages:
            if not self.was_just_sent(message.text):
                message_id = await self._send(message)
                self.note_sent(message.text)
                await record_reading(self.services, reader, message, message_id)

    async def answer(self, answer: Answer) -> None:
        """Send the messages of an answer."""
        await self.reply(*answer.messages, reader=answer.reader)

    async def edit(self, message: Message, reader: Subscriber | None = None) -> None:
        """Replace the message whose button was pressed; send a new message if that one cannot be edited."""
        pressed = self._require_press()
        try:
            with _ignore_not_modified():
                await self._edit(pressed, message)
        except BadRequest as error:
            if not any(words in error.message.lower() for words in _GONE):
                raise
            await self.reply(message, reader=reader)
        else:
            await record_reading(self.services, reader, message, pressed)

    async def turn(self, answer: Answer) -> None:
        """Replace the message whose button was pressed by an answer."""
        await self.edit(answer.messages[0], answer.reader)

    async def edit_keyboard(self, keyboard: InlineKeyboardMarkup) -> None:
        """Replace the buttons of the message whose button was pressed."""
        with _ignore_not_modified():
            chat_id, message_id = self.place.chat_id, self._require_press()
            await self.bot.edit_message_reply_markup(chat_id, message_id, reply_markup=keyboard)

    async def take_press(self) -> tuple[str, ...]:
        """Acknowledge the press, and return the arguments in the data of the button."""
        self._require_press()
        await self.acknowledge()
        return self.request.press.arguments if self.request.press else ()

    async def acknowledge(self, toast: str | None = None, url: str | None = None) -> None:
        """Answer the press before any work: Telegram waits some fifteen seconds only. A message needs no answer."""
        if query := self.request.update.callback_query:
            try:
                await query.answer(toast, url=url)
            except BadRequest as error:  # the press is too old: the bot was away
                _LOGGER.info("Callback query not answered: %s", error.message)

    async def show_working(self, action: ChatAction = ChatAction.TYPING) -> None:
        """Show «يكتب…» during longer work; ignore errors."""
        try:
            await self.bot.send_chat_action(self.place.chat_id, action, message_thread_id=self.place.thread_id)
        except TelegramError as error:
            _LOGGER.info("Chat action not sent: %s", error.message)

    async def tell(self, chat_id: int, message: Message) -> None:
        """Write to a person in private, if they have not blocked the bot."""
        try:
            await self.bot.send_message(chat_id, message.text, reply_markup=message.keyboard)
        except TelegramError as error:
            _LOGGER.info("Private message to %d not sent: %s", chat_id, error.message)

    async def post_document(self, caption: Message, name: str, data: str | bytes) -> str:
        """Send a file, given as bytes or by its id; return its id."""
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
        """Send a picture, or replace the picture whose button was pressed; return its id."""
        press, keyboard = self.request.press, caption.keyboard
        if press and press.is_on_photo:
            media = InputMediaPhoto(photo, caption=caption.text)
            sent = await self.bot.edit_message_media(media, self.place.chat_id, press.message_id, reply_markup=keyboard)
        else:
            sent = await self.bot.send_photo(
                self.place.chat_id,
                photo,
                caption=caption.text,
                message_thread_id=self.place.thread_id,
                reply_markup=keyboard,
            )
        return sent.photo[-1].file_id if isinstance(sent, TelegramMessage) and sent.photo else ""

    def was_just_sent(self, content: str) -> bool:
        """Return whether this content was the last answer to this button, a moment ago."""
        asked, now = self._asked, self.services.clock()
        return asked is not None and self.services.repeat_guard.has_just_said(asked, content, now)

    def note_sent(self, content: str) -> None:
        """Note that this content has answered the button."""
        if self._asked:
            self.services.repeat_guard.note(self._asked, content, self.services.clock())

    @property
    def _asked(self) -> tuple[int, int, str] | None:
        press = self.request.press
        return (self.place.chat_id, press.message_id, press.data) if press else None

    def _require_press(self) -> int:
        if self.request.press is None:
            raise ValueError("not the button of a message")
        return self.request.press.message_id

    async def _send(self, message: Message) -> int:
        keyboard = message.keyboard.to_json() if message.keyboard else None
        reply_to = self.request.reply_to
        message_id = await send_rich(
            self.bot,
            self.services.rich_support,
            message.rich,
            chat_id=self.place.chat_id,
            message_thread_id=self.place.thread_id,
            reply_markup=keyboard,
            reply_parameters={"message_id": reply_to, "allow_sending_without_reply": True} if reply_to else None,
        )
        if message_id is not None:
            return message_id
        sent = await self.bot.send_message(
            self.place.chat_id,
            message.text,
            message_thread_id=self.place.thread_id,
            reply_markup=message.keyboard,
            reply_to_message_id=reply_to,
            allow_sending_without_reply=bool(reply_to) or None,
        )
        return sent.message_id

    async def _edit(self, message_id: int, message: Message) -> None:
        keyboard = message.keyboard.to_json() if message.keyboard else None
        target = {"chat_id": self.place.chat_id, "message_id": message_id, "reply_markup": keyboard}
        if not await edit_rich(self.bot, self.services.rich_support, message.rich, **target):
            await self.bot.edit_message_text(
                message.text, self.place.chat_id, message_id, reply_markup=message.keyboard
            )


Handler = Callable[[Conversation], Coroutine[Any, Any, None]]


@contextmanager
def _ignore_not_modified() -> Iterator[None]:
    try:
        yield
    except BadRequest as error:
        if "not modified" not in error.message:
            raise
