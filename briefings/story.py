"""A story file: what is followed, in which words, with whom in it."""

import tomllib
from datetime import date
from functools import lru_cache
from importlib import resources
from pathlib import Path
from zoneinfo import available_timezones

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

OTHER = "other"  # the topic of what no topic claims


class StoryError(ValueError):
    """A story that cannot be used; the message is one line for the operator."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Topic(_Part):
    """A thread of a story. ``vocabulary`` may be empty: then nothing is sorted into it."""

    key: str = Field(pattern=r"^[a-z][a-z0-9_]{0,31}$")
    name: str = Field(min_length=1)
    command: str = Field(pattern=r"^[a-z0-9_]{1,32}$")
    about: str = Field(min_length=1, max_length=256)
    words: tuple[str, ...] = ()
    vocabulary: tuple[str, ...] = ()


class Name(_Part):
    """A person, body or place: how we write it, and how others do. ``topics`` are those it speaks for."""

    name: str = Field(min_length=1)
    spellings: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()

    @property
    def all_spellings(self) -> tuple[str, ...]:
        return (self.name, *self.spellings)


class Outlet(_Part):
    """Who publishes. ``agency`` marks those whose texts others copy."""

    name: str = Field(min_length=1)
    spellings: tuple[str, ...] = ()
    agency: bool = False


class Counted(_Part):
    """Something that is counted: ``words`` are the nouns and verbs that say so."""

    key: str = Field(pattern=r"^[a-z][a-z0-9_]{0,31}$")
    label: str = Field(min_length=1)
    words: tuple[str, ...] = Field(min_length=1)


class Story(_Part):
    """A running story, as its TOML file says. Hashable, so that what is compiled from it can be cached."""

    format: int = Field(ge=1, le=1)
    name: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")
    title: str = Field(min_length=1)
    zone: str
    begins: date | None = None
    ends: date | None = None
    topics: tuple[Topic, ...] = Field(min_length=1)
    people: tuple[Name, ...] = ()
    bodies: tuple[Name, ...] = ()
    places: tuple[Name, ...] = ()
    outlets: tuple[Outlet, ...] = ()
    figures: tuple[Counted, ...] = ()

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        if value not in available_timezones():
            raise ValueError(f"no time zone is called {value!r}")
        return value

    @model_validator(mode="after")
    def _unambiguous(self) -> "Story":
        for field in ("key", "command"):
            values = [getattr(topic, field) for topic in self.topics]
            if len(set(values)) != len(values):
                raise ValueError(f"two topics share a {field}")
        if OTHER in {topic.key for topic in self.topics}:
            raise ValueError(f"{OTHER!r} is the name of what no topic claims")
        if self.begins and self.ends and self.begins > self.ends:
            raise ValueError("the story ends before it begins")
        known = {topic.key for topic in self.topics}
        for name in (*self.people, *self.bodies, *self.places):
            if unknown := set(name.topics) - known:
                raise ValueError(f"{name.name}: no topic is called {min(unknown)!r}")
        return self

    def __hash__(self) -> int:
        # What is compiled from a story is looked up by it, often; hashing all of it each time would cost more.
        return hash(self.name)

    def topic(self, key: str) -> Topic:
        """The topic of that key; KeyError where there is none."""
        for topic in self.topics:
            if topic.key == key:
                return topic
        raise KeyError(key)


@lru_cache(maxsize=32)
def load_story(name: str) -> Story:
    """Read a story by the name of a packaged file («kazakhstan-2022») or by a path ending in .toml.

    :raises StoryError: when there is none, or it says something that a story cannot.
    """
    try:
        if name.endswith(".toml"):
            text = Path(name).read_text(encoding="utf-8")
        elif name not in list_stories():
            raise FileNotFoundError(name)
        else:
            text = resources.files("briefings").joinpath("stories", f"{name}.toml").read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise StoryError(f"the story {name!r} cannot be read; there are: {', '.join(list_stories())}") from error
    try:
        return Story.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise StoryError(f"the story {name!r} is no valid TOML: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise StoryError(f"the story {name!r}: {where or 'as a whole'}: {first['msg']}") from error


def list_stories() -> list[str]:
    """Names of the packaged stories."""
    folder = resources.files("briefings").joinpath("stories")
    return sorted(entry.name.removesuffix(".toml") for entry in folder.iterdir() if entry.name.endswith(".toml"))
