"""What decides the content of a message: one key, which the writer of the message reads in place of the reader."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.domain.schedule import local_date
from storage.model import Audience, Delivery, DeliveryKind, ReadingState


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionKey:
    """All that a message is written from, beside the story itself. Deliveries with equal keys get the same edition.

    The writer of a message gets the key and never the subscriber. So a setting of the subscriber that is missing here
    cannot reach a message, and no reader gets the edition of another.
    """

    kind: DeliveryKind
    version: int  # of the story
    today: date  # on the reader's calendar
    audience: Audience
    alerts: frozenset[str] = frozenset()  # topics, of an alert
    tells_nothing_new: bool = False  # of a digest
    correction_id: int | None = None
    told_on: date | None = None  # of a correction: when the reader was told what is corrected
    broadcast_id: int | None = None


def make_key(delivery: Delivery, version: int, now: datetime, told_on: date | None = None) -> EditionKey:
    """Return the key of a delivery: only what a message of its kind depends on is taken from the subscriber.

    :param version: of the story.
    :param told_on: when the subscriber was told what the delivery corrects.
    """
    reader = delivery.subscriber
    key = EditionKey(
        kind=delivery.kind,
        version=version,
        today=delivery.local_date or local_date(now, reader.zone),
        audience=Audience.of(reader),
    )
    match delivery.kind:
        case DeliveryKind.BROADCAST:
            shared = Audience(display=reader.display)
            return replace(key, audience=shared, broadcast_id=delivery.broadcast_id)
        case DeliveryKind.CORRECTION:
            seen = Audience(ReadingState(reader.seen_set_id), reader.display)
            return replace(key, audience=seen, correction_id=delivery.correction_id, told_on=told_on)
        case DeliveryKind.ALERT:
            return replace(key, alerts=reader.alerts)
    return replace(key, tells_nothing_new=reader.tells_nothing_new)
