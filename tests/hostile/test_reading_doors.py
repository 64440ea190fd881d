"""Whatever a source sends is read or refused in one line, and what is read is plain: ``make fuzz`` tries for longer."""

import os
import re
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefings.reading import Entry, SourceKind, UnreadableSourceError, read_source, to_article
from briefings.reading.addresses import make_canonical
from briefings.reading.moments import read_when
from briefings.reading.plain_text import to_text
from briefings.reading.values import Origin
from tests.bot.fetching.menagerie import GOOD
from tests.briefings.reading.documents import HTML, item, page, rss

LONG = "FUZZ" in os.environ
FUZZ = settings(max_examples=int(os.environ.get("FUZZ", "60")), deadline=None, suppress_health_check=list(HealthCheck))
NOW = datetime(2022, 1, 7, 9, tzinfo=UTC)
# Markup, controls, marks of direction, halves of letters: what no reader may get.
FORBIDDEN = re.compile(
    "<[A-Za-z/!?]|[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)
SOURCES = [body for _, body, _ in GOOD.values()] + [
    page(HTML, '<script type="application/ld+json">{"@type":"Article","datePublished":"2022-01-06"}</script>').encode(),
    rss(item(1, "<dc:date>2022-01-06</dc:date><media:content url='x'/>")).encode(),
]
PIECES = st.sampled_from(
    [
        *(
            "<",
            ">",
            "&",
            "&lt;",
            "&#0;",
            "&#xD800;",
            "&#x202e;",
            "]]>",
            "<![CDATA[",
            "<!--",
            "-->",
            "<item>",
            "</item>",
        ),
        *(
            "<script>",
            "</p>",
            "\x00",
            "\u202e",
            "\ufeff",
            "\ud83d",
            "'",
            '"',
            "<entry/>",
            "<a:b>",
            "xmlns:a='b'",
            "{",
            "}",
        ),
        *(
            "[",
            "]",
            "null",
            "1e999",
            "<!DOCTYPE a [<!ENTITY b 'c'>]>",
            "&b;",
            "<?xml encoding='utf-16'?>",
            "%",
            "://",
            "\n",
        ),
        *("&amp;lt;b&amp;gt;", "<time>", "2022-13-45", "<base href='//['>", "charset=zlib", "<title/>", "</channel>"),
    ]
)
KINDS = st.none() | st.sampled_from(SourceKind)


def check(data: bytes, kind: SourceKind | None = None, content_type: str | None = None) -> None:
    """Read a source; whatever is read of it is plain, bounded, and can be kept."""
    try:
        reading = read_source(
            data, content_type=content_type, url="https://mina.example/rss", zone="Asia/Riyadh", kind=kind, now=NOW
        )
    except UnreadableSourceError as error:
        assert "\n" not in str(error)  # noqa: PT017 - either outcome is right
        if (
            LONG
        ):  # three libraries read it: what makes one of them fail is to become a case, and harms nobody until then
            assert not str(error).startswith("cannot be read"), error.__cause__  # noqa: PT017
        return
    texts = [reading.title or "", *reading.faults, *reading.feeds]
    assert len({entry.key for entry in reading.entries}) == len(reading.entries)
    for entry in reading.entries:
        check_entry(entry)
        texts += [entry.key, entry.url or "", entry.title or "", entry.text, entry.outlet or ""]
    for text in texts:
        assert not FORBIDDEN.search(text)
        text.encode()


def check_entry(entry: Entry) -> None:
    assert entry.key
    assert entry.text or entry.url
    assert entry.is_whole or entry.url
    assert entry.url is None or make_canonical(entry.url) == entry.url
    for moment in (entry.published_at, entry.changed_at):
        assert moment is None or (moment.tzinfo is UTC and 1990 <= moment.year <= 2022)
    assert entry.text == "" or to_article(entry).text == entry.text


def mutate(data: st.DataObject, source: bytes) -> bytes:
    """Change some pieces of a source."""
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(source)))
        end = data.draw(st.integers(start, min(len(source), start + 60)))
        piece = data.draw(PIECES.map(lambda text: text.encode("utf-8", "surrogatepass")) | st.binary(max_size=20))
        source = source[:start] + piece + source[end:]
    return source


@FUZZ
@given(st.binary(max_size=300), KINDS, st.none() | st.text(max_size=40))
def test_any_bytes_are_read_or_refused(data: bytes, kind: SourceKind | None, content_type: str | None) -> None:
    check(data, kind, content_type)


@FUZZ
@given(
    st.lists(PIECES, max_size=30).map("".join),
    st.sampled_from(["<rss>", "<feed>", "<html>", "<urlset>", '{"items":[', ""]),
)
def test_any_pieces_are_read_or_refused(text: str, start: str) -> None:
    check(f"{start}{text}".encode("utf-8", "surrogatepass"))


@FUZZ
@given(st.data(), st.integers(0, len(SOURCES) - 1))
def test_a_source_with_pieces_changed_is_read_or_refused(data: st.DataObject, index: int) -> None:
    check(mutate(data, SOURCES[index]))


@FUZZ
@given(st.lists(PIECES | st.text(max_size=20), max_size=20).map("".join))
def test_any_text_becomes_plain(text: str) -> None:
    assert not FORBIDDEN.search(to_text(text))
    assert to_text(to_text(text)) == to_text(text) or "&" in text or "<" in text


@FUZZ
@given(st.text(max_size=60) | st.from_regex(r"\A\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?([+-]\d\d:?\d\d|Z)?\Z"))
def test_any_time_is_a_day_of_the_web_or_none(text: str) -> None:
    when = read_when(text, Origin(zone="Asia/Riyadh", now=NOW))
    assert when.on is None or 1990 <= when.on.year <= 2022


@FUZZ
@given(st.text(max_size=60) | PIECES.map(lambda text: f"https://mina.example/{text}"))
def test_any_address_has_one_form_or_none(text: str) -> None:
    canonical = make_canonical(text, "https://mina.example/rss")
    assert canonical is None or make_canonical(canonical) == canonical


@pytest.mark.parametrize("index", range(len(SOURCES)))
def test_every_source_of_the_menagerie_is_plain(index: int) -> None:
    check(SOURCES[index])
