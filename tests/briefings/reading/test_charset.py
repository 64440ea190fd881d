"""Bytes are read as what they are, whatever is said of them."""

import pytest

from briefings.reading import UnreadableSourceError
from briefings.reading.charset import decode
from tests.briefings.reading.documents import TEXT, item, page, read_one, rss

DECLARATION = '<?xml version="1.0" encoding="{}"?>'


@pytest.mark.parametrize("charset", ["utf-8", "cp1256", "utf-16", "utf-8-sig"])
@pytest.mark.parametrize("header", [None, "text/xml", "text/xml; charset=utf-8", "text/xml; charset=iso-8859-1"])
@pytest.mark.parametrize("inside", ["", "utf-8", "windows-1256", "iso-8859-1", "zlib", "no-such"])
def test_a_feed_is_read_whatever_it_says_of_its_charset(charset: str, header: str | None, inside: str) -> None:
    feed = (DECLARATION.format(inside) if inside else "") + rss(item(1))
    assert read_one(feed.encode(charset), content=header).text == TEXT


def test_what_is_declared_counts_where_several_charsets_give_arabic() -> None:
    feed = DECLARATION.format("iso-8859-6") + "<p>مرفأ</p>"
    assert "مرفأ" in decode(feed.encode("iso-8859-6"), None)
    assert "مرفأ" in decode(feed.encode("iso-8859-6"), "text/xml; charset=ISO-8859-6")


def test_a_damaged_letter_does_not_make_another_charset_of_the_text() -> None:
    data = rss(item(1)).encode()
    cut = data.replace("حداد".encode(), "حداد".encode()[:-1], 1)
    assert TEXT.replace("حداد", "حدا�", 1) == read_one(cut).text


def test_a_text_in_latin_letters_is_left_alone() -> None:
    assert decode("<p>Le président a déclaré</p>".encode("latin-1"), "text/html; charset=iso-8859-1") == (
        "<p>Le président a déclaré</p>"
    )
    assert "déclaré" in decode(b'<meta charset="latin1">' + "déclaré".encode("latin-1"), None)


def test_the_charset_of_a_page_stands_in_its_head() -> None:
    said = page("<p>مرفأ</p>", '<meta http-equiv="Content-Type" content="text/html; charset=windows-1256">')
    assert decode(said.encode("cp1256"), None) == said


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00", bytes(range(32)) * 20])
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableSourceError, match="is binary"):
        decode(data, "text/xml; charset=utf-8")
