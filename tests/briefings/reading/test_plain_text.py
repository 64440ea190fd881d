"""HTML becomes what a reader sees of it."""

import pytest

from briefings.reading.addresses import make_canonical
from briefings.reading.plain_text import to_line, to_text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("خبر", "خبر"),
        ("أول\nثان\n\n\nثالث", "أول\nثان\n\nثالث"),
        ("<p>أول</p><p>ثان</p>", "أول\n\nثان"),
        ("<p>أول\n  ثان<br>ثالث<br/><br/>رابع</p>", "أول ثان\nثالث\n\nرابع"),
        ("<ul><li>أول<li>ثان</ul>", "أول\n\nثان"),
        ("<b>أ</b>ول <a href='x'>ثان</a>", "أول ثان"),
        ("أول<script>alert(1)</script> ثان<style>p{}</style>", "أول ثان"),
        ("<p>أول</p><!-- سر --><p>ثان</p>", "أول\n\nثان"),
        ("a &amp; b &laquo;c&raquo; &#1582;&#x628;", "a & b «c» خب"),
        ("&lt;p&gt;أول&lt;/p&gt;&lt;p&gt;ثان&lt;/p&gt;", "أول\n\nثان"),
        ("<p>&lt;script&gt;x()&lt;/script&gt; أول</p>", "أول"),
        ("&amp;lt;img src=x onerror=x()&amp;gt; أول", "أول"),
        ("&amp;amp;amp;amp;lt;b&amp;amp;amp;amp;gt;", "&amp;lt;b&amp;gt;"),
        ("3 < 5 و 7 > 2", "3 < 5 و 7 > 2"),
        ("أول\u202eثان\u200f ثالث\u2069\ufeff", "أولثان ثالث"),
        ("أو\u00adل\u00a0ثان\x00\x07\x9f", "أول ثان"),
        ("أول\u2028ثان\r\nثالث\x85رابع", "أول\nثان\nثالث\nرابع"),
        ("\ud83dأول", "أول"),
        ("<table><tr><td>أول</td><td>ثان</td></tr></table>", "أول\n\nثان"),
        ("<figure><img src=x><figcaption>صورة</figcaption></figure>خبر", "خبر"),
        ("<b", ""),
        ("<<\x1f?", "?"),
        ("", ""),
    ],
)
def test_a_text_is_what_a_reader_sees(source: str, text: str) -> None:
    assert to_text(source) == text


def test_a_title_is_one_line() -> None:
    assert to_line(" <b>ضباب</b>\n في&nbsp;المرفأ<br>اليوم ") == "ضباب في المرفأ اليوم"


@pytest.mark.timeout(5)
@pytest.mark.parametrize(
    "part", ["<b>", "<p>", "<", "&lt;", "<a href='", "<!--", "]]>", "<table><tr><td>", "\n ", "&#"]
)
def test_a_text_costs_what_it_is_long(part: str) -> None:
    to_text(part * 100_000)


@pytest.mark.parametrize(
    ("address", "canonical"),
    [
        ("https://mina.example/1", "https://mina.example/1"),
        ("HTTPS://Mina.Example:443/1/?b=2&utm_source=rss&a=1#top", "https://mina.example/1/?b=2&a=1"),
        ("http://mina.example:8080?fbclid=x", "http://mina.example:8080/"),
        ("http://user:secret@mina.example/", "http://mina.example/"),
        ("https://mina.example/خبر 1?س=ع", "https://mina.example/%D8%AE%D8%A8%D8%B11?%D8%B3=%D8%B9"),
        ("https://mina.example/%d8%ae%2fx", "https://mina.example/%D8%AE%2Fx"),
        ("https://موقع.example/", "https://xn--4gbrim.example/"),
        ("https://mina.example/?ref=7&id=8&source=9", "https://mina.example/?ref=7&id=8&source=9"),
        ("https://mina.example/?xtor=RSS-1&at_medium=rss&_ga=1.2&gclid=3&igshid=4&MC_CID=5", "https://mina.example/"),
        ("/news/1", "https://mina.example/news/1"),
        ("//cdn.mina.example/1", "https://cdn.mina.example/1"),
        ("  https://mina.example/\n1\u200f ", "https://mina.example/1"),
    ],
)
def test_an_address_has_one_form(address: str, canonical: str) -> None:
    assert make_canonical(address, "https://mina.example/rss") == canonical
    assert make_canonical(canonical) == canonical


@pytest.mark.parametrize(
    "address",
    [
        *(
            "javascript:alert(1)",
            "data:text/html,x",
            "ftp://mina.example/",
            "mailto:a@mina.example",
            "http://",
            "http://[::1",
        ),
        *("http://mina.example:x/", "http://mina.example:99999/", f"http://mina.example/{'x' * 3_000}", "http://../x"),
    ],
)
def test_what_is_no_address_of_the_web_is_none(address: str) -> None:
    assert make_canonical(address) is None
