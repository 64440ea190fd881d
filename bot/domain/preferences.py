"""What a choice of a subscriber changes. Pure: a subscriber and a moment go in, changes come out."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.schedule import due_after, due_after_change, due_on, mend, next_due
from storage.model.values import Changes, Digits, Format, Months, Subscriber, SubscriberState

Choice = Callable[[Subscriber, datetime], Changes]


def is_paused(reader: Subscriber, now: datetime) -> bool:
    """Return whether the subscriber has paused pushed messages until later than now."""
    return reader.paused_until is not None and reader.paused_until > now


def mend_schedule(reader: Subscriber, now: datetime) -> tuple[datetime, date] | None:
    """Return the next due date and the date of the last digest that a clock ahead of ours has not touched.

    None if there is nothing to mend: a digest may be due late because of a pause.
    """
    if reader.next_due_at is None or is_paused(reader, now):
        return None
    return mend(now, reader.next_due_at, reader.digested_on, reader.digest_time, reader.zone)


def switch_topic(key: str) -> Choice:
    """Switch a topic on or off."""
    return lambda reader, _now: {"muted": reader.muted ^ {key}}


def switch_alerts(key: str) -> Choice:
    """Switch the alerts of a topic on or off."""
    return lambda reader, _now: {"alerts": reader.alerts ^ {key}}


def switch_nothing_new(reader: Subscriber, _now: datetime) -> Changes:
    """Switch the message of a day without news on or off."""
    return {"tells_nothing_new": not reader.tells_nothing_new}


def choose_look(value: str) -> Choice:
    """Choose the digits, the names of months, or the format of messages: the setting that has this value."""
    changes: dict[str, Changes] = {
        **{each.value: Changes(digits=each) for each in Digits},
        **{each.value: Changes(months=each) for each in Months},
        **{each.value: Changes(format=each) for each in Format},
    }
    return lambda _reader, _now: changes[value]


def choose_hour(hour: time) -> Choice:
    """Choose another hour for the digest."""

    def choose(reader: Subscriber, now: datetime) -> Changes:
        return {"digest_time": hour, "next_due_at": _find_due(reader, now, hour, reader.zone, reader.paused_until)}

    return choose


def choose_zone(zone: str) -> Choice:
    """Choose another time zone, in which all hours of the subscriber are meant."""

    def choose(reader: Subscriber, now: datetime) -> Changes:
        return {"zone": zone, "next_due_at": _find_due(reader, now, reader.digest_time, zone, reader.paused_until)}

    return choose


def choose_quiet(begin: time | None, end: time | None) -> Choice:
    """Choose quiet hours, in which only the digest comes; None and None end them."""
    return lambda _reader, _now: {"quiet_from": begin, "quiet_to": end}


def pause(days: int) -> Choice:
    """Pause for so many days, until the same hour of the day. The first digest after the pause tells all news."""

    def choose(reader: Subscriber, now: datetime) -> Changes:
        local = now.astimezone(ZoneInfo(reader.zone))
        hour = local.time().replace(second=0, microsecond=0)
        until = due_on(local.date() + timedelta(days=days), hour, reader.zone)
        return {
            "paused_until": until,
            "next_due_at": _find_due(reader, now, reader.digest_time, reader.zone, until),
        }

    return choose


def resume(reader: Subscriber, now: datetime) -> Changes:
    """End the pause. Today's digest comes at its hour, or at once if the hour is past and there was no digest today."""
    if not is_paused(reader, now):
        return {"paused_until": None}
    return {
        "paused_until": None,
        "next_due_at": _find_due(reader, now, reader.digest_time, reader.zone, None),
    }


def _find_due(
    reader: Subscriber, now: datetime, hour: time, zone: str, paused_until: datetime | None
) -> datetime | None:
    if reader.state is not SubscriberState.ACTIVE:
        return None
    if paused_until is not None and paused_until > now:
        return max(next_due(paused_until, hour, zone), due_after(reader.digested_on, hour, zone))
    return due_after_change(now, reader.next_due_at, reader.digested_on, hour, zone)
