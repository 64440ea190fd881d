"""Retract or amend an update by hand. Readers who saw the update get a correction from the running bot."""

from bot.core.container import Services
from bot.domain.correction import EditingError, Reason
from bot.rendering import clean
from briefings.model import MAX_UPDATE_TEXT
from briefings.text import fold
from storage.model import StoredUpdate, StorySnapshot
from storage.news import corrections as correction_rows


async def list_updates(services: Services) -> tuple[StoredUpdate, ...]:
    """Return the updates that readers can be told, by number."""
    async with services.database.begin() as session:
        return (await services.story_cache.read(session, services.story)).updates


def find_update(snapshot: StorySnapshot, name: str) -> StoredUpdate:
    """Return the update of this number or id.

    :raises EditingError: if there is none.
    """
    names = {str(stored.sequence): stored for stored in snapshot.updates}
    names |= {stored.update.id: stored for stored in snapshot.updates}
    stored = names.get(name) or names.get(fold(name))  # «٥»
    if stored is None:
        raise EditingError(Reason.UNKNOWN, f"no update {name!r}, or it was retracted: see «mujaz updates»")
    return stored


def check_amendment(snapshot: StorySnapshot, name: str, text: str) -> tuple[StoredUpdate, str]:
    """Return the update of this number or id, and the cleaned text that may replace its text.

    :raises EditingError: if there is no such update, or if the text is empty, too long or the text that it has.
    """
    text = clean(text)
    if not 1 <= len(text) <= MAX_UPDATE_TEXT:
        raise EditingError(Reason.LENGTH, f"the text has {len(text)} characters: 1 to {MAX_UPDATE_TEXT} are allowed")
    stored = find_update(snapshot, name)
    if text == stored.update.text:
        raise EditingError(Reason.SAME, "the update has this text already")
    return stored, text


async def retract(services: Services, name: str) -> int:
    """Retract the update of this number or id; return how many readers get a correction.

    :raises EditingError: if there is no such update.
    """
    async with services.database.begin() as session:
        stored = find_update(await services.story_cache.read(session, services.story), name)
        return await correction_rows.retract(session, services.story.name, stored.sequence, services.clock())


async def amend(services: Services, name: str, text: str) -> int:
    """Replace the text of the update of this number or id; return how many readers get a correction.

    :raises EditingError: as ``check_amendment`` does.
    """
    async with services.database.begin() as session:
        snapshot = await services.story_cache.read(session, services.story)
        stored, text = check_amendment(snapshot, name, text)
        return await correction_rows.amend(session, services.story.name, stored.sequence, text, services.clock())
