"""Lists of sources come from other programs, and from strangers."""

import pytest

from bot.sources.opml import MOST_BYTES, read_opml, write_opml
from bot.sources.values import SourceError
from tests.factories import make_source

LIST = """<?xml version="1.0" encoding="UTF-8"?>
<opml version="1.0"><head><title>my feeds</title></head><body>
<outline text="أخبار" title="أخبار">
  <outline type="rss" text="منبر &amp; الوادي" xmlUrl="https://wadi.example/feed?utm_source=opml" htmlUrl="https://wadi.example/"/>
  <outline type="rss" text="again" xmlurl="wadi.example/feed"/>
  <outline type="page" text="page" xmlUrl="https://mina.example/live"/>
</outline>
<outline text="channel" xmlUrl="https://t.me/s/wadi_news"/>
<outline text="folder" xmlUrl="/etc"/><outline text="no address"/><outline xmlUrl="gopher://old.example"/>
</body></opml>"""


def test_a_list_of_a_feed_reader_is_read_each_address_once() -> None:
    listed, problems = read_opml(LIST.encode())
    assert [(each.url, each.kind) for each in listed] == [
        ("https://wadi.example/feed", None),
        ("https://mina.example/live", "page"),
        ("https://t.me/s/wadi_news", "channel"),
    ]
    assert len(problems) == 2


def test_what_is_written_is_read_again_but_for_folders() -> None:
    sources = [
        make_source(url="https://wadi.example/feed?a=1&b=2", outlet="منبر «الوادي» & <ابنه>"),
        make_source(url="https://mina.example/live", kind="page"),
        make_source(url="https://t.me/s/wadi_news", kind="channel"),
        make_source(url="/srv/news", kind="folder"),
    ]
    listed, problems = read_opml(write_opml(sources))
    assert problems == []
    assert [(each.url, each.kind, each.outlet) for each in listed] == [
        (sources[0].url, None, sources[0].outlet),
        (sources[1].url, "page", None),
        (sources[2].url, "channel", None),
    ]


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"\x00\x01",
        b"just text",
        b"<html><body/></html>",
        b'<!DOCTYPE opml [<!ENTITY a "b">]><opml><body><outline text="&a;" xmlUrl="https://wadi.example"/></body></opml>',
        b'<!DOCTYPE opml SYSTEM "file:///etc/passwd"[]><opml/>',
        '<!DOCTYPE opml [<!ENTITY a "b">]><opml/>'.encode("utf-16"),
        b" " * (MOST_BYTES + 1),
    ],
)
def test_what_is_no_list_or_declares_entities_is_refused(document: bytes) -> None:
    with pytest.raises(SourceError):
        read_opml(document)
