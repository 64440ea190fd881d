"""Every message that there is, by name, each built by the bot's own functions.

To add one is to add a line to ``MESSAGES``: tests then hold it against its golden files, Telegram's own parser, the
limits, and what is asked of Arabic text. A template that no line uses fails a test.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from bot import browsing, dispatches, figures, forms, messages, notices
from bot.commands import list_admin_commands, list_commands, suggest_commands
from bot.editing import Reason
from bot.intake import Report
from bot.keyboards import picture_keyboard
from bot.layout import Press
from bot.links import link_to_update, pack
from bot.rendering import render
from bot.search import Found
from bot.selection import pick_last
from bot.terms import cut_snippet, read_query
from bot.writing import Message
from bot.written import Days
from briefings.model import EventDate, Kind
from briefings.reading import Fault
from storage.values import (
    Correction,
    DeliveryState,
    Digits,
    Format,
    Manner,
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
    DEMANDING,
    FIGURES,
    MANY,
    MODEST,
    NOW,
    OTHERWISE,
    PAUSED,
    PRESS,
    READER,
    SILENT,
    STORED,
    STORY,
    day,
    list_news,
    store,
)
from tests.factories import make_article, make_span

# A text alone is what has no format: a toast over a button, what is said of the bot.
Made = Message | Sequence[Message] | str | None

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
ANNOUNCED = dispatches.split_lines("نعتذر عن تأخر موجز أمس.\n\nCSTO: اقرأ «الخط الزمني» <الآن>.")
HOSTILE = "طقس\u202e <b>London</b> &amp;"


def press(manner: Manner, updates: Sequence[StoredUpdate] = STORED) -> Press:
    """What news is printed with for somebody who is written to in this manner."""
    return replace(PRESS, manner=manner, updates={stored.update.id: stored for stored in updates})


def _reader(manner: Manner, reader: Subscriber = READER) -> Subscriber:
    return replace(reader, manner=manner)


def _bearing(manner: Manner, *, read: bool = False) -> Message | None:
    known = press(manner, (BEFORE, OTHERWISE, AFTER))
    return messages.what_is_new(replace(known, seen={1}) if read else known, [AFTER])


def _topic(manner: Manner, key: str, updates: Sequence[StoredUpdate], page: int | None = None) -> Message:
    known, of_it = press(manner), [stored for stored in updates if stored.update.topic == key]
    background = [stored for stored in of_it if stored.update.kind is Kind.BACKGROUND]
    return browsing.show_topic(known, key, browsing.page_topic(known, of_it), background, page)


def _timeline(
    manner: Manner, updates: Sequence[StoredUpdate], page: int | None = None, days: Days | None = None
) -> Message:
    known = press(manner)
    return browsing.show_timeline(known, browsing.page_timeline(known, updates, days), page, days)


def _quotes(manner: Manner, *shown: StoredUpdate, number: int = 1) -> Message:
    return browsing.show_quotes(press(manner), shown, pack(stored.sequence for stored in shown), number)


def _found(manner: Manner, query: str, found: Sequence[StoredUpdate], total: int) -> Message:
    wanted = read_query(query, STORY)
    snippets = [Found(stored, cut_snippet(stored, wanted, STORY)) for stored in found]
    return browsing.show_found(press(manner), query, snippets, total)


def _correct(manner: Manner, right: StoredUpdate | None, told_on: date | None = date(2022, 1, 10)) -> Message:
    return messages.correct(press(manner), Correction(1, STORED[4], right), told_on)


def _statistics(manner: Manner) -> Message:
    readers = {SubscriberState.ACTIVE: 1204, SubscriberState.STOPPED: 1}
    digests = {DeliveryState.SENT: 1200, DeliveryState.UNCERTAIN: 3, DeliveryState.FAILED: 1}
    return notices.show_statistics(readers, len(STORED), digests, manner)


def _page(name: str, reader: Subscriber) -> Callable[[Manner], Message]:
    return lambda manner: forms.PAGES[name](STORY, _reader(manner, reader), NOW)


MESSAGES: dict[str, Callable[[Manner], Made]] = {
    # News
    "greeting": lambda manner: messages.greet(press(manner), list_news(STORED), _reader(manner), 6),
    "greeting-before-any-news": lambda manner: messages.greet(press(manner), [], _reader(manner), 0),
    "greeting-again": lambda manner: notices.greet_again(STORY, list_news(STORED), _reader(manner), returned=False),
    "greeting-returned": lambda manner: notices.greet_again(STORY, [], _reader(manner), returned=True),
    "digest": lambda manner: messages.digest(press(manner), list_news(STORED)),
    "digest-of-many": lambda manner: messages.digest(press(manner), list_news(MANY[:21])),
    "nothing-today": lambda manner: messages.nothing_today(press(manner)),
    "alert": lambda manner: messages.alert(press(manner), list_news(STORED[:3])),
    "new": lambda manner: messages.what_is_new(press(manner), list_news(STORED)),
    "new-of-many": lambda manner: messages.what_is_new(press(manner), list_news(MANY)),
    "new-bears-on-others": _bearing,
    "new-changes-what-was-read": lambda manner: _bearing(manner, read=True),
    "nothing-new": lambda manner: messages.nothing_new(press(manner), pick_last(STORED), NOW, NOW, "Asia/Riyadh"),
    "nothing-yet": lambda manner: messages.nothing_new(press(manner), None, None, NOW, "Asia/Riyadh"),
    "first-post": lambda manner: messages.first_post(press(manner), list_news(STORED), _reader(manner), 6),
    "update": lambda manner: messages.one_update(press(manner), STORED[1]),
    "shared": lambda manner: messages.shared_update(press(manner), STORED[1], link_to_update("mujaz_bot", 2)),
    "correction": lambda manner: _correct(manner, RIGHT),
    "correction-of-nothing": lambda manner: _correct(manner, None, None),
    # Browsing
    "topic": lambda manner: _topic(manner, "csto", STORED),
    "topic-of-many": lambda manner: _topic(manner, "protests", [*MANY, AHEAD]),
    "topic-without-news": lambda manner: _topic(manner, "turkey", []),
    "timeline": lambda manner: _timeline(manner, STORED),
    "timeline-of-many": lambda manner: _timeline(manner, MANY, 1),
    "timeline-of-nothing": lambda manner: _timeline(manner, []),
    "timeline-of-days": lambda manner: _timeline(manner, STORED, days=Days(date(2022, 1, 5), date(2022, 1, 6))),
    "timeline-of-a-day-without-news": lambda manner: _timeline(
        manner, STORED, days=Days(date(2022, 2, 5), date(2022, 2, 5))
    ),
    "choose-day": lambda manner: browsing.choose_day(press(manner), browsing.list_days(STORED)),
    "quotes": lambda manner: _quotes(manner, QUOTED),
    "quotes-of-several": lambda manner: _quotes(manner, *STORED[:3], number=2),
    "quotes-no-more": lambda manner: _quotes(manner, store(9)),
    "figures": lambda manner: figures.figures_page(press(manner), FIGURES),
    "figures-none": lambda manner: figures.figures_page(press(manner), ()),
    "search": lambda manner: _found(manner, "الحكومة", [STORED[1]], 1),
    "search-in-a-source": lambda manner: _found(manner, "ساحات الغاز", [QUOTED, STORED[0]], 7),
    "search-nothing": lambda manner: _found(manner, HOSTILE, [], 0),
    "search-what": notices.ask_for_words,
    "sources": lambda manner: notices.list_read(press(manner)),
    "sources-none": lambda manner: notices.list_read(replace(press(manner), sources={})),
    # The settings
    **{f"page-{name}": _page(name, MODEST) for name in forms.PAGES},
    **{f"page-{name}-chosen": _page(name, DEMANDING) for name in forms.PAGES},
    "page-settings-paused": _page("settings", PAUSED),
    "page-settings-silent": _page("settings", SILENT),
    "page-pause-paused": _page("pause", PAUSED),
    "page-pause-stopped": _page("pause", STOPPED),
    "page-alerts-silent": _page("alerts", SILENT),
    "page-time-misread": lambda manner: forms.show_hours(STORY, _reader(manner, MODEST), NOW, "25:00"),
    "page-zone-misread": lambda manner: forms.show_zones(STORY, _reader(manner, MODEST), NOW, "أطلنطس"),
    "page-zone-near": lambda manner: forms.show_zones(
        STORY, _reader(manner, MODEST), NOW, "سانتياغ", ["America/Santiago"]
    ),
    "page-quiet-misread": lambda manner: forms.show_quiet(STORY, _reader(manner, MODEST), NOW, "ليلًا"),
    "page-pause-misread": lambda manner: forms.show_pause(STORY, _reader(manner, MODEST), NOW, "400 يوم"),
    # What else is said
    "help": lambda manner: notices.help_text(STORY, list_commands(STORY), manner),
    "help-to-admin": lambda manner: notices.help_text(STORY, [*list_commands(STORY), *list_admin_commands()], manner),
    "not-subscribed": notices.not_subscribed,
    "not-understood": lambda manner: notices.not_understood(HOSTILE, suggest_commands("طقس", STORY), manner),
    "not-words": lambda manner: notices.not_understood("", suggest_commands("", STORY), manner),
    "farewell": lambda manner: notices.farewell(manner, was_active=True),
    "farewell-again": lambda manner: notices.farewell(manner, was_active=False),
    "dead-link": notices.link_leads_nowhere,
    "nothing-stands": notices.nothing_stands,
    "my-data": notices.caption_data,
    "ask-to-forget": notices.ask_to_forget,
    "forgotten": notices.confirm_forgotten,
    "picture": lambda manner: notices.caption_picture(manner, "timeline", picture_keyboard("timeline", None, "light")),
    "picture-failed": notices.picture_failed,
    "paper": lambda manner: notices.caption_paper(press(manner)),
    "group-hello": lambda manner: notices.greet_group(STORY, manner),
    "channel-added": lambda manner: notices.confirm_channel("أخبار <السهوب>", _reader(manner)),
    "managers-only": notices.for_managers_only,
    "one-at-a-time": lambda _: notices.one_at_a_time(),
    "announcement": lambda manner: dispatches.announce(STORY, ANNOUNCED, manner),
    "failure": lambda _: notices.failure(),
    "stale-button": lambda _: notices.stale_button(),
    "description": lambda _: render("description.j2", story=STORY),
    "short-description": lambda _: render("short_description.j2", story=STORY),
    # To administrators
    "statistics": _statistics,
    "ask-to-retract": lambda manner: messages.ask_to_take_back(press(manner), STORED[4], None),
    "ask-to-amend": lambda manner: messages.ask_to_take_back(press(manner), STORED[4], RIGHT.update.text),
    "retracted": lambda manner: notices.confirm_taken_back("5", 1, manner, is_amended=False),
    "amended": lambda manner: notices.confirm_taken_back("5", 0, manner, is_amended=True),
    **{f"refused-{reason}": partial(notices.refuse_editing, reason) for reason in Reason},
    "ingest-how": dispatches.explain_ingest,
    "ingest-offer": lambda manner: dispatches.ask_to_ingest(READ[:1], NOW, 5, manner),
    "ingest-offer-of-many": lambda manner: dispatches.ask_to_ingest(READ, NOW, 5, manner),
    **{f"ingest-refused-{fault}": partial(dispatches.refuse_material, fault) for fault in Fault},
    "ingested": lambda manner: dispatches.report_intake(press(manner), REPORT, STORED[4:]),
    "ingested-nothing-new": lambda manner: dispatches.report_intake(press(manner), Report(1, 0, UpdateChanges()), ()),
    "preview": lambda manner: dispatches.introduce_preview(1200, 1204, 3, manner),
    "preview-of-one-kind": lambda manner: dispatches.introduce_preview(1, 1, 1, manner),
    "preview-nothing": dispatches.nothing_goes_out,
    "broadcast-refused": dispatches.refuse_broadcast,
    "broadcast-offer": lambda manner: dispatches.ask_to_broadcast(STORY, ANNOUNCED, 3, 1204, manner),
    "broadcast-done": lambda manner: dispatches.confirm_broadcast(1204, manner),
    "broadcast-done-before": lambda manner: dispatches.confirm_broadcast(None, manner),
    "broadcast-to-nobody": lambda manner: dispatches.confirm_broadcast(0, manner),
    "edition-refused": lambda _: render("edition_refused.j2", edition=12, reason="can't parse entities: <b>"),
}

USUAL, RICH = Manner(), Manner(Format.RICH)
LEVANT = Manner(digits=Digits.ARABIC, months=Months.LEVANT)
MAGHREB = Manner(Format.RICH, months=Months.MAGHREB)


def build(name: str, manner: Manner) -> list[Message]:
    """The messages of this name: mostly one."""
    made = MESSAGES[name](manner)
    if isinstance(made, str):
        return [Message(made)]
    assert made is not None
    return [made] if isinstance(made, Message) else list(made)


def build_all(*manners: Manner) -> Iterator[tuple[str, Message]]:
    """Every message with its name, in each of these manners."""
    return ((name, message) for manner in manners for name in MESSAGES for message in build(name, manner))
