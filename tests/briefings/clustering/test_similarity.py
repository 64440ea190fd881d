"""The same claim, or only the same topic: what may be merged, and what must not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.clustering.alignment import ComparedText
from briefings.clustering.similarity import list_evidence, measure_similarity

SAME = {
    "verb for noun": ("ارتفاع أسعار القمح في المرفأ", "أسعار القمح ترتفع في المرفأ"),
    "another order": ("سفراء الاتحاد يجتمعون في العاصمة", "في العاصمة اجتماع لسفراء الاتحاد"),
    "what both do, either named first": (
        "بحث وزير الزراعة مع وزير التجارة أسعار القمح",
        "بحث وزير التجارة مع وزير الزراعة أسعار القمح",
    ),
    "glued conjunction and article": ("وأعلنت الوزارة مقتل 12 عاملا", "الوزارة تعلن مقتل 12 من العمال"),
    "weekday against date": (
        "واندلعت الأحد الماضي حرائق في غابات الساحل بسبب موجة الحر",
        "اندلعت في 2 أغسطس/آب حرائق في غابات الساحل جراء موجة حر",
    ),
    "whole clauses with a word more": (
        "أعلنت وزارة الصحة الأحد وفاة 164 شخصا وإصابة 2200 آخرين في الفيضانات التي ضربت مدن الشمال",
        "وأعلنت وزارة الصحة في البلاد وفاة 164 شخصا وإصابة 2200 آخرين في الفيضانات التي ضربت مدن الشمال، بحسب بيان لها",
    ),
}
OTHER = {
    "other number": ("مقتل 26 متظاهرا في المدينة", "مقتل 164 متظاهرا في المدينة"),
    "negated": ("الوزارة تؤكد إغلاق المعبر", "الوزارة: لم يتم إغلاق المعبر"),
    "up and down": ("ارتفاع أسعار القمح في المرفأ", "انخفاض أسعار القمح في المرفأ"),
    "accepted and refused": ("النقابة توافق على عرض الحكومة", "النقابة ترفض عرض الحكومة"),
    "arrested and freed": ("السلطات تعتقل رئيس التحرير", "السلطات تفرج عن رئيس التحرير"),
    "other country": ("فرنسا تستدعي سفيرها للتشاور", "ألمانيا تستدعي سفيرها للتشاور"),
    "other of a kind": ("الذهب يتراجع مع قوة الطلب", "النفط يتراجع مع قوة الطلب"),
    "ways exchanged": ("صعود الذهب وهبوط الدولار", "هبوط الذهب وصعود الدولار"),
    "roles exchanged, the verb first": (
        "فاز فريق الميناء على فريق الجبل في نهائي الكأس",
        "فاز فريق الجبل على فريق الميناء في نهائي الكأس",
    ),
    "roles exchanged, the verb second": ("النقابة تهدد الشركة بالإضراب", "الشركة تهدد النقابة بالإضراب"),
    "same phrase by two speakers": (
        "قال رئيس البرلمان إن بلاده تتابع التطورات عن كثب معربا عن تضامنها",
        "نقلت الوكالة عن الوزير قوله إن حكومته تتابع عن كثب ما يجري ثم تناول اتصالا أجراه بنظيره",
    ),
    "another event of the same story": (
        "أعلنت الحكومة استقالتها إثر الاحتجاجات في العاصمة",
        "فرضت الحكومة حظر التجول إثر الاحتجاجات في العاصمة",
    ),
}
WORDS = st.lists(
    st.sampled_from("لم ارتفع انخفض أعلن الوزير في مصر تركيا 26 164 يناير الأحد أسعار النفط، رفض قتلى".split()),
    max_size=12,
).map(" ".join)


def similarity(a: str, b: str) -> float:
    return measure_similarity(ComparedText(a), ComparedText(b))


@pytest.mark.parametrize(("left", "right"), SAME.values(), ids=SAME)
def test_one_claim_in_two_wordings_may_be_merged(left: str, right: str) -> None:
    assert similarity(left, right) >= 0.5


@pytest.mark.parametrize(("left", "right"), OTHER.values(), ids=OTHER)
def test_two_claims_in_like_words_stay_apart(left: str, right: str) -> None:
    assert similarity(left, right) < 0.5


@given(WORDS, WORDS)
def test_the_order_of_the_two_does_not_matter(left: str, right: str) -> None:
    assert similarity(left, right) == similarity(right, left)
    assert 0 <= similarity(left, right) <= 1


@given(WORDS.filter(bool))
def test_a_sentence_is_like_itself_whatever_marks_stand_in_it(text: str) -> None:
    assert similarity(text, text) >= similarity(text, f"{text}.") >= 0.3
    assert list_evidence(ComparedText(text), ComparedText(text))["opposed"] == 0


def test_every_reason_has_a_name() -> None:
    reasons = list_evidence(*map(ComparedText, OTHER["other number"]))
    assert reasons["numbers_differ"] == 1
    assert reasons["aligned"] > 0.5
