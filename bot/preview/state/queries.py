"""Queries that wait for an answer: pressed buttons and inline queries."""

from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from bot.preview.protocol import ApiError, bad_request

MAX_QUERY = 256


class InlineAnswer(NamedTuple):
    """The bot's answer to an inline query, with the results as the bot sent them."""

    results: list[dict[str, Any]]
    next_offset: str = ""
    cache_time: int = 300  # seconds
    is_personal: bool = False
    button: dict[str, Any] | None = None  # above the results


@dataclass(frozen=True, slots=True)
class InlineQuery:
    """The text that a person typed after the bot's name."""

    id: str
    person: int
    text: str
    offset: str = ""
    answer: InlineAnswer | None = None


class Queries:
    """All queries; each can be answered once."""

    def __init__(self) -> None:
        self.inline: dict[str, InlineQuery] = {}
        self._pressed: dict[str, int] = {}
        self._last = 0

    def press(self, chat_id: int) -> str:
        """Add the query of a button pressed in a chat; return the query's id."""
        query_id = self._new_id()
        self._pressed[query_id] = chat_id
        return query_id

    def answer_press(self, query_id: str) -> int:
        """Answer a query; return its chat. Raises ``ApiError`` if it was answered already."""
        chat_id = self._pressed.pop(query_id, None)
        if chat_id is None:
            raise too_old()
        return chat_id

    def ask(self, query: InlineQuery) -> InlineQuery:
        """Add an inline query under a new id; like clients, cut it to 256 characters."""
        query = replace(query, id=self._new_id(), text=query.text[:MAX_QUERY])
        self.inline[query.id] = query
        return query

    def find_open(self, query_id: str) -> InlineQuery:
        """Return the inline query that waits for its answer. Raises ``ApiError`` if none does."""
        query = self.inline.get(query_id)
        if query is None or query.answer is not None:
            raise too_old()
        return query

    def find_result(self, query_id: str, result_id: str) -> dict[str, Any]:
        """Return a result of an answered inline query. Raises ``ApiError`` if there is none."""
        query = self.inline.get(query_id)
        results = query.answer.results if query and query.answer else []
        for result in results:
            if result["id"] == result_id:
                return result
        raise bad_request("query has no such result")

    def _new_id(self) -> str:
        self._last += 1
        return str(self._last)


def too_old() -> ApiError:
    """Make the error for a query that is answered or unknown."""
    return bad_request("query is too old and response timeout expired or query ID is invalid")
