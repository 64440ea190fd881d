"""The details of news: what a report says beside it. Pure."""

from collections.abc import Sequence
from itertools import groupby

from bot.keyboards import reading as keyboards
from bot.rendering import (
    Fixed,
    Layout,
    Message,
    RenderContext,
    Template,
    clean,
    find_parts,
    lay_out,
    list_sequences,
    paginate_forward,
    truncate,
    write,
)
from storage.model import DisplayPreferences, StoredUpdate, sort_by_weight

_HEADING = 90  # characters of an item above its details


class Details(Template):
    layout: Layout
    part: int
    parts: int


def show_details(context: RenderContext, items: Sequence[StoredUpdate], packed: str, number: int = 1) -> Message:
    """Return a page of the details of these items, the weightiest item first; say so if none has details any more.

    :param packed: the items, as a button names them.
    """
    pairs = [(detail, item) for item in sort_by_weight(items) for detail in find_parts(item, context).details]
    pages = paginate_forward([detail for detail, _ in pairs], context, beside=_HEADING)
    if not pages:
        return no_details(context.display)
    number = max(1, min(number, len(pages)))
    page = pages[number - 1]
    told = [(detail, item) for detail, item in pairs if detail in page]
    groups = [
        (truncate(clean(item.update.text), _HEADING), [detail for detail, _ in group])
        for item, group in groupby(told, key=lambda pair: pair[1])
    ]
    shown = list_sequences(page)
    template = Details(lay_out(groups, context), number, len(pages))
    return write(template, context.display, keyboards.details_keyboard(packed, number, len(pages), shown), shows=shown)


def no_details(display: DisplayPreferences) -> Message:
    """Tell a reader that these news have no details any more."""
    return write(Fixed("no_details"), display)
