"""What several reports tell as one is one item; what was told before is none; different things stay apart."""

from collections.abc import Iterable
from datetime import date

from briefings.composition.composer import Composer, compose
from briefings.model import Article, Precision, Tier, TopicUpdate
from briefings.story import load_story
from tests.factories import make_article

STORY = load_story("kazakhstan-2022")

BRIDGE = "انهار جسر الوادي القديم فجر الاثنين تحت شاحنة محملة بالحديد."
BRIDGE_AGAIN = "أعلنت بلدية الوادي انهيار الجسر القديم بعد مرور شاحنة محملة بالحديد فوقه."
FERRY = "استأنفت العبارات رحلاتها بين المرفأ والجزيرة بعد توقف دام أسبوعا."
INQUIRY = "فتحت النيابة تحقيقا مع شركة الصيانة في حمولة الشاحنات المسموح بها."


def report(id_: str, day: int, text: str, title: str = "", **fields: object) -> Article:
    """An article of an outlet of its own, of a day in March 2022."""
    own = {"outlet": f"صحيفة {id_}", "published_on": date(2022, 3, day), "title": title, "text": text, **fields}
    return make_article(id_, **own)


def list_items(updates: Iterable[TopicUpdate]) -> list[TopicUpdate]:
    """What is told unasked, apart from what adds to it."""
    return [update for update in updates if update.tier is Tier.NEWS and update.part_of is None]


def test_reports_of_one_event_are_one_item_with_all_outlets() -> None:
    articles = [
        report("a", 7, BRIDGE, "انهيار جسر الوادي"),
        report("b", 7, BRIDGE_AGAIN, "انهيار جسر الوادي القديم"),
        report("c", 7, FERRY, "عودة العبارات"),
    ]
    items = list_items(compose(STORY, articles).updates)
    assert len(items) == 2
    (bridge,) = (item for item in items if "جسر" in item.text or "الجسر" in item.text)
    assert set(bridge.outlets) == {"صحيفة a", "صحيفة b"}


def test_what_was_told_on_an_earlier_day_is_no_item() -> None:
    first = [report("a", 7, BRIDGE, "انهيار جسر الوادي"), report("c", 7, FERRY, "عودة العبارات")]
    composer = Composer(STORY)
    composer.add(first)
    before = list_items(composer.make_briefing().updates)
    composer.add([report("b", 8, BRIDGE_AGAIN, "انهيار جسر الوادي القديم")])
    after = list_items(composer.make_briefing().updates)
    assert {item.id for item in after} == {item.id for item in before}


def test_what_happens_next_is_an_item() -> None:
    articles = [
        report("a", 7, BRIDGE, "انهيار جسر الوادي"),
        report("b", 8, f"{INQUIRY} {BRIDGE_AGAIN}", "تحقيق مع شركة الصيانة"),
    ]
    texts = [item.text for item in list_items(compose(STORY, articles).updates)]
    assert any("النيابة" in text for text in texts)
    assert len(texts) == 2


def test_what_a_report_says_beside_its_news_is_a_detail_of_it() -> None:
    body = f"{INQUIRY} قال مدير الشركة إن الصيانة تمت في موعدها. نقل ثلاثة عمال إلى مستشفى الوادي للعلاج من جروحهم."
    updates = compose(STORY, [report("a", 8, body, "تحقيق مع شركة الصيانة")]).updates
    (item,) = list_items(updates)
    details = [update for update in updates if update.tier is Tier.DETAIL]
    assert "عمال" in " ".join(update.text for update in details)
    assert {update.part_of for update in details} == {item.id}


def test_an_opening_that_recalls_is_no_item() -> None:
    text = "كان جسر الوادي القديم قد انهار في 2 يناير 2022 تحت شاحنة محملة بالحديد."
    updates = compose(STORY, [report("a", 8, text, "جسر الوادي")]).updates
    assert list_items(updates) == []


def test_a_later_article_changes_no_earlier_day() -> None:
    early = [report("a", 7, BRIDGE, "انهيار جسر الوادي"), report("c", 7, FERRY, "عودة العبارات")]
    late = [report("d", 9, INQUIRY, "تحقيق مع شركة الصيانة"), report("e", 9, f"{FERRY} {BRIDGE}", "العبارات")]
    alone = {item.id for item in list_items(compose(STORY, early).updates)}
    together = {item.id for item in list_items(compose(STORY, [*early, *late]).updates)}
    assert alone <= together


def test_where_no_day_is_written_it_is_that_of_the_report_as_such() -> None:
    (item,) = list_items(compose(STORY, [report("a", 8, INQUIRY, "تحقيق")]).updates)
    assert (item.when.start, item.when.precision) == ("2022-03-08", Precision.REPORTED)


def test_if_the_first_sentence_recalls_the_second_is_the_news() -> None:
    text = f"كان جسر الوادي القديم قد انهار في 2 يناير 2022 تحت شاحنة محملة بالحديد. {INQUIRY}"
    (item,) = list_items(compose(STORY, [report("a", 8, text, "جسر الوادي")]).updates)
    assert "النيابة" in item.text
