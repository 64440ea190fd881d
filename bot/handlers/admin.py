"""The newsroom's commands: statistics, ingest, sources, preview, broadcast, retract, amend.

What a button confirms stands in the message itself, or in the message that it replies to: no restart can lose it.
"""

from telegram import Document, Message, MessageEntity

from bot.handlers.conversation import Conversation
from bot.services import moderation, newsroom
from bot.sources import chat as feeds_in_chat
from bot.views.service_messages import stale_button


async def stats(chat: Conversation) -> None:
    """Send the statistics."""
    await chat.reply(await moderation.show_statistics(chat.services))


async def offer_ingest(chat: Conversation) -> None:
    """Ask whether a file or a forwarded message is to be ingested; the question replies to it."""
    if message := chat.request.update.message:
        await chat.show_working()
        answer = await newsroom.offer(chat.services, message, _downloading(chat))
        await chat.replying_to(message.message_id).answer(answer)


async def ingest(chat: Conversation) -> None:
    """Ingest the message that the command replies to."""
    await chat.show_working()
    message = chat.request.update.message
    material = message.reply_to_message if message else None
    await chat.answer(await newsroom.ingest(chat.services, chat.place, material, _downloading(chat)))


async def press_ingest(chat: Conversation) -> None:
    """Ingest the message that the question replies to, as the administrator has confirmed."""
    question = _find_question(chat)
    material = question.reply_to_message if question else None
    if material is None:
        await chat.acknowledge(stale_button())
        return
    await chat.take_press()
    await chat.show_working()
    await chat.turn(await newsroom.ingest(chat.services, chat.place, material, _downloading(chat)))


async def feeds(chat: Conversation) -> None:
    """List the sources; with an address, add the source that lies there."""
    if chat.words:
        await chat.show_working()
        await chat.reply(await feeds_in_chat.add(chat.services, chat.words))
    else:
        await chat.reply(await feeds_in_chat.list_page(chat.services, 1))


async def press_feeds_page(chat: Conversation) -> None:
    """Turn to another page of the sources."""
    (page,) = await chat.take_press()
    await chat.edit(await feeds_in_chat.list_page(chat.services, int(page)))


async def press_feed(chat: Conversation) -> None:
    """Show a source, pause it, resume it, ask whether to remove it, or remove it."""
    action, number = await chat.take_press()
    await chat.edit(await feeds_in_chat.press(chat.services, action, int(number)))


async def preview(chat: Conversation) -> None:
    """Send the digest that most readers would get now; it counts as read by nobody."""
    await chat.answer(await newsroom.preview(chat.services))


async def broadcast(chat: Conversation) -> None:
    """Show a broadcast, and ask the administrator to confirm it."""
    text = chat.request.arguments
    await chat.answer(await newsroom.propose_broadcast(chat.services, chat.place.chat_id, text))


async def press_broadcast(chat: Conversation) -> None:
    """Send the confirmed broadcast."""
    (number,) = await chat.take_press()
    await chat.turn(await newsroom.broadcast(chat.services, int(number)))


async def retract(chat: Conversation) -> None:
    """Show the update of this number, and ask the administrator to confirm the retraction."""
    await chat.reply(await moderation.ask_to_retract(chat.services, chat.words))


async def press_retract(chat: Conversation) -> None:
    """Apply the confirmed retraction."""
    (number,) = await chat.take_press()
    await chat.edit(await moderation.retract(chat.services, number))


async def amend(chat: Conversation) -> None:
    """Show the update of this number and its new text, and ask the administrator to confirm the amendment."""
    number, _, text = " ".join(chat.request.arguments.split()).partition(" ")
    await chat.reply(await moderation.ask_to_amend(chat.services, number, text))


async def press_amend(chat: Conversation) -> None:
    """Apply the confirmed amendment; the new text is quoted in the question."""
    (number,) = await chat.take_press()
    question = _find_question(chat)
    quoted = question.parse_entities([MessageEntity.BLOCKQUOTE]) if question else {}
    await chat.edit(await moderation.amend(chat.services, number, " ".join(quoted.values())))


def _find_question(chat: Conversation) -> Message | None:
    """Return the message whose button was pressed, if Telegram still has it."""
    query = chat.request.update.callback_query
    return query.message if query and isinstance(query.message, Message) else None


def _downloading(chat: Conversation) -> newsroom.Download:
    async def download(document: Document) -> bytes:
        file = await chat.bot.get_file(document.file_id)
        return bytes(await file.download_as_bytearray())

    return download
