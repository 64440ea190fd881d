"""Feeds and pages as outlets write them; the outlets are invented."""

from datetime import UTC, datetime

from briefings.reading import Entry, Reading, SourceKind, read_source

ADDRESS = "https://mina.example/rss"
NOW = datetime(2022, 1, 7, 9, tzinfo=UTC)
LINES = (
    "أغلق مرفأ المدينة أبوابه صباح الخميس بسبب الضباب الكثيف، وبقيت أربع سفن في عرض البحر.",
    "وقال مدير المرفأ سليم حداد إن العمل يستأنف حين تصل الرؤية إلى ألف متر، وإن أحدا لم يصب بأذى.",
    "وتوقعت دائرة الأرصاد أن ينقشع الضباب ظهر الجمعة، وطلبت من الصيادين أن يبقوا على الشاطئ.",
    "وكان المرفأ أغلق ثلاث مرات في الشهر الماضي للسبب نفسه، فتأخرت شحنات القمح أسبوعا كاملا.",
    "وأضاف حداد أن ثلاث سفن أخرى في طريقها إلى المرفأ، وأنها تلقت طلبا بأن تبطئ سيرها في الليل.",
)
TEXT = "\n\n".join(LINES)
HTML = "".join(f"<p>{line}</p>" for line in LINES)
_SPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"'
)


def rss(*items: str, head: str = "", title: str = "صحيفة الميناء") -> str:
    """Return an RSS feed with these items, as XML inside of ``<item>``."""
    body = "".join(f"<item>{item}</item>" for item in items)
    return f'<rss version="2.0" {_SPACES}><channel><title>{title}</title>{head}{body}</channel></rss>'


def item(number: int, more: str = "", *, text: str = HTML) -> str:
    """Return the inside of an item with a whole text."""
    return (
        f"<title>ضباب في المرفأ {number}</title><link>https://mina.example/news/{number}</link>"
        f"<guid isPermaLink='false'>mina-{number}</guid>{more}<content:encoded><![CDATA[{text}]]></content:encoded>"
    )


def page(body: str, head: str = "") -> str:
    """Return a page of a newspaper around a body."""
    return (
        f'<!DOCTYPE html><html lang="ar" dir="rtl"><head><title>ضباب في المرفأ - صحيفة الميناء</title>{head}</head>'
        "<body>"
        '<nav><ul><li><a href="/">الرئيسية</a></li><li><a href="/economy">اقتصاد</a></li></ul></nav>'
        f"<article><h1>ضباب في المرفأ</h1>{body}</article>"
        '<aside><h3>اقرأ أيضا</h3><ul><li><a href="/7">السوق يفتح أبوابه</a></li></ul></aside>'
        "<footer>جميع الحقوق محفوظة</footer></body></html>"
    )


def read(
    source: str | bytes, kind: SourceKind | None = None, url: str = ADDRESS, content: str | None = None
) -> Reading:
    """Read a source on 7 January 2022, in the zone of Riyadh."""
    data = source.encode() if isinstance(source, str) else source
    return read_source(data, content_type=content, url=url, zone="Asia/Riyadh", kind=kind, now=NOW)


def read_one(source: str | bytes, url: str = ADDRESS, content: str | None = None) -> Entry:
    """Read a source with one entry."""
    (entry,) = read(source, url=url, content=content).entries
    return entry
