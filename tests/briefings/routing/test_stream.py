"""Of what sources bring, each article goes to the stories that it is about, and most to none."""

from dataclasses import replace

from briefings.model import Article
from briefings.routing.stream import Route, WordCounts, route
from briefings.story import Story, load_story
from tests.briefings.routing.test_about_story import ABOUT, ELSEWHERE, STORY
from tests.briefings.samples import SAMPLES
from tests.factories import make_article

KAZAKHSTAN = load_story("kazakhstan-2022")
STORIES = (STORY, KAZAKHSTAN)


def bring(title: str, text: str) -> Article:
    return make_article(title=title, text=text)


def test_the_samples_go_to_their_story_alone() -> None:
    assert {route(article, STORIES, WordCounts()).stories for article in SAMPLES} == {("kazakhstan-2022",)}


def test_what_is_about_no_story_goes_to_none() -> None:
    assert route(bring("فوز كبير لفريق العاصمة", ELSEWHERE), STORIES, WordCounts()) == Route((), frozenset())


def test_an_article_may_be_about_two_stories() -> None:
    text = f"أعلنت كازاخستان إرسال فرق إنقاذ بعد انهيار جسر نهر الأردن.\n{ABOUT}\nوكانت قد شهدت احتجاجات في ألماتي."
    assert route(bring("كازاخستان تساعد في البحث عن ضحايا جسر نهر الأردن", text), STORIES, WordCounts()).stories == (
        "bridge",
        "kazakhstan-2022",
    )


def test_the_title_is_found_inside_of_a_longer_name() -> None:
    text = "أعلنت وزارة الداخلية في كازاخستان أن الاحتجاجات في ألماتي انتهت."
    assert route(bring("انتهاء الاحتجاجات", text), STORIES, WordCounts()).stories == ("kazakhstan-2022",)


def test_a_word_that_half_of_the_stream_has_brings_nothing_to_a_story() -> None:
    text = "تفقد وزير الأشغال الجسر الجديد على نهر الفرات.\nوقال إن لجنة التحقيق زارت الجسر قبل شهر."
    visit = bring("الوزير يتفقد جسر نهر الفرات", text)
    rare = WordCounts()
    assert route(visit, [STORY], rare).stories == ("bridge",)
    common = rare.count([Route((), frozenset({"جسر", "نهر"}))] * 500 + [Route((), frozenset())] * 500)
    assert route(visit, [STORY], common).stories == ()
    assert route(bring("انهيار جسر نهر الأردن", ABOUT), [STORY], common).stories == ("bridge",)


def test_what_names_the_story_far_down_alone_is_not_about_it() -> None:
    text = "\n".join([ELSEWHERE] * 4 + ["وكان جسر نهر الأردن قد انهار، وعمل الإنقاذ تحت الجسر أياما."])
    assert route(bring("فوز كبير لفريق العاصمة", text), [STORY], WordCounts()).stories == ()


def test_a_story_without_vocabulary_takes_every_article() -> None:
    topics = tuple(topic.model_copy(update={"vocabulary": ()}) for topic in STORY.topics)
    every: Story = STORY.model_copy(update={"topics": topics})
    assert route(replace(bring("فوز كبير", ELSEWHERE), title=None), [every], WordCounts()).stories == ("bridge",)
