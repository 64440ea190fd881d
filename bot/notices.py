"""What readers get besides news: greetings, help, sources, and a kind word when something is amiss. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot import keyboards
from bot.commands import Command
from bot.editing import Reason
from bot.messages import MAX_UNITS, Message
from bot.rendering import echo, render, visible_units
from bot.selection import pick_news
from bot.wording import say_event_date
from briefings.model import EventDate, Precision
from briefings.padding import LIMIT
from briefings.story import Story
from storage.values import DeliveryState, Source, StoredUpdate, Subscriber, SubscriberState

_MAX_NAME = 80


@dataclass(frozen=True, slots=True)
class Published:
    """What was read of one outlet."""

    outlet: str | None
    articles: int
    days: str  # from the first to the last; "" where none is known


def greet_again(story: Story, unseen: Sequence[StoredUpdate], subscriber: Subscriber, *, returned: bool) -> Message:
    """To a subscriber who says /start again, or who comes back after /stop."""
    text = render("greeting_again.j2", story=story, unread=len(pick_news(unseen)), returned=returned)
    return Message(text, keyboards.greeting_keyboard(story, subscriber))


def farewell(*, was_active: bool) -> Message:
    """Digests have stopped."""
    return Message(render("farewell.j2", was_active=was_active))


def not_subscribed() -> Message:
    """To a chat that asks for something that only subscribers have."""
    return Message(render("not_subscribed.j2"))


def help_text(story: Story, commands: Sequence[Command]) -> Message:
    """What can be asked for."""
    return Message(render("help.j2", story=story, commands=commands))


def list_read(sources: Iterable[Source], today: date) -> list[Message]:
    """What was read, by outlet, in as many messages as it takes."""
    by_outlet: defaultdict[str | None, list[Source]] = defaultdict(list)
    for source in sources:
        by_outlet[source.outlet].append(source)
    read = [
        _count_published(outlet, group, today)
        for outlet, group in sorted(
            by_outlet.items(), key=lambda entry: (entry[0] is None, -len(entry[1]), entry[0] or "")
        )
    ]
    total, named = sum(row.articles for row in read), sum(row.outlet is not None for row in read)

    def show(rows: Sequence[Published]) -> str:
        return render("sources.j2", rows=rows, total=total, named=named)

    parts: list[list[Published]] = [[]]
    for row in read:
        if parts[-1] and visible_units(show([*parts[-1], row])) > MAX_UNITS:
            parts.append([])
        parts[-1].append(row)
    return [Message(show(part)) for part in parts]


def not_understood(text: str, suggestions: Sequence[Command]) -> Message:
    """A question back; ``text`` is "" where the reader sent no words (a picture, a voice message)."""
    return Message(render("not_understood.j2", text=echo(text)), keyboards.suggestions_keyboard(suggestions))


def ask_for_words() -> Message:
    """/search without any words."""
    return Message(render("ask_for_words.j2"))


def caption_data() -> str:
    """What stands under the file of a reader's data."""
    return render("my_data.j2")


def ask_to_forget() -> Message:
    """Whether it is meant."""
    return Message(render("ask_to_forget.j2"), keyboards.forget_keyboard())


def confirm_forgotten() -> Message:
    """It is done."""
    return Message(render("forgotten.j2"))


def show_statistics(
    readers: Mapping[SubscriberState, int], updates: int, digests: Mapping[DeliveryState, int]
) -> Message:
    """To an administrator: how many readers, updates and digests of today there are."""
    text = render(
        "statistics.j2",
        readers={state.value: readers.get(state, 0) for state in SubscriberState},
        updates=updates,
        digests={state.value: digests.get(state, 0) for state in DeliveryState},
    )
    return Message(text)


def confirm_taken_back(number: str, told: int, *, is_amended: bool) -> Message:
    """To an administrator: it is done; ``told`` readers get a correction."""
    return Message(render("taken_back.j2", number=number, told=told, is_amended=is_amended))


def refuse_editing(reason: Reason) -> Message:
    """To an administrator: why it cannot be done."""
    return Message(render("editing_refused.j2", reason=reason.value, limit=LIMIT))


def failure() -> Message:
    """Something went wrong on our side."""
    return Message(render("failure.j2"))


def stale_button() -> str:
    """For the toast over a button that no longer means anything."""
    return render("stale_button.j2")


def _count_published(outlet: str | None, sources: Sequence[Source], today: date) -> Published:
    days = sorted(source.published_on.isoformat() for source in sources if source.published_on)
    span = EventDate(days[0], days[-1], Precision.RANGE) if days else EventDate()
    return Published(outlet and outlet[:_MAX_NAME], len(sources), say_event_date(span, today))
