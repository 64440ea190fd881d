"""What of a subscriber reaches a message. Subscribers who agree in it get the same message, which is written once."""

from dataclasses import dataclass, fields

from storage.model.values import USUAL, DisplayPreferences, Subscriber


@dataclass(frozen=True, slots=True)
class ReadingState:
    """How far a subscriber has read. Subscribers with equal values have the same news unread."""

    seen_set_id: int | None = None
    offered_up_to: int = 0
    muted: frozenset[str] = frozenset()

    @classmethod
    def of(cls, reader: Subscriber) -> "ReadingState":
        """Return the reading state of a subscriber."""
        return cls(reader.seen_set_id, reader.offered_up_to, reader.muted)


@dataclass(frozen=True, slots=True)
class Audience:
    """All that a digest takes from a subscriber. Subscribers with equal values get the same digest."""

    reading: ReadingState = ReadingState()
    display: DisplayPreferences = USUAL

    @classmethod
    def of(cls, reader: Subscriber) -> "Audience":
        """Return the audience that a subscriber belongs to."""
        return cls(ReadingState.of(reader), reader.display)


AUDIENCE_FIELDS = tuple(field.name for part in (ReadingState, DisplayPreferences) for field in fields(part))
"""The names of all values of an audience: those of the subscribers' columns, too."""
