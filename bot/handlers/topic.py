"""/turkey and its like: one topic of the story."""

from collections.abc import Callable, Coroutine
from typing import Any

from telegram import Update

from bot.handlers.context import Context
from bot.services.queries import answer_topic


def reply_about(topic: str) -> Callable[[Update, Context], Coroutine[Any, Any, None]]:
    """A handler that shows the newest page of this topic."""

    async def reply(_update: Update, context: Context) -> None:
        await context.answer(await answer_topic(context.services, context.place, topic))

    return reply
