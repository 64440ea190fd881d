"""Articles made up of a few sentences said in many ways, so that they overlap, contradict and develop each other."""

from dataclasses import dataclass
from datetime import date

from hypothesis import strategies as st

from briefings.model import Article
from tests.factories import make_article

# Past, imperfect, subject, object: every subject is feminine, so that the verbs agree.
EVENTS = (
    ("أغلقت", "تغلق", "السلطات", "المعبر الجبلي أمام شاحنات الوقود"),
    ("أرسلت", "ترسل", "روسيا", "وحدة من حفظ السلام إلى ألماتي"),
    ("دفعت", "تدفع", "الحكومة", "تعويضات لأسر ضحايا الاضطرابات"),
    ("استأنفت", "تستأنف", "شركة الطيران", "رحلاتها بين العاصمة والميناء"),
    ("رفعت", "ترفع", "الحكومة", "أسعار الغاز في المدن الغربية"),
    ("أفرجت", "تفرج", "الشرطة", "عن المحتجين الموقوفين في ألماتي"),
)
# Before the imperfect of what happens, each with how it is to be found in the update.
BEFORE_VERB = (
    "لم", "لن", "لا", "قد", "ربما", "من المتوقع أن", "من المحتمل أن", "ليس من المقرر أن", "لا يتوقع أن",
    "نفى رئيس البلدية أن", "استبعد رئيس البلدية أن", "رفضت إدارة الميناء أن", "يبدو أن لا",
)  # fmt: skip
AFTER_SUBJECT = ("فيما يبدو", "على ما يبدو", "على الأرجح", "جزئيا", "مؤقتا")
BEHIND = (
    "، بحسب الشرطة المحلية", "، وفق رئيس البلدية", "، بحسب ناشطين", "، إذا تحسن الطقس", "، ما لم تتعثر المفاوضات",
)  # fmt: skip
FRAMES = (
    "{}", "{}", "{}", "قال المتحدث باسم البلدية إنه {}",
    "أعلن رئيس البلدية أنه {}", "وأضاف أنه {}", "أكدت الوزارة أنه {}",
    "زار رئيس البلدية الحي القديم صباح الخميس، مشيرا إلى أنه {}", "التقى رئيس البلدية وفدا من التجار، مؤكدا أنه {}",
    "قال رئيس البلدية: «{}»", "عادت الحركة إلى السوق الكبير في المدينة، فيما {}",
)  # fmt: skip
QUALIFIERS = ("نحو", "أكثر من", "قرابة", "حوالي", "أقل من", "ما لا يقل عن", "ما يقارب", "زهاء")
COUNTED = ("مقتل {} شخصا", "إصابة {} شخصا", "اعتقال {} شخصا", "نقل {} طنا من القمح")
LEADS = (
    "",
    "",
    "و",
    "كما ",
    "من جانبها، ",
    "وفي هذا السياق، ",
    "وفي 5 يناير، ",
    "والأربعاء، ",
    "وفي وقت سابق، ",
    "إلى ذلك، ",
)
TRAILS = (
    "", "", "، مشددة على أهمية الحوار بين جميع الأطراف في هذه المرحلة الصعبة",
    "، وسط إجراءات أمنية مشددة في محيط الساحة",
    " إثر اجتماع طويل عقد في العاصمة بحضور عدد من المسؤولين", "، بعد أيام من المواجهات التي شهدتها البلاد",
    " (صورة أرشيفية)", "، وفق وسائل إعلام محلية", "، التي تعد من كبرى مدن البلاد وأكثرها ازدحاما بالسكان",
)  # fmt: skip
OUTLETS = ("صدى السهوب", "بريد الآفاق", "صحيفة الميناء", None)
DAYS = (*(date(2022, 1, day) for day in range(5, 10)), None)


@dataclass(frozen=True)
class Guarded:
    """A sentence, words that stand in it, and what has to be told wherever these are."""

    text: str
    told: str
    guard: str


@st.composite
def guarded_events(draw: st.DrawFn) -> Guarded:
    """An event that is negated, hedged, attributed or conditional; its object may only be told with that."""
    past, imperfect, subject, thing = draw(st.sampled_from(EVENTS))
    plain = f"{past} {subject} {thing}"
    before, future = draw(st.sampled_from(BEFORE_VERB)), f"س{imperfect}"
    after, behind = draw(st.sampled_from(AFTER_SUBJECT)), draw(st.sampled_from(BEHIND))
    guard, core = draw(
        st.sampled_from(
            (
                (f"{before} {imperfect}", f"{before} {imperfect} {subject} {thing}"),
                (future, f"{future} {subject} {thing}"),
                (after, f"{past} {subject} {after} {thing}"),
                (behind.removeprefix("، "), plain + behind),
            )
        )
    )
    framed = draw(st.sampled_from(FRAMES)).format(core + draw(st.sampled_from(TRAILS)))
    return Guarded(f"{draw(st.sampled_from(LEADS))}{framed}.", thing, guard)


@st.composite
def guarded_figures(draw: st.DrawFn) -> Guarded:
    """A figure with its qualifier; the number may only be told with that."""
    number, qualifier = str(draw(st.integers(11, 99))), draw(st.sampled_from(QUALIFIERS))
    counted = draw(st.sampled_from(COUNTED)).format(f"{qualifier} {number}")
    text = f"{draw(st.sampled_from(LEADS))}أعلنت السلطات {counted} في ألماتي{draw(st.sampled_from(TRAILS))}."
    return Guarded(text, number, f"{qualifier} {number}")


@st.composite
def sentences(draw: st.DrawFn) -> str:
    """A sentence of a small world: the same events and counts, told and denied."""
    if draw(st.booleans()):
        number = draw(st.sampled_from((26, 31, 164, 170)))
        body = draw(st.sampled_from(("وزارة الداخلية الكازاخية", "وزارة الصحة الكازاخستانية", "السلطات")))
        day = draw(st.sampled_from(("", "", " الجمعة", " في 7 يناير")))
        return f"أعلنت {body} مقتل {number} شخصا في الاضطرابات{day}."
    past, imperfect, subject, thing = draw(st.sampled_from(EVENTS))
    told = draw(st.sampled_from((past, past, f"لم {imperfect}", f"س{imperfect}")))
    return f"{told} {subject} {thing}{draw(st.sampled_from(TRAILS))}."


@st.composite
def articles(draw: st.DrawFn, most: int = 6) -> list[Article]:
    """A few articles of the small world; some have no outlet, some no day."""
    texts = draw(st.lists(st.lists(sentences(), min_size=1, max_size=4).map("\n\n".join), min_size=1, max_size=most))
    return [
        make_article(
            f"a{number}", text=text, outlet=draw(st.sampled_from(OUTLETS)), published_on=draw(st.sampled_from(DAYS))
        )
        for number, text in enumerate(texts)
    ]
