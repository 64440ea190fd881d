"""What the people in ADMIN_IDS may do from their own chat: see how things stand, and take updates back."""

from datetime import time

from telegram import Update
from telegram.constants import ChatType

from bot import editing, messages, notices
from bot.editing import EditingError
from bot.hours import due_on, local_date
from bot.layout import Press
from bot.services import Services
from bot.writing import Message
from storage.statistics import count_digests, count_readers


def is_admin(update: Update, services: Services) -> bool:
    """Whether an administrator wrote or pressed this, in a private chat."""
    user, chat = update.effective_user, update.effective_chat
    is_private = chat is not None and chat.type == ChatType.PRIVATE
    return is_private and user is not None and user.id in services.settings.admin_ids


async def show_statistics(services: Services) -> Message:
    """Readers by state, updates that stand, what became of today's digests."""
    zone = services.settings.timezone
    midnight = due_on(local_date(services.clock(), zone), time(), zone)
    async with services.database.begin() as session:
        readers = await count_readers(session, services.story.name)
        digests = await count_digests(session, services.story.name, midnight)
        standing = await services.shelf.read(session, services.story)
    return notices.show_statistics(readers, len(standing.updates), digests, services.settings.manner)


async def propose(services: Services, number: str, text: str | None = None) -> Message:
    """Show the update that is to be taken back, and the text that is to stand in its place; ask whether it is meant."""
    async with services.database.begin() as session:
        standing = await services.shelf.read(session, services.story)
    try:
        stored, text = editing.check(standing, number, text)
    except EditingError as error:
        return notices.refuse_editing(error.reason, services.settings.manner)
    today = local_date(services.clock(), services.settings.timezone)
    press = Press(services.story, standing.sources, today, standing.by_id, services.settings.manner)
    return messages.ask_to_take_back(press, stored, text)


async def take_back(services: Services, number: str, text: str | None = None) -> Message:
    """It is meant."""
    try:
        told = await editing.take_back(services, number, text)
    except EditingError as error:
        return notices.refuse_editing(error.reason, services.settings.manner)
    return notices.confirm_taken_back(number, told, services.settings.manner, is_amended=text is not None)
