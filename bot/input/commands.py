"""The commands of the bot and of the story, with the Arabic words that mean them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.input.spelling import cut, find_near, list_words
from bot.rendering.wording import WORDING, CommandWording, label
from briefings.story import Story, StoryError
from briefings.text import split_words

_MISSPELT = 0.8  # of difflib's ratio
_LONG_ENOUGH = 4  # letters; in shorter words one letter makes another word


@dataclass(frozen=True, slots=True)
class Command:
    """A command: its Latin name, its line in the menu, its name on a button, the Arabic words that mean it."""

    name: str
    about: str
    label: str
    words: tuple[str, ...]
    topic: str | None = None  # the key of a topic of the story
    takes_more: bool = False
    example: str = ""  # what may follow the words
    is_exact: bool = False  # misspelt words do not run it
    is_usual: bool = False  # suggested if no other command is near


@lru_cache(maxsize=8)
def list_commands(story: Story) -> tuple[Command, ...]:
    """Return the commands of readers, in the order of the menu.

    :raises StoryError: if a command of a topic is one of the bot's own.
    """
    commands = tuple(_gather(story))
    names = [command.name for command in (*commands, *list_admin_commands())]
    if taken := next((name for name in names if names.count(name) > 1), None):
        raise StoryError(f"the story {story.name!r}: the command /{taken} is the bot's own")
    return commands


def list_admin_commands() -> tuple[Command, ...]:
    """Return the commands of administrators, in the order of their menu."""
    return tuple(map(_to_command, WORDING.admin_commands))


def find_command(text: str, commands: Sequence[Command]) -> tuple[Command, str] | None:
    """Return the command that a text means, and what follows it («الساعة 8:30»); None if it means none.

    A word may be misspelt by a letter, unless the command is ``is_exact``: erasing and stopping are.
    """
    phrase = fold_phrase(cut(text))
    is_whole = len(cut(text)) == len(text)
    said = [(word, command) for command in commands for word in map(_fold_own, command.words)]
    for word, command in sorted(said, key=lambda pair: -len(pair[0])):  # «بحث عن» before «بحث»
        if phrase == word and is_whole:
            return command, ""
        if command.takes_more and phrase.startswith(f"{word} "):
            return command, _drop_words(text, len(word.split()))
    words = {word: command for word, command in said if len(word) >= _LONG_ENOUGH}
    near = [words[word] for word in find_near(phrase, words, most=1, at_least=_MISSPELT)] if is_whole else []
    return next(((command, "") for command in near if not command.is_exact), None)


def _drop_words(text: str, count: int) -> str:
    """Return a text without its first words; keep its line breaks."""
    return text.split(maxsplit=count)[count] if len(text.split(maxsplit=count)) > count else ""


def suggest_commands(text: str, story: Story, limit: int = 3) -> tuple[Command, ...]:
    """Return the commands whose words are near to a text, the nearest first; the usual ones if none is near."""
    commands = list_commands(story)
    spellings = {_fold_own(word): command for command in commands for word in (*command.words, command.name)}
    phrase = fold_phrase(cut(text))
    near = [match for word in (phrase, *list_words(phrase)) for match in find_near(word, spellings, most=limit)]
    found = dict.fromkeys(spellings[match] for match in near)
    usual = [command for command in commands if command.is_usual]
    return tuple(found or usual)[:limit]


def fold_phrase(text: str) -> str:
    """Return the words of a text folded, without articles and punctuation.

    >>> fold_phrase("الجديدُ؟") == fold_phrase("جديد")
    True
    """
    words = (word.folded for word in split_words(text))
    return " ".join(word.removeprefix("ال") if len(word) > 3 else word for word in words).lower()


@lru_cache(maxsize=4096)
def _fold_own(word: str) -> str:
    """Return a word of a command folded. What readers write is not kept."""
    return fold_phrase(word)


def _gather(story: Story) -> Iterator[Command]:
    for command in WORDING.commands:
        if command.name != "topics":
            yield _to_command(command)
            continue
        for topic in story.topics:
            yield Command(topic.command, topic.about, topic.name, (topic.name, *topic.words), topic=topic.key)


def _to_command(wording: CommandWording) -> Command:
    return Command(
        wording.name,
        wording.about,
        label(wording.name),
        wording.words,
        takes_more=wording.takes_more,
        example=wording.example,
        is_exact=wording.is_exact,
        is_usual=wording.is_usual,
    )
