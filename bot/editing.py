"""What an editor does by hand: look an update up, take it back, put another text in its place."""

from enum import StrEnum

from bot.rendering import clean
from bot.services import Services
from briefings.arabic import fold
from briefings.padding import LIMIT
from storage import corrections
from storage.standing import Standing
from storage.values import StoredUpdate


class Reason(StrEnum):
    """Why it cannot be done."""

    UNKNOWN = "unknown"  # no such update, or it was taken back already
    LENGTH = "length"  # the text is none, or too long
    SAME = "same"  # the update has this text


class EditingError(Exception):
    """It cannot be done; the message is one line for the editor."""

    def __init__(self, reason: Reason, message: str) -> None:
        super().__init__(message)
        self.reason = reason


async def list_standing(services: Services) -> tuple[StoredUpdate, ...]:
    """The updates that stand, by number."""
    async with services.database.begin() as session:
        return (await services.shelf.read(session, services.story)).updates


def check(standing: Standing, name: str, text: str | None) -> tuple[StoredUpdate, str | None]:
    """The update of this number or id, and the text that may stand in its place, as it would be told.

    :raises EditingError: where there is no such update, or the text is none.
    """
    if text is not None and not 1 <= len(text := clean(text)) <= LIMIT:
        raise EditingError(Reason.LENGTH, f"the text has {len(text)} characters: 1 to {LIMIT} are allowed")
    names = {str(stored.sequence): stored for stored in standing.updates}
    names |= {stored.update.id: stored for stored in standing.updates}
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
        stored, text = check(await services.shelf.read(session, services.story), name, text)
        if text is None:
            return await corrections.retract(session, story, stored.sequence, now)
        return await corrections.amend(session, story, stored.sequence, text, now)
