"""Templates and wording: values → Telegram HTML, plain or rich. Imports `storage.model` and `briefings`.

Views and what stands above them import from here.
"""

from bot.rendering.html import clean, count_units, echo
from bot.rendering.layout import (
    Footnote,
    Footnotes,
    Item,
    Layout,
    Quote,
    RelatedUpdate,
    RenderContext,
    Section,
    cut_name,
    find_parts,
    lay_out,
    list_detailed,
    list_sequences,
    list_shown,
    name_topic,
    to_note,
)
from bot.rendering.message import Answer, Fixed, Message, Template, render, write
from bot.rendering.pagination import IN_A_PAGE, Page, count_fitting, paginate, paginate_forward
from bot.rendering.truncation import truncate
from bot.rendering.wording import (
    WORDING,
    count,
    label,
    say_date,
    say_day,
    say_event_date,
    say_figure,
    say_moment,
    say_zone,
    write_digits,
)

__all__ = [
    "IN_A_PAGE",
    "WORDING",
    "Answer",
    "Fixed",
    "Footnote",
    "Footnotes",
    "Item",
    "Layout",
    "Message",
    "Page",
    "Quote",
    "RelatedUpdate",
    "RenderContext",
    "Section",
    "Template",
    "clean",
    "count",
    "count_fitting",
    "count_units",
    "cut_name",
    "echo",
    "find_parts",
    "label",
    "lay_out",
    "list_detailed",
    "list_sequences",
    "list_shown",
    "name_topic",
    "paginate",
    "paginate_forward",
    "render",
    "say_date",
    "say_day",
    "say_event_date",
    "say_figure",
    "say_moment",
    "say_zone",
    "to_note",
    "truncate",
    "write",
    "write_digits",
]
