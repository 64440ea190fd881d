"""Where a conversation takes place."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A chat, or a topic of a forum."""

    chat_id: int
    thread_id: int | None = None
