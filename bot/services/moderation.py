"""What administrators do from their own chat: see statistics, retract and amend updates."""

from collections.abc import Awaitable, Callable
from datetime import time

from bot.core.container import Services
from bot.domain.correction import EditingError
from bot.domain.schedule import due_on, local_date
from bot.rendering import Message, RenderContext
from bot.services import corrections
from bot.views import news
from bot.views import newsroom as newsroom_views
from storage.model.snapshot import StorySnapshot
from storage.sources.registry import count_sources
from storage.subscribers.statistics import count_digests, count_readers


async def show_statistics(services: Services) -> Message:
    """Show the readers by state, the number of updates, how the sources are, and the states of today's digests."""
    zone = services.settings.timezone
    midnight = due_on(local_date(services.clock(), zone), time(), zone)
    async with services.database.begin() as session:
        readers = await count_readers(session, services.story.name)
        digests = await count_digests(session, services.story.name, midnight)
        feeds = await count_sources(session)
        snapshot = await services.story_cache.read(session, services.story)
    updates, display = len(snapshot.updates), services.settings.display
    return newsroom_views.show_statistics(readers, updates, feeds._asdict(), digests, display)


async def ask_to_retract(services: Services, number: str) -> Message:
    """Show an update, and ask the administrator to confirm the retraction."""

    def ask(snapshot: StorySnapshot, context: RenderContext) -> Message:
        return news.ask_to_retract(context, corrections.find_update(snapshot, number))

    return await _ask(services, ask)


async def ask_to_amend(services: Services, number: str, text: str) -> Message:
    """Show an update and its new text, and ask the administrator to confirm the amendment."""

    def ask(snapshot: StorySnapshot, context: RenderContext) -> Message:
        return news.ask_to_amend(context, *corrections.check_amendment(snapshot, number, text))

    return await _ask(services, ask)


async def retract(services: Services, number: str) -> Message:
    """Apply the confirmed retraction."""
    return await _confirm(services, number, corrections.retract(services, number), is_amended=False)


async def amend(services: Services, number: str, text: str) -> Message:
    """Apply the confirmed amendment."""
    return await _confirm(services, number, corrections.amend(services, number, text), is_amended=True)


async def _ask(services: Services, ask: Callable[[StorySnapshot, RenderContext], Message]) -> Message:
    async with services.database.begin() as session:
        snapshot = await services.story_cache.read(session, services.story)
    try:
        return ask(snapshot, services.make_context(snapshot))
    except EditingError as error:
        return newsroom_views.refuse_editing(error.reason, services.settings.display)


async def _confirm(services: Services, number: str, correction: Awaitable[int], *, is_amended: bool) -> Message:
    try:
        told = await correction
    except EditingError as error:
        return newsroom_views.refuse_editing(error.reason, services.settings.display)
    return newsroom_views.confirm_correction(number, told, services.settings.display, is_amended=is_amended)
