"""Files that people save from the web are read as what is fetched; a bad entry drops only itself."""

import json
from datetime import UTC, date, datetime

import pytest

from briefings.io.contents import ReadingError
from briefings.io.loader import read_file
from briefings.model import PublishedFrom
from briefings.reading import to_article
from tests.briefings.reading.documents import HTML, LINES, TEXT, item, page, read, rss

META = (
    '<meta property="og:site_name" content="صحيفة الميناء"><link rel="canonical" href="https://mina.example/news/1">'
    '<meta property="article:published_time" content="2022-01-06T23:30:00+03:00">'
)


def test_a_saved_page_is_one_article() -> None:
    (article,) = read_file(page(HTML, META).encode("cp1256"), "ضباب.HTML", zone="Asia/Riyadh").articles
    assert (article.text, article.outlet, article.title) == (TEXT, "صحيفة الميناء", "ضباب في المرفأ")
    assert (article.url, article.file) == ("https://mina.example/news/1", "ضباب.HTML")
    assert (article.published_on, article.published_from) == (date(2022, 1, 6), PublishedFrom.METADATA)
    assert article.published_at == datetime(2022, 1, 6, 20, 30, tzinfo=UTC)


def test_a_saved_feed_is_its_articles_and_names_what_is_none() -> None:
    feed = rss(item(1), "<link>https://mina.example/2</link>", "<pubDate>2022-01-06</pubDate>", item(3, text=LINES[0]))
    contents = read_file(feed.encode(), "feed.xml")
    assert [article.text for article in contents.articles] == [TEXT, LINES[0]]
    assert [str(error) for error in contents.bad_lines] == [
        "entry 3 has neither an address nor a text",
        "entry https://mina.example/2: holds no words",
    ]
    assert contents.left_out == 2


def test_who_hands_the_file_in_has_the_last_word() -> None:
    contents = read_file(page(HTML, META).encode(), "a.htm", outlet="الأفق", published=date(2022, 1, 9))
    assert (contents.articles[0].outlet, contents.articles[0].published_on) == ("الأفق", date(2022, 1, 9))


def test_the_same_words_are_the_same_article_in_a_text_a_page_and_a_feed() -> None:
    (entry,) = read(rss(item(1))).entries
    ids = {
        to_article(entry).id,
        *(article.id for article in read_file(rss(item(1)).encode(), "a.xml").articles),
        *(article.id for article in read_file(page(HTML, META).encode(), "a.html").articles),
        *(article.id for article in read_file(f"outlet: صحيفة الميناء\n\n{TEXT}".encode(), "a.txt").articles),
    }
    assert len(ids) == 1


@pytest.mark.parametrize(
    "document",
    [
        {"version": "https://jsonfeed.org/version/1.1", "items": [{"id": 1, "content_html": HTML}]},
        {"text": TEXT},
        [{"text": TEXT}],
    ],
)
def test_a_json_file_is_a_feed_an_article_or_a_list_of_articles(document: object) -> None:
    (article,) = read_file(json.dumps(document).encode(), "a.json").articles
    assert article.text == TEXT


def test_a_bad_article_of_a_list_drops_only_itself() -> None:
    contents = read_file(json.dumps([{"text": TEXT}, 7, {"text": " "}, *[{}] * 150]).encode(), "a.json")
    assert (len(contents.articles), contents.left_out, len(contents.bad_lines)) == (1, 152, 101)
    assert str(contents.bad_lines[0]).startswith("article 2: is no article")
    assert str(contents.bad_lines[100]) == "52 more cannot be read"


@pytest.mark.parametrize(
    ("data", "name", "message"),
    [
        (b"", "a.xml", "is empty"),
        (b"<svg/>", "a.xml", "is neither a feed nor a page, but <svg>"),
        (b"\x00\x01\x02", "a.html", "is binary, not text"),
        (b'<!DOCTYPE rss [<!ENTITY a "b">]><rss/>', "a.xml", "declares a document type or entities"),
        (b"{", "a.json", "is no JSON"),
        (b"{}", "a.json", 'it has no list "items"'),
        (b"7", "a.json", ""),
        (b"[" * 100_000, "a.json", "is no JSON that can be read"),
    ],
)
def test_what_is_none_of_it_is_refused_in_one_line(data: bytes, name: str, message: str) -> None:
    try:
        contents = read_file(data, name)
    except ReadingError as error:
        assert message in str(error)  # noqa: PT017 - a number is read as a list of one
        assert "\n" not in str(error)  # noqa: PT017
    else:
        assert not contents.articles
        assert contents.bad_lines
