"""What storage hands out and takes in: values, never rows."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from briefings.model import Kind, TopicUpdate


class SubscriberState(StrEnum):
    """Whether a chat wants, and can get, digests."""

    ACTIVE = "active"
    STOPPED = "stopped"  # said /stop
    BLOCKED = "blocked"  # Telegram refuses the chat; settings are kept, /start revives it


class Format(StrEnum):
    """As what a reader gets messages."""

    PLAIN = "plain"  # Telegram HTML, which every client draws
    RICH = "rich"  # with headings, tables, footnotes: clients of 2026 and later


class Digits(StrEnum):
    """Which digits a reader reads."""

    WESTERN = "western"  # 123
    ARABIC = "arabic"  # ١٢٣


class Months(StrEnum):
    """By which names a reader knows the months."""

    COMMON = "common"  # يناير
    LEVANT = "levant"  # كانون الثاني
    MAGHREB = "maghreb"  # جانفي


@dataclass(frozen=True, slots=True)
class DisplayPreferences:
    """How somebody is written to."""

    format: Format = Format.PLAIN
    digits: Digits = Digits.WESTERN
    months: Months = Months.COMMON


USUAL = DisplayPreferences()


class DeliveryKind(StrEnum):
    """Why an edition goes to a subscriber."""

    DIGEST = "digest"  # pushed at the hour; one per local date
    ALERT = "alert"  # pushed at once, to who chose so
    CORRECTION = "correction"  # to who saw an update that was taken back
    BROADCAST = "broadcast"  # to all, from an administrator
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
    alerts: frozenset[str]  # topics of which important news comes at once
    digest_time: time  # in `zone`
    zone: str  # IANA name
    quiet_from: time | None  # in `zone`; with `quiet_to`, which may be the earlier of the two
    quiet_to: time | None
    paused_until: datetime | None  # aware UTC
    tells_nothing_new: bool  # wants a word also on a day without news
    next_due_at: datetime | None  # aware UTC; None unless ACTIVE
    digested_on: date  # the last local date whose digest is done with, sent or without news
    offered_up_to: int  # the last sequence that a digest (or /start) offered
    seen_set_id: int | None  # all who have seen the same share one; None: nothing
    created_at: datetime
    display: DisplayPreferences = USUAL


@dataclass(frozen=True, slots=True)
class StoredUpdate:
    """An update with its place in the story's sequence."""

    sequence: int
    update: TopicUpdate
    recorded_at: datetime
    inherits: frozenset[int] = frozenset()  # updates that became this one: who has seen one of them has seen it

    @property
    def is_news(self) -> bool:
        """Whether it is no background: «founded in 1992» never stands among the news."""
        return self.update.kind is not Kind.BACKGROUND


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
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """An update that was taken back, and what stands in its place (None: nothing does)."""

    id: int
    wrong: StoredUpdate
    right: StoredUpdate | None


@dataclass(frozen=True, slots=True)
class Broadcast:
    """What an administrator says to all."""

    id: int
    text: str
    confirmed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Edition:
    """One rendered message: Telegram HTML, its inline keyboard as JSON, the updates it shows, the rich message."""

    id: int
    text: str
    keyboard: str | None
    shows: tuple[int, ...]  # sequences
    offers_up_to: int | None  # a digest: all up to this sequence were offered by it
    rich: str | None = None  # where its readers want it so; refused, the HTML goes


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message on its way to a subscriber. What it says is decided when it is claimed: see ``Edition``."""

    id: int
    subscriber: Subscriber
    kind: DeliveryKind
    local_date: date | None
    correction_id: int | None
    broadcast_id: int | None
    reply_to: int | None  # a message of the same chat
    attempts: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a delivery that was claimed."""

    delivery: Delivery
    state: DeliveryState  # anything but SENDING; PENDING: nothing was sent, it is to be tried again
    edition: Edition | None = None
    message_id: int | None = None  # where it is SENT
    error: str | None = None
    not_before: datetime | None = None  # where it is PENDING
