"""Topics, the timeline, quotes and search results, page by page. Pure.

Pages count from 1. The newest page is the last one, and it is shown first.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby

from bot.domain.calendar import Days
from bot.domain.selection import (
    group_by_event,
    pick_days_that_matter,
    pick_items,
    pick_weightiest,
    sort_by_event,
)
from bot.keyboards import reading as keyboards
from bot.rendering import (
    IN_A_PAGE,
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
    find_parts,
    label,
    lay_out,
    list_detailed,
    list_sequences,
    list_shown,
    name_topic,
    paginate,
    paginate_forward,
    say_event_date,
    write,
)
from bot.search.tokens import Found, Snippet
from briefings.model import EventDate, Precision
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
    texts: Sequence[str]
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
    under = list_sequences(page), list_detailed(page, context)
    keyboard = keyboards.pages_keyboard(command, number, len(pages), *under)
    template = Topic(name_topic(key, context.story), lay_out(groups, context), number, len(pages))
    return write(template, context.display, keyboard, shows=list_shown(page, context))


def page_timeline(
    context: RenderContext, updates: Iterable[StoredUpdate], days: Days | None = None
) -> tuple[Page, ...]:
    """Return the pages of the timeline: the weightiest items of each day.

    Of one day all items are told, then their details. If the whole timeline is longer than a page, its page has the
    days that matter most.
    """
    items = pick_items(updates)
    if days is None:
        pages = _page_days(context, items)
        return pages if len(pages) <= 1 else _page_highlights(context, items)
    touched = [stored for stored in items if _overlaps(stored.update.when, days)]
    if days.first < days.last:
        return _page_days(context, touched)
    in_order = [stored for _, group in group_by_event(touched) for stored in group]
    details = [detail for stored in in_order for detail in find_parts(stored, context).details]
    return paginate_forward([*in_order, *details], context)


def _page_days(context: RenderContext, items: Iterable[StoredUpdate]) -> tuple[Page, ...]:
    """Return pages with the weightiest items of each day; a day is on one page, if it has happened or was reported."""
    by_day = groupby(sort_by_event(items), key=lambda stored: stored.update.when.start)
    blocks = [group_by_event(pick_weightiest(group, _OF_A_DAY)) for _, group in by_day]
    return paginate([[stored for _, group in block for stored in group] for block in blocks], context)


def _page_highlights(context: RenderContext, items: Iterable[StoredUpdate]) -> tuple[Page, ...]:
    """Return one page of the days that matter most, with as many items as fit."""
    chosen = pick_days_that_matter(items, IN_A_PAGE, context.days)
    while len(pages := _page_days(context, chosen)) > 1:
        chosen.pop()
    return pages


def show_timeline(
    context: RenderContext,
    pages: Sequence[Page],
    number: int | None = None,
    days: Days | None = None,
    *,
    is_whole: bool = True,
) -> Message:
    """Return a page of the timeline, with a heading for each day, the newest day last.

    :param is_whole: the pages have all items, or those of the days asked for; False if they have the highlights.
    """
    the_day = EventDate(days.first.isoformat(), None, Precision.DAY) if days and days.first == days.last else None
    number, page = _pick_page(pages, 1 if the_day and number is None else number)
    layout = _lay_out_day(context, page, the_day) if the_day else _lay_out_days(context, page)
    span = say_days(context, days) if is_whole else label("highlights")
    detailed = () if the_day else list_detailed(page, context)
    keyboard = keyboards.timeline_keyboard(number, len(pages), list_sequences(page), days, detailed)
    template = Timeline(context.story.title, layout, span, number, len(pages))
    return write(template, context.display, keyboard, shows=list_shown(page, context))


def _lay_out_days(context: RenderContext, page: Page) -> Layout:
    """Lay out a page under its days."""
    groups = [
        (say_event_date(when, context.today, context.display.months, weekday=True) or label("undated"), group)
        for when, group in group_by_event(page)
    ]
    return lay_out(groups, context, dated=False)


def _lay_out_day(context: RenderContext, page: Page, the_day: EventDate) -> Layout:
    """Lay out the items of one day, which the title says, and their details."""
    items = [stored for stored in page if stored.is_item]
    details = [stored for stored in page if not stored.is_item]
    groups = [(heading, group) for heading, group in (("", items), (label("details"), details)) if group]
    return lay_out(groups, context, known=the_day)


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
    shown = [each.stored for each in chosen]
    template = Search(echo(query), _lay_out_found(context, chosen), total, len(chosen))
    keyboard = keyboards.quotes_keyboard(list_sequences(shown), list_detailed(shown, context))
    return write(template, context.display, keyboard, shows=list_shown(shown, context))


def show_quotes(context: RenderContext, shown: Sequence[StoredUpdate], packed: str, number: int) -> Message:
    """Return the quotes behind one of these updates; buttons lead to the quotes behind the others."""
    number = max(1, min(number, len(shown)))
    stored = shown[number - 1]
    notes = Footnotes(context)
    told = [stored.update, *([line.update] if (line := find_parts(stored, context).line) else [])]
    sources = [span for update in told for span in update.sources]
    notes.number(sources, len(sources))
    layout = notes.lay_out()
    quotes = sorted(layout.quotes, key=lambda quote: quote.note)
    keyboard = keyboards.quotes_pages_keyboard(packed, number, len(shown), stored.sequence)
    while True:
        groups = [(layout.notes[note - 1], tuple(group)) for note, group in groupby(quotes, lambda quote: quote.note)]
        rest = len(layout.notes) - len(groups)
        template = Quotes([update.text for update in told], groups, rest, number, len(shown))
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
    if when.start is None or when.precision not in {Precision.DAY, Precision.RANGE, Precision.REPORTED}:
        return False
    return when.start <= days.last.isoformat() and (when.end or when.start) >= days.first.isoformat()


def _pick_page(pages: Sequence[Page], number: int | None) -> tuple[int, Page]:
    """Return the page of this number; the newest if none is given, the nearest if the number is out of range."""
    if not pages:
        return 1, ()
    number = len(pages) if number is None else max(1, min(number, len(pages)))
    return number, pages[number - 1]
