"""The pages of the settings: each shows what is set, and offers the other choices. Pure."""

from collections.abc import Callable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.preferences import is_paused
from bot.keyboards import settings as settings_keyboards
from bot.rendering import WORDING, Fixed, Message, Template, echo, say_moment, say_zone, write
from bot.views.service_messages import farewell
from briefings.story import Story, Topic
from storage.model.values import Subscriber, SubscriberState

SettingsPage = Callable[[Story, Subscriber, datetime], Message]


class Settings(Template):
    reader: Subscriber
    hour: str
    zone: str
    topics: Sequence[Topic]
    everything: bool
    alerts: Sequence[Topic]
    quiet: str
    back_at: str


class Hours(Template):
    hour: str
    zone: str
    misread: str


class Zones(Template):
    zone: str
    local: str
    misread: str
    near: Sequence[str]
    is_at_sea: bool


class Alerts(Template):
    alerted: int
    topics: int


class Quiet(Template):
    quiet: str
    misread: str


class Pause(Template):
    back_at: str
    due: str
    misread: str


def show_settings(story: Story, reader: Subscriber, now: datetime) -> Message:
    """Show all settings, with a button for each page."""
    chosen = [topic for topic in story.topics if topic.key not in reader.muted]
    template = Settings(
        reader=reader,
        hour=f"{reader.digest_time:%H:%M}",
        zone=say_zone(reader.zone),
        topics=chosen,
        everything=len(chosen) == len(story.topics),
        alerts=[topic for topic in chosen if topic.key in reader.alerts],
        quiet=settings_keyboards.say_quiet(reader.quiet_from, reader.quiet_to),
        back_at=_say_return(reader, now),
    )
    return write(template, reader.display, settings_keyboards.settings_keyboard(reader))


def show_topics(story: Story, reader: Subscriber, _now: datetime) -> Message:
    """Show the topics, on and off."""
    return write(Fixed("topics"), reader.display, settings_keyboards.topics_keyboard(story, reader))


def show_hours(_story: Story, reader: Subscriber, _now: datetime, misread: str = "") -> Message:
    """Show the hour of the digest; ``misread`` is what the reader wrote if it is no hour."""
    hour, zone = f"{reader.digest_time:%H:%M}", say_zone(reader.zone)
    keyboard = settings_keyboards.hours_keyboard(reader)
    return write(Hours(hour, zone, echo(misread)), reader.display, keyboard)


def show_zones(
    _story: Story,
    reader: Subscriber,
    now: datetime,
    misread: str = "",
    near: Sequence[str] = (),
    is_at_sea: bool = False,
) -> Message:
    """Show the time zone; ``near`` are the zones that the reader may have meant by what was ``misread``."""
    local = f"{now.astimezone(ZoneInfo(reader.zone)):%H:%M}"
    keyboard = settings_keyboards.zones_keyboard(reader, near or tuple(WORDING.zones))
    return write(Zones(say_zone(reader.zone), local, echo(misread), near, is_at_sea), reader.display, keyboard)


def show_alerts(story: Story, reader: Subscriber, _now: datetime) -> Message:
    """Show the topics whose important news is sent at once."""
    chosen = [topic for topic in story.topics if topic.key not in reader.muted]
    alerted = sum(topic.key in reader.alerts for topic in chosen)
    keyboard = settings_keyboards.alerts_keyboard(story, reader)
    return write(Alerts(alerted, len(chosen)), reader.display, keyboard)


def show_quiet(_story: Story, reader: Subscriber, _now: datetime, misread: str = "") -> Message:
    """Show the quiet hours, in which only the digest is sent."""
    quiet = settings_keyboards.say_quiet(reader.quiet_from, reader.quiet_to)
    return write(Quiet(quiet, echo(misread)), reader.display, settings_keyboards.quiet_keyboard(reader))


def show_pause(_story: Story, reader: Subscriber, now: datetime, misread: str = "") -> Message:
    """Offer a pause of some days; during a pause, show when it ends."""
    if reader.state is not SubscriberState.ACTIVE:
        return farewell(reader.display, was_active=False)
    paused = is_paused(reader, now)
    due = say_moment(reader.next_due_at, now, reader.zone, reader.display.months) if reader.next_due_at else ""
    template = Pause(_say_return(reader, now), due, echo(misread))
    return write(template, reader.display, settings_keyboards.pause_keyboard(paused=paused))


def show_look(_story: Story, reader: Subscriber, _now: datetime) -> Message:
    """Show the choice of digits, month names, and plain or rich messages."""
    return write(Fixed("look"), reader.display, settings_keyboards.look_keyboard(reader))


def _say_return(reader: Subscriber, now: datetime) -> str:
    """Return when the pause ends, in words; "" if there is no pause."""
    paused_until = reader.paused_until
    if paused_until is None or not is_paused(reader, now):
        return ""
    return say_moment(paused_until, now, reader.zone, reader.display.months)


# By their names in the data of buttons.
PAGES: dict[str, SettingsPage] = {
    "settings": show_settings,
    "topics": show_topics,
    "time": show_hours,
    "zone": show_zones,
    "alerts": show_alerts,
    "quiet": show_quiet,
    "pause": show_pause,
    "look": show_look,
}
