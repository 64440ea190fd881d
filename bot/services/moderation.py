"""What the people in ADMIN_IDS may do from their own chat: see how things stand, and take updates back."""

from datetime import time

from telegram import Update
from telegram.constants import ChatType

from bot.core.container import Services
from bot.domain.correction import EditingError
from bot.domain.schedule import due_on, local_date
from bot.rendering.layout import RenderContext
from bot.rendering.message import Message
from bot.services import corrections
from bot.views import news
from bot.views import newsroom as newsroom_views
from storage.subscribers.statistics import count_digests, count_readers


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
        snapshot = await services.story_cache.read(session, services.story)
    return newsroom_views.show_statistics(readers, len(snapshot.updates), digests, services.settings.display)


async def propose(services: Services, number: str, text: str | None = None) -> Message:
    """Show the update that is to be taken back, and the text that is to stand in its place; ask whether it is meant."""
    async with services.database.begin() as session:
        snapshot = await services.story_cache.read(session, services.story)
    try:
        stored, text = corrections.check(snapshot, number, text)
    except EditingError as error:
        return newsroom_views.refuse_editing(error.reason, services.settings.display)
    today = local_date(services.clock(), services.settings.timezone)
    context = RenderContext(services.story, snapshot.sources, today, snapshot.by_id, services.settings.display)
    return news.ask_to_retract(context, stored) if text is None else news.ask_to_amend(context, stored, text)


async def take_back(services: Services, number: str, text: str | None = None) -> Message:
    """It is meant."""
    try:
        told = await corrections.take_back(services, number, text)
    except EditingError as error:
        return newsroom_views.refuse_editing(error.reason, services.settings.display)
    return newsroom_views.confirm_correction(number, told, services.settings.display, is_amended=text is not None)
