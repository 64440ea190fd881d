"""The entities of a text, with offsets in UTF-16 units as Telegram counts them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

MAX_ENTITIES = 100  # Telegram drops further ones silently

# No entities are searched inside these.
_OPAQUE = frozenset({"pre", "code", "text_link", "text_mention"})

# Entities that Telegram finds by itself in any text. A command must not touch a letter of any script, a slash or an
# angle bracket. Telegram also finds bare domains by a list of top-level domains; the preview does not.
_FOUND = re.compile(
    r"(?P<url>https?://[^\s<>«»\"]*[^\s<>«»\"'.,:;!?،؛؟)\]}])"
    r"|(?<![\w/<>])(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?)(?![\w/<>])"
    r"|(?<![\w@])(?P<mention>@[A-Za-z0-9_]{5,32})(?!\w)"
    r"|(?<![\w#])(?P<hashtag>#(?!\d+(?!\w))\w{1,256})"
)

# As Telegram cleans a text: no carriage returns, no line separators, no bidi embeddings and overrides; other
# control characters are spaces. Isolates (U+2066 to U+2069) stay.
_CLEANED = {
    **dict.fromkeys((*range(9), 11, 12, *range(14, 32)), " "),
    **dict.fromkeys((13, *range(0x2028, 0x202F))),
}


@dataclass(frozen=True, slots=True)
class Entity:
    """A marked stretch of a text."""

    type: str
    offset: int
    length: int
    url: str | None = None
    language: str | None = None
    custom_emoji_id: str | None = None
    unix_time: int | None = None

    @property
    def end(self) -> int:
        """Return the offset behind the last unit."""
        return self.offset + self.length

    def as_json(self) -> dict[str, Any]:
        """Return the entity as the Bot API's MessageEntity."""
        optional = ("url", "language", "custom_emoji_id", "unix_time")
        return {
            "type": self.type,
            "offset": self.offset,
            "length": self.length,
            **{name: value for name in optional if (value := getattr(self, name)) is not None},
        }


@dataclass(frozen=True, slots=True)
class FormattedText:
    """A text and its entities."""

    text: str
    entities: tuple[Entity, ...] = ()


def utf16_length(text: str) -> int:
    """Return how many UTF-16 units a text takes."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def find_entities(text: str) -> Iterator[Entity]:
    """Yield the commands, links, mentions and hashtags that Telegram marks by itself."""
    for match in _FOUND.finditer(text):
        kind = match.lastgroup or ""
        yield Entity(kind, utf16_length(text[: match.start()]), utf16_length(match[0]))


def sort_entities(entities: Iterable[Entity]) -> list[Entity]:
    """Sort entities, the outer before the inner."""
    return sorted(entities, key=lambda entity: (entity.offset, -entity.length))


def finish(formatted: FormattedText) -> FormattedText:
    """Clean and trim a text as the server does before it stores the text, and mark the entities in it."""
    text, entities = _clean(formatted)
    units = text.encode("utf-16-le")

    def is_visible(entity: Entity) -> bool:
        return bool(units[2 * entity.offset : 2 * entity.end].decode("utf-16-le").strip())

    kept = [entity for entity in entities if is_visible(entity)]
    opaque = [entity for entity in kept if entity.type in _OPAQUE]
    found = [entity for entity in find_entities(text) if not any(_overlap(entity, other) for other in opaque)]
    return FormattedText(text, tuple(sort_entities([*kept, *found])[:MAX_ENTITIES]))


def _clean(formatted: FormattedText) -> tuple[str, list[Entity]]:
    """Remove what Telegram removes, and blanks at the ends, but not blanks with which an entity begins."""
    source = formatted.text
    cleaned = source.translate(_CLEANED)
    first = min((entity.offset for entity in formatted.entities), default=len(source))
    leading = min(len(cleaned) - len(cleaned.lstrip(" \n")), first)
    text = cleaned[leading:].rstrip()
    length = utf16_length(text)

    places = _follow(source) if len(cleaned) < len(source) else range(utf16_length(source) + 1)
    moved = []
    for entity in formatted.entities:
        start, end = (max(0, min(places[at] - leading, length)) for at in (entity.offset, entity.end))
        moved.append(replace(entity, offset=start, length=end - start))
    return text, moved


def _follow(source: str) -> list[int]:
    """Return the new place of each UTF-16 unit of a text, and of its end, after cleaning."""
    places: list[int] = []
    place = 0
    for character in source:
        kept = utf16_length(character.translate(_CLEANED))
        places.extend([place] if kept < 2 else [place, place + 1])
        place += kept
    return [*places, place]


def _overlap(one: Entity, other: Entity) -> bool:
    return one.offset < other.end and other.offset < one.end
