"""Messages to administrators: ingest, preview, broadcast, corrections, statistics. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.domain.correction import Reason
from bot.domain.intake import Report
from bot.domain.selection import group_by_topic, pick_weightiest
from bot.keyboards.reading import confirm_keyboard, quotes_keyboard
from bot.rendering import (
    Fixed,
    Layout,
    Message,
    RenderContext,
    Template,
    clean,
    count_units,
    lay_out,
    name_topic,
    render,
    say_day,
    write,
)
from briefings.io.contents import Fault
from briefings.model import MAX_UPDATE_TEXT, Article
from briefings.story import Story
from storage.model.values import DeliveryState, DisplayPreferences, StoredUpdate, SubscriberState

_LONGEST = 3500  # of a broadcast, in UTF-16 units: its title stands beside it
_REPORTED = 5  # new updates by name


class IngestRefused(Template):
    fault: str


class IngestOffer(Template):
    number: int
    first: Article
    day: str
    left_out: int


class Ingested(Template):
    report: Report
    layout: Layout


class Preview(Template):
    readers: int
    total: int
    others: int


class Announcement(Template):
    story_title: str
    lines: Sequence[str]


class BroadcastOffer(Template):
    story_title: str
    lines: Sequence[str]
    addressees: int


class BroadcastDone(Template):
    planned: int | None


class EditionRefused(Template):
    edition: int
    reason: str


class Corrected(Template):
    number: str
    told: int
    is_amended: bool


class EditingRefused(Template):
    reason: str
    limit: int


class Statistics(Template):
    readers: Mapping[str, int]
    updates: int
    feeds: Mapping[str, int]
    digests: Mapping[str, int]


def explain_ingest(display: DisplayPreferences) -> Message:
    """Explain how to ingest an article."""
    return write(Fixed("ingest_how"), display)


def refuse_material(fault: Fault, display: DisplayPreferences) -> Message:
    """Tell an administrator why a file or message cannot be ingested."""
    return write(IngestRefused(fault.value), display)


def ask_to_ingest(
    articles: Sequence[Article], left_out: int, now: datetime, message_id: int, display: DisplayPreferences
) -> Message:
    """Ask an administrator to confirm that these articles are to be ingested; ``left_out`` lines are no articles."""
    first = articles[0]
    day = say_day(first.published_on, now.date(), display.months) if first.published_on else ""
    keyboard = confirm_keyboard("ingest", message_id)
    return write(IngestOffer(len(articles), first, day, left_out), display, keyboard)


def report_intake(context: RenderContext, report: Report, added: Sequence[StoredUpdate]) -> Message:
    """Report what an ingest changed, with the weightiest new updates."""
    groups = group_by_topic(pick_weightiest(added, _REPORTED), context.story)
    layout = lay_out([(name_topic(key, context.story), group) for key, group in groups], context)
    shown = [stored.sequence for _, group in groups for stored in group]
    return write(Ingested(report, layout), context.display, quotes_keyboard(shown))


def nothing_goes_out(display: DisplayPreferences) -> Message:
    """Tell an administrator that no reader would get a digest now."""
    return write(Fixed("preview_nothing"), display)


def introduce_preview(readers: int, total: int, kinds: int, display: DisplayPreferences) -> Message:
    """Introduce the digest that most readers would get now."""
    return write(Preview(readers, total, others=kinds - 1), display)


def split_lines(text: str) -> list[str]:
    """Return the lines of a broadcast, without control characters and without blank lines at its ends."""
    return "\n".join(map(clean, text.splitlines())).strip().split("\n")


def fits(lines: Sequence[str]) -> bool:
    """Return whether a broadcast has words, and not too many of them."""
    return 0 < count_units("\n".join(lines)) <= _LONGEST


def refuse_broadcast(display: DisplayPreferences) -> Message:
    """Tell an administrator that a broadcast has no words, or too many."""
    return write(Fixed("broadcast_refused"), display)


def announce(story: Story, lines: Sequence[str], display: DisplayPreferences) -> Message:
    """Return a broadcast as a reader gets it."""
    return write(Announcement(story.title, lines), display)


def ask_to_broadcast(
    story: Story, lines: Sequence[str], number: int, addressees: int, display: DisplayPreferences
) -> Message:
    """Ask an administrator to confirm a broadcast to so many readers."""
    keyboard = confirm_keyboard("broadcast", number)
    return write(BroadcastOffer(story.title, lines, addressees), display, keyboard)


def confirm_broadcast(planned: int | None, display: DisplayPreferences) -> Message:
    """Confirm a broadcast; ``planned`` is None if it was confirmed before."""
    return write(BroadcastDone(planned), display)


def confirm_correction(number: str, told: int, display: DisplayPreferences, *, is_amended: bool) -> Message:
    """Confirm a retraction or an amendment to an administrator; ``told`` readers get a correction."""
    return write(Corrected(number, told, is_amended), display)


def refuse_editing(reason: Reason, display: DisplayPreferences) -> Message:
    """Tell an administrator why an update cannot be corrected."""
    return write(EditingRefused(reason.value, MAX_UPDATE_TEXT), display)


def show_statistics(
    readers: Mapping[SubscriberState, int],
    updates: int,
    feeds: Mapping[str, int],
    digests: Mapping[DeliveryState, int],
    display: DisplayPreferences,
) -> Message:
    """Tell an administrator how many readers, updates, sources and digests of today there are."""
    template = Statistics(
        readers={state.value: readers.get(state, 0) for state in SubscriberState},
        updates=updates,
        feeds=feeds,
        digests={state.value: digests.get(state, 0) for state in DeliveryState},
    )
    return write(template, display)


def report_refused_edition(edition: int, reason: str) -> str:
    """Tell the operators that Telegram refused the HTML of an edition."""
    return render(EditionRefused(edition, reason))
