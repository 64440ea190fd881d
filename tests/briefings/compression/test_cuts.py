"""Where a sentence may end early: what is left is whole, and says nothing that the sentence does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.compression.cuts import end_before, find_ends, shorter_forms
from briefings.text.arabic import split_words
from briefings.text.document import ParsedText

MAY_GO = {
    "participle of saying": (
        "أعلن وزير النقل افتتاح الجسر الجديد أمام المركبات صباح الغد",
        "، مؤكدا أن العمل انتهى قبل موعده.",
    ),
    "consequence": ("انهار جزء من السد القديم قرب القرية فجر الثلاثاء", "، مما أدى إلى غرق عشرات البيوت."),
    "meanwhile": ("وصل وفد الأمم المتحدة إلى المدينة المحاصرة بعد ظهر اليوم", " فيما واصلت الطائرات التحليق فوقها."),
    "coordinated clause": (
        "أغلقت الشرطة الطرق المؤدية إلى الميناء منذ ساعات الصباح",
        "، وطلبت من السكان البقاء في بيوتهم.",
    ),
    "credit of who already speaks": (
        "أعلنت وزارة الصحة تسجيل عشر إصابات جديدة بالمرض في الإقليم",
        "، وفقا لما نقلته الوكالة الرسمية.",
    ),
}
MUST_STAY = {
    "credit of a bare claim": "سيطر المسلحون على التلال المشرفة على البلدة القديمة، وفق ما قال ناشطون.",
    "condition": "ستوقف الشركة الإنتاج في مصانعها الثلاثة شمال البلاد، إذا لم يرتفع السعر.",
    "concession": "صوت البرلمان على الموازنة الجديدة بأغلبية ضئيلة مساء أمس، رغم اعتراض المعارضة.",
    "what is said": "قال المتحدث باسم رئاسة الوزراء في العاصمة سامر الدالي، خلال مؤتمر صحفي، إن الاجتماع تأجل.",
    "quotation": "وصف الوزير الخطة الاقتصادية بأنها «خطوة أولى، وسط ظروف صعبة، نحو الاستقرار».",
    "object behind a relative clause": "طلبت وزارة الخارجية أمس من منظمة دول الجوار، التي تضم تسع دول، إرسال مراقبين.",
    "remotely, not after": "عقد وزراء خارجية دول الجوار اجتماعا طارئا عن بُعد بشأن أزمة الحدود.",
    "another item of a list": "يضم الوفد ممثلين عن وزارات المالية والصحة والنقل، والتعليم العالي.",
}


@pytest.mark.parametrize(("kept", "dropped"), MAY_GO.values(), ids=MAY_GO)
def test_what_trails_may_go(kept: str, dropped: str) -> None:
    assert kept in shorter_forms(ParsedText(kept + dropped))


@pytest.mark.parametrize("sentence", MUST_STAY.values(), ids=MUST_STAY)
def test_what_bears_the_meaning_stays(sentence: str) -> None:
    assert [form.rstrip(".") for form in shorter_forms(ParsedText(sentence))] == [sentence.rstrip(".")]


def test_lead_gloss_and_weekday_go() -> None:
    sentence = "من جهته، زار رئيس البعثة (بعثة المراقبة)، الثلاثاء، مخيم النازحين على الحدود الشرقية."
    assert shorter_forms(ParsedText(sentence))[1] == "زار رئيس البعثة مخيم النازحين على الحدود الشرقية."


def test_strictly_no_object_may_stand_behind_an_end() -> None:
    sentence = "أظهر مقطع مصور نشره سكان القرية القديمة على الحدود بعد انهيار السد سيارات تجرفها المياه."
    assert not list(find_ends(ParsedText(sentence), loosely=False))
    assert [sentence[:end] for end in find_ends(ParsedText(sentence))] == [sentence[: sentence.index(" بعد")]]


def test_a_sentence_may_end_before_a_word() -> None:
    sentence = "أوقفت الشرطة صباحا في وسط العاصمة عشرات الشبان الذين شاركوا في السباق."
    assert end_before(ParsedText(sentence), sentence.index("السباق")) == sentence.index(" الذين")
    assert end_before(ParsedText(sentence), sentence.index("وسط")) is None


@given(st.lists(st.sampled_from("قال الوزير إن في بعد وسط مؤكدا ، «خبر » مما وأعلن الذي 26".split()), max_size=30))
def test_words_are_only_left_out_never_added(parts: list[str]) -> None:
    sentence = " ".join(parts)
    words = [word.text for word in split_words(sentence)]
    for form in shorter_forms(ParsedText(sentence)):
        rest = iter(words)
        assert all(word.text in rest for word in split_words(form))
