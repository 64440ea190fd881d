"""What an editor does by hand: look an update up, take it back, put another text in its place."""

from bot.core.container import Services
from bot.domain.correction import EditingError, Reason
from bot.rendering.html import clean
from briefings.model import MAX_UPDATE_TEXT
from briefings.text.arabic import fold
from storage.model.snapshot import StorySnapshot
from storage.model.values import StoredUpdate
from storage.news import corrections as correction_rows


async def list_standing(services: Services) -> tuple[StoredUpdate, ...]:
    """The updates that stand, by number."""
    async with services.database.begin() as session:
        return (await services.story_cache.read(session, services.story)).updates


def check(snapshot: StorySnapshot, name: str, text: str | None) -> tuple[StoredUpdate, str | None]:
    """The update of this number or id, and the text that may stand in its place, as it would be told.

    :raises EditingError: where there is no such update, or the text is none.
    """
    if text is not None and not 1 <= len(text := clean(text)) <= MAX_UPDATE_TEXT:
        raise EditingError(Reason.LENGTH, f"the text has {len(text)} characters: 1 to {MAX_UPDATE_TEXT} are allowed")
    names = {str(stored.sequence): stored for stored in snapshot.updates}
    names |= {stored.update.id: stored for stored in snapshot.updates}
    stored = names.get(name) or names.get(fold(name))  # «٥»
    if stored is None:
        problem = f"there is no update {name!r}, or it was taken back already: see «mujaz updates»"
        raise EditingError(Reason.UNKNOWN, problem)
    if text == stored.update.text:
        raise EditingError(Reason.SAME, "the text is the one that it has")
    return stored, text


async def take_back(services: Services, name: str, text: str | None = None) -> int:
    """Take back the update of this number or id; with a text, put that in its place.

    Who saw it is told so by the running bot, within a minute; return how many they are.

    :raises EditingError: where there is no such update, or the text is none.
    """
    story, now = services.story.name, services.clock()
    async with services.database.begin() as session:
        stored, text = check(await services.story_cache.read(session, services.story), name, text)
        if text is None:
            return await correction_rows.retract(session, story, stored.sequence, now)
        return await correction_rows.amend(session, story, stored.sequence, text, now)
