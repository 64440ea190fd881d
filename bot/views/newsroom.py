"""What goes between the newsroom and the bot: articles that come in, a look ahead, a word to all. Pure."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.intake import Report
from bot.domain.selection import group_by_topic, pick_weightiest
from bot.keyboards.reading import confirm_keyboard, quotes_keyboard
from bot.rendering.html import clean, count_units
from bot.rendering.layout import RenderContext, lay_out, name_topic
from bot.rendering.message import Message, write
from bot.rendering.wording import say_day
from briefings.io.loader import Fault
from briefings.model import Article
from briefings.story import Story
from storage.model.values import DisplayPreferences, StoredUpdate

_LONGEST = 3500  # of a broadcast, in UTF-16 units: its title stands beside it
_REPORTED = 5  # new updates by name


def explain_ingest(display: DisplayPreferences) -> Message:
    """How articles come in."""
    return write("ingest_how.j2", display)


def refuse_material(fault: Fault, display: DisplayPreferences) -> Message:
    """Why something is no article."""
    return write("ingest_refused.j2", display, fault=fault.value)


def ask_to_ingest(articles: Sequence[Article], now: datetime, message_id: int, display: DisplayPreferences) -> Message:
    """What was read; whether it is meant."""
    first = articles[0]
    day = say_day(first.published_on, now.date(), display.months) if first.published_on else ""
    keyboard = confirm_keyboard("ingest", message_id)
    return write("ingest_offer.j2", display, keyboard, number=len(articles), first=first, day=day)


def report_intake(context: RenderContext, report: Report, added: Sequence[StoredUpdate]) -> Message:
    """What articles brought; the weightiest of the new updates by name."""
    groups = group_by_topic(pick_weightiest(added, _REPORTED), context.story)
    layout = lay_out([(name_topic(key, context.story), group) for key, group in groups], context)
    shown = [stored.sequence for _, group in groups for stored in group]
    return write("ingested.j2", context.display, quotes_keyboard(shown), report=report, layout=layout)


def nothing_goes_out(display: DisplayPreferences) -> Message:
    """There is nothing that anybody has not been offered."""
    return write("preview_nothing.j2", display)


def introduce_preview(readers: int, total: int, kinds: int, display: DisplayPreferences) -> Message:
    """Before the digest that most would get."""
    return write("preview.j2", display, readers=readers, total=total, others=kinds - 1)


def split_lines(text: str) -> list[str]:
    """The lines of a broadcast, without controls; blank ones at its ends are left out."""
    return "\n".join(map(clean, text.splitlines())).strip().split("\n")


def fits(lines: Sequence[str]) -> bool:
    """Whether it is a broadcast: some words, and not too many."""
    return 0 < count_units("\n".join(lines)) <= _LONGEST


def refuse_broadcast(display: DisplayPreferences) -> Message:
    """No words, or too many."""
    return write("broadcast_refused.j2", display)


def announce(story: Story, lines: Sequence[str], display: DisplayPreferences) -> Message:
    """A word from the newsroom to a reader."""
    return write("announcement.j2", display, story=story, lines=lines)


def ask_to_broadcast(
    story: Story, lines: Sequence[str], number: int, addressees: int, display: DisplayPreferences
) -> Message:
    """Whether it is meant, and for how many."""
    keyboard = confirm_keyboard("broadcast", number)
    return write("broadcast_offer.j2", display, keyboard, story=story, lines=lines, addressees=addressees)


def confirm_broadcast(planned: int | None, display: DisplayPreferences) -> Message:
    """It is on its way; None: it was before."""
    return write("broadcast_done.j2", display, planned=planned)
