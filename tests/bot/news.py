"""A small story for the bot's tests: invented outlets, public facts in this project's own words."""

from datetime import date, datetime

from bot.services import Services
from briefings.model import EventDate, Kind, Precision, TopicUpdate
from storage.articles import save_articles
from storage.updates import save_updates
from storage.values import UpdateChanges
from tests.factories import make_article, make_span, make_update

ARTICLES = (
    make_article("a1", outlet="صدى السهوب", published_on=date(2022, 1, 7)),
    make_article("a2", outlet="وكالة Steppe News", published_on=date(2022, 1, 9), url="https://example.org/?a=1&b=2"),
    make_article("a3", outlet=None, published_on=None),
)


def day(iso: str) -> EventDate:
    return EventDate(iso, None, Precision.DAY)


UPDATES = (
    make_update(
        "outbreak", text="خرج سكان جاناوزن إلى الشوارع بعد رفع سعر الغاز.", when=day("2022-01-02"),
        sources=(make_span("a1"),), score=4.0,
    ),
    make_update(
        "resignation", text="استقالت الحكومة، وأُعلنت حالة الطوارئ.", when=day("2022-01-05"),
        sources=(make_span("a1"), make_span("a2")), outlets=("صدى السهوب", "وكالة Steppe News"), score=5.0,
    ),
    make_update(
        "troops", topic="csto", text="وصلت أولى وحدات قوة CSTO إلى ألماتي.", when=day("2022-01-06"),
        sources=(make_span("a2"),), score=3.0,
    ),
    make_update(
        "founded", topic="csto", kind=Kind.BACKGROUND, text="تأسست المنظمة في تسعينيات القرن الماضي.",
        when=EventDate("1992", None, Precision.YEAR), sources=(make_span("a2"),), score=0.5,
    ),
    make_update(
        "talks", topic="turkey", text="اتصل وزير الخارجية التركي بنظيره الكازاخي، وأبدى تضامن <بلاده> & دعمها.",
        when=EventDate("2022-01-06", "2022-01-07", Precision.RANGE), sources=(make_span("a3"),), score=2.0,
    ),
    make_update(
        "calm", topic="other", text="عاد الهدوء إلى الأسواق.", when=EventDate(), sources=(make_span("a3"),), score=1.0,
    ),
)  # fmt: skip


async def publish(services: Services, updates: tuple[TopicUpdate, ...] = UPDATES) -> UpdateChanges:
    """Store the articles, and make these the story's updates."""
    now: datetime = services.clock()
    async with services.database.begin() as session:
        await save_articles(session, services.story.name, ARTICLES, now)
        return await save_updates(session, services.story.name, updates, now)
