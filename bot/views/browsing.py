"""What is read page by page: a topic, the timeline or some days of it, the quotes behind updates, what was found. Pure.

Pages count from 1; the newest is the last, and the one that is shown first.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby

from telegram import InlineKeyboardMarkup

from bot.domain.calendar import Days
from bot.domain.selection import group_by_event, pick_news, pick_weightiest, sort_by_event
from bot.keyboards import reading as keyboards
from bot.rendering.html import echo, visible_units
from bot.rendering.layout import Footnotes, Item, Layout, RelatedUpdate, RenderContext, Section, lay_out, name_topic
from bot.rendering.message import MAX_UNITS, Message, write
from bot.rendering.pagination import Page, count_fitting, paginate
from bot.rendering.wording import label, say_event_date
from bot.search.tokens import Found, Snippet
from briefings.model import EventDate, Precision
from storage.model.values import StoredUpdate

_OF_A_DAY = 3
_SNIPPET = 160  # units that the words of a source take under what was found
_MAX_SNIPPET = 300  # letters of a source


def page_topic(context: RenderContext, updates: Iterable[StoredUpdate]) -> tuple[Page, ...]:
    """The pages of a topic, by event date."""
    return paginate([[stored] for stored in sort_by_event(pick_news(updates))], context)


def show_topic(
    context: RenderContext,
    key: str,
    pages: Sequence[Page],
    background: Sequence[StoredUpdate],
    number: int | None = None,
) -> Message:
    """A page of a topic; its background stands at the end of the newest."""
    number, page = _turn(pages, number)
    dated = [stored for stored in page if say_event_date(stored.update.when, context.today)]
    undated = [stored for stored in page if stored not in dated]
    groups = [(heading, group) for heading, group in (("", dated), (label("undated"), undated)) if group]
    if number == len(pages) and background:
        groups.append((label("background"), list(background)))
    command = context.story.topic(key).command
    keyboard = keyboards.pages_keyboard(command, number, len(pages), _sequences(page))
    name = name_topic(key, context.story)
    return _show(context, "topic.j2", page, keyboard, number, len(pages), name=name, layout=lay_out(groups, context))


def page_timeline(
    context: RenderContext, updates: Iterable[StoredUpdate], days: Days | None = None
) -> tuple[Page, ...]:
    """The pages of the timeline: the weightiest of each day; of one day alone, everything."""
    news = pick_news(updates)
    if days is None:
        groups = group_by_event(news)
    else:
        groups = group_by_event(stored for stored in news if _touches(stored.update.when, days))
    if days and days.first == days.last:
        return paginate([[stored] for _, group in groups for stored in group], context)
    return paginate([sort_by_event(pick_weightiest(group, _OF_A_DAY)) for _, group in groups], context)


def show_timeline(
    context: RenderContext, pages: Sequence[Page], number: int | None = None, days: Days | None = None
) -> Message:
    """A page of the timeline, a heading for each day, newest last."""
    number, page = _turn(pages, number)
    alone = days is not None and days.first == days.last  # the title says which
    groups = [
        (
            ""
            if alone
            else say_event_date(when, context.today, context.display.months, weekday=True) or label("undated"),
            group,
        )
        for when, group in group_by_event(page)
    ]
    layout = lay_out(groups, context, dated=False)
    keyboard = keyboards.timeline_keyboard(number, len(pages), _sequences(page), days)
    return _show(
        context, "timeline.j2", page, keyboard, number, len(pages), layout=layout, span=say_days(context, days)
    )


def say_days(context: RenderContext, days: Days | None) -> str:
    """«من 5 إلى 9 يناير»; "" for all of them."""
    if days is None:
        return ""
    first, last = days.first.isoformat(), days.last.isoformat()
    when = EventDate(first, last, Precision.RANGE) if first != last else EventDate(first, None, Precision.DAY)
    return say_event_date(when, context.today, context.display.months, weekday=True)


def list_days(updates: Iterable[StoredUpdate]) -> list[date]:
    """The days on which something happened, the newest first."""
    starts = {stored.update.when.start for stored in pick_news(updates)}
    return sorted((date.fromisoformat(start) for start in starts if start and len(start) == 10), reverse=True)


def choose_day(context: RenderContext, days: Sequence[date], number: int = 1) -> Message:
    """The days to choose from, the newest first."""
    return write(
        "choose_day.j2", context.display, keyboards.days_keyboard(days, number, context.today, context.display.months)
    )


def show_found(context: RenderContext, query: str, found: Sequence[Found], total: int) -> Message:
    """What was found, the best first, as much as fits."""
    chosen = found[: count_fitting([each.stored for each in found], context, beside=_SNIPPET)]
    shows = _sequences(each.stored for each in chosen)
    values = {"query": echo(query), "total": total, "shown": len(chosen), "layout": _lay_out_found(context, chosen)}
    return write("search.j2", context.display, keyboards.quotes_keyboard(shows), shows, **values)


def show_quotes(context: RenderContext, shown: Sequence[StoredUpdate], packed: str, number: int) -> Message:
    """What stands in the sources of one of these updates, to the letter; the others are a button away."""
    number = max(1, min(number, len(shown)))
    stored = shown[number - 1]
    notes = Footnotes(context)
    notes.number(stored.update.sources, len(stored.update.sources))
    layout = notes.lay_out()
    quotes = sorted(layout.quotes, key=lambda quote: quote.note)
    keyboard = keyboards.quotes_pages_keyboard(packed, number, len(shown), stored.sequence)
    while True:
        groups = [(layout.notes[note - 1], tuple(group)) for note, group in groupby(quotes, lambda quote: quote.note)]
        rest = len(layout.notes) - len(groups)
        values = {"update": stored.update, "groups": groups, "rest": rest, "part": number, "parts": len(shown)}
        message = write("quotes.j2", context.display, keyboard, **values)
        if visible_units(message.text) <= MAX_UNITS or len(quotes) <= 1:
            return message
        quotes.pop()


def _lay_out_found(context: RenderContext, found: Sequence[Found]) -> Layout:
    """What was found, each with the words looked for set off; words of a source alone stand under its update."""
    layout = lay_out([("", [each.stored for each in found])], context)
    items = zip(layout.sections[0].items, found, strict=True)
    return replace(layout, sections=(Section("", tuple(_set_off(item, each.snippet) for item, each in items)),))


def _set_off(item: Item, snippet: Snippet) -> Item:
    if snippet.article is None:
        return replace(item, text=snippet.text, marks=snippet.marks)
    if len(snippet.text) > _MAX_SNIPPET:  # a word without an end
        return item
    return replace(
        item, related=(RelatedUpdate("↳", label("in_source"), "", None, snippet.text, (), snippet.marks), *item.related)
    )


def _touches(when: EventDate, days: Days) -> bool:
    """Whether something happened, in part at least, on these days; ISO dates compare as text."""
    if when.start is None or when.precision not in {Precision.DAY, Precision.RANGE}:
        return False
    return when.start <= days.last.isoformat() and (when.end or when.start) >= days.first.isoformat()


def _turn(pages: Sequence[Page], number: int | None) -> tuple[int, Page]:
    """The page asked for, else the newest; a page that is no more becomes the nearest."""
    if not pages:
        return 1, ()
    number = len(pages) if number is None else max(1, min(number, len(pages)))
    return number, pages[number - 1]


def _show(
    context: RenderContext,
    template: str,
    page: Page,
    keyboard: InlineKeyboardMarkup | None,
    number: int,
    pages: int,
    /,
    **values: object,
) -> Message:
    shown = {"story": context.story, "part": number, "parts": pages, **values}
    return write(template, context.display, keyboard, _sequences(page), **shown)


def _sequences(updates: Iterable[StoredUpdate]) -> tuple[int, ...]:
    return tuple(stored.sequence for stored in updates)
