"""What readers get: values → messages of at most 4096 UTF-16 units. Pure; the words stand in templates/.

News comes with the weightiest first, as a ``Standing`` lists it; a message shows as much as fits.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime

from telegram import InlineKeyboardMarkup

from bot.domain.selection import group_by_topic, sort_by_event
from bot.keyboards import reading as keyboards
from bot.keyboards.settings import greeting_keyboard
from bot.rendering.html import visible_units
from bot.rendering.layout import Layout, RenderContext, lay_out, name_topic
from bot.rendering.message import MAX_UNITS, Message, write
from bot.rendering.pagination import IN_A_PAGE
from bot.rendering.wording import say_day, say_moment
from storage.model.values import Correction, StoredUpdate, Subscriber

_IN_A_DIGEST = 8
_IN_A_GREETING = 5
_IN_AN_ALERT = 3

_Compose = Callable[[Sequence[StoredUpdate]], Message]


def greet(context: RenderContext, news: Sequence[StoredUpdate], subscriber: Subscriber, offers_up_to: int) -> Message:
    """To a new subscriber: what this is, what happened so far."""
    keyboard = greeting_keyboard(context.story, subscriber)

    def compose(chosen: Sequence[StoredUpdate]) -> Message:
        layout = lay_out([("", sort_by_event(chosen))], context)
        return _tell(context, "greeting.j2", chosen, keyboard, offers_up_to, layout=layout)

    return _fit(news, _IN_A_GREETING, compose)


def first_post(
    context: RenderContext, news: Sequence[StoredUpdate], subscriber: Subscriber, offers_up_to: int
) -> Message:
    """To the readers of a channel that has just subscribed: what will be posted here, what happened so far."""
    hour = f"{subscriber.digest_time:%H:%M}"

    def compose(chosen: Sequence[StoredUpdate]) -> Message:
        shown = sort_by_event(chosen)
        keyboard = keyboards.digest_keyboard(_sequences(shown), is_managed=False)
        layout = lay_out([("", shown)], context)
        return _tell(context, "first_post.j2", shown, keyboard, offers_up_to, layout=layout, hour=hour)

    return _fit(news, _IN_A_GREETING, compose)


def digest(context: RenderContext, news: Sequence[StoredUpdate]) -> Message | None:
    """The digest of the news, by topic; None where there is none."""
    if not news:
        return None
    offers_up_to = max(stored.sequence for stored in news)

    def compose(chosen: Sequence[StoredUpdate]) -> Message:
        rest, (shown, layout) = len(news) - len(chosen), _by_topic(chosen, context)
        keyboard = keyboards.digest_keyboard(_sequences(shown), has_more=rest > 0)
        values = {"number": len(news), "rest": rest, "layout": layout}
        return _tell(context, "digest.j2", shown, keyboard, offers_up_to, **values)

    return _fit(news, _IN_A_DIGEST, compose)


def nothing_today(context: RenderContext) -> Message:
    """The digest of a day without news, for who wants a word then, too."""
    return _tell(context, "nothing_today.j2", (), keyboards.digest_keyboard())


def alert(context: RenderContext, important: Sequence[StoredUpdate]) -> Message | None:
    """Important news at once, as much as fits; None where there is none."""
    if not important:
        return None

    def compose(chosen: Sequence[StoredUpdate]) -> Message:
        shown, layout = _by_topic(chosen, context)
        return _tell(context, "alert.j2", shown, keyboards.quotes_keyboard(_sequences(shown)), layout=layout)

    return _fit(important, _IN_AN_ALERT, compose)


def correct(context: RenderContext, correction: Correction, told_on: date | None) -> Message:
    """To whoever saw an update that was taken back: what is right, or that it does not hold."""
    right = [correction.right] if correction.right else []
    told = say_day(told_on, context.today, context.display.months) if told_on else ""
    values = {"told": told, "wrong": correction.wrong.update.text, "layout": lay_out([("", right)], context)}
    return _tell(context, "correction.j2", right, keyboards.quotes_keyboard(_sequences(right)), **values)


def ask_to_take_back(context: RenderContext, stored: StoredUpdate, text: str | None) -> Message:
    """To an administrator: whether this update is to be taken back, or to get this text."""
    keyboard = keyboards.confirm_keyboard("retract" if text is None else "amend", stored.sequence)
    layout = lay_out([("", [stored])], context)
    return write("ask_to_take_back.j2", context.display, keyboard, number=stored.sequence, text=text, layout=layout)


def one_update(context: RenderContext, stored: StoredUpdate) -> Message:
    """A single update with its sources, under its topic."""
    layout = lay_out([(name_topic(stored.update.topic, context.story), [stored])], context)
    keyboard = keyboards.quotes_keyboard([stored.sequence], shared=stored.sequence)
    return _tell(context, "update.j2", [stored], keyboard, layout=layout)


def shared_update(context: RenderContext, stored: StoredUpdate, link: str) -> Message:
    """A single update as somebody shares it elsewhere, with the way to the bot."""
    layout = lay_out([("", [stored])], context)
    return _tell(context, "shared.j2", [stored], None, layout=layout, link=link)


def what_is_new(context: RenderContext, news: Sequence[StoredUpdate]) -> Message | None:
    """The news that this reader has not seen, by topic; None where there is none."""
    if not news:
        return None

    def compose(chosen: Sequence[StoredUpdate]) -> Message:
        rest, (shown, layout) = len(news) - len(chosen), _by_topic(chosen, context)
        keyboard = keyboards.quotes_keyboard(_sequences(shown), has_more=rest > 0)
        return _tell(context, "new.j2", shown, keyboard, number=len(news), rest=rest, layout=layout)

    return _fit(news, IN_A_PAGE, compose)


def nothing_new(
    context: RenderContext, last: StoredUpdate | None, read_at: datetime | None, now: datetime, zone: str
) -> Message:
    """There is nothing to add to what this reader has; the last news is named again."""
    since = say_moment(read_at, now, zone, context.display.months) if read_at else ""
    layout = lay_out([("", [last] if last else [])], context)
    keyboard = keyboards.quotes_keyboard([last.sequence]) if last else None
    return write("nothing_new.j2", context.display, keyboard, since=since, layout=layout)


def _tell(
    context: RenderContext,
    template: str,
    updates: Iterable[StoredUpdate],
    keyboard: InlineKeyboardMarkup | None,
    offers_up_to: int | None = None,
    /,
    **values: object,
) -> Message:
    """A message that shows these updates."""
    told = {"story": context.story, "today": context.today, **values}
    return write(template, context.display, keyboard, _sequences(updates), offers_up_to, **told)


def _fit(news: Sequence[StoredUpdate], limit: int, compose: _Compose) -> Message:
    """The message of the first of them, as many as fit into one."""
    chosen = [*news[:limit]]
    while visible_units((message := compose(chosen)).text) > MAX_UNITS and len(chosen) > 1:
        chosen.pop()
    return message


def _by_topic(updates: Sequence[StoredUpdate], context: RenderContext) -> tuple[list[StoredUpdate], Layout]:
    """The updates in the order in which they are read, and how they are shown."""
    groups = group_by_topic(updates, context.story)
    layout = lay_out([(name_topic(key, context.story), group) for key, group in groups], context)
    return [stored for _, group in groups for stored in group], layout


def _sequences(updates: Iterable[StoredUpdate]) -> tuple[int, ...]:
    return tuple(stored.sequence for stored in updates)
