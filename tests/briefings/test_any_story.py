"""Stories of other kinds whose topics have no words at all: still grouped, dated, attributed, shortened and related."""

from datetime import date

import pytest

from briefings.composition.composer import compose
from briefings.io.loader import read_articles
from briefings.model import Article, Briefing, Kind
from briefings.story import OTHER, Story, Topic

TOPIC = Topic(key="news", name="الأخبار", command="news", about="كل ما يجري")
STORY = Story(format=1, name="any", title="أخبار السهل", zone="Africa/Tunis", topics=(TOPIC,))

SPORT = (
    """
فاز نادي الوادي على ضيفه نادي الصخرة بهدفين دون مقابل مساء السبت في نهائي كأس السهل.

وسجل المهاجم رامي الحداد هدفي المباراة في الشوط الثاني، أمام 20 ألف متفرج ملؤوا مدرجات ملعب السهل الكبير منذ الصباح.

وقال المدرب نبيل سرور إن فريقه سيخوض مباراة الذهاب في الدور المقبل من دون قائده المصاب.

صورة: أرشيفية
""",
    """
فاز نادي الوادي على نادي الصخرة بهدفين دون مقابل السبت في نهائي كأس السهل، ليتوج باللقب للمرة الثالثة.

وأكد نبيل سرور، مدرب الوادي، أن الفريق لن يبيع أيا من لاعبيه هذا الصيف.
""",
)
ECONOMY = (
    """
رفع البنك المركزي سعر الفائدة نصف نقطة مئوية يوم الأربعاء، للمرة الثانية هذا العام.

وقال محافظ البنك هشام الدين إن التضخم قد يتراجع في الربع الأخير من السنة إلى نحو 6 بالمئة.

وارتفعت صادرات الزيتون 12 في المئة خلال يناير الماضي.

اقرأ أيضا: ما سعر الصرف اليوم؟
""",
    """
رفع البنك المركزي الأربعاء سعر الفائدة نصف نقطة مئوية، في خطوة توقعها معظم المحللين.

وارتفعت صادرات الزيتون 17 في المئة خلال يناير الماضي.
""",
)
DISASTER = (
    """
جرفت السيول جسر القرية القديم فجر الخميس بعد ليلة من الأمطار الغزيرة.

وأعلنت فرق الإنقاذ مقتل 9 أشخاص في السيول التي ضربت القرى الجبلية.

ولم تغلق السلطات الطريق الجبلي أمام شاحنات الإغاثة.

للأسف، لم يتعلم أحد من دروس العام الماضي.
""",
    """
جرفت السيول فجر الخميس الجسر القديم في القرية بعد أمطار غزيرة استمرت طوال الليل.

وأعلنت فرق الإنقاذ الجمعة مقتل 14 شخصا في السيول التي ضربت القرى الجبلية.
""",
)
COURT = (
    """
قضت محكمة الاستئناف الاثنين بسجن المقاول سليم الراوي خمس سنوات في قضية انهيار السوق المغطى.

ونفى محامي الدفاع أن يكون موكله قد وقع على رخصة البناء.

ومن المقرر أن تنظر محكمة النقض في القضية في 14 مارس المقبل.
""",
    """
حكمت محكمة الاستئناف الاثنين على المقاول سليم الراوي بالسجن خمس سنوات بعد إدانته في قضية انهيار السوق المغطى.

وطالب أهالي الضحايا بتعويضات عاجلة.
""",
)


def read(text: str, outlet: str, day: int) -> Article:
    (article,) = read_articles(text.encode(), f"{outlet}.txt", outlet=outlet, published=date(2024, 2, day))
    return article


def tell(texts: tuple[str, str], days: tuple[int, int]) -> Briefing:
    return compose(STORY, [read(texts[0], "صدى السهل", days[0]), read(texts[1], "بريد الجبل", days[1])])


# The Saturday was the 10th, the Wednesday the 14th, the Thursday the 15th, the Monday the 19th.
@pytest.mark.parametrize(
    ("texts", "days", "words", "event_date"),
    [
        pytest.param(SPORT, (11, 11), ("الوادي", "الصخرة"), "2024-02-10", id="sport"),
        pytest.param(ECONOMY, (15, 15), ("سعر الفائدة",), "2024-02-14", id="economy"),
        pytest.param(DISASTER, (15, 16), ("السيول", "الجسر"), "2024-02-15", id="disaster"),
        pytest.param(COURT, (20, 20), ("سليم الراوي",), "2024-02-19", id="court"),
    ],
)
def test_what_both_outlets_report_is_one_dated_update(
    texts: tuple[str, str], days: tuple[int, int], words: tuple[str, ...], event_date: str
) -> None:
    briefing = tell(texts, days)
    assert {update.topic for update in briefing.updates} == {OTHER}
    assert all(0 < len(update.text) <= 280 for update in briefing.updates)
    (shared,) = (update for update in briefing.updates if len(update.outlets) == 2)
    assert all(any(word in span.text for span in shared.sources) for word in words)
    assert shared.when.start == event_date
    assert shared.id in briefing.timeline


def test_a_long_sentence_is_shortened_and_keeps_what_counts() -> None:
    (goals,) = (update for update in tell(SPORT, (11, 11)).updates if "الحداد" in update.text)
    assert "20 ألف" in goals.text


def test_speakers_plans_hedges_and_denials_are_told_as_such() -> None:
    told = [update for texts in (SPORT, ECONOMY, COURT) for update in tell(texts, (20, 20)).updates]
    (coach,) = (update for update in told if "مباراة الذهاب" in update.text)
    assert (coach.said_by, coach.kind) == ("المدرب نبيل سرور", Kind.PLAN)
    (inflation,) = (update for update in told if "التضخم" in update.text)
    assert "قد يتراجع" in inflation.text
    assert "نحو 6 بالمئة" in inflation.text
    (denial,) = (update for update in told if "رخصة البناء" in update.text)
    assert denial.text.startswith("نفى محامي الدفاع")
    (hearing,) = (update for update in told if "محكمة النقض" in update.text)
    assert (hearing.kind, hearing.when.start) == (Kind.PLAN, "2024-03-14")


def test_what_contradicts_and_what_grew_is_related_without_any_names() -> None:
    olives = [update for update in tell(ECONOMY, (15, 15)).updates if "الزيتون" in update.text]
    assert [update.contradicts for update in olives] == [(olives[1].id,), (olives[0].id,)]
    toll = {int("14" in update.text): update for update in tell(DISASTER, (15, 16)).updates if "مقتل" in update.text}
    assert (toll[0].develops, toll[1].develops) == (None, toll[0].id)
    assert (toll[0].contradicts, toll[1].contradicts) == ((), ())


def test_opinion_and_what_surrounds_an_article_is_left_out() -> None:
    told = "\n".join(update.text for texts in (SPORT, ECONOMY, DISASTER) for update in tell(texts, (15, 16)).updates)
    assert not any(word in told for word in ("للأسف", "اقرأ", "صورة"))
