from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.dates import Anchor, Register, find_dates
from briefings.text.document import ParsedText
from tests.briefings.cases import Case, read_cases

FRIDAY = date(2022, 1, 7)
HOSTILE = ("²", "½", "١٢³", "9" * 5_000, "9" * 12, "ـ", "1,2,3", "5/1/" + "9" * 20, "\u200f")
WORDS = (
    "اليوم يوم يومين أيام الأسبوع أسبوعين شهر الشهر شهرين العام عام سنة يناير شباط كانون الثاني الخميس "
    "خميس والجمعة يومي الماضي المقبل السابق التالي هذا الجاري آخر الأخير بضعة بداية منتصف نهاية قبل بعد "
    "منذ الآن مساء في من إلى و الربع الأول الثالث والعشرين عشر أمس غدا صيف رمضان الكريسماس ألفان واحد "
    "بضعة 0 1 15 31 32 99 1443 2022 2200 5/1/2022 4.22 9999 / - . ، ( ) «"
).split()


@pytest.mark.parametrize("case", read_cases("dates"))
def test_what_time_is_meant(case: Case) -> None:
    register = Register[case.get("register", "news").upper()]
    found = [
        [mention.span.text, "..".join(filter(None, (mention.when.start, mention.when.end)))]
        for mention in find_dates(ParsedText(case["text"]), "a", 0, Anchor(FRIDAY), register)
    ]
    assert found == case["expect"]


@given(
    st.lists(st.sampled_from((*WORDS, *HOSTILE)), max_size=12).map(" ".join),
    st.sampled_from(Register),
    st.none() | st.dates(date(1900, 1, 1), date(2199, 12, 31)),
)
def test_whatever_the_words_mentions_are_in_order_and_apart(text: str, register: Register, day: date | None) -> None:
    mentions = find_dates(ParsedText(text), "a", 100, Anchor(day), register)
    end = 100
    for mention in mentions:
        assert end <= mention.span.start < mention.span.end
        assert text[mention.span.start - 100 : mention.span.end - 100] == mention.span.text
        end = mention.span.end
        assert mention.when.start
        assert mention.when.end is None or mention.when.start < mention.when.end


def test_without_a_day_only_what_is_written_out_is_resolved() -> None:
    mentions = find_dates(ParsedText("وصل الفريق الخميس، ويغادر في 9 يناير."), "a", 0, Anchor(None, 2022))
    assert [(mention.when.start, mention.explicit) for mention in mentions] == [("2022-01-09", True)]
    assert find_dates(ParsedText("وصل الفريق أمس."), "a", 0, Anchor()) == ()
    assert find_dates(ParsedText("يغادر في 9 يناير."), "a", 0, Anchor()) == ()


def test_marks_and_bidi_controls_do_not_hide_a_date() -> None:
    text = "وصل يومَ \u200fالخميسِ."
    (mention,) = find_dates(ParsedText(text), "a", 0, Anchor(FRIDAY))
    assert (mention.when.start, text[mention.span.start : mention.span.end]) == ("2022-01-06", mention.span.text)
