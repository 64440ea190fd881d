"""What reading a source costs: milliseconds of processor time for a feed of twenty whole articles, a page, a channel.

python -m benchmarks.reading
"""

import time
from collections.abc import Callable
from statistics import median

from briefings.reading import read_source

LINES = (
    "أغلق مرفأ المدينة أبوابه صباح الخميس بسبب الضباب الكثيف، وبقيت أربع سفن في عرض البحر تنتظر أن ينقشع.",
    "وقال مدير المرفأ سليم حداد إن العمل يستأنف حين تصل الرؤية إلى ألف متر، وإن أحدا لم يصب بأذى حتى الآن.",
    "وتوقعت دائرة الأرصاد أن ينقشع الضباب ظهر الجمعة، وطلبت من الصيادين أن يبقوا على الشاطئ حتى ذلك الحين.",
    "وكان المرفأ أغلق ثلاث مرات في الشهر الماضي للسبب نفسه، فتأخرت شحنات القمح أسبوعا كاملا عن موعدها.",
)
HTML = "".join(f"<p>{line} <a href='/more'>المزيد عن المرفأ</a></p>" for line in LINES * 3)
REPEATS = 30


def make_feed(entries: int = 20) -> str:
    """Return an RSS feed of whole articles, of some 1,300 letters each."""
    items = "".join(
        f"<item><title>ضباب في المرفأ {number}</title><link>https://mina.example/news/{number}?utm_source=rss</link>"
        f"<guid isPermaLink='false'>{number}</guid><pubDate>Thu, 06 Jan 2022 14:30:00 +0300</pubDate>"
        f"<description>{LINES[0]}</description><content:encoded><![CDATA[{HTML}]]></content:encoded></item>"
        for number in range(entries)
    )
    return (
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>الميناء</title>'
        f"{items}</channel></rss>"
    )


def make_page(links: int = 150) -> str:
    """Return the page of an article among links to others."""
    others = "".join(f"<li><a href='/news/{number}'>خبر آخر من المدينة {number}</a></li>" for number in range(links))
    return (
        "<html><head><title>ضباب في المرفأ</title>"
        "<meta property='article:published_time' content='2022-01-06T14:30+03:00'>"
        f"</head><body><nav><ul>{others}</ul></nav><article><h1>ضباب في المرفأ</h1>{HTML}</article></body></html>"
    )


def measure(read: Callable[[], object]) -> float:
    """Return the milliseconds of processor time that a call takes: the median of thirty, after one that imports."""
    read()
    times = []
    for _ in range(REPEATS):
        begun = time.process_time()
        read()
        times.append(time.process_time() - begun)
    return median(times) * 1000


def main() -> None:
    """Print what each kind costs."""
    sources = {"a feed of 20 entries": make_feed(), "a broken feed of 20": make_feed()[:-20], "a page": make_page()}
    for name, source in sources.items():
        data = source.encode()

        def read(data: bytes = data) -> object:
            return read_source(data, content_type=None, url="https://mina.example/", zone="Asia/Riyadh")

        print(f"{name:22} {len(data) // 1024:4} KiB {measure(read):7.1f} ms")


if __name__ == "__main__":
    main()
