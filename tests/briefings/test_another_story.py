"""A story of another kind, from nothing but its file."""

import io
from contextlib import redirect_stderr, redirect_stdout
from datetime import date
from pathlib import Path

import pytest

from briefings.composition.composer import compose
from briefings.io.loader import read_articles
from briefings.model import Article, Briefing, Relation
from briefings.story import OTHER, load_story
from tests.briefings.stories import write_story

MORNING = """
ارتفعت حركة الحاويات في مرفأ السلام بنسبة 12 بالمئة خلال الشهر الماضي.

وقال مدير المرفأ هاني الزين إن 14 سفينة تنتظر دورها في الحوض الشمالي.

وقررت المحكمة الابتدائية أمس الاثنين تأجيل محاكمة سامر الدالي إلى 9 مارس المقبل.
"""
EVENING = """
قررت المحكمة الابتدائية الاثنين تأجيل محاكمة سامر الدالي إلى 9 مارس المقبل، بطلب من هيئة الدفاع.

وأعلنت شركة الأرصفة خفض رسوم الرسو ابتداء من الأسبوع المقبل.

وقال مدير المرفأ هاني الزين الأربعاء إن 9 سفن فقط ما زالت تنتظر دورها في الحوض الشمالي.
"""


def read(text: str, outlet: str, day: int) -> Article:
    (article,) = read_articles(text.encode(), f"{day}.txt", outlet=outlet, published=date(2024, 2, day))
    return article


@pytest.fixture
def briefing(tmp_path: Path) -> Briefing:
    story = load_story(write_story(tmp_path))
    return compose(story, [read(MORNING, "صدى الرصيف", 20), read(EVENING, "بريد المرفأ", 21)])


def test_a_story_without_vocabulary_is_grouped_dated_and_attributed(briefing: Briefing) -> None:
    (court,) = (update for update in briefing.updates if "المحكمة" in update.text)
    assert (court.topic, court.when.start, set(court.outlets)) == ("court", "2024-02-19", {"صدى الرصيف", "بريد المرفأ"})
    (fees,) = (update for update in briefing.updates if "الرسو" in update.text)
    assert fees.topic == OTHER
    (queue,) = (update for update in briefing.updates if "14 سفينة" in update.text)
    assert (queue.topic, queue.said_by) == (OTHER, "مدير المرفأ هاني الزين")


def test_it_counts_what_its_file_names(briefing: Briefing) -> None:
    (ships,) = briefing.figures
    assert (ships.label, [value.value for value in ships.values]) == ("السفن", [14, 9])
    assert ships.relation is not Relation.AGREEING


def test_nothing_is_printed(tmp_path: Path) -> None:
    printed = io.StringIO()
    with redirect_stdout(printed), redirect_stderr(printed):
        compose(load_story(write_story(tmp_path)), [read(MORNING, "صدى الرصيف", 22)])
    assert not printed.getvalue()
