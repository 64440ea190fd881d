"""An article that is not about the story is set aside with the reason, and a person can include it."""

from dataclasses import replace

import pytest

from briefings.composition.composer import compose
from briefings.model import Article
from briefings.story import Story, Topic
from tests.factories import make_article

# As somebody writes it in five minutes: plain words, nobody's name.
STORY = Story(
    format=1,
    name="bridge",
    title="انهيار جسر نهر الأردن",
    zone="Asia/Amman",
    topics=(
        Topic(
            key="rescue", name="الإنقاذ", command="rescue", about="الإنقاذ", vocabulary=("الإنقاذ", "الجسر", "العالقين")
        ),
        Topic(
            key="inquiry", name="التحقيق", command="inquiry", about="التحقيق", vocabulary=("المقاول", "لجنة التحقيق")
        ),
    ),
)
ABOUT = (
    "انتشلت فرق الإنقاذ فجر اليوم خمسة عمال من تحت الجسر المنهار.\n"
    "وقال مدير الدفاع المدني إن عدد العالقين لا يزال مجهولا.\n"
    "وأوقفت الشرطة صاحب الشركة للتحقيق معه."
)
ELSEWHERE = (
    "سجل فريق العاصمة هدفين في الشوط الثاني من مباراة الأمس.\n"
    "وقال مدرب الفريق إن اللاعبين بذلوا كل ما لديهم في الملعب.\n"
    "ويلتقي الفريق خصمه المقبل يوم الجمعة في الملعب الكبير."
)


def compose_one(article: Article) -> tuple[int, dict[str, str]]:
    briefing = compose(STORY, [article])
    return len(briefing.updates), dict(briefing.set_aside)


def test_an_article_about_the_story_is_read() -> None:
    updates, aside = compose_one(make_article(text=ABOUT, included=False))
    assert updates
    assert not aside


def test_an_article_about_something_else_is_set_aside_with_the_reason() -> None:
    updates, aside = compose_one(make_article(text=ELSEWHERE, included=False))
    assert updates == 0
    assert aside == {"a1": "is not about the story: 0 of 3 sentences speak of it"}


def test_an_article_that_a_person_included_is_read_whatever_it_is_about() -> None:
    updates, aside = compose_one(make_article(text=ELSEWHERE))
    assert updates
    assert not aside


def test_a_story_that_is_recalled_in_passing_makes_no_article_about_it() -> None:
    passing = f"{ELSEWHERE}\nووقف الجمهور دقيقة صمت على أرواح ضحايا جسر نهر الأردن."
    assert "1 of 4 sentences" in compose_one(make_article(text=passing, included=False))[1]["a1"]


@pytest.mark.parametrize("title", ["ما جديد جسر نهر الأردن؟", "الأردنيون يبكون ضحاياهم"])
def test_fewer_sentences_are_enough_if_the_title_has_a_word_of_the_story_s_title(title: str) -> None:
    passing = make_article(text=f"{ELSEWHERE}\nووقف الجمهور دقيقة صمت على أرواح ضحايا الجسر.", included=False)
    assert compose_one(passing)[1]
    assert not compose_one(replace(passing, title=title))[1]


def test_a_story_without_vocabulary_takes_every_article() -> None:
    bare = STORY.model_copy(update={"name": "bare", "topics": (STORY.topics[0].model_copy(update={"vocabulary": ()}),)})
    assert not compose(bare, [make_article(text=ELSEWHERE, included=False)]).set_aside


def test_of_one_article_given_twice_the_included_one_counts_in_either_order() -> None:
    aside, included = make_article(text=ELSEWHERE, included=False), make_article(text=ELSEWHERE)
    assert compose(STORY, [aside, included]) == compose(STORY, [included, aside])
    assert not compose(STORY, [aside, included]).set_aside
