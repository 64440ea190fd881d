"""RSS and Atom, as they are and as they should not be."""

from datetime import UTC, date, datetime, timedelta

import pytest

from briefings.reading import SourceKind, UnreadableSourceError, to_article
from tests.briefings.reading.documents import HTML, LINES, TEXT, item, read, read_one, rss

BOMB = "<!DOCTYPE rss [" + "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9)) + "]>"


def test_rss_is_read_with_all_that_it_says() -> None:
    reading = read(
        rss(
            item(1, "<pubDate>Thu, 06 Jan 2022 14:30:00 +0300</pubDate>"),
            item(2, "<pubDate>Thu, 06 Jan 2022 22:30:00 GMT</pubDate>"),
            head="<ttl>30</ttl>",
        )
    )
    assert (reading.kind, reading.title, reading.faults) == (SourceKind.RSS, "صحيفة الميناء", ())
    assert reading.refresh_after == timedelta(minutes=30)
    first, second = reading.entries
    assert (first.key, first.url, first.title) == ("mina-1", "https://mina.example/news/1", "ضباب في المرفأ 1")
    assert (first.text, first.is_whole, first.outlet) == (TEXT, True, "صحيفة الميناء")
    assert (first.published_at, first.published_on) == (datetime(2022, 1, 6, 11, 30, tzinfo=UTC), date(2022, 1, 6))
    assert second.published_on == date(2022, 1, 7), "the day is that of the zone"


def test_atom_is_read_with_all_that_it_says() -> None:
    reading = read(
        '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">'
        '<title type="html">الميناء &amp;amp; المدينة</title>'
        "<entry><id>tag:mina.example,2022:1</id><title>ضباب</title>"
        '<link rel="alternate" href="/news/1"/><published>2022-01-06T14:30:00+03:00</published>'
        "<updated>2022-01-06T16:00:00+03:00</updated>"
        f'<content type="html">{HTML.replace("<", "&lt;")}</content></entry></feed>'
    )
    (entry,) = reading.entries
    assert (reading.kind, reading.title) == (SourceKind.ATOM, "الميناء & المدينة")
    assert (entry.key, entry.url, entry.text) == ("tag:mina.example,2022:1", "https://mina.example/news/1", TEXT)
    assert entry.published_at == datetime(2022, 1, 6, 11, 30, tzinfo=UTC)
    assert entry.changed_at == datetime(2022, 1, 6, 13, tzinfo=UTC)


def test_an_entry_inside_of_another_element_is_damage_and_said_so() -> None:
    # Found at random: feedparser raises a KeyError.
    with pytest.raises(UnreadableSourceError, match="an entry stands inside of another element"):
        read('<feed xmlns="http://www.w3.org/2005/Atom"><entry><link>a<entry/></link></entry></feed>')


@pytest.mark.parametrize("namespace", ["http://www.w3.org/2005/Atom}", "{http://www.w3.org/2005/Atom"])
def test_a_brace_in_a_namespace_is_damage_and_said_so(namespace: str) -> None:
    # Found at random: lxml cannot name such a tag.
    with pytest.raises(UnreadableSourceError, match="a namespace has a brace in it"):
        read(f'<feed xmlns="{namespace}"><entry><title>ضباب</title></entry></feed>')


@pytest.mark.parametrize("base", ["", ' xml:base="https://ufuq.example/a/"'])
def test_a_relative_address_counts_from_the_feed_or_its_base(base: str) -> None:
    entry = read_one(f'<feed xmlns="http://www.w3.org/2005/Atom"{base}><entry><link href="b"/></entry></feed>')
    assert entry.url == ("https://ufuq.example/a/b" if base else "https://mina.example/b")


def test_an_entry_becomes_the_article_that_the_same_words_in_a_file_are() -> None:
    entry = read_one(rss(item(1, "<pubDate>2022-01-06</pubDate>")))
    article = to_article(entry, outlet="الأفق")
    assert (article.text, article.outlet, article.published_on) == (TEXT, "الأفق", date(2022, 1, 6))
    assert (article.title, article.url) == ("ضباب في المرفأ 1", "https://mina.example/news/1")


@pytest.mark.parametrize(
    ("broken", "kept"),
    [
        ("<title>بلا نهاية<link>https://mina.example/9</link>", 4),
        ("<title>a & b &nbsp; &laquo;c&raquo; &unknown;</title><link>https://mina.example/9?a=1&b=2</link>", 4),
        ("<title>\x0b\x00 &#0; &#xd800;</title><link>https://mina.example/9</link>", 4),
        ("<x:y z:w='1'><b><title>خبر</x:y><link>https://mina.example/9</link>", 4),
        ("<description>لا عنوان له ولا خاتمة <![CDATA[ ]] </description>", 4),
        ("<<<>>><item></item>", 3),
    ],
)
def test_a_broken_entry_drops_none_of_its_neighbours(broken: str, kept: int) -> None:
    reading = read(rss(item(1), item(2), broken, item(3)))
    texts = {entry.key: entry.text for entry in reading.entries}
    assert [texts[key] for key in ("mina-1", "mina-2", "mina-3")] == [TEXT] * 3
    assert len(texts) == kept


def test_a_feed_that_forgets_to_declare_its_prefix_is_read_all_the_same() -> None:
    feed = rss(item(1)).replace('xmlns:content="http://purl.org/rss/1.0/modules/content/"', "")
    assert read_one(feed).text == TEXT


@pytest.mark.timeout(5)
@pytest.mark.parametrize(
    "feed",
    [
        BOMB + rss("<title>&a9;</title><link>https://mina.example/1</link>"),
        rss(BOMB),
        '<!DOCTYPE rss SYSTEM "file:///etc/passwd" [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        + rss("<title>&x;</title>"),
    ],
)
def test_a_feed_that_declares_entities_is_refused(feed: str) -> None:
    with pytest.raises(UnreadableSourceError, match="declares a document type or entities"):
        read(feed, SourceKind.RSS)


def test_a_document_type_that_declares_nothing_is_left_out() -> None:
    old = '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/rss-0.91.dtd">'
    assert read_one(f"<?xml version='1.0'?>\n{old}\n{rss(item(1))}").key == "mina-1"


def test_entries_without_address_or_text_are_named() -> None:
    reading = read(rss(item(1), "<pubDate>2022-01-06</pubDate>", "<title>عاجل: المرفأ يفتح</title>"))
    assert [entry.text for entry in reading.entries] == [TEXT, "عاجل: المرفأ يفتح"]
    assert reading.faults == ("entry 2 has neither an address nor a text",)


def test_one_id_for_all_entries_is_no_id() -> None:
    same = [item(number).replace(f"mina-{number}<", "mina<") for number in (1, 2, 2)]
    reading = read(rss(*same))
    assert [entry.key for entry in reading.entries] == ["https://mina.example/news/1", "https://mina.example/news/2"]
    assert reading.faults == ("entry 3 has the key of another entry",)


@pytest.mark.parametrize(
    ("description", "is_whole"),
    [
        (TEXT, True),
        (LINES[0], False),
        (f"{TEXT} …", False),
        (f"{TEXT} [&hellip;]", False),
        (f"{HTML}<p><a href='/news/1'>اقرأ المزيد</a></p>", False),
        (f"{HTML}<p>The post <a href='/1'>ضباب</a> appeared first on <a href='/'>الميناء</a>.</p>", True),
        (f"{HTML}<p>ظهرت المقالة <a href='/1'>ضباب</a> أولاً على <a href='/'>الميناء</a>.</p>", True),
    ],
)
def test_a_teaser_is_told_from_a_whole_text(description: str, *, is_whole: bool) -> None:
    entry = read_one(rss(f"<link>https://mina.example/1</link><description><![CDATA[{description}]]></description>"))
    assert entry.is_whole is is_whole
    assert not is_whole or entry.text == TEXT


def test_a_text_without_an_address_is_all_that_can_be_had() -> None:
    assert read_one(rss(f"<title>ضباب</title><description>{LINES[0]}</description>")).is_whole


def test_what_the_feed_calls_the_text_is_whole_also_if_it_is_short() -> None:
    assert read_one(rss(item(1, "<description>ضباب</description>", text=LINES[0]))).is_whole
    assert not read_one(rss(item(1, f"<description>{LINES[0]}</description>", text=LINES[0]))).is_whole


def test_a_text_of_atom_is_whole_also_if_it_is_short_and_is_no_html() -> None:
    html = '<div xmlns="http://www.w3.org/1999/xhtml"><p>أول <b>ثان</b></p><p>ثالث</p></div>'
    content = f'<content type="xhtml">{html}</content>'
    entry = read_one(f'<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="/1"/>{content}</entry></feed>')
    assert (entry.text, entry.is_whole) == ("أول ثان\n\nثالث", True)


@pytest.mark.parametrize("turned", [False, True])
def test_the_order_of_text_and_teaser_is_nothing(*, turned: bool) -> None:
    parts = [f"<description>{LINES[0]} …</description>", f"<content:encoded><![CDATA[{HTML}]]></content:encoded>"]
    entry = read_one(rss("<link>https://mina.example/1</link>" + "".join(parts[::-1] if turned else parts)))
    assert (entry.text, entry.is_whole) == (TEXT, True)


def test_rss_of_the_first_kinds_is_read() -> None:
    rdf = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>الميناء</title></channel>'
        "<item rdf:about='https://mina.example/1'><title>ضباب</title><link>https://mina.example/1</link>"
        "<dc:date>2022-01-06T14:30:00+03:00</dc:date></item></rdf:RDF>"
    )
    entry = read_one(rdf)
    assert (entry.key, entry.outlet, entry.published_on) == ("https://mina.example/1", "الميناء", date(2022, 1, 6))


def test_an_entry_names_whose_it_is() -> None:
    assert read_one(rss(item(1, "<source url='https://ufuq.example/rss'>صحيفة الأفق</source>"))).outlet == "صحيفة الأفق"


@pytest.mark.parametrize(
    ("head", "hours"),
    [
        ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>", 0.5),
        ("<sy:updatePeriod>yearly</sy:updatePeriod>", 168),
        ("<ttl>1e400</ttl>", None),
        ("<sy:updatePeriod>often</sy:updatePeriod>", None),
    ],
)
def test_a_feed_says_how_often_it_changes(head: str, hours: float | None) -> None:
    expected = None if hours is None else timedelta(hours=hours)
    assert read(rss(item(1), head=head)).refresh_after == expected


def test_of_many_entries_a_thousand_are_read() -> None:
    reading = read(rss(*(f"<link>https://mina.example/{number}</link>" for number in range(1_200))))
    assert (len(reading.entries), reading.faults) == (1_000, ("entry 1001 and all after it are not read",))


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("", "is empty"),
        ("خبر بلا علامات", "is neither a feed nor a page"),
        ("<svg></svg>", "is neither a feed nor a page, but <svg>"),
        ("<html><body><p>خبر</p></body></html>", "is no feed but a HTML page"),
        ("<rss", "is no XML"),
        ("<rss></rss>", ""),
    ],
)
def test_what_is_no_feed_is_refused_in_one_line(source: str, message: str) -> None:
    try:
        assert read(source, SourceKind.RSS).entries == ()
    except UnreadableSourceError as error:
        assert message in str(error)  # noqa: PT017 - an empty feed is read
        assert "\n" not in str(error)  # noqa: PT017
