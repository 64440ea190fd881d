"""Who may do what: gates before the handlers of commands and buttons."""

from collections.abc import Callable, Coroutine
from typing import Any

from telegram import Update

from bot.handlers.context import Context
from bot.keyboards.payloads import link_to_bot
from bot.services.moderation import is_admin
from bot.telegram.chat_roles import is_channel, is_manager
from bot.views.service_messages import for_managers_only, stale_button

Handler = Callable[[Update, Context], Coroutine[Any, Any, None]]


def acknowledging(handler: Handler) -> Handler:
    """A command on a button: the press is answered first."""

    async def handle(update: Update, context: Context) -> None:
        await context.take_press(update)
        await handler(update, context)

    return handle


def reading(press: Handler) -> Handler:
    """Under a post of a channel a button opens the bot itself: all would see an answer there, and nobody asked."""

    async def handle(update: Update, context: Context) -> None:
        query = update.callback_query
        if query and is_channel(update):
            await context.acknowledge(query, url=link_to_bot(context.bot.username, query.data or ""))
        else:
            await press(update, context)

    return handle


def managing(handler: Handler) -> Handler:
    """In a group or channel, for those who manage it."""

    async def handle(update: Update, context: Context) -> None:
        if await is_manager(update, context.bot):
            await handler(update, context)
            return
        refusal = for_managers_only(context.services.settings.display)
        if update.callback_query:
            await context.acknowledge(update.callback_query, refusal.text)
        else:
            await context.reply(refusal)

    return handle


def for_admins(press: Handler) -> Handler:
    """To others, a button of administrators is one that means nothing."""

    async def handle(update: Update, context: Context) -> None:
        if is_admin(update, context.services):
            await press(update, context)
        else:
            await context.reject(update, stale_button())

    return handle
