"""JSON Feed and sitemaps."""

import gzip
import json
from datetime import UTC, date, datetime

import pytest

from briefings.reading import SourceKind, UnreadableSourceError
from tests.briefings.reading.documents import HTML, LINES, TEXT, read


def feed(*items: object, **more: object) -> str:
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "الميناء", "items": items, **more})


def test_a_json_feed_is_read() -> None:
    at = "2022-01-06T14:30:00+03:00"
    whole = {"id": 7, "url": "/news/1", "title": "<b>ضباب</b>", "content_html": HTML, "date_published": at}
    teaser = {"id": "8", "external_url": "https://ufuq.example/1", "summary": LINES[0], "date_modified": at}
    reading = read("\ufeff\n" + feed(whole, teaser))
    assert (reading.kind, reading.title, reading.faults) == (SourceKind.JSON_FEED, "الميناء", ())
    one, two = reading.entries
    assert (one.key, one.url, one.title, one.text) == ("7", "https://mina.example/news/1", "ضباب", TEXT)
    assert one.published_at == datetime(2022, 1, 6, 11, 30, tzinfo=UTC)
    assert (two.url, two.text, two.is_whole) == ("https://ufuq.example/1", LINES[0], False)


def test_an_item_of_another_shape_drops_only_itself() -> None:
    reading = read(
        feed({"content_text": TEXT}, 7, None, {"url": 7}, {"content_html": ["x"]}, {"url": "javascript:x()"})
    )
    assert [entry.text for entry in reading.entries] == [TEXT, ""]
    assert len(reading.faults) == 4


@pytest.mark.parametrize("source", ["{", '{"items": 7}', "{}", '{"a":' * 5_000, '{"items": [' + "9" * 5_000 + "]}"])
def test_what_is_no_json_feed_is_refused(source: str) -> None:
    with pytest.raises(UnreadableSourceError, match="is no JSON"):
        read(source)


NEWS = (
    '<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{}</urlset>'
)


def url(number: int, day: str) -> str:
    return (
        f"<url><loc>https://mina.example/{number}?utm_source=map</loc><news:news><news:publication><news:name>الميناء"
        f"</news:name></news:publication><news:publication_date>{day}</news:publication_date>"
        f"<news:title>ضباب {number}</news:title></news:news></url>"
    )


def test_a_news_sitemap_gives_addresses_with_the_newest_first() -> None:
    reading = read(NEWS.format(url(1, "2022-01-05") + url(2, "2022-01-06T14:30:00+03:00")))
    assert (reading.kind, reading.title) == (SourceKind.SITEMAP, "الميناء")
    newest, other = reading.entries
    assert (newest.key, newest.title, newest.outlet) == ("https://mina.example/2", "ضباب 2", "الميناء")
    assert (newest.text, newest.is_whole) == ("", False)
    assert newest.published_at == datetime(2022, 1, 6, 11, 30, tzinfo=UTC)
    assert other.published_on == date(2022, 1, 5)


def test_of_a_sitemap_of_everything_the_newest_are_read() -> None:
    many = "".join(f"<url><loc>/{n}</loc><lastmod>{2000 + n // 100}-01-01</lastmod></url>" for n in range(2_200))
    reading = read(NEWS.format(many))
    assert len(reading.entries) == 1_000
    assert reading.entries[0].url == "https://mina.example/2100"
    assert reading.entries[0].published_on is None, "the day of a change is none of publication"


def test_a_sitemap_may_be_a_compressed_file() -> None:
    packed = gzip.compress(NEWS.format(url(1, "2022-01-05")).encode())
    assert [entry.title for entry in read(packed).entries] == ["ضباب 1"]
    for data, message in ((packed[:5] + b"x" * 50, "damaged"), (gzip.compress(b" " * 50_000_000), "is too large")):
        with pytest.raises(UnreadableSourceError, match=message):
            read(data)


def test_an_index_names_its_parts() -> None:
    index = "<sitemapindex><sitemap><loc>/a.xml</loc></sitemap><sitemap><loc>ftp://b</loc></sitemap></sitemapindex>"
    reading = read(index, SourceKind.SITEMAP)
    assert (reading.feeds, reading.entries) == (("https://mina.example/a.xml",), ())
