"""What an editor does by hand: look an update up, take it back, put another text in its place."""

from bot.services import Services
from briefings.padding import LIMIT
from storage import corrections
from storage.values import StoredUpdate


class EditingError(Exception):
    """It cannot be done; the message is one line for the editor."""


async def list_standing(services: Services) -> tuple[StoredUpdate, ...]:
    """The updates that stand, by number."""
    async with services.database.begin() as session:
        return (await services.shelf.read(session, services.story)).updates


async def take_back(services: Services, name: str, text: str | None = None) -> int:
    """Take back the update of this number or id; with a text, put that in its place.

    Who saw it is told so by the running bot, within a minute; return how many they are.

    :raises EditingError: where there is no such update, or the text is none.
    """
    if text is not None and not 1 <= len(text := " ".join(text.split())) <= LIMIT:
        raise EditingError(f"the text has {len(text)} characters: 1 to {LIMIT} are allowed")
    story, now = services.story.name, services.clock()
    async with services.database.begin() as session:
        standing = await services.shelf.read(session, services.story)
        names = {str(stored.sequence): stored for stored in standing.updates}
        names |= {stored.update.id: stored for stored in standing.updates}
        stored = names.get(name)
        if stored is None:
            raise EditingError(f"there is no update {name!r}, or it was taken back already: see «mujaz updates»")
        if text is None:
            return await corrections.retract(session, story, stored.sequence, now)
        if text == stored.update.text:
            raise EditingError("the text is the one that it has")
        return await corrections.amend(session, story, stored.sequence, text, now)
