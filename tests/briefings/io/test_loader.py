import json
from datetime import UTC, date, datetime

import pytest

from briefings.io.contents import ReadingError, parse_published
from briefings.io.loader import read_articles, read_file
from briefings.model import Article, PublishedFrom

NEWS = "أغلق المرفأ أبوابه بسبب الضباب."


def read_one(text: str, name: str = "a.txt", zone: str = "UTC") -> Article:
    (article,) = read_articles(text.encode(), name, zone=zone)
    return article


def test_a_plain_text_is_one_article_of_unknown_day_and_outlet() -> None:
    article = read_one(NEWS)
    assert (article.text, article.file, article.body_start) == (NEWS, "a.txt", 0)
    assert (article.outlet, article.title, article.url, article.published_on) == (None, None, None, None)
    assert article.published_from is PublishedFrom.UNKNOWN


def test_a_header_says_who_when_and_what() -> None:
    text = f"outlet: صحيفة الميناء\npublished: 2022-01-06 23:30\ntitle: ضباب\nurl: https://example.org/1\n\n{NEWS}"
    article = read_one(text, zone="Asia/Almaty")
    assert (article.outlet, article.title, article.url) == ("صحيفة الميناء", "ضباب", "https://example.org/1")
    assert article.published_on == date(2022, 1, 6)
    assert article.published_at == datetime(2022, 1, 6, 17, 30, tzinfo=UTC)
    assert article.published_from is PublishedFrom.METADATA
    assert article.text[article.body_start :].strip() == NEWS


def test_the_header_may_be_arabic_and_its_lines_may_end_as_windows_writes_them() -> None:
    article = read_one(f"\ufeffالوسيلة: الميناء\r\nتاريخ النشر: 2022-01-06\r\n\r\n{NEWS}\r\n")
    assert (article.outlet, article.published_on) == ("الميناء", date(2022, 1, 6))


def test_what_looks_like_a_header_without_a_blank_line_is_text() -> None:
    text = f"العنوان: حين يغلق المرفأ\n{NEWS}"
    article = read_one(text)
    assert (article.title, article.body_start) == (None, 0)


def test_who_hands_the_file_in_has_the_last_word() -> None:
    data = f"outlet: الميناء\npublished: 2022-01-06\n\n{NEWS}".encode()
    (article,) = read_articles(data, "a.txt", outlet="الأفق", published=date(2022, 1, 9))
    assert (article.outlet, article.published_on) == ("الأفق", date(2022, 1, 9))
    assert article.published_from is PublishedFrom.GIVEN


def test_a_json_lines_file_is_an_article_a_line() -> None:
    records = [{"text": NEWS, "source": "الميناء", "date": "2022-01-06"}, {"text": f"{NEWS} ثانية", "title": "ضباب"}]
    data = "\ufeff" + "\r\n".join(json.dumps(record) for record in records) + "\n\n"
    first, second = read_articles(data.encode(), "many.JSONL")
    assert (first.outlet, first.published_on) == ("الميناء", date(2022, 1, 6))
    assert (second.outlet, second.title) == (None, "ضباب")


def test_the_same_words_are_the_same_article_wherever_they_lie() -> None:
    assert read_one(NEWS, "a.txt").id == read_one(f"\n {NEWS.replace(' ', '  ')}\r\n", "b.txt").id
    assert read_one(NEWS).id != read_one(f"outlet: الميناء\n\n{NEWS}").id


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf \r\n\t", "is empty"),
        ("\u00a0\u200f\n…".encode(), "holds no words"),
        ("outlet: الميناء\n\n".encode(), "has a header, but no text"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "is binary, not text"),
        (b"news \x07 more", "is binary, not text"),
        (NEWS.encode("utf-16"), "is not UTF-8 (byte 1)"),
        (NEWS.encode("cp1256"), "is not UTF-8 (byte 1)"),
        (NEWS.encode()[:-3] + b"\xd8", "is not UTF-8 (byte"),
        (f"published: قريبا\n\n{NEWS}".encode(), "'قريبا' is no day of publication"),
        (f"published: 2022-13-40\n\n{NEWS}".encode(), "is no day of publication"),
        (f"published: 0001-01-01 00:10\n\n{NEWS}".encode(), "is no day of publication"),
        (f"published: 9999-12-31\n\n{NEWS}".encode(), "is no day of publication"),
        (f"published: 1900-01-01 00:00+14:00\n\n{NEWS}".encode(), "is no day of publication"),
        (f"published: 2199-12-31 23:00-14:00\n\n{NEWS}".encode(), "is no day of publication"),
        (f"published: 9999-12-31 23:59-14:00\n\n{NEWS}".encode(), "is no day of publication"),
        (f"published: 0001-01-01 00:00+14:00\n\n{NEWS}".encode(), "is no day of publication"),
        (f"published: {'9' * 9_000}\n\n{NEWS}".encode(), "is no day of publication"),
    ],
)
def test_a_text_that_is_no_article_is_refused_in_one_line(data: bytes, message: str) -> None:
    with pytest.raises(ReadingError) as refused:
        read_articles(data, "secret.txt", zone="Asia/Almaty")
    assert message in str(refused.value)
    assert "\n" not in str(refused.value)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{not json", "line 2: is no JSON"),
        ("[" * 100_000, "line 2: is no JSON"),
        ("9" * 5_000, "line 2: is no JSON"),
        ('["a list"]', "line 2: is no article"),
        ('{"title": "no text"}', "line 2: is no article"),
        ('{"text": 7}', "line 2: is no article"),
        ('{"text": " "}', "line 2: holds no words"),
        ('{"text": "half a letter: \\ud83d"}', "line 2: is no JSON"),
        ('{"text": "خبر", "date": "أمس"}', "line 2: 'أمس' is no day of publication"),
        ('{"text": "خبر \\u0000 آخر"}', "line 2: is binary, not text"),
        ('{"text": "خبر", "title": "\\u0007"}', "line 2: is binary, not text"),
        (json.dumps({"text": "خبر", "outlet": "ا" * 301}), "line 2: is too long in its outlet"),
    ],
)
def test_a_bad_line_of_json_is_named(line: str, message: str) -> None:
    data = json.dumps({"text": NEWS}) + "\n" + line
    with pytest.raises(ReadingError) as refused:
        read_articles(data.encode(), "many.jsonl")
    assert message in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_bad_line_drops_only_itself() -> None:
    lines = [
        json.dumps({"text": NEWS}),
        "{",
        json.dumps({"text": "خبر \x00 آخر"}),
        json.dumps({"text": f"{NEWS} ثانية"}),
    ]
    contents = read_file("\n".join(lines).encode(), "many.jsonl")
    assert [article.text for article in contents.articles] == [NEWS, f"{NEWS} ثانية"]
    assert [str(error).split(":")[0] for error in contents.bad_lines] == ["line 2", "line 3"]


def test_of_many_bad_lines_a_hundred_are_named_and_after_ten_thousand_no_more_is_read() -> None:
    """A million bad lines had been a million messages; 64 MiB of them took 2.5 GB."""
    good = json.dumps({"text": "خبر من المدينة."}, ensure_ascii=False)
    some = read_file("\n".join(["{}"] * 150 + [good]).encode(), "a.jsonl")
    assert (len(some.articles), some.left_out, len(some.bad_lines)) == (1, 150, 101)
    assert str(some.bad_lines[99]).startswith("line 100: ")
    assert str(some.bad_lines[100]) == "50 more lines cannot be read"
    many = read_file("\n".join([good, *["{}"] * 12_000, good]).encode(), "a.jsonl")
    assert (len(many.articles), many.left_out, len(many.bad_lines)) == (1, 10_000, 102)
    assert str(many.bad_lines[-1]) == "line 10002 and all after it are not read: too many others cannot be read"


@pytest.mark.timeout(10)
def test_a_header_line_of_many_spaces_costs_what_it_is_long() -> None:
    text = f"published: 2022-01-06\nurl: x{' ' * 500_000}y\n\n{NEWS}"
    with pytest.raises(ReadingError, match="is too long in its url"):
        read_one(text)
    assert read_one(f"outlet: الميناء{' ' * 500_000}\n\n{NEWS}").outlet == "الميناء"


def test_a_moment_counts_in_the_zone_unless_it_says_its_own() -> None:
    assert parse_published("2022-01-06", "Asia/Almaty") == date(2022, 1, 6)
    assert parse_published("2022-01-06 14:30", "Asia/Almaty") == datetime(2022, 1, 6, 8, 30, tzinfo=UTC)
    assert parse_published("2022-01-06T14:30+03:00", "Asia/Almaty") == datetime(2022, 1, 6, 11, 30, tzinfo=UTC)
