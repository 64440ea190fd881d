"""What storage hands out and takes in: values, never rows."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from briefings.model import TopicUpdate


class SubscriberState(StrEnum):
    """Whether a chat wants, and can get, digests."""

    ACTIVE = "active"
    STOPPED = "stopped"  # said /stop
    BLOCKED = "blocked"  # Telegram refuses the chat; settings are kept, /start revives it


class DeliveryKind(StrEnum):
    """Why an edition goes to a subscriber."""

    DIGEST = "digest"  # pushed at the hour; one per local date
    ANSWER = "answer"  # asked for


class DeliveryState(StrEnum):
    """How far a delivery has come."""

    PENDING = "pending"
    SENDING = "sending"  # claimed; its outcome is not known yet
    SENT = "sent"
    UNCERTAIN = "uncertain"  # perhaps delivered: never repeated, its updates stay unseen
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Subscriber:
    """A chat (or a forum topic of one) with its settings."""

    id: int
    chat_id: int
    thread_id: int | None
    state: SubscriberState
    muted: frozenset[str]  # topics switched off; a topic new to the story is on
    digest_time: time  # in `zone`
    zone: str  # IANA name
    next_due_at: datetime | None  # aware UTC; None unless ACTIVE
    offered_up_to: int  # the last sequence that a digest (or /start) offered
    created_at: datetime


@dataclass(frozen=True, slots=True)
class StoredUpdate:
    """An update with its place in the story's sequence."""

    sequence: int
    update: TopicUpdate
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class UpdateChanges:
    """What saving a composition changed, as sequences."""

    added: tuple[int, ...] = ()
    changed: tuple[int, ...] = ()  # same news: other text or sources, or carried again
    withdrawn: tuple[int, ...] = ()  # no article carries it any more


@dataclass(frozen=True, slots=True)
class Source:
    """An article as readers see it named: who published it, and when, as far as was said or found."""

    article: str  # its id
    outlet: str | None
    published_on: date | None
    url: str | None


@dataclass(frozen=True, slots=True)
class Edition:
    """One rendered message: Telegram HTML, its inline keyboard as JSON, the updates it shows."""

    id: int
    text: str
    keyboard: str | None
    shows: tuple[int, ...]  # sequences
    offers_up_to: int | None  # a digest: all up to this sequence were offered by it


@dataclass(frozen=True, slots=True)
class Delivery:
    """An edition on its way to a subscriber."""

    id: int
    subscriber: Subscriber
    edition: Edition
    kind: DeliveryKind
    state: DeliveryState
    local_date: date | None
    attempts: int
    message_id: int | None
