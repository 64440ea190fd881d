"""Whether a reader of Arabic alone understands all that the bot said."""

import re
from collections.abc import Iterable, Iterator

from bot.preview.protocol.chats import Message
from bot.preview.protocol.contents import Content
from bot.preview.state.world import World

_LATIN = re.compile(r"[A-Za-z]+")
# Addresses, names of accounts, endings of files.
_ALLOWED = re.compile(r"https?://\S+|@\w+|\.[A-Za-z0-9]{2,5}\b")


def find_latin(world: World, toasts: Iterable[str] = ()) -> dict[str, str]:
    """Latin words that no person wrote, and where they stand: word → text."""
    theirs = set(_LATIN.findall(" ".join(_list_foreign(world))))
    found = {}
    for text in (*_list_said(world), *toasts):
        for word in _LATIN.findall(_ALLOWED.sub(" ", text)):
            if word not in theirs:
                found[word] = text
    return found


def _list_said(world: World) -> Iterator[str]:
    """All words of the bot's: texts and edits, buttons, offers, its own page."""
    yield from (each.text for each in world.accepted)
    for chat in world.chats.values():
        yield from (command["description"] for command in world.profile.list_commands(chat.id))
        for message in chat.messages.values():
            if message.from_bot:
                yield from _list_labels(message)
                if document := message.content.document:
                    yield document.name
    for query in world.queries.inline.values():
        for result in query.answer.results if query.answer else ():
            yield from (result["title"], result.get("description", ""))
    yield from world.profile.texts.values()


def _list_labels(message: Message) -> Iterator[str]:
    for row in (message.keyboard or {"inline_keyboard": []})["inline_keyboard"]:
        yield from (button["text"] for button in row)


def _list_foreign(world: World) -> Iterator[str]:
    """What people wrote, and what they are called."""
    for chat in world.chats.values():
        yield chat.name
        yield from (chat.topics or {}).values()
        for message in chat.messages.values():
            if not message.from_bot:
                yield from _list_words(message.content)
                yield str(message.origin or "")


def _list_words(content: Content) -> Iterator[str]:
    yield content.text.text
    if content.document:
        yield content.document.name
        yield content.document.data.decode(errors="ignore")
