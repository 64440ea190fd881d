"""/start: subscribe; and what a link asks for beside it."""

from telegram import Update

from bot import subscriptions
from bot.answers import answer_link
from bot.context import Context
from bot.links import read_payload


async def reply(_update: Update, context: Context) -> None:
    """Subscribe the chat and greet it; open what its link names. Commands of links are run by whoever knows them."""
    services, place = context.services, context.place
    link = read_payload(context.words)
    await context.answer(await subscriptions.start(services, place, follows_link=link is not None))
    if link and not link.command:
        await context.answer(await answer_link(services, place, link))
