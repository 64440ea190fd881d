"""Who may use a command or a button; guards refuse the others before the handler runs."""

from enum import Enum, auto

from bot.handlers.conversation import Conversation, Handler
from bot.keyboards.payloads import link_to_bot
from bot.telegram.chat_roles import is_channel, is_manager
from bot.views.service_messages import for_managers_only, stale_button


class Who(Enum):
    """Who may use a command or a button."""

    ANYBODY = auto()
    MANAGER = auto()  # anybody in private, the administrators of a group, whoever posts in a channel
    ADMIN = auto()  # the people in ADMIN_IDS, in private


def guard(handler: Handler, who: Who) -> Handler:
    """Return a handler that answers these people only, and refuses the others."""
    if who is Who.ANYBODY:
        return handler

    async def handle(chat: Conversation) -> None:
        if who is Who.MANAGER and not await is_manager(chat.request.update, chat.bot):
            await _refuse(chat)
        elif who is Who.ADMIN and not chat.is_from_admin:
            await chat.acknowledge(stale_button())  # the button does not exist for others
        else:
            await handler(chat)

    return handle


def open_from_channel(handler: Handler) -> Handler:
    """Return a handler of a button that under a post of a channel opens the bot: everybody would see an answer."""

    async def handle(chat: Conversation) -> None:
        if is_channel(chat.request.update):
            query = chat.request.update.callback_query
            await chat.acknowledge(url=link_to_bot(chat.bot.username, (query and query.data) or ""))
        else:
            await handler(chat)

    return handle


def acknowledge_first(handler: Handler) -> Handler:
    """Return a handler of a button that runs a command: the press is acknowledged before the command runs."""

    async def handle(chat: Conversation) -> None:
        await chat.take_press()
        await handler(chat)

    return handle


async def _refuse(chat: Conversation) -> None:
    refusal = for_managers_only(chat.services.settings.display)
    if chat.request.update.callback_query:
        await chat.acknowledge(refusal.text)
    else:
        await chat.reply(refusal)
