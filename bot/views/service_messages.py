"""What readers get besides news: greetings, help, sources, and a kind word when something is amiss. Pure."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from telegram import InlineKeyboardMarkup

from bot.domain.correction import Reason
from bot.input.commands import Command
from bot.keyboards import reading as keyboards
from bot.keyboards.settings import greeting_keyboard
from bot.rendering.html import echo, render, visible_units
from bot.rendering.layout import Footnote, RenderContext, to_note
from bot.rendering.message import MAX_UNITS, Message, write
from bot.rendering.wording import label, say_event_date, say_zone
from briefings.model import MAX_UPDATE_TEXT, EventDate, Precision
from briefings.story import Story
from storage.model.values import (
    USUAL,
    DeliveryState,
    DisplayPreferences,
    Source,
    StoredUpdate,
    Subscriber,
    SubscriberState,
)

_LINKS = 5  # to the newest articles of an outlet
_LINKS_IN_A_PART = 60  # Telegram drops entities after the hundredth


@dataclass(frozen=True, slots=True)
class Address:
    """Where an article is read, and what the link says."""

    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Published:
    """What was read of one outlet."""

    outlet: str | None
    articles: int
    days: str  # from the first to the last; "" where none is known
    links: tuple[Address, ...]


def greet_again(story: Story, unseen: Sequence[StoredUpdate], subscriber: Subscriber, *, returned: bool) -> Message:
    """To a subscriber who says /start again, or who comes back after /stop, with the news that he has not seen."""
    keyboard = greeting_keyboard(story, subscriber, has_unread=bool(unseen))
    values = {"story": story, "unread": len(unseen), "returned": returned}
    return write("greeting_again.j2", subscriber.display, keyboard, **values)


def farewell(display: DisplayPreferences, *, was_active: bool) -> Message:
    """Digests have stopped."""
    return write("farewell.j2", display, keyboards.run_keyboard("start"), was_active=was_active)


def not_subscribed(display: DisplayPreferences) -> Message:
    """To a chat that asks for something that only subscribers have."""
    return write("not_subscribed.j2", display, keyboards.run_keyboard("start"))


def help_text(story: Story, commands: Sequence[Command], display: DisplayPreferences) -> Message:
    """What can be asked for."""
    return write("help.j2", display, keyboards.help_keyboard(commands), story=story, commands=commands)


def list_read(context: RenderContext) -> list[Message]:
    """What was read, by outlet, in as many messages as it takes."""
    by_outlet: defaultdict[str | None, list[Source]] = defaultdict(list)
    for source in context.sources.values():
        by_outlet[source.outlet].append(source)
    read = [
        _count_published(group, context)
        for _, group in sorted(by_outlet.items(), key=lambda entry: (entry[0] is None, -len(entry[1]), entry[0] or ""))
    ]
    total, named = sum(row.articles for row in read), sum(row.outlet is not None for row in read)

    def show(rows: Sequence[Published], part: int, parts: int) -> Message:
        return write("sources.j2", context.display, rows=rows, total=total, named=named, part=part, parts=parts)

    def fits(rows: Sequence[Published]) -> bool:
        links = sum(len(row.links) for row in rows)
        return links <= _LINKS_IN_A_PART and visible_units(show(rows, 99, 99).text) <= MAX_UNITS

    parts: list[list[Published]] = [[]]
    for row in read:
        if parts[-1] and not fits([*parts[-1], row]):
            parts.append([])
        parts[-1].append(row)
    return [show(part, number, len(parts)) for number, part in enumerate(parts, start=1)]


def not_understood(text: str, suggestions: Sequence[Command], display: DisplayPreferences) -> Message:
    """A question back; ``text`` is "" where the reader sent no words (a picture, a voice message)."""
    return write("not_understood.j2", display, keyboards.suggestions_keyboard(suggestions), text=echo(text))


def ask_for_words(display: DisplayPreferences) -> Message:
    """/search without any words."""
    return write("ask_for_words.j2", display)


def caption_data(display: DisplayPreferences) -> Message:
    """What stands under the file of a reader's data."""
    return write("my_data.j2", display)


def ask_to_forget(display: DisplayPreferences) -> Message:
    """Whether it is meant."""
    return write("ask_to_forget.j2", display, keyboards.forget_keyboard())


def confirm_forgotten(display: DisplayPreferences) -> Message:
    """It is done."""
    return write("forgotten.j2", display, keyboards.run_keyboard("start"))


def link_leads_nowhere(display: DisplayPreferences) -> Message:
    """To whoever opened a link of which nothing stands any more, or never did."""
    return write("dead_link.j2", display, keyboards.run_keyboard("new", "timeline"))


def nothing_stands(display: DisplayPreferences) -> Message:
    """To whoever asks for the sources of news that was taken back."""
    return write("nothing_stands.j2", display, keyboards.run_keyboard("new"))


def caption_picture(display: DisplayPreferences, name: str, keyboard: InlineKeyboardMarkup) -> Message:
    """Under a picture of this."""
    return write("picture.j2", display, keyboard, name=label(name))


def picture_failed(display: DisplayPreferences) -> Message:
    """Before the text that stands for a picture."""
    return write("picture_failed.j2", display)


def caption_paper(context: RenderContext) -> Message:
    """Under the story so far as a file."""
    return write("paper.j2", context.display, story=context.story)


def name_paper(context: RenderContext) -> str:
    """The name of that file."""
    return f"{label('paper_title', context.story.title)} {context.today.isoformat()}.pdf"


def greet_group(story: Story, display: DisplayPreferences) -> Message:
    """To a group that the bot was just added to."""
    return write("group_hello.j2", display, keyboards.run_keyboard("start"), story=story)


def confirm_channel(title: str, subscriber: Subscriber) -> Message:
    """To whoever added the bot to a channel."""
    hour, zone = f"{subscriber.digest_time:%H:%M}", say_zone(subscriber.zone)
    return write("channel_added.j2", subscriber.display, channel=echo(title), hour=hour, zone=zone)


def for_managers_only(display: DisplayPreferences) -> Message:
    """To somebody in a group who may not change what it gets."""
    return write("managers_only.j2", display)


def show_statistics(
    readers: Mapping[SubscriberState, int],
    updates: int,
    digests: Mapping[DeliveryState, int],
    display: DisplayPreferences,
) -> Message:
    """To an administrator: how many readers, updates and digests of today there are."""
    return write(
        "statistics.j2",
        display,
        readers={state.value: readers.get(state, 0) for state in SubscriberState},
        updates=updates,
        digests={state.value: digests.get(state, 0) for state in DeliveryState},
    )


def confirm_taken_back(number: str, told: int, display: DisplayPreferences, *, is_amended: bool) -> Message:
    """To an administrator: it is done; ``told`` readers get a correction."""
    return write("taken_back.j2", display, number=number, told=told, is_amended=is_amended)


def refuse_editing(reason: Reason, display: DisplayPreferences) -> Message:
    """To an administrator: why it cannot be done."""
    return write("editing_refused.j2", display, reason=reason.value, limit=MAX_UPDATE_TEXT)


def failure() -> Message:
    """Something went wrong on our side; who reads it may not be known."""
    return write("failure.j2", USUAL)


def one_at_a_time() -> Message:
    """To somebody who asks faster than he can be answered; nobody is looked up for that."""
    return write("one_at_a_time.j2", USUAL)


def stale_button() -> str:
    """For the toast over a button that no longer means anything."""
    return render("stale_button.j2")


def _count_published(sources: Sequence[Source], context: RenderContext) -> Published:
    days = sorted(source.published_on.isoformat() for source in sources if source.published_on)
    span = EventDate(days[0], days[-1], Precision.RANGE) if days else EventDate()
    newest = sorted(sources, key=lambda source: (source.published_on is not None, source.published_on), reverse=True)
    notes = dict.fromkeys(to_note(source, context) for source in newest)
    links = tuple(_to_address(note) for note in notes if note.url)[:_LINKS]
    said = say_event_date(span, context.today, context.display.months)
    return Published(next(iter(notes)).outlet, len(sources), said, links)


def _to_address(note: Footnote) -> Address:
    return Address(note.day or label("article"), note.url or "")
