"""Messages to readers besides news and settings: greetings, help, sources, refusals, failures. Pure."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from telegram import InlineKeyboardMarkup

from bot.input.commands import Command
from bot.keyboards import reading as keyboards
from bot.keyboards.settings import greeting_keyboard
from bot.rendering import (
    Fixed,
    Footnote,
    Message,
    RenderContext,
    Template,
    echo,
    label,
    render,
    say_event_date,
    say_zone,
    to_note,
    write,
)
from briefings.model import EventDate, Precision
from briefings.story import Story
from storage.model.values import (
    USUAL,
    DisplayPreferences,
    Source,
    StoredUpdate,
    Subscriber,
)

_LINKS = 5  # to the newest articles of an outlet
_LINKS_IN_A_PAGE = 60  # Telegram drops entities after the hundredth
_OUTLETS_IN_A_PAGE = 20  # with names and links as long as they can be, they fill a message


@dataclass(frozen=True, slots=True)
class Address:
    """The URL of an article, and the words of the link."""

    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Published:
    """The articles of one outlet that were read."""

    outlet: str | None
    articles: int
    days: str  # from the first to the last; "" if none is known
    links: tuple[Address, ...]


class GreetingAgain(Template):
    story_title: str
    unread: int
    returned: bool


class Farewell(Template):
    was_active: bool


class Help(Template):
    story_title: str
    commands: Sequence[Command]


class Sources(Template):
    rows: Sequence[Published]
    total: int
    named: int
    page: int
    pages: int


class NotUnderstood(Template):
    text: str


class Picture(Template):
    name: str


class Paper(Template):
    story_title: str


class GroupHello(Template):
    story_title: str


class ChannelAdded(Template):
    channel: str
    hour: str
    zone: str


class Description(Template):
    story_title: str


class ShortDescription(Template):
    story_title: str


def greet_again(story: Story, unseen: Sequence[StoredUpdate], subscriber: Subscriber, *, returned: bool) -> Message:
    """Greet a subscriber who says /start again, or who returns after /stop, with the number of unseen updates."""
    keyboard = greeting_keyboard(story, subscriber, has_unread=bool(unseen))
    return write(GreetingAgain(story.title, len(unseen), returned), subscriber.display, keyboard)


def farewell(display: DisplayPreferences, *, was_active: bool) -> Message:
    """Confirm that digests have stopped; ``was_active`` is False if the chat got none before."""
    return write(Farewell(was_active), display, keyboards.run_keyboard("start"))


def not_subscribed(display: DisplayPreferences) -> Message:
    """Tell a chat that it has to subscribe first."""
    return write(Fixed("not_subscribed"), display, keyboards.run_keyboard("start"))


def help_text(story: Story, commands: Sequence[Command], display: DisplayPreferences) -> Message:
    """List the commands."""
    return write(Help(story.title, commands), display, keyboards.help_keyboard(commands))


def list_sources(context: RenderContext, number: int = 1) -> Message:
    """Return a page of the articles that were read, by outlet, those with the most articles first."""
    by_outlet: defaultdict[str | None, list[Source]] = defaultdict(list)
    for source in context.sources.values():
        by_outlet[source.outlet].append(source)
    outlets = sorted(by_outlet, key=lambda outlet: (outlet is None, -len(by_outlet[outlet]), outlet or ""))
    pages = max(1, -(-len(outlets) // _OUTLETS_IN_A_PAGE))
    number = max(1, min(number, pages))
    chosen = outlets[(number - 1) * _OUTLETS_IN_A_PAGE : number * _OUTLETS_IN_A_PAGE]
    links = min(_LINKS, _LINKS_IN_A_PAGE // max(1, len(chosen)))
    rows = [_count_published(by_outlet[outlet], context, links) for outlet in chosen]
    template = Sources(rows, len(context.sources), sum(outlet is not None for outlet in outlets), number, pages)
    return write(template, context.display, keyboards.sources_keyboard(number, pages))


def not_understood(text: str, suggestions: Sequence[Command], display: DisplayPreferences) -> Message:
    """Suggest commands; ``text`` is "" if the reader sent no words (a picture, a voice message)."""
    return write(NotUnderstood(echo(text)), display, keyboards.suggestions_keyboard(suggestions))


def ask_for_words(display: DisplayPreferences) -> Message:
    """Ask for words to search for."""
    return write(Fixed("ask_for_words"), display)


def caption_data(display: DisplayPreferences) -> Message:
    """Return the caption of the file with a reader's data."""
    return write(Fixed("my_data"), display)


def ask_to_forget(display: DisplayPreferences) -> Message:
    """Ask a reader to confirm that their data are to be erased."""
    return write(Fixed("ask_to_forget"), display, keyboards.forget_keyboard())


def confirm_forgotten(display: DisplayPreferences) -> Message:
    """Confirm that a reader's data were erased."""
    return write(Fixed("forgotten"), display, keyboards.run_keyboard("start"))


def dead_link(display: DisplayPreferences) -> Message:
    """Tell a reader that a link names nothing, or something that was retracted."""
    return write(Fixed("dead_link"), display, keyboards.run_keyboard("new", "timeline"))


def sources_retracted(display: DisplayPreferences) -> Message:
    """Tell a reader that the updates whose sources they ask for were retracted."""
    return write(Fixed("sources_retracted"), display, keyboards.run_keyboard("new"))


def caption_picture(display: DisplayPreferences, name: str, keyboard: InlineKeyboardMarkup) -> Message:
    """Return the caption of a picture of the timeline or the figures."""
    return write(Picture(label(name)), display, keyboard)


def picture_failed(display: DisplayPreferences) -> Message:
    """Tell a reader that the picture failed, and that its text follows."""
    return write(Fixed("picture_failed"), display)


def caption_paper(context: RenderContext) -> Message:
    """Return the caption of the printed briefing."""
    return write(Paper(context.story.title), context.display)


def name_paper(context: RenderContext) -> str:
    """Return the name of the file of the printed briefing."""
    return f"{label('paper_title', context.story.title)} {context.today.isoformat()}.pdf"


def greet_group(story: Story, display: DisplayPreferences) -> Message:
    """Greet a group that has just added the bot."""
    return write(GroupHello(story.title), display, keyboards.run_keyboard("start"))


def confirm_channel(title: str, subscriber: Subscriber) -> Message:
    """Tell the person who added the bot to a channel what it posts there."""
    hour, zone = f"{subscriber.digest_time:%H:%M}", say_zone(subscriber.zone)
    return write(ChannelAdded(echo(title), hour, zone), subscriber.display)


def for_managers_only(display: DisplayPreferences) -> Message:
    """Refuse a command that only the managers of a group or channel may use."""
    return write(Fixed("managers_only"), display)


def failure() -> Message:
    """Tell a reader that the bot failed; their preferences may not be known."""
    return write(Fixed("failure"), USUAL)


def one_at_a_time() -> Message:
    """Ask a reader who floods the bot to wait; the bot does not look up their preferences."""
    return write(Fixed("one_at_a_time"), USUAL)


def stale_button() -> str:
    """Return the toast over a button that no longer works."""
    return render(Fixed("stale_button"))


def describe(story: Story) -> str:
    """Return the description of the bot in an empty chat."""
    return render(Description(story.title))


def describe_shortly(story: Story) -> str:
    """Return the description of the bot on its profile."""
    return render(ShortDescription(story.title))


def _count_published(sources: Sequence[Source], context: RenderContext, links: int) -> Published:
    days = sorted(source.published_on.isoformat() for source in sources if source.published_on)
    span = EventDate(days[0], days[-1], Precision.RANGE) if days else EventDate()
    newest = sorted(sources, key=lambda source: (source.published_on is not None, source.published_on), reverse=True)
    notes = dict.fromkeys(to_note(source, context) for source in newest)
    addresses = tuple(_to_address(note) for note in notes if note.url)[:links]
    said = say_event_date(span, context.today, context.display.months)
    return Published(next(iter(notes)).outlet, len(sources), said, addresses)


def _to_address(note: Footnote) -> Address:
    return Address(note.day or label("article"), note.url or "")
