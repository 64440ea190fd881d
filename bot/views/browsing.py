"""Topics, the timeline, quotes and search results, page by page. Pure.

Pages count from 1. The newest page is the last one, and it is shown first.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby

from bot.domain.calendar import Days
from bot.domain.selection import group_by_event, pick_items, pick_weightiest, sort_by_event
from bot.keyboards import reading as keyboards
from bot.rendering import (
    Fixed,
    Footnote,
    Footnotes,
    Item,
    Layout,
    Message,
    Page,
    Quote,
    RelatedUpdate,
    RenderContext,
    Section,
    Template,
    count_fitting,
    echo,
    label,
    lay_out,
    list_sequences,
    name_topic,
    paginate,
    say_event_date,
    write,
)
from bot.search.tokens import Found, Snippet
from briefings.model import EventDate, Precision, TopicUpdate
from storage.model.values import StoredUpdate

_OF_A_DAY = 3
_SNIPPET = 160  # units that the words of a source take under a search result
_MAX_SNIPPET = 300  # letters of a source


class Topic(Template):
    name: str
    layout: Layout
    part: int
    parts: int


class Timeline(Template):
    story_title: str
    layout: Layout
    span: str
    part: int
    parts: int


class Search(Template):
    query: str
    layout: Layout
    total: int
    shown: int


class Quotes(Template):
    update: TopicUpdate
    groups: Sequence[tuple[Footnote, Sequence[Quote]]]
    rest: int
    part: int
    parts: int


def page_topic(context: RenderContext, updates: Iterable[StoredUpdate]) -> tuple[Page, ...]:
    """Return the pages of a topic, by event date."""
    return paginate([[stored] for stored in sort_by_event(pick_items(updates))], context)


def show_topic(
    context: RenderContext,
    key: str,
    pages: Sequence[Page],
    background: Sequence[StoredUpdate],
    number: int | None = None,
) -> Message:
    """Return a page of a topic; the newest page ends with the background of the topic."""
    number, page = _pick_page(pages, number)
    dated = [stored for stored in page if say_event_date(stored.update.when, context.today)]
    undated = [stored for stored in page if stored not in dated]
    groups = [(heading, group) for heading, group in (("", dated), (label("undated"), undated)) if group]
    if number == len(pages) and background:
        groups.append((label("background"), list(background)))
    command = context.story.topic(key).command
    shows = list_sequences(page)
    keyboard = keyboards.pages_keyboard(command, number, len(pages), shows)
    template = Topic(name_topic(key, context.story), lay_out(groups, context), number, len(pages))
    return write(template, context.display, keyboard, shows=shows)


def page_timeline(
    context: RenderContext, updates: Iterable[StoredUpdate], days: Days | None = None
) -> tuple[Page, ...]:
    """Return the pages of the timeline: the weightiest updates of each day; all updates if one day is asked for."""
    news = pick_items(updates)
    if days is None:
        groups = group_by_event(news)
    else:
        groups = group_by_event(stored for stored in news if _overlaps(stored.update.when, days))
    if days and days.first == days.last:
        return paginate([[stored] for _, group in groups for stored in group], context)
    return paginate([sort_by_event(pick_weightiest(group, _OF_A_DAY)) for _, group in groups], context)


def show_timeline(
    context: RenderContext, pages: Sequence[Page], number: int | None = None, days: Days | None = None
) -> Message:
    """Return a page of the timeline, with a heading for each day, the newest day last."""
    number, page = _pick_page(pages, number)
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
    layout, shows = lay_out(groups, context, dated=False), list_sequences(page)
    template = Timeline(context.story.title, layout, say_days(context, days), number, len(pages))
    keyboard = keyboards.timeline_keyboard(number, len(pages), shows, days)
    return write(template, context.display, keyboard, shows=shows)


def say_days(context: RenderContext, days: Days | None) -> str:
    """Return days in words, «من 5 إلى 9 يناير»; "" for all days."""
    if days is None:
        return ""
    first, last = days.first.isoformat(), days.last.isoformat()
    when = EventDate(first, last, Precision.RANGE) if first != last else EventDate(first, None, Precision.DAY)
    return say_event_date(when, context.today, context.display.months, weekday=True)


def list_days(updates: Iterable[StoredUpdate]) -> list[date]:
    """Return the days that have news, the newest first."""
    starts = {stored.update.when.start for stored in pick_items(updates)}
    return sorted((date.fromisoformat(start) for start in starts if start and len(start) == 10), reverse=True)


def choose_day(context: RenderContext, days: Sequence[date], number: int = 1) -> Message:
    """Return a page of days to choose from, the newest first."""
    keyboard = keyboards.days_keyboard(days, number, context.today, context.display.months)
    return write(Fixed("choose_day"), context.display, keyboard)


def show_found(context: RenderContext, query: str, found: Sequence[Found], total: int) -> Message:
    """Return the search results, the best first, as many as fit."""
    chosen = found[: count_fitting([each.stored for each in found], context, beside=_SNIPPET)]
    shows = list_sequences(each.stored for each in chosen)
    template = Search(echo(query), _lay_out_found(context, chosen), total, len(chosen))
    return write(template, context.display, keyboards.quotes_keyboard(shows), shows=shows)


def show_quotes(context: RenderContext, shown: Sequence[StoredUpdate], packed: str, number: int) -> Message:
    """Return the quotes behind one of these updates; buttons lead to the quotes behind the others."""
    number = max(1, min(number, len(shown)))
    stored = shown[number - 1]
    notes = Footnotes(context)
    notes.number(stored.update.sources, len(stored.update.sources))
    layout = notes.lay_out()
    quotes = sorted(layout.quotes, key=lambda quote: quote.note)
    keyboard = keyboards.quotes_pages_keyboard(packed, number, len(shown), stored.sequence)
    while True:
        groups = [(layout.notes[note - 1], tuple(group)) for note, group in groupby(quotes, lambda quote: quote.note)]
        template = Quotes(stored.update, groups, len(layout.notes) - len(groups), number, len(shown))
        message = write(template, context.display, keyboard)
        if message.fits or len(quotes) <= 1:
            return message
        quotes.pop()


def _lay_out_found(context: RenderContext, found: Sequence[Found]) -> Layout:
    """Lay out results with the query's words underlined; a word that only a source has is quoted under its update."""
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


def _overlaps(when: EventDate, days: Days) -> bool:
    """Return whether an event touches these days; ISO dates compare as text."""
    if when.start is None or when.precision not in {Precision.DAY, Precision.RANGE}:
        return False
    return when.start <= days.last.isoformat() and (when.end or when.start) >= days.first.isoformat()


def _pick_page(pages: Sequence[Page], number: int | None) -> tuple[int, Page]:
    """Return the page of this number; the newest if none is given, the nearest if the number is out of range."""
    if not pages:
        return 1, ()
    number = len(pages) if number is None else max(1, min(number, len(pages)))
    return number, pages[number - 1]
