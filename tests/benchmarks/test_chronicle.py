"""The days of a story that matter, and what is said of them."""

from datetime import date

from benchmarks.chronicle import tell_days
from briefings.model import Article

ARTICLES = (
    Article(
        "a",
        "انهار سد الوادي القديم مساء الأربعاء وغرقت قرى بأكملها في السهل.\n"
        "ونقلت فرق الإنقاذ مئات السكان إلى مدارس المدينة.",
        outlet="أ",
        published_on=date(2023, 3, 2),
        title="انهيار سد الوادي القديم",
    ),
    Article(
        "b",
        "استقال وزير المياه السبت بعد تقرير اللجنة عن إهمال الصيانة.\n"
        "وكان سد الوادي قد انهار في 1 مارس 2023 وغرقت قرى السهل.",
        outlet="ب",
        published_on=date(2023, 3, 11),
        title="استقالة وزير المياه",
    ),
    Article(
        "c",
        "بدأت المحكمة النظر في قضية سد الوادي الذي انهار في 1 مارس.\nويقول سكان القرى إن التعويضات لم تصل إليهم بعد.",
        outlet="ج",
        published_on=date(2023, 5, 20),
        title="المحكمة تنظر في قضية السد",
    ),
)
FIRST, LAST = date(2023, 1, 1), date(2023, 12, 31)


def test_the_day_that_most_outlets_come_back_to_matters_most() -> None:
    told = tell_days(ARTICLES, FIRST, LAST, days=1, sentences=1)
    assert list(told) == [date(2023, 3, 1)]
    assert "سد الوادي" in told[date(2023, 3, 1)][0]


def test_days_stand_by_date_and_within_the_time_asked_for() -> None:
    told = tell_days(ARTICLES, FIRST, LAST, days=5, sentences=1)
    assert list(told) == [date(2023, 3, 1), date(2023, 3, 11)]
    assert list(tell_days(ARTICLES, date(2023, 3, 5), LAST, days=5, sentences=1)) == [date(2023, 3, 11)]


def test_nothing_is_said_twice() -> None:
    told = tell_days((*ARTICLES, *ARTICLES), FIRST, LAST, days=5, sentences=5)
    said = [sentence for sentences in told.values() for sentence in sentences]
    assert len(said) == len(set(said))


def test_the_order_of_the_articles_does_not_matter() -> None:
    assert tell_days(ARTICLES, FIRST, LAST, 5, 3) == tell_days(reversed(ARTICLES), FIRST, LAST, 5, 3)


def test_no_articles_no_days() -> None:
    assert tell_days((), FIRST, LAST, 5, 3) == {}
