"""What people wait for: pressed buttons, and what they type after the bot's name."""

from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from bot.preview.protocol.faults import ApiError, bad_request

MAX_QUERY = 256


class InlineAnswer(NamedTuple):
    """What the bot answered to an inline query: the results as it sent them, and what it said of them."""

    results: list[dict[str, Any]]
    next_offset: str = ""
    cache_time: int = 300  # seconds
    is_personal: bool = False
    button: dict[str, Any] | None = None  # above the results


@dataclass(frozen=True, slots=True)
class InlineQuery:
    """What a person typed after the bot's name."""

    id: str
    person: int
    text: str
    offset: str = ""
    answer: InlineAnswer | None = None


class Queries:
    """Each can be answered once."""

    def __init__(self) -> None:
        self.inline: dict[str, InlineQuery] = {}
        self._pressed: dict[str, int] = {}
        self._last = 0

    def press(self, chat_id: int) -> str:
        """A button was pressed in that chat; gives the query's id."""
        query_id = self._new_id()
        self._pressed[query_id] = chat_id
        return query_id

    def answer_press(self, query_id: str) -> int:
        """Where the button was; ``ApiError`` where it was answered already."""
        chat_id = self._pressed.pop(query_id, None)
        if chat_id is None:
            raise too_old()
        return chat_id

    def ask(self, query: InlineQuery) -> InlineQuery:
        """Keep an inline query under an id of its own; clients cut it to 256 characters."""
        query = replace(query, id=self._new_id(), text=query.text[:MAX_QUERY])
        self.inline[query.id] = query
        return query

    def find_open(self, query_id: str) -> InlineQuery:
        """The inline query that waits for its answer; else ``ApiError``."""
        query = self.inline.get(query_id)
        if query is None or query.answer is not None:
            raise too_old()
        return query

    def find_result(self, query_id: str, result_id: str) -> dict[str, Any]:
        """A result of an answered inline query; else ``ApiError``."""
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
    """A query that nobody waits for any more."""
    return bad_request("query is too old and response timeout expired or query ID is invalid")
