"""The day beside an update is that of what it tells, never that of what it recalls, explains or announces."""

from datetime import date

import pytest

from briefings.composition.composer import compose
from briefings.model import EventDate, Precision
from briefings.story import load_story
from tests.factories import make_article

STORY = load_story("kazakhstan-2022")
REPORTED = EventDate("2022-03-14", None, Precision.REPORTED)


def day(start: str) -> EventDate:
    return EventDate(start, None, Precision.DAY)


@pytest.mark.parametrize(
    ("text", "when"),
    [
        pytest.param("أغلقت البلدية سوق السمك الأحد بسبب أعمال الصيانة.", day("2022-03-13"), id="its-own-day"),
        pytest.param("زار الوزير المصابين الذين نقلوا السبت إلى مستشفى الميناء.", REPORTED, id="of-a-relative-clause"),
        pytest.param("أغلقت البلدية سوق السمك بعد حريق اندلع السبت في مخازنه.", REPORTED, id="of-what-came-before"),
        pytest.param("أعلنت البلدية أنها ستغلق سوق السمك في 20 مارس للصيانة.", REPORTED, id="of-what-is-announced"),
        pytest.param("أعلنت البلدية أنها ستغلق سوق السمك الاثنين للصيانة.", REPORTED, id="of-today-that-is-announced"),
        pytest.param("ستغلق البلدية سوق السمك في 20 مارس للصيانة.", day("2022-03-20"), id="of-what-is-to-come"),
        pytest.param("من المقرر أن تغلق البلدية سوق السمك في 20 مارس.", day("2022-03-20"), id="it-is-planned"),
        pytest.param("نفى النادي انتقال اللاعب قبل كأس العالم 2022 هذا الصيف.", REPORTED, id="in-the-name-of-a-cup"),
        pytest.param("فتحت النيابة تحقيقا مع شركة الصيانة في حمولة الشاحنات.", REPORTED, id="none-is-written"),
    ],
)
def test_the_day_beside_an_opening(text: str, when: EventDate) -> None:
    article = make_article(text=text, published_on=date(2022, 3, 14))  # a Monday
    (update,) = compose(STORY, [article]).updates
    assert update.when == when


def test_without_a_day_of_publication_none_is_reported() -> None:
    (update,) = compose(STORY, [make_article(text="فتحت النيابة تحقيقا مع شركة الصيانة.", published_on=None)]).updates
    assert update.when == EventDate()
