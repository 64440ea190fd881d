"""Messages to administrators about sources. Pure."""

from collections.abc import Sequence
from datetime import datetime

from bot.keyboards.feeds import DROP_FEED, feed_keyboard, feeds_keyboard
from bot.keyboards.reading import confirm_keyboard
from bot.rendering import Message, Template, cut_name, say_moment, write
from storage.model.sources import NewsSource, SourceState
from storage.model.values import DisplayPreferences

_IN_A_PAGE = 10
_MOST_OFFERED = 10  # feeds of a site


class Feeds(Template):
    lines: Sequence["FeedLine"]
    total: int
    page: int
    pages: int


class Feed(Template):
    line: "FeedLine"
    url: str
    is_new: bool


class FeedRefused(Template):
    reason: str


class FeedsOffered(Template):
    urls: Sequence[str]


class AskToDropFeed(Template):
    line: "FeedLine"


class FeedDropped(Template):
    line: "FeedLine"


class FeedLine:
    """What is said of a source in one line; ``news`` and ``since`` are moments in words, or ""."""

    def __init__(self, source: NewsSource, now: datetime, zone: str, display: DisplayPreferences) -> None:
        def say(moment: datetime | None) -> str:
            return say_moment(moment, now, zone, display.months) if moment else ""

        is_failing = source.state is SourceState.ACTIVE and source.failing_since
        self.number = source.id
        self.name = cut_name(source.outlet or source.title or source.url.partition("://")[2] or source.url)
        self.state = "failing" if is_failing else source.state.value
        self.news = say(source.last_news_at)
        self.since = say(source.failing_since) if is_failing else ""
        self.fault = source.last_fault or ""
        self.articles, self.on_story = source.articles, source.on_story


def list_feeds(
    sources: Sequence[NewsSource], page: int, now: datetime, zone: str, display: DisplayPreferences
) -> Message:
    """List the sources: how each is, and when it last brought news."""
    pages = max(1, -(-len(sources) // _IN_A_PAGE))
    page = max(1, min(page, pages))
    lines = [FeedLine(each, now, zone, display) for each in sources[(page - 1) * _IN_A_PAGE : page * _IN_A_PAGE]]
    keyboard = feeds_keyboard([line.number for line in lines], page, pages)
    return write(Feeds(lines, len(sources), page, pages), display, keyboard)


def show_feed(
    source: NewsSource, now: datetime, zone: str, display: DisplayPreferences, *, is_new: bool = False
) -> Message:
    """Show one source; ``is_new``: it was just added."""
    line = FeedLine(source, now, zone, display)
    template = Feed(line, source.url, is_new)
    return write(template, display, feed_keyboard(source.id, source.state))


def refuse_feed(reason: str, display: DisplayPreferences) -> Message:
    """Tell an administrator why a source cannot be added, or found."""
    return write(FeedRefused(reason), display)


def offer_feeds(urls: Sequence[str], display: DisplayPreferences) -> Message:
    """Tell an administrator the addresses of the feeds of a site, to choose one."""
    return write(FeedsOffered(urls[:_MOST_OFFERED]), display)


def ask_to_drop(source: NewsSource, now: datetime, zone: str, display: DisplayPreferences) -> Message:
    """Ask an administrator whether a source is to be removed."""
    line = FeedLine(source, now, zone, display)
    return write(AskToDropFeed(line), display, confirm_keyboard(DROP_FEED, source.id))


def confirm_drop(source: NewsSource, now: datetime, zone: str, display: DisplayPreferences) -> Message:
    """Tell an administrator that a source was removed."""
    return write(FeedDropped(FeedLine(source, now, zone, display)), display)
