"""The content of a picture or a page: finished Arabic texts in reading order."""

from dataclasses import dataclass
from enum import StrEnum


class Theme(StrEnum):
    """The colours of a picture."""

    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Day:
    """A day on the rail: «الأربعاء 5 يناير», and a line for each thing that happened."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TimelineCard:
    """Days, the newest last; ``sources`` is one line."""

    title: str
    subtitle: str
    days: tuple[Day, ...]
    sources: str
    made_on: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A value: its day and who gave it ("" if unknown), and the words on the bar («نحو 6000»).

    ``drawn``: the value is comparable with others of its chart; else its words stand alone.
    """

    day: str
    value: int
    said: str
    by: str
    drawn: bool = True


@dataclass(frozen=True, slots=True)
class Chart:
    """The values of one counted thing, the newest last; ``note`` says whether they can be compared, or ""."""

    label: str
    bars: tuple[Bar, ...]
    note: str


@dataclass(frozen=True, slots=True)
class FiguresCard:
    """Charts, the weightiest first, each on a scale of its own."""

    title: str
    subtitle: str
    charts: tuple[Chart, ...]
    sources: str
    made_on: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An update: its day, its text, the numbers of its references, and the small lines under it."""

    when: str
    text: str
    notes: tuple[int, ...]
    related: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """Entries under a heading."""

    heading: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """A source at the end of a paper; ``url`` is "" for none."""

    number: int
    outlet: str
    day: str
    url: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A briefing to print or keep; ``page_of`` has the fields {page} and {pages}."""

    title: str
    subtitle: str
    chapters: tuple[Chapter, ...]
    charts: tuple[Chart, ...]
    charts_heading: str
    references: tuple[Reference, ...]
    references_heading: str
    made_on: str
    page_of: str


Card = TimelineCard | FiguresCard | Paper
