"""/ingest, for administrators: a file or a forwarded message becomes articles."""

from telegram import Document, Message, Update

from bot.handlers.context import Context
from bot.services import newsroom
from bot.views.service_messages import stale_button


async def offer(update: Update, context: Context) -> None:
    """Say what a file or a forwarded message holds, and ask whether it is meant."""
    if update.message:
        await context.show_working()
        context.asked_in = update.message.message_id
        await context.answer(await newsroom.offer(context.services, update.message, _downloading(context)))


async def reply(update: Update, context: Context) -> None:
    """Take in the message that the command replies to."""
    await context.show_working()
    message = update.message.reply_to_message if update.message else None
    await context.answer(await newsroom.ingest(context.services, context.place, message, _downloading(context)))


async def press(update: Update, context: Context) -> None:
    """It is meant: the message is the one that was replied to, so that no restart can lose it."""
    shown = update.callback_query and update.callback_query.message
    material = shown.reply_to_message if isinstance(shown, Message) else None
    if material is None:
        await context.reject(update, stale_button())
        return
    message_id, _ = await context.take_press(update)
    await context.show_working()
    answer = await newsroom.ingest(context.services, context.place, material, _downloading(context))
    await context.turn(message_id, answer)


def _downloading(context: Context) -> newsroom.Download:
    async def download(document: Document) -> bytes:
        file = await context.bot.get_file(document.file_id)
        return bytes(await file.download_as_bytearray())

    return download
