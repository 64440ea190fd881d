"""Every message that there is, by name, each built by the bot's own functions.

To add one is to add a line to ``MESSAGES``: tests then hold it against its golden files, Telegram's own parser, the
limits, and what is asked of Arabic text. A template that no line uses fails a test.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from bot.domain.calendar import Days
from bot.domain.correction import Reason
from bot.domain.intake import Problem, Report
from bot.domain.selection import pick_last
from bot.domain.trouble import Notice, Trouble
from bot.input.commands import list_admin_commands, list_commands, suggest_commands
from bot.keyboards.payloads import pack
from bot.keyboards.reading import picture_keyboard
from bot.rendering.layout import RenderContext
from bot.rendering.message import Message
from bot.search.tokens import Found, cut_snippet, read_query
from bot.views import browsing, details, figures, inline, news, service_messages
from bot.views import feeds as feed_views
from bot.views import newsroom as newsroom_views
from bot.views import settings as settings_views
from bot.views.operators import report_sources, report_trouble
from briefings.io.contents import Fault
from briefings.model import EventDate, Kind, Tier
from storage.model.snapshot import StorySnapshot
from storage.model.sources import NewsSource, SourceState
from storage.model.values import (
    Correction,
    DeliveryState,
    Digits,
    DisplayPreferences,
    Format,
    Months,
    StoredUpdate,
    Subscriber,
    SubscriberState,
    UpdateChanges,
)
from tests.bot.news import (
    AFTER,
    ARTICLES,
    BEFORE,
    CONTEXT,
    DEMANDING,
    FIGURES,
    ITEM,
    MANY,
    MODEST,
    NOW,
    OTHERWISE,
    PAUSED,
    READER,
    SILENT,
    STORED,
    STORY,
    TIERED,
    day,
    list_items,
    store,
)
from tests.factories import make_article, make_source, make_span

# A text alone is what has no format: a toast over a button, what is said of the bot.
Made = Message | Sequence[Message] | str | None

FEEDS = (
    make_source(1, outlet="منبر <الوادي>", last_news_at=NOW - timedelta(hours=2), articles=120, on_story=9),
    make_source(
        2, title="صحيفة الميناء", failing_since=NOW - timedelta(hours=7), failures=6,
        last_fault="the server answers 503 <Service Unavailable>",
    ),
    make_source(3, outlet="صدى السهوب", state=SourceState.GONE, last_fault="the server answers 410 Gone"),
    make_source(4, outlet="قناة المدى"),
    make_source(5, outlet="وكالة المدى", state=SourceState.PAUSED, last_news_at=NOW - timedelta(days=40), articles=3),
)  # fmt: skip
STOPPED = replace(READER, state=SubscriberState.STOPPED)
RIGHT = store(7, topic="turkey", text="اتصل وزير الخارجية التركي بنظيره الكازاخي مرتين.", when=day("2022-01-06"),
              sources=(make_span("a2"),))  # fmt: skip
AHEAD = store(8, kind=Kind.PLAN, text="يجتمع وزراء الخارجية عن بُعد.", when=day("2022-01-12"),
              sources=(make_span("a1"),))  # fmt: skip
QUOTED = store(9, text="خرج سكان جاناوزن إلى الشوارع.", when=EventDate(), sources=(
    make_span("a1", text="احتشد المئات في ساحات جاناوزن منذ الصباح، وقال أحدهم لقناة TRT إن «الغاز صار للأغنياء»."),
    make_span("a1", start=200, text="وطالب المحتجون بخفض سعر الغاز."),
    make_span("a2", text="خرج سكان جاناوزن إلى الشوارع."),
    make_span("a3", text="خرج سكان المدينة إلى الشوارع."),
))  # fmt: skip
READ = (*(replace(article, title="الغاز & <الأسعار>") for article in ARTICLES), make_article("a4"))
REPORT = Report(read=3, new=2, changes=UpdateChanges(added=(5, 6), changed=(1,), withdrawn=(4,)))
ANNOUNCED = newsroom_views.split_lines("نعتذر عن تأخر موجز أمس.\n\nCSTO: اقرأ «الخط الزمني» <الآن>.")
DETAILS = [
    store(number, text=f"تفصيل رقم {number}: " + "كلام طويل عن القرار " * (number % 9), tier=Tier.DETAIL, part_of="n1",
          sources=(make_span("a2"),), score=float(number % 3)) for number in range(2, 30)
]  # fmt: skip
HOSTILE = "طقس\u202e <b>London</b> &amp;"


def context(display: DisplayPreferences, updates: Sequence[StoredUpdate] = STORED) -> RenderContext:
    """Return the context of a reader with these preferences."""
    snapshot = StorySnapshot(1, tuple(updates), {})
    return replace(CONTEXT, display=display, updates=snapshot.by_id, parts=snapshot.parts)


def _reader(display: DisplayPreferences, reader: Subscriber = READER) -> Subscriber:
    return replace(reader, display=display)


def _bearing(display: DisplayPreferences, *, read: bool = False) -> Message | None:
    known = context(display, (BEFORE, OTHERWISE, AFTER))
    return news.what_is_new(replace(known, seen={1}) if read else known, [AFTER])


def _topic(display: DisplayPreferences, key: str, updates: Sequence[StoredUpdate], page: int | None = None) -> Message:
    known, of_it = context(display, updates), [stored for stored in updates if stored.update.topic == key]
    background = [stored for stored in of_it if stored.is_background]
    return browsing.show_topic(known, key, browsing.page_topic(known, of_it), background, page)


def _timeline(
    display: DisplayPreferences, updates: Sequence[StoredUpdate], page: int | None = None, days: Days | None = None
) -> Message:
    known = context(display, updates)
    pages = browsing.page_timeline(known, updates, days)
    is_whole = days is not None or sum(map(len, pages)) == len(list_items(updates))
    return browsing.show_timeline(known, pages, page, days, is_whole=is_whole)


def _quotes(display: DisplayPreferences, *shown: StoredUpdate, number: int = 1) -> Message:
    known = context(display, TIERED if ITEM in shown else STORED)
    return browsing.show_quotes(known, shown, pack(stored.sequence for stored in shown), number)


def _details(display: DisplayPreferences, updates: Sequence[StoredUpdate], number: int = 1) -> Message:
    return details.show_details(context(display, updates), list_items(updates), "1", number)


def _found(
    display: DisplayPreferences,
    query: str,
    found: Sequence[StoredUpdate],
    total: int,
    known: Sequence[StoredUpdate] = STORED,
) -> Message:
    wanted = read_query(query, STORY)
    snippets = [Found(stored, cut_snippet(stored, wanted, STORY)) for stored in found]
    return browsing.show_found(context(display, known), query, snippets, total)


def _correct(
    display: DisplayPreferences, right: StoredUpdate | None, told_on: date | None = date(2022, 1, 10)
) -> Message:
    return news.correct(context(display), Correction(1, STORED[4], right), told_on)


def _statistics(display: DisplayPreferences) -> Message:
    readers = {SubscriberState.ACTIVE: 1204, SubscriberState.STOPPED: 1}
    digests = {DeliveryState.SENT: 1200, DeliveryState.UNCERTAIN: 3, DeliveryState.FAILED: 1}
    feeds = {"active": 12, "paused": 1, "gone": 1, "failing": 2}
    return newsroom_views.show_statistics(readers, len(STORED), feeds, digests, display)


def _feed(show: Callable[..., Message], source: NewsSource, **more: bool) -> Callable[[DisplayPreferences], Message]:
    return lambda display: show(source, NOW, "Asia/Riyadh", display, **more)


def _page(name: str, reader: Subscriber) -> Callable[[DisplayPreferences], Message]:
    return lambda display: settings_views.PAGES[name](STORY, _reader(display, reader), NOW)


def tell_trouble(notice: Notice, _display: DisplayPreferences) -> str:
    """Tell the operators of a trouble, in no format."""
    return report_trouble(notice)


MESSAGES: dict[str, Callable[[DisplayPreferences], Made]] = {
    # News
    "greeting": lambda display: news.greet(context(display), list_items(STORED), _reader(display), 6),
    "greeting-before-any-news": lambda display: news.greet(context(display), [], _reader(display), 0),
    "greeting-again": lambda display: service_messages.greet_again(
        STORY, list_items(STORED), _reader(display), returned=False
    ),
    "greeting-returned": lambda display: service_messages.greet_again(STORY, [], _reader(display), returned=True),
    "digest": lambda display: news.digest(context(display), list_items(STORED)),
    "digest-of-many": lambda display: news.digest(context(display), list_items(MANY[:21])),
    "digest-with-a-line": lambda display: news.digest(context(display, TIERED), list_items(TIERED)),
    "nothing-today": lambda display: news.nothing_today(context(display)),
    "alert": lambda display: news.alert(context(display), list_items(STORED[:3])),
    "new": lambda display: news.what_is_new(context(display), list_items(STORED)),
    "new-of-many": lambda display: news.what_is_new(context(display), list_items(MANY)),
    "new-bears-on-others": _bearing,
    "new-changes-what-was-read": lambda display: _bearing(display, read=True),
    "nothing-new": lambda display: news.nothing_new(context(display), pick_last(STORED), NOW, NOW, "Asia/Riyadh"),
    "nothing-yet": lambda display: news.nothing_new(context(display), None, None, NOW, "Asia/Riyadh"),
    "first-post": lambda display: news.first_post(context(display), list_items(STORED), _reader(display), 6),
    "update": lambda display: news.one_update(context(display), STORED[1]),
    "shared": lambda display: inline.shared_update(context(display), STORED[1], "mujaz_bot"),
    "correction": lambda display: _correct(display, RIGHT),
    "correction-of-nothing": lambda display: _correct(display, None, None),
    # Browsing
    "topic": lambda display: _topic(display, "csto", STORED),
    "topic-of-many": lambda display: _topic(display, "protests", [*MANY, AHEAD]),
    "topic-of-all-tiers": lambda display: _topic(display, "protests", TIERED),
    "topic-without-news": lambda display: _topic(display, "turkey", []),
    "timeline": lambda display: _timeline(display, STORED),
    "timeline-of-many": lambda display: _timeline(display, MANY, 1),
    "timeline-of-nothing": lambda display: _timeline(display, []),
    "timeline-of-days": lambda display: _timeline(display, STORED, days=Days(date(2022, 1, 5), date(2022, 1, 6))),
    "timeline-of-a-day-without-news": lambda display: _timeline(
        display, STORED, days=Days(date(2022, 2, 5), date(2022, 2, 5))
    ),
    "timeline-of-reports": lambda display: _timeline(display, TIERED),
    "timeline-of-a-day": lambda display: _timeline(display, TIERED, days=Days(date(2022, 1, 9), date(2022, 1, 9))),
    "details": lambda display: _details(display, TIERED),
    "details-of-many": lambda display: _details(display, [ITEM, *DETAILS], 2),
    "details-no-more": lambda display: _details(display, STORED),
    "choose-day": lambda display: browsing.choose_day(context(display), browsing.list_days(STORED)),
    "quotes": lambda display: _quotes(display, QUOTED),
    "quotes-of-several": lambda display: _quotes(display, *STORED[:3], number=2),
    "quotes-of-two-lines": lambda display: _quotes(display, ITEM),
    "quotes-no-more": lambda display: _quotes(display, store(9)),
    "figures": lambda display: figures.figures_page(context(display), FIGURES),
    "figures-none": lambda display: figures.figures_page(context(display), ()),
    "search": lambda display: _found(display, "الحكومة", [STORED[1]], 1),
    "search-in-a-source": lambda display: _found(display, "ساحات الغاز", [QUOTED, STORED[0]], 7),
    "search-of-all-tiers": lambda display: _found(display, "طرد", [TIERED[0], TIERED[2], TIERED[5]], 3, TIERED),
    "search-nothing": lambda display: _found(display, HOSTILE, [], 0),
    "search-what": service_messages.ask_for_words,
    "sources": lambda display: service_messages.list_sources(context(display)),
    "sources-none": lambda display: service_messages.list_sources(replace(context(display), sources={})),
    # The settings
    **{f"page-{name}": _page(name, MODEST) for name in settings_views.PAGES},
    **{f"page-{name}-chosen": _page(name, DEMANDING) for name in settings_views.PAGES},
    "page-settings-paused": _page("settings", PAUSED),
    "page-settings-silent": _page("settings", SILENT),
    "page-pause-paused": _page("pause", PAUSED),
    "page-pause-stopped": _page("pause", STOPPED),
    "page-alerts-silent": _page("alerts", SILENT),
    "page-time-misread": lambda display: settings_views.show_hours(STORY, _reader(display, MODEST), NOW, "25:00"),
    "page-zone-misread": lambda display: settings_views.show_zones(STORY, _reader(display, MODEST), NOW, "أطلنطس"),
    "page-zone-near": lambda display: settings_views.show_zones(
        STORY, _reader(display, MODEST), NOW, "سانتياغ", ["America/Santiago"]
    ),
    "page-quiet-misread": lambda display: settings_views.show_quiet(STORY, _reader(display, MODEST), NOW, "ليلًا"),
    "page-pause-misread": lambda display: settings_views.show_pause(STORY, _reader(display, MODEST), NOW, "400 يوم"),
    # What else is said
    "help": lambda display: service_messages.help_text(STORY, list_commands(STORY), display),
    "help-to-admin": lambda display: service_messages.help_text(
        STORY, [*list_commands(STORY), *list_admin_commands()], display
    ),
    "not-subscribed": service_messages.not_subscribed,
    "not-understood": lambda display: service_messages.not_understood(HOSTILE, suggest_commands("طقس", STORY), display),
    "not-words": lambda display: service_messages.not_understood("", suggest_commands("", STORY), display),
    "farewell": lambda display: service_messages.farewell(display, was_active=True),
    "farewell-again": lambda display: service_messages.farewell(display, was_active=False),
    "dead-link": service_messages.dead_link,
    "nothing-stands": service_messages.sources_retracted,
    "my-data": service_messages.caption_data,
    "ask-to-forget": service_messages.ask_to_forget,
    "forgotten": service_messages.confirm_forgotten,
    "picture": lambda display: service_messages.caption_picture(
        display, "timeline", picture_keyboard("timeline", None, "light")
    ),
    "picture-failed": service_messages.picture_failed,
    "paper": lambda display: service_messages.caption_paper(context(display)),
    "group-hello": lambda display: service_messages.greet_group(STORY, display),
    "channel-added": lambda display: service_messages.confirm_channel("أخبار <السهوب>", _reader(display)),
    "managers-only": service_messages.for_managers_only,
    "one-at-a-time": lambda _: service_messages.one_at_a_time(),
    "announcement": lambda display: newsroom_views.announce(STORY, ANNOUNCED, display),
    "failure": lambda _: service_messages.failure(),
    "stale-button": lambda _: service_messages.stale_button(),
    "description": lambda _: service_messages.describe(STORY),
    "short-description": lambda _: service_messages.describe_shortly(STORY),
    # To administrators
    "statistics": _statistics,
    "ask-to-retract": lambda display: news.ask_to_retract(context(display), STORED[4]),
    "ask-to-amend": lambda display: news.ask_to_amend(context(display), STORED[4], RIGHT.update.text),
    "retracted": lambda display: newsroom_views.confirm_correction("5", 1, display, is_amended=False),
    "amended": lambda display: newsroom_views.confirm_correction("5", 0, display, is_amended=True),
    **{f"refused-{reason}": partial(newsroom_views.refuse_editing, reason) for reason in Reason},
    "ingest-how": newsroom_views.explain_ingest,
    "ingest-offer": lambda display: newsroom_views.ask_to_ingest(READ[:1], 0, NOW, 5, display),
    "ingest-offer-of-many": lambda display: newsroom_views.ask_to_ingest(READ, 0, NOW, 5, display),
    "ingest-offer-with-bad-lines": lambda display: newsroom_views.ask_to_ingest(READ, 3, NOW, 5, display),
    **{f"ingest-refused-{fault}": partial(newsroom_views.refuse_material, fault) for fault in Fault},
    "ingested": lambda display: newsroom_views.report_intake(context(display), REPORT, STORED[4:]),
    "ingested-nothing-new": lambda display: newsroom_views.report_intake(
        context(display), Report(1, 0, UpdateChanges()), ()
    ),
    "ingested-but-set-aside": lambda display: newsroom_views.report_intake(
        context(display), Report(2, 2, UpdateChanges(), (Problem(Path("a.txt"), "is not in Arabic"),)), ()
    ),
    "feeds": lambda display: feed_views.list_feeds(FEEDS, 1, NOW, "Asia/Riyadh", display),
    "feeds-of-many": lambda display: feed_views.list_feeds(FEEDS * 5, 2, NOW, "Asia/Riyadh", display),
    "feeds-none": lambda display: feed_views.list_feeds((), 1, NOW, "Asia/Riyadh", display),
    "feed": _feed(feed_views.show_feed, FEEDS[0]),
    "feed-new": _feed(feed_views.show_feed, FEEDS[3], is_new=True),
    "feed-failing": _feed(feed_views.show_feed, FEEDS[1]),
    "feed-gone": _feed(feed_views.show_feed, FEEDS[2]),
    "feed-refused": partial(feed_views.refuse_feed, "the server answers 404 <Not Found>"),
    "feeds-offered": partial(feed_views.offer_feeds, ["https://wadi.example/a?b=1&c=2", "https://wadi.example/rss"]),
    "feed-ask-to-drop": _feed(feed_views.ask_to_drop, FEEDS[0]),
    "feed-dropped": _feed(feed_views.confirm_drop, FEEDS[0]),
    "sources-notice": lambda _: report_sources(FEEDS[1:3], FEEDS[:1], NOW, "Asia/Riyadh"),
    "sources-notice-of-many": lambda _: report_sources(FEEDS[1:2] * 12, FEEDS[:1] * 11, NOW, "Asia/Riyadh"),
    "preview": lambda display: newsroom_views.introduce_preview(1200, 1204, 3, display),
    "preview-of-one-kind": lambda display: newsroom_views.introduce_preview(1, 1, 1, display),
    "preview-nothing": newsroom_views.nothing_goes_out,
    "broadcast-refused": newsroom_views.refuse_broadcast,
    "broadcast-offer": lambda display: newsroom_views.ask_to_broadcast(STORY, ANNOUNCED, 3, 1204, display),
    "broadcast-done": lambda display: newsroom_views.confirm_broadcast(1204, display),
    "broadcast-done-before": lambda display: newsroom_views.confirm_broadcast(None, display),
    "broadcast-to-nobody": lambda display: newsroom_views.confirm_broadcast(0, display),
    "edition-refused": lambda _: newsroom_views.report_refused_edition(12, "can't parse entities: <b>"),
    **{
        f"trouble-{each}": partial(tell_trouble, Notice(each, "can't parse entities: <b>", False, 1))
        for each in Trouble
    },
    "trouble-over": partial(tell_trouble, Notice(Trouble.POLLING, "can't parse entities", True, 17)),
}

USUAL, RICH = DisplayPreferences(), DisplayPreferences(Format.RICH)
LEVANT = DisplayPreferences(digits=Digits.ARABIC, months=Months.LEVANT)
MAGHREB = DisplayPreferences(Format.RICH, months=Months.MAGHREB)


def build(name: str, display: DisplayPreferences) -> list[Message]:
    """The messages of this name: mostly one."""
    made = MESSAGES[name](display)
    if isinstance(made, str):
        return [Message(made)]
    assert made is not None
    return [made] if isinstance(made, Message) else list(made)


def build_all(*displays: DisplayPreferences) -> Iterator[tuple[str, Message]]:
    """Every message with its name, for each of these preferences."""
    return ((name, message) for display in displays for name in MESSAGES for message in build(name, display))
