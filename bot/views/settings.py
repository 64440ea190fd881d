"""The pages of the settings: each says what holds, and offers what else may be chosen. Pure."""

from collections.abc import Callable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.preferences import is_paused
from bot.keyboards import settings as settings_keyboards
from bot.keyboards.reading import run_keyboard
from bot.rendering.html import echo
from bot.rendering.message import Message, write
from bot.rendering.wording import WORDING, say_moment, say_zone
from briefings.story import Story
from storage.model.values import Subscriber, SubscriberState

Page = Callable[[Story, Subscriber, datetime], Message]


def show_settings(story: Story, reader: Subscriber, now: datetime) -> Message:
    """All that holds, and the way to each page."""
    chosen = [topic for topic in story.topics if topic.key not in reader.muted]
    return write(
        "settings.j2",
        reader.display,
        settings_keyboards.settings_keyboard(reader),
        reader=reader,
        hour=f"{reader.digest_time:%H:%M}",
        zone=say_zone(reader.zone),
        topics=chosen,
        everything=len(chosen) == len(story.topics),
        alerts=[topic for topic in chosen if topic.key in reader.alerts],
        quiet=settings_keyboards.say_quiet(reader.quiet_from, reader.quiet_to),
        back_at=_say_return(reader, now),
    )


def show_topics(story: Story, reader: Subscriber, _now: datetime) -> Message:
    """The topics, on and off."""
    return write("topics.j2", reader.display, settings_keyboards.topics_keyboard(story, reader))


def show_hours(_story: Story, reader: Subscriber, _now: datetime, misread: str = "") -> Message:
    """The hour of the digest; ``misread`` is what the reader wrote instead of one."""
    hour, zone = f"{reader.digest_time:%H:%M}", say_zone(reader.zone)
    keyboard = settings_keyboards.hours_keyboard(reader)
    return write("hours.j2", reader.display, keyboard, hour=hour, zone=zone, misread=echo(misread))


def show_zones(
    _story: Story,
    reader: Subscriber,
    now: datetime,
    misread: str = "",
    near: Sequence[str] = (),
    is_at_sea: bool = False,
) -> Message:
    """By whose clock the hours are; ``near``: those that may be meant by what was ``misread``."""
    local = f"{now.astimezone(ZoneInfo(reader.zone)):%H:%M}"
    keyboard = settings_keyboards.zones_keyboard(reader, near or tuple(WORDING.zones))
    values = {"zone": say_zone(reader.zone), "local": local, "near": near, "is_at_sea": is_at_sea}
    return write("zones.j2", reader.display, keyboard, misread=echo(misread), **values)


def show_alerts(story: Story, reader: Subscriber, _now: datetime) -> Message:
    """Of which topics important news comes at once."""
    chosen = [topic for topic in story.topics if topic.key not in reader.muted]
    alerted = sum(topic.key in reader.alerts for topic in chosen)
    keyboard = settings_keyboards.alerts_keyboard(story, reader)
    return write("alerts.j2", reader.display, keyboard, alerted=alerted, topics=len(chosen))


def show_quiet(_story: Story, reader: Subscriber, _now: datetime, misread: str = "") -> Message:
    """The hours in which nothing but the digest comes."""
    quiet = settings_keyboards.say_quiet(reader.quiet_from, reader.quiet_to)
    return write(
        "quiet.j2", reader.display, settings_keyboards.quiet_keyboard(reader), quiet=quiet, misread=echo(misread)
    )


def show_pause(_story: Story, reader: Subscriber, now: datetime, misread: str = "") -> Message:
    """For how many days nothing comes; while it does not, until when."""
    if reader.state is not SubscriberState.ACTIVE:
        return write("farewell.j2", reader.display, run_keyboard("start"), was_active=False)
    paused = is_paused(reader, now)
    due = say_moment(reader.next_due_at, now, reader.zone, reader.display.months) if reader.next_due_at else ""
    values = {"back_at": _say_return(reader, now), "due": due, "misread": echo(misread)}
    return write("pause.j2", reader.display, settings_keyboards.pause_keyboard(paused=paused), **values)


def show_look(_story: Story, reader: Subscriber, _now: datetime) -> Message:
    """Digits, names of months, plain or rich messages."""
    return write("look.j2", reader.display, settings_keyboards.look_keyboard(reader))


def _say_return(reader: Subscriber, now: datetime) -> str:
    """When a pause ends; "" where there is none."""
    paused_until = reader.paused_until
    if paused_until is None or not is_paused(reader, now):
        return ""
    return say_moment(paused_until, now, reader.zone, reader.display.months)


# By the name that stands in the buttons' data.
PAGES: dict[str, Page] = {
    "settings": show_settings,
    "topics": show_topics,
    "time": show_hours,
    "zone": show_zones,
    "alerts": show_alerts,
    "quiet": show_quiet,
    "pause": show_pause,
    "look": show_look,
}
