"""Pages, feeds and sitemaps that somebody saved."""

from briefings.io.contents import Contents, Given, ReadingError, make_article, name_some
from briefings.model import Article
from briefings.reading import UnreadableSourceError, read_source


def read_saved(data: bytes, name: str, given: Given) -> Contents:
    """Read a page, a feed or a sitemap that somebody saved. What has an address alone is named as left out.

    :raises ReadingError: if nothing of it can be read.
    """
    try:
        reading = read_source(data, content_type=None, url=None, zone=given.zone)
    except UnreadableSourceError as error:
        raise ReadingError(str(error)) from None
    bad = [ReadingError(fault) for fault in reading.faults]
    articles: list[Article] = []
    for entry in reading.entries:
        moment = entry.published_at or entry.published_on
        said = {"outlet": entry.outlet, "title": entry.title, "url": entry.url}
        header = {key: value for key, value in said.items() if value}
        if moment:
            header["published"] = moment.isoformat()
        try:
            articles.append(make_article(entry.text, name, header, given, 0))
        except ReadingError as error:
            bad.append(ReadingError(f"entry {entry.key}: {error}", error.fault))
    return Contents(tuple(articles), name_some(bad), len(bad))
