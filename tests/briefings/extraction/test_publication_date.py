"""Finding an article's day where nobody gave it: only when the text singles one out."""

from datetime import date

from briefings.extraction.publication_date import place_articles
from briefings.model import Article, PublishedFrom
from briefings.story import load_story
from tests.factories import make_article

STORY = load_story("kazakhstan-2022")


def undated(text: str, id_: str = "undated") -> Article:
    return make_article(id_, text=text, published_on=None, published_from=PublishedFrom.UNKNOWN)


def place(*articles: Article) -> dict[str, date | None]:
    return {article.id: article.published_on for article in place_articles(articles, STORY)}


def test_a_day_that_is_given_stays() -> None:
    given = make_article(text="وصل الوفد اليوم الأحد إلى العاصمة.")  # a Friday, and the text must not argue
    assert place(given) == {"a1": date(2022, 1, 7)}


def test_weekdays_and_a_copy_with_the_full_date_give_the_day() -> None:
    text = "افتتحت البلدية الأربعاء ملجأ للعائلات التي فقدت بيوتها في الحريق.\n\nويزور الوالي الملجأ اليوم الجمعة."
    copy = "افتتحت البلدية في 5 يناير 2022 ملجأ للعائلات التي فقدت بيوتها في الحريق."
    placed = place_articles([undated(text), undated(copy, "copy")], STORY)
    article = next(article for article in placed if article.id == "undated")
    assert (article.published_on, article.published_from) == (date(2022, 1, 7), PublishedFrom.TEXT)


def test_the_order_of_the_articles_does_not_matter() -> None:
    one = undated("افتتحت البلدية الأربعاء ملجأ للعائلات التي فقدت بيوتها في الحريق.", "one")
    two = undated("افتتحت البلدية في 5 يناير 2022 ملجأ للعائلات التي فقدت بيوتها في الحريق.", "two")
    assert place(one, two) == place(two, one)


def test_no_day_before_what_the_text_tells_as_past() -> None:
    text = "احترق المستودع في 9 يناير 2022.\n\nوقال رئيس البلدية اليوم الثلاثاء إن التحقيق بدأ."
    assert place(undated(text)) == {"undated": date(2022, 1, 11)}


def test_where_nothing_tells_the_day_stays_unknown() -> None:
    (article,) = place_articles([undated("افتتحت البلدية ملجأ للعائلات التي فقدت بيوتها.")], STORY)
    assert (article.published_on, article.published_from) == (None, PublishedFrom.UNKNOWN)


def test_one_weekday_alone_gives_no_day() -> None:
    assert place(undated("والخميس، افتتحت البلدية ملجأ للعائلات التي فقدت بيوتها.")) == {"undated": None}


def test_a_day_inferred_before_is_inferred_anew() -> None:
    stale = make_article(text="افتتحت البلدية ملجأ للعائلات.", published_from=PublishedFrom.TEXT)
    assert place(stale) == {"a1": None}
