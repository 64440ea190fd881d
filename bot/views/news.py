"""Digests, alerts, corrections and other news: values → messages of at most 4096 UTF-16 units. Pure.

Items come with the weightiest first, as a ``StorySnapshot`` lists them. A message shows as many as fit, each with the
line that adds to it.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from bot.domain.selection import group_by_topic, pick_turning_points, sort_by_event
from bot.keyboards import reading as keyboards
from bot.keyboards.settings import greeting_keyboard
from bot.rendering import (
    IN_A_PAGE,
    Layout,
    Message,
    RenderContext,
    Template,
    lay_out,
    list_detailed,
    list_sequences,
    list_shown,
    name_topic,
    say_day,
    say_moment,
    write,
)
from storage.model.values import Correction, StoredUpdate, Subscriber

_IN_A_DIGEST = 8
_IN_A_GREETING = 5
_IN_AN_ALERT = 3

_Compose = Callable[[Sequence[StoredUpdate]], Message]


class Greeting(Template):
    story_title: str
    layout: Layout


class FirstPost(Template):
    story_title: str
    layout: Layout
    hour: str


class Digest(Template):
    story_title: str
    today: date
    layout: Layout
    number: int
    rest: int


class NothingToday(Template):
    story_title: str
    today: date


class Alert(Template):
    story_title: str
    layout: Layout


class CorrectionNotice(Template):
    told: str
    wrong: str
    layout: Layout


class AskToCorrect(Template):
    number: int
    layout: Layout
    text: str | None


class Update(Template):
    layout: Layout


class New(Template):
    story_title: str
    layout: Layout
    number: int
    rest: int


class NothingNew(Template):
    layout: Layout
    since: str


def greet(context: RenderContext, news: Sequence[StoredUpdate], subscriber: Subscriber, offers_up_to: int) -> Message:
    """Return the greeting of a new subscriber: what the bot is, and the story so far, up to its last day."""
    keyboard = greeting_keyboard(context.story, subscriber)

    def compose(chosen: Sequence[StoredUpdate]) -> Message:
        template = Greeting(context.story.title, lay_out([("", sort_by_event(chosen))], context))
        shows = list_shown(chosen, context)
        return write(template, context.display, keyboard, shows=shows, offers_up_to=offers_up_to)

    return _fit(pick_turning_points(news, _IN_A_GREETING, context.today, context.days), _IN_A_GREETING, compose)


def first_post(
    context: RenderContext, news: Sequence[StoredUpdate], subscriber: Subscriber, offers_up_to: int
) -> Message:
    """Return the first post in a channel that has just subscribed: what will be posted, and what happened so far."""
    hour = f"{subscriber.digest_time:%H:%M}"

    def compose(chosen: Sequence[StoredUpdate]) -> Message:
        shown = sort_by_event(chosen)
        template = FirstPost(context.story.title, lay_out([("", shown)], context), hour)
        under = list_sequences(shown), list_detailed(shown, context)
        keyboard = keyboards.digest_keyboard(*under, is_managed=False)
        return write(template, context.display, keyboard, shows=list_shown(shown, context), offers_up_to=offers_up_to)

    return _fit(pick_turning_points(news, _IN_A_GREETING, context.today, context.days), _IN_A_GREETING, compose)


def digest(context: RenderContext, news: Sequence[StoredUpdate]) -> Message | None:
    """Return the digest of the news, by topic; None if there is no news."""
    if not news:
        return None
    offers_up_to = max(stored.sequence for stored in news)

    def compose(chosen: Sequence[StoredUpdate]) -> Message:
        rest, (shown, layout) = len(news) - len(chosen), _by_topic(chosen, context)
        template = Digest(context.story.title, context.today, layout, len(news), rest)
        keyboard = keyboards.digest_keyboard(list_sequences(shown), list_detailed(shown, context), has_more=rest > 0)
        return write(template, context.display, keyboard, shows=list_shown(shown, context), offers_up_to=offers_up_to)

    return _fit(news, _IN_A_DIGEST, compose)


def nothing_today(context: RenderContext) -> Message:
    """Return the digest of a day without news, for readers who chose to be told."""
    return write(NothingToday(context.story.title, context.today), context.display, keyboards.digest_keyboard())


def alert(context: RenderContext, important: Sequence[StoredUpdate]) -> Message | None:
    """Return an alert with as much of the important news as fits; None if there is none."""
    if not important:
        return None

    def compose(chosen: Sequence[StoredUpdate]) -> Message:
        shown, layout = _by_topic(chosen, context)
        keyboard = keyboards.quotes_keyboard(list_sequences(shown), list_detailed(shown, context))
        return write(Alert(context.story.title, layout), context.display, keyboard, shows=list_shown(shown, context))

    return _fit(important, _IN_AN_ALERT, compose)


def correct(context: RenderContext, correction: Correction, told_on: date | None) -> Message:
    """Return the correction for a reader who saw a retracted update: what is right, or that nothing replaces it."""
    right = [correction.right] if correction.right else []
    told = say_day(told_on, context.today, context.display.months) if told_on else ""
    template = CorrectionNotice(told, correction.wrong.update.text, lay_out([("", right)], context))
    keyboard = keyboards.quotes_keyboard(list_sequences(right))
    return write(template, context.display, keyboard, shows=list_shown(right, context))


def ask_to_retract(context: RenderContext, stored: StoredUpdate) -> Message:
    """Ask an administrator to confirm that this update is to be retracted."""
    template = AskToCorrect(stored.sequence, lay_out([("", [stored])], context), text=None)
    return write(template, context.display, keyboards.confirm_keyboard("retract", stored.sequence))


def ask_to_amend(context: RenderContext, stored: StoredUpdate, text: str) -> Message:
    """Ask an administrator to confirm that this text is to replace the text of an update."""
    template = AskToCorrect(stored.sequence, lay_out([("", [stored])], context), text)
    return write(template, context.display, keyboards.confirm_keyboard("amend", stored.sequence))


def one_update(context: RenderContext, stored: StoredUpdate) -> Message:
    """Return a single update with its sources, under its topic."""
    template = Update(lay_out([(name_topic(stored.update.topic, context.story), [stored])], context))
    keyboard = keyboards.quotes_keyboard([stored.sequence], list_detailed([stored], context), shared=stored.sequence)
    return write(template, context.display, keyboard, shows=list_shown([stored], context))


def what_is_new(context: RenderContext, news: Sequence[StoredUpdate]) -> Message | None:
    """Return the news that this reader has not seen, by topic; None if there is none."""
    if not news:
        return None

    def compose(chosen: Sequence[StoredUpdate]) -> Message:
        rest, (shown, layout) = len(news) - len(chosen), _by_topic(chosen, context)
        keyboard = keyboards.quotes_keyboard(list_sequences(shown), list_detailed(shown, context), has_more=rest > 0)
        template = New(context.story.title, layout, len(news), rest)
        return write(template, context.display, keyboard, shows=list_shown(shown, context))

    return _fit(news, IN_A_PAGE, compose)


def nothing_new(
    context: RenderContext, last: StoredUpdate | None, read_at: datetime | None, now: datetime, zone: str
) -> Message:
    """Tell a reader that they have seen everything, and repeat the last news."""
    since = say_moment(read_at, now, zone, context.display.months) if read_at else ""
    layout = lay_out([("", [last] if last else [])], context)
    keyboard = keyboards.quotes_keyboard([last.sequence], list_detailed([last], context)) if last else None
    return write(NothingNew(layout, since), context.display, keyboard)


def _fit(news: Sequence[StoredUpdate], limit: int, compose: _Compose) -> Message:
    """Return the message of the first updates, as many as fit into one."""
    chosen = [*news[:limit]]
    while not (message := compose(chosen)).fits and len(chosen) > 1:
        chosen.pop()
    return message


def _by_topic(updates: Sequence[StoredUpdate], context: RenderContext) -> tuple[list[StoredUpdate], Layout]:
    """Return the updates in reading order, and their layout."""
    groups = group_by_topic(updates, context.story)
    layout = lay_out([(name_topic(key, context.story), group) for key, group in groups], context)
    return [stored for _, group in groups for stored in group], layout
