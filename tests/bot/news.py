"""A small story for the bot's tests: invented outlets, public facts in this project's own words."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

from bot.core.container import Services
from bot.domain import preferences
from bot.rendering.layout import RenderContext
from briefings.model import (
    EventDate,
    Figure,
    FigureValue,
    Kind,
    Precision,
    Qualifier,
    Relation,
    Tier,
    TopicUpdate,
)
from briefings.story import load_story
from storage.model.snapshot import StorySnapshot
from storage.model.values import Source, StoredUpdate, Subscriber, SubscriberState, UpdateChanges
from storage.news.articles import save_articles
from storage.news.updates import save_updates
from tests.factories import make_article, make_span, make_update

STORY = load_story("kazakhstan-2022")
NOW = datetime(2022, 1, 10, 15, tzinfo=UTC)  # 18:00 in Riyadh

ARTICLES = (
    make_article("a1", outlet="صدى السهوب", published_on=date(2022, 1, 7)),
    make_article("a2", outlet="وكالة Steppe News", published_on=date(2022, 1, 9), url="https://example.org/?a=1&b=2"),
    make_article("a3", outlet=None, published_on=None),
)


def day(iso: str) -> EventDate:
    return EventDate(iso, None, Precision.DAY)


def list_items(updates: Iterable[StoredUpdate]) -> list[StoredUpdate]:
    """The items among these updates, in the order in which messages get them."""
    return list(StorySnapshot(1, tuple(updates), {}).items)


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


def store(number: int, **fields: Any) -> StoredUpdate:
    """An update of this sequence."""
    return StoredUpdate(number, make_update(f"n{number}", **fields), NOW)


SOURCES = {each.id: Source(each.id, each.outlet, each.published_on, each.url) for each in ARTICLES}
STORED = tuple(StoredUpdate(number, update, NOW) for number, update in enumerate(UPDATES, start=1))
CONTEXT = RenderContext(STORY, SOURCES, date(2022, 1, 11))

MANY = tuple(
    store(
        number,
        topic=("protests", "csto", "turkey", "other")[number % 4],
        text=f"خبر رقم {number}: " + "كلام طويل عن الأحداث " * (number % 12),
        when=day(f"2022-01-{number % 28 + 1:02}") if number % 7 else EventDate(),
        sources=tuple(make_span(source) for source in SOURCES),
        outlets=("صدى السهوب", "منبر الوادي"),
        score=float(number % 5),
    )
    for number in range(1, 60)
)

# A count that goes on, and what others say instead.
BEFORE, OTHERWISE, AFTER = (
    store(
        1, text="أعلنت وزارة الداخلية مقتل 26 محتجًا.", when=day("2022-01-07"), sources=(make_span("a1"),),
    ),
    store(
        2, text="نفت بلدية المدينة سقوط ضحايا.", when=day("2022-01-09"), sources=(make_span("a3"),),
    ),
    store(
        3, text="أعلنت وزارة الصحة مقتل 164 شخصًا.", when=day("2022-01-09"), sources=(make_span("a2"),),
        develops="n1", contradicts=("n2", "withdrawn meanwhile"),
    ),
)  # fmt: skip


# News of all tiers: an item with a line and details, one that is only known from its report, background.
ITEM, LINE, FIRST_DETAIL, SECOND_DETAIL, REPORTED, RECAP = TIERED = (
    store(
        1, text="أعلنت رئيسة الوزراء طرد 23 دبلوماسيًا.", when=day("2022-01-09"), score=5.0, sources=(make_span("a1"),),
    ),
    store(
        2, text="أمهلتهم أسبوعًا للمغادرة.", when=day("2022-01-09"), part_of="n1", score=3.0, sources=(make_span("a2"),),
    ),
    store(
        3, text="قالت إن الطرد هو الأكبر منذ ثلاثين عامًا.", when=EventDate(), tier=Tier.DETAIL, part_of="n1", score=1.5,
        sources=(make_span("a1", start=90, text="وقالت إن الطرد هو الأكبر منذ ثلاثين عامًا."),),
    ),
    store(
        4, text="صفق النواب لإعلانها.", when=day("2022-01-09"), tier=Tier.DETAIL, part_of="n1", score=2.0,
        sources=(make_span("a3"),),
    ),
    store(
        5, topic="csto", text="حذرت وزارة الخارجية من سفر المشجعين.",
        when=EventDate("2022-01-09", None, Precision.REPORTED), score=2.5, sources=(make_span("a2"),),
    ),
    store(
        6, text="كانت البلاد قد طردت أربعة دبلوماسيين في 2007.", when=EventDate("2007", None, Precision.YEAR),
        tier=Tier.BACKGROUND, score=4.5, sources=(make_span("a1"),),
    ),
)  # fmt: skip


def value(number: int, unit: str = "شخص", **fields: Any) -> FigureValue:
    """A value that a ministry gave on 7 January."""
    defaults = {
        "qualifier": Qualifier.EXACTLY,
        "by": "وزارة الداخلية",
        "as_of": date(2022, 1, 7),
        "period": None,
        "sources": (make_span("a1"),),
    }
    return FigureValue(value=number, unit=unit, **{**defaults, **fields})


FIGURES = (
    Figure(
        "killed",
        "القتلى",
        Relation.NOT_COMPARABLE,
        (value(26, "محتج"), value(164, by="وزارة الصحة", as_of=date(2022, 1, 9), sources=(make_span("a2"),))),
    ),
    Figure("injured", "المصابون", Relation.SINGLE, (value(2200, "آخرين", as_of=None),)),
    Figure(
        "detained",
        "الموقوفون",
        Relation.CONFLICTING,
        (
            value(6000, qualifier=Qualifier.ABOUT),
            value(1678, period="day", by=None),
            value(100, "", qualifier=Qualifier.VAGUE),
            value(3, "عنصر"),
            value(19_000_000, qualifier=Qualifier.LESS_THAN),
        ),
    ),
    Figure(
        "troops",
        "الجنود",
        Relation.NOT_COMPARABLE,
        (
            value(200, "جندي", by=None, side="طاجيكستان"),
            value(2000, "جندي", qualifier=Qualifier.MORE_THAN, as_of=date(2022, 1, 9), side="روسيا", series=1),
            value(10_000, "الجنود", qualifier=Qualifier.VAGUE, by=None, as_of=None, side="روسيا", series=2),
        ),
    ),
)

READER = Subscriber(
    id=1,
    chat_id=1001,
    thread_id=None,
    state=SubscriberState.ACTIVE,
    muted=frozenset({"turkey"}),
    alerts=frozenset(),
    digest_time=time(8),
    zone="Asia/Riyadh",
    quiet_from=None,
    quiet_to=None,
    paused_until=None,
    tells_nothing_new=False,
    next_due_at=None,
    digested_on=date(2022, 1, 9),
    offered_up_to=0,
    seen_set_id=None,
    created_at=NOW,
)

# With little and with much chosen, between two digests.
MODEST = replace(READER, next_due_at=datetime(2022, 1, 11, 5, tzinfo=UTC))
DEMANDING = replace(
    MODEST, muted=frozenset(), alerts=frozenset({"protests", "csto"}), quiet_from=time(22), quiet_to=time(7),
    tells_nothing_new=True,
)  # fmt: skip
PAUSED = replace(DEMANDING, **preferences.pause(3)(DEMANDING, NOW))  # type: ignore[arg-type, misc]  # of the keys that it does not have
SILENT = replace(MODEST, muted=frozenset(topic.key for topic in STORY.topics))


async def publish(services: Services, updates: tuple[TopicUpdate, ...] = UPDATES) -> UpdateChanges:
    """Store the articles, and make these the story's updates."""
    now: datetime = services.clock()
    async with services.database.begin() as session:
        await save_articles(session, services.story.name, ARTICLES, now)
        return await save_updates(session, services.story.name, updates, now)
