"""The pages of the settings: each says what holds, and offers what else may be chosen. Pure."""

from collections.abc import Callable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot import keyboards
from bot.choices import is_paused
from bot.messages import Message
from bot.rendering import echo, render
from bot.wording import WORDING, say_moment, say_zone
from briefings.story import Story
from storage.values import Subscriber, SubscriberState

Page = Callable[[Story, Subscriber, datetime], Message]


def show_settings(story: Story, reader: Subscriber, now: datetime) -> Message:
    """All that holds, and the way to each page."""
    chosen = [topic for topic in story.topics if topic.key not in reader.muted]
    text = render(
        "settings.j2",
        reader=reader,
        hour=f"{reader.digest_time:%H:%M}",
        zone=say_zone(reader.zone),
        topics=chosen,
        everything=len(chosen) == len(story.topics),
        alerts=[topic for topic in chosen if topic.key in reader.alerts],
        quiet=keyboards.say_quiet(reader.quiet_from, reader.quiet_to),
        back_at=_say_return(reader, now),
    )
    return Message(text, keyboards.settings_keyboard(reader))


def show_topics(story: Story, reader: Subscriber, _now: datetime) -> Message:
    """The topics, on and off."""
    return Message(render("topics.j2"), keyboards.topics_keyboard(story, reader))


def show_hours(_story: Story, reader: Subscriber, _now: datetime, misread: str = "") -> Message:
    """The hour of the digest; ``misread`` is what the reader wrote instead of one."""
    hour, zone = f"{reader.digest_time:%H:%M}", say_zone(reader.zone)
    return Message(render("hours.j2", hour=hour, zone=zone, misread=echo(misread)), keyboards.hours_keyboard(reader))


def show_zones(
    _story: Story, reader: Subscriber, now: datetime, misread: str = "", near: Sequence[str] = ()
) -> Message:
    """By whose clock the hours are; ``near``: those that may be meant by what was ``misread``."""
    local = f"{now.astimezone(ZoneInfo(reader.zone)):%H:%M}"
    text = render("zones.j2", zone=say_zone(reader.zone), local=local, misread=echo(misread), near=near)
    return Message(text, keyboards.zones_keyboard(reader, near or tuple(WORDING.zones)))


def show_alerts(story: Story, reader: Subscriber, _now: datetime) -> Message:
    """Of which topics important news comes at once."""
    chosen = [topic for topic in story.topics if topic.key not in reader.muted]
    alerted = sum(topic.key in reader.alerts for topic in chosen)
    text = render("alerts.j2", alerted=alerted, topics=len(chosen))
    return Message(text, keyboards.alerts_keyboard(story, reader))


def show_quiet(_story: Story, reader: Subscriber, _now: datetime, misread: str = "") -> Message:
    """The hours in which nothing but the digest comes."""
    quiet = keyboards.say_quiet(reader.quiet_from, reader.quiet_to)
    return Message(render("quiet.j2", quiet=quiet, misread=echo(misread)), keyboards.quiet_keyboard(reader))


def show_pause(_story: Story, reader: Subscriber, now: datetime, misread: str = "") -> Message:
    """For how many days nothing comes; while it does not, until when."""
    if reader.state is not SubscriberState.ACTIVE:
        return Message(render("farewell.j2", was_active=False))
    paused = is_paused(reader, now)
    due = say_moment(reader.next_due_at, now, reader.zone) if reader.next_due_at else ""
    text = render("pause.j2", back_at=_say_return(reader, now), due=due, misread=echo(misread))
    return Message(text, keyboards.pause_keyboard(paused=paused))


def _say_return(reader: Subscriber, now: datetime) -> str:
    """When a pause ends; "" where there is none."""
    paused_until = reader.paused_until
    return say_moment(paused_until, now, reader.zone) if paused_until and is_paused(reader, now) else ""


# By the name that stands in the buttons' data.
PAGES: dict[str, Page] = {
    "settings": show_settings,
    "topics": show_topics,
    "time": show_hours,
    "zone": show_zones,
    "alerts": show_alerts,
    "quiet": show_quiet,
    "pause": show_pause,
}
