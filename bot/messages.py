"""What readers get: values → messages of at most 4096 UTF-16 units. Pure; the words stand in templates/."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypedDict

from telegram import InlineKeyboardMarkup

from bot import keyboards
from bot.layout import Layout, Press, lay_out, name_topic
from bot.rendering import render, visible_units
from bot.selection import group_by_event, group_by_topic, pack, pick_news, pick_weightiest, sort_by_event
from bot.wording import label, say_day, say_event_date, say_moment
from briefings.model import Kind
from storage.values import Correction, StoredUpdate, Subscriber

MAX_UNITS = 4096
_IN_A_DIGEST = 8
_IN_A_GREETING = 5
_IN_AN_ALERT = 3
_IN_A_PART = 12  # two screens of a phone; and Telegram drops entities after the hundredth
_OF_A_DAY = 3


class EditionContent(TypedDict):
    """A message as the keywords of storage's ``save_edition``."""

    text: str
    keyboard: str | None
    shows: Sequence[int]
    offers_up_to: int | None


@dataclass(frozen=True, slots=True)
class Message:
    """Telegram HTML, the buttons under it, and what its reader has seen and been offered once it arrives."""

    text: str
    keyboard: InlineKeyboardMarkup | None = None
    shows: tuple[int, ...] = ()
    offers_up_to: int | None = None

    def content(self) -> EditionContent:
        """As storage keeps it."""
        keyboard = self.keyboard.to_json() if self.keyboard else None
        return {
            "text": self.text,
            "keyboard": keyboard,
            "shows": self.shows,
            "offers_up_to": self.offers_up_to,
        }


def greet(press: Press, updates: Sequence[StoredUpdate], subscriber: Subscriber, offers_up_to: int) -> Message:
    """To a new subscriber: what this is, what happened so far."""

    def show(chosen: Sequence[StoredUpdate]) -> str:
        layout = lay_out([("", sort_by_event(chosen))], press)
        return render("greeting.j2", story=press.story, layout=layout)

    chosen, text = _pick_fitting(pick_news(updates), _IN_A_GREETING, show)
    keyboard = keyboards.greeting_keyboard(press.story, subscriber)
    return Message(text, keyboard, _sequences(chosen), offers_up_to)


def digest(press: Press, new: Sequence[StoredUpdate]) -> Message | None:
    """The digest of what is new: the weightiest of it, by topic; None where there is no news."""
    news = pick_news(new)
    if not news:
        return None

    def show(chosen: Sequence[StoredUpdate]) -> str:
        numbers = {"number": len(news), "rest": len(news) - len(chosen)}
        return render("digest.j2", story=press.story, today=press.today, layout=_by_topic(chosen, press), **numbers)

    chosen, text = _pick_fitting(news, _IN_A_DIGEST, show)
    return Message(text, keyboards.digest_keyboard(), _sequences(chosen), new[-1].sequence)


def nothing_today(press: Press) -> Message:
    """The digest of a day without news, for who wants a word then, too."""
    return Message(render("nothing_today.j2", story=press.story, today=press.today), keyboards.digest_keyboard())


def alert(press: Press, important: Sequence[StoredUpdate]) -> Message | None:
    """Important news at once, as much as fits; None where there is none."""
    if not important:
        return None

    def show(chosen: Sequence[StoredUpdate]) -> str:
        return render("alert.j2", story=press.story, layout=_by_topic(chosen, press))

    chosen, text = _pick_fitting(important, _IN_AN_ALERT, show)
    return Message(text, shows=_sequences(chosen))


def correct(press: Press, correction: Correction, told_on: date | None) -> Message:
    """To whoever saw an update that was taken back: what is right, or that it does not hold."""
    right = [correction.right] if correction.right else []
    layout = lay_out([("", right)], press)
    told = say_day(told_on, press.today) if told_on else ""
    return Message(
        render("correction.j2", told=told, wrong=correction.wrong.update.text, layout=layout), shows=_sequences(right)
    )


def ask_to_take_back(press: Press, stored: StoredUpdate, text: str | None) -> Message:
    """To an administrator: whether this update is to be taken back, or to get this text."""
    layout = lay_out([("", [stored])], press)
    keyboard = keyboards.take_back_keyboard("retract" if text is None else "amend", stored.sequence)
    return Message(render("ask_to_take_back.j2", number=stored.sequence, text=text, layout=layout), keyboard)


def one_update(press: Press, stored: StoredUpdate) -> Message:
    """A single update with its sources, under its topic."""
    layout = lay_out([(name_topic(stored.update.topic, press.story), [stored])], press)
    return Message(render("update.j2", layout=layout), shows=_sequences([stored]))


def all_new(press: Press, unseen: Sequence[StoredUpdate]) -> list[Message]:
    """Everything that this reader has not seen, by topic, in as many messages as it takes; [] for nothing."""
    news = pick_news(unseen)

    def show(part: Sequence[StoredUpdate], number: int, parts: int) -> str:
        values = {"story": press.story, "number": len(news), "part": number, "parts": parts}
        return render("new.j2", layout=_by_topic(part, press), **values)

    blocks = [[stored] for _, group in group_by_topic(news, press.story) for stored in group]
    parts = pack(blocks, _fits(show))
    return [
        Message(show(part, number, len(parts)), shows=_sequences(part)) for number, part in enumerate(parts, start=1)
    ]


def search_results(press: Press, query: str, found: Sequence[StoredUpdate]) -> Message:
    """What was found, the weightiest first, as much as fits; ``query`` as it may be shown."""

    def show(chosen: Sequence[StoredUpdate]) -> str:
        layout = lay_out([("", sort_by_event(chosen))], press)
        return render("search.j2", query=query, total=len(found), shown=len(chosen), layout=layout)

    chosen, text = _pick_fitting(found, _IN_A_DIGEST, show)
    return Message(text, shows=_sequences(chosen))


def nothing_new(
    press: Press, updates: Sequence[StoredUpdate], read_at: datetime | None, now: datetime, zone: str
) -> Message:
    """There is nothing to add to what this reader has; the last news is named again."""
    # What has no date is the newest of nothing.
    last = sorted(pick_news(updates), key=lambda stored: (stored.update.when.start or "", stored.sequence))[-1:]
    since = say_moment(read_at, now, zone) if read_at else ""
    return Message(render("nothing_new.j2", since=since, layout=lay_out([("", last)], press)))


def topic_page(press: Press, key: str, updates: Sequence[StoredUpdate], page: int | None = None) -> Message:
    """A page of a topic by event date; its background stands at the end of the newest."""
    news = sort_by_event(pick_news(updates))
    background = [stored for stored in updates if stored.update.kind is Kind.BACKGROUND]
    name, command = name_topic(key, press.story), press.story.topic(key).command

    def show(part: Sequence[StoredUpdate], number: int, parts: int) -> str:
        dated = [stored for stored in part if say_event_date(stored.update.when, press.today)]
        undated = [stored for stored in part if stored not in dated]
        groups = [(heading, group) for heading, group in (("", dated), (label("undated"), undated)) if group]
        if number == parts and background:
            groups.append((label("background"), pick_weightiest(background, 1)))
        return render("topic.j2", name=name, layout=lay_out(groups, press), part=number, parts=parts)

    return _turn_to(page, [[stored] for stored in news], show, command)


def timeline_page(press: Press, updates: Sequence[StoredUpdate], page: int | None = None) -> Message:
    """A page of the timeline: the weightiest of each day under its heading, newest last."""
    days = [sort_by_event(pick_weightiest(group, _OF_A_DAY)) for _, group in group_by_event(pick_news(updates))]

    def show(part: Sequence[StoredUpdate], number: int, parts: int) -> str:
        groups = [
            (say_event_date(when, press.today, weekday=True) or label("undated"), group)
            for when, group in group_by_event(part)
        ]
        layout = lay_out(groups, press, dated=False)
        return render("timeline.j2", story=press.story, layout=layout, part=number, parts=parts)

    return _turn_to(page, days, show, "timeline")


def _turn_to(
    page: int | None,
    blocks: Sequence[Sequence[StoredUpdate]],
    show: Callable[[Sequence[StoredUpdate], int, int], str],
    command: str,
) -> Message:
    """The page asked for, else the newest; a page that is no more becomes the nearest."""
    parts = pack(blocks, _fits(show), newest_full=True) or [[]]
    number = len(parts) if page is None else max(1, min(page, len(parts)))
    part = parts[number - 1]
    keyboard = keyboards.pages_keyboard(command, number, len(parts))
    return Message(show(part, number, len(parts)), keyboard, _sequences(part))


def _pick_fitting(
    updates: Sequence[StoredUpdate], limit: int, show: Callable[[Sequence[StoredUpdate]], str]
) -> tuple[list[StoredUpdate], str]:
    """The weightiest, as many as fit into one message, and the message."""
    chosen = pick_weightiest(updates, limit)
    while visible_units(text := show(chosen)) > MAX_UNITS and len(chosen) > 1:
        chosen.pop()
    return chosen, text


def _fits(
    show: Callable[[Sequence[StoredUpdate], int, int], str],
) -> Callable[[Sequence[StoredUpdate]], bool]:
    # As part 99 of 99: the longest heading that a part may get.
    return lambda part: len(part) <= _IN_A_PART and visible_units(show(part, 99, 99)) <= MAX_UNITS


def _by_topic(updates: Sequence[StoredUpdate], press: Press) -> Layout:
    groups = group_by_topic(updates, press.story)
    return lay_out([(name_topic(key, press.story), group) for key, group in groups], press)


def _sequences(updates: Iterable[StoredUpdate]) -> tuple[int, ...]:
    return tuple(stored.sequence for stored in updates)
