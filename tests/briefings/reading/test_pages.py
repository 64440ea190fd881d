"""Pages of newspapers, and the pages of public channels."""

import json
from datetime import UTC, date, datetime

import pytest

from briefings.reading import SourceKind, UnreadableSourceError
from tests.briefings.reading.documents import HTML, LINES, TEXT, page, read, read_one

ADDRESS = "https://mina.example/news/1"
AT = '"2022-01-06T14:30:00+03:00"'


def test_a_page_is_its_article() -> None:
    head = (
        '<link rel="canonical" href="/news/1?utm_source=x"><meta property="og:title" content="ضباب يغلق المرفأ">'
        f'<meta property="og:site_name" content="الميناء"><meta property="article:published_time" content={AT}>'
        '<meta property="article:modified_time" content="2022-01-06T16:00:00+03:00">'
    )
    entry = read_one(page(HTML, head), ADDRESS)
    assert (entry.key, entry.url, entry.title) == (ADDRESS, ADDRESS, "ضباب يغلق المرفأ")
    assert (entry.text, entry.is_whole, entry.outlet) == (TEXT, True, "الميناء")
    assert entry.published_at == datetime(2022, 1, 6, 11, 30, tzinfo=UTC)
    assert entry.changed_at == datetime(2022, 1, 6, 13, tzinfo=UTC)


def ld(**fields: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(fields)}</script>'


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (f"<meta property='article:published_time' content={AT}>", ""),
        (f'<meta name="pubdate" content={AT}>', ""),
        (f'<meta itemprop="datePublished" content={AT}>', ""),
        (ld(**{"@type": "NewsArticle", "datePublished": AT.strip('"')}), ""),
        (ld(**{"@graph": [{"@type": "WebSite"}, {"@type": ["Article"], "datePublished": AT.strip('"')}]}), ""),
        ("<script type='application/ld+json'>{broken</script>", "<time datetime='2022-01-06T14:30+03:00'>أمس</time>"),
        ("", "<span class='post-date'>الخميس ٦ يناير ٢٠٢٢</span>"),
        ("", "<div class='date'>6/1/2022</div><div class='date'>قبل يومين</div>"),
    ],
)
def test_the_day_of_a_page_is_what_it_says_of_itself(head: str, body: str) -> None:
    assert read_one(page(body + HTML, head), ADDRESS).published_on == date(2022, 1, 6)


@pytest.mark.parametrize(
    "body",
    [
        "<p>وقع ذلك في 6 يناير 2022 قرب المرفأ.</p>",
        "<time datetime='2022-01-05'></time><time datetime='2022-01-06'></time>",
        "<span class='date'>6 يناير</span>",
        "<span class='date'>6 يناير 2030</span>",
        "<span class='updated'>6 يناير 2022</span>",
    ],
)
def test_a_day_that_is_not_singled_out_is_none(body: str) -> None:
    assert read_one(page(body + HTML), ADDRESS).published_on is None


def test_a_page_names_its_feeds() -> None:
    head = (
        '<base href="https://mina.example/ar/">'
        '<link rel="alternate" type="application/rss+xml" href="rss?utm_source=x">'
        '<link rel="alternate feed" type="application/atom+xml; charset=utf-8" href="/atom">'
        '<link rel="alternate" hreflang="en" href="/en">'
        '<link rel="alternate" type="application/feed+json" href="/json">'
        '<link rel="alternate" type="application/rss+xml" href="javascript:x()">'
        '<link rel="alternate" type="application/rss+xml" href="/comments/feed/">'
    )
    reading = read(page("<p>الأخبار</p>", head), url="https://mina.example/")
    assert reading.feeds == ("https://mina.example/ar/rss", "https://mina.example/atom", "https://mina.example/json")
    assert (reading.kind, reading.entries) == (SourceKind.PAGE, ())
    assert reading.faults == ("the page holds no text of an article",)


def test_a_page_of_another_host_is_not_believed_to_be_the_canonical_one() -> None:
    head = '<link rel="canonical" href="https://ufuq.example/1">'
    assert read_one(page(HTML, head), ADDRESS).url == ADDRESS


def test_nothing_of_a_script_or_of_the_frame_is_in_the_text() -> None:
    hostile = (
        "<script>x()</script><iframe src=x></iframe><style>p{}</style><p onclick=x()>خبر &lt;b&gt;أول&lt;/b&gt;</p>"
    )
    text = read_one(page(hostile + HTML), ADDRESS).text
    assert "<" not in text
    assert not {"x()", "الرئيسية", "السوق", "الحقوق"} & set(text.split())


@pytest.mark.timeout(20)
@pytest.mark.parametrize("part", ["<div>", "<p>خبر", "<table><tr><td>", "<a href=x>خبر</a> ", "<ul><li>", "<!--"])
def test_a_page_without_end_is_read_or_refused_soon(part: str) -> None:
    try:
        read(page(part * 4_000), url=ADDRESS)
        read(page(part * 500_000), url=ADDRESS)
    except UnreadableSourceError as error:
        assert "too large" in str(error) or "HTML page" in str(error)  # noqa: PT017 - either outcome is right


def post(number: int, text: str | None, more: str = "") -> str:
    """Return a post as t.me writes it."""
    body = "" if text is None else f'<div class="tgme_widget_message_text js-message_text" dir="auto">{text}</div>'
    return (
        f'<div class="tgme_widget_message_wrap"><div class="tgme_widget_message js-widget_message" '
        f'data-post="mina_news/{number}"><div class="tgme_widget_message_author"><span>الميناء</span></div>{more}{body}'
        f'<div class="tgme_widget_message_footer"><a class="tgme_widget_message_date" '
        f'href="https://t.me/mina_news/{number}?single"><time datetime="2022-01-06T11:3{number}:00+00:00">x</time></a>'
        "</div></div></div>"
    )


def channel(*posts: str) -> str:
    return (
        '<html><body><div class="tgme_channel_info"><div class="tgme_channel_info_header_title">'
        "<span>أخبار الميناء</span></div></div>"
        f'<section class="tgme_channel_history">{"".join(posts)}</section></body></html>'
    )


def test_a_channel_is_its_posts() -> None:
    first = f'{LINES[0]}<br/><br/>{LINES[1]} <i class="emoji"><b>🌫</b></i><br/><br/>#المرفأ @mina_news'
    reading = read(channel(post(1, first), post(2, LINES[2])), SourceKind.CHANNEL, "https://t.me/s/mina_news")
    assert (reading.kind, reading.title, reading.faults) == (SourceKind.CHANNEL, "أخبار الميناء", ())
    one, two = reading.entries
    assert (one.key, one.url, one.title) == ("https://t.me/mina_news/1", "https://t.me/mina_news/1", None)
    assert one.text == f"{LINES[0]}\n\n{LINES[1]} 🌫"
    assert (one.outlet, one.is_whole) == ("أخبار الميناء", True)
    assert one.published_at == datetime(2022, 1, 6, 11, 31, tzinfo=UTC)
    assert two.text == LINES[2]


def test_a_forwarded_post_is_of_whoever_wrote_it() -> None:
    origin = '<a class="tgme_widget_message_forwarded_from_name" href="https://t.me/ufuq"><span>الأفق</span></a>'
    (entry,) = read(channel(post(1, LINES[0], origin))).entries
    assert (entry.outlet, entry.url) == ("الأفق", "https://t.me/mina_news/1")


def test_what_a_post_answers_to_is_no_part_of_it() -> None:
    quoted = f'<a class="tgme_widget_message_reply"><div class="tgme_widget_message_text">{LINES[1]}</div></a>'
    (entry,) = read(channel(post(1, LINES[0], quoted))).entries
    assert entry.text == LINES[0]


def test_posts_without_text_are_named_and_service_messages_are_not() -> None:
    service = post(3, "pinned").replace("js-widget_message", "service_message")
    reading = read(channel(post(1, None), post(2, "🌫"), service, post(4, LINES[0])))
    assert [entry.key for entry in reading.entries] == ["https://t.me/mina_news/4"]
    assert reading.faults == (
        "post https://t.me/mina_news/1 has no text",
        "post https://t.me/mina_news/2 has no text",
    )


@pytest.mark.parametrize(
    "sign",
    [
        "https://t.me/mina_news",
        "للاشتراك في القناة: t.me/mina_news",
        "تابعونا @Mina_News",
        "أخبار الميناء",
        "#ضباب #المرفأ",
        "🔴🔴",
    ],
)
def test_what_a_channel_puts_around_its_posts_is_left_out(sign: str) -> None:
    (entry,) = read(channel(post(1, f"{sign}<br>{LINES[0]}<br><br>{sign}"))).entries
    assert entry.text == LINES[0]


def test_a_sentence_that_names_a_channel_is_news() -> None:
    text = "وقالت قناة أخبار الميناء إن المرفأ أغلق اليوم."
    (entry,) = read(channel(post(1, f"{LINES[0]}<br>{text}"))).entries
    assert entry.text == f"{LINES[0]}\n{text}"


def test_a_channel_that_shows_nothing_is_said_so() -> None:
    with pytest.raises(UnreadableSourceError, match="is no page of a public channel"):
        read(page(HTML), SourceKind.CHANNEL)
    assert read(channel(), SourceKind.CHANNEL).entries == ()
