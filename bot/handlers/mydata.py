"""/mydata: what is kept of a reader, as a file."""

from telegram import Update

from bot.handlers.context import Context
from bot.services import privacy
from bot.views.service_messages import caption_data, not_subscribed


async def reply(_update: Update, context: Context) -> None:
    """Send the file."""
    data = await privacy.export(context.services, context.place)
    usual = context.services.settings.display
    if data is None:
        await context.reply(not_subscribed(usual))
    else:
        await context.post_document(caption_data(usual), "بياناتي.json", data)
