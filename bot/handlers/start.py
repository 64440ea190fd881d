"""/start: subscribe; and what a link asks for beside it."""

from telegram import Update

from bot.handlers.context import Context
from bot.keyboards.payloads import read_payload
from bot.services import subscriptions
from bot.services.queries import answer_link


async def reply(_update: Update, context: Context) -> None:
    """Subscribe the chat and greet it; open what its link names. Commands of links are run by whoever knows them."""
    services, place = context.services, context.place
    link = read_payload(context.words)
    await context.answer(await subscriptions.start(services, place, follows_link=link is not None))
    if link and not link.command:
        await context.answer(await answer_link(services, place, link))
