"""Many updates → pages that each fit into a message. Lengths are added up, nothing is rendered. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.rendering.html import bound_units
from bot.rendering.layout import MAX_NOTES, MAX_RELATED_NOTES, RenderContext, list_related
from bot.rendering.message import MAX_UNITS
from storage.model.values import StoredUpdate

IN_A_PAGE = 12  # two screens of a phone; Telegram drops entities after the hundredth

# Upper bounds, in UTF-16 units, of what templates/plain.j2 adds to the words of an update.
_ITEM = 100  # sign, day, «مرتقب», footnotes, how many outlets
_RELATED = 160  # sign, label, day, outlet, footnotes
_HEADING = 100
_NOTE = 130  # number, outlet, day
_REST = 300  # the title and whatever else is no item

Page = tuple[StoredUpdate, ...]


@dataclass(frozen=True, slots=True)
class _Weight:
    """The share of updates in a message: their own lines, and their sources, which other updates may share."""

    units: int
    articles: frozenset[str]

    def together(self, other: "_Weight") -> "_Weight":
        return _Weight(self.units + other.units, self.articles | other.articles)

    @property
    def fits(self) -> bool:
        return _REST + self.units + _NOTE * len(self.articles) <= MAX_UNITS


def paginate(blocks: Iterable[Sequence[StoredUpdate]], context: RenderContext) -> tuple[Page, ...]:
    """Put blocks into as few pages as possible, in order. The last page, which is read first, is filled first.

    A block, such as a day, is split only if it is longer than a page.
    """
    pages: list[list[StoredUpdate]] = []
    filled = _Weight(0, frozenset())
    for piece in _list_pieces(blocks, context):
        weight = _weigh(piece, context)
        grown = filled.together(weight)
        if pages and grown.fits and len(pages[-1]) + len(piece) <= IN_A_PAGE:
            pages[-1][:0] = piece
            filled = grown
        else:
            pages.append(list(piece))
            filled = weight
    return tuple(tuple(page) for page in reversed(pages))


def paginate_forward(updates: Sequence[StoredUpdate], context: RenderContext, beside: int = 0) -> tuple[Page, ...]:
    """Put updates into as few pages as possible, in order. The first page, which is read first, is filled first.

    :param beside: units that each update takes besides its own.
    """
    pages, rest = [], tuple(updates)
    while rest:
        fitting = count_fitting(rest, context, beside)
        pages.append(rest[:fitting])
        rest = rest[fitting:]
    return tuple(pages)


def count_fitting(updates: Sequence[StoredUpdate], context: RenderContext, beside: int = 0) -> int:
    """Return how many of the first updates surely fit into one message; at least one.

    :param beside: units that each update takes besides its own.
    """
    filled, count = _Weight(0, frozenset()), 0
    for stored in updates[:IN_A_PAGE]:
        filled = filled.together(_weigh([stored], context)).together(_Weight(beside, frozenset()))
        if not filled.fits:
            break
        count += 1
    return max(1, count)


def _list_pieces(blocks: Iterable[Sequence[StoredUpdate]], context: RenderContext) -> Iterator[Sequence[StoredUpdate]]:
    """Yield the blocks, from the last to the first; of a block longer than a page, its single updates."""
    for block in reversed(list(blocks)):
        if len(block) <= IN_A_PAGE and _weigh(block, context).fits:
            yield block
        else:
            yield from ([stored] for stored in reversed(block))


def _weigh(updates: Iterable[StoredUpdate], context: RenderContext) -> _Weight:
    units, articles = _HEADING, set[str]()
    for stored in updates:
        related = [other for _, other in list_related(stored.update, context)]
        units += (
            _ITEM + bound_units(stored.update.text) + sum(_RELATED + bound_units(each.update.text) for each in related)
        )
        articles.update(span.article for span in stored.update.sources[:MAX_NOTES])
        for each in related:
            articles.update(span.article for span in each.update.sources[:MAX_RELATED_NOTES])
    return _Weight(units, frozenset(articles))
