"""A page with one article."""

from typing import Any

from lxml.html import HtmlElement

from briefings.reading.entries import RawEntry, collect_entries
from briefings.reading.pages.metadata import read_metadata
from briefings.reading.plain_text import to_line
from briefings.reading.values import Origin, Reading, SourceKind

_SHORTEST = 60  # letters of an article: what is shorter is a line of the page itself


def read_page(tree: HtmlElement, origin: Origin) -> Reading:
    """Read the article of a page, and the feeds that the page names.

    trafilatura finds the text. It does not look for the day: the library that it asks guesses days that no page says.
    """
    said = read_metadata(tree, origin)
    title = to_line(said.title or "") or None
    headings = {title, *(to_line(heading.text_content()) for heading in tree.iter("h1"))}
    paragraphs = _extract_paragraphs(tree)
    while paragraphs and paragraphs[0] in headings:
        paragraphs.pop(0)
    text = "\n\n".join(paragraphs)
    if sum(char.isalnum() for char in text) < _SHORTEST:
        return Reading(SourceKind.PAGE, title, (), ("the page holds no text of an article",), said.feeds)
    raw = RawEntry(
        url=said.url,
        title=title,
        content=text,
        outlet=said.outlet,
        published=said.published,
        changed=said.changed,
    )
    entries, faults = collect_entries([raw], origin)
    return Reading(SourceKind.PAGE, title, entries, faults, said.feeds)


def _extract_paragraphs(tree: HtmlElement) -> list[str]:
    """Return the paragraphs of the article; none if there is no article."""
    from trafilatura import bare_extraction  # noqa: PLC0415 - most commands read no page, and the import takes 0.4 s

    document: Any = bare_extraction(tree, include_comments=False, include_tables=False)
    return (document.text or "").splitlines() if document else []
