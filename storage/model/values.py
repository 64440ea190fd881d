"""The values that storage returns and accepts, never rows."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import TypedDict

from briefings.model import Kind, Tier, TopicUpdate


class SubscriberState(StrEnum):
    """Whether a chat wants digests and can get them."""

    ACTIVE = "active"
    STOPPED = "stopped"  # the reader sent /stop
    BLOCKED = "blocked"  # Telegram refuses the chat; the settings are kept until /start


class Format(StrEnum):
    """The format of a reader's messages."""

    PLAIN = "plain"  # Telegram HTML, which every client draws
    RICH = "rich"  # with headings, tables, footnotes: clients of 2026 and later


class Digits(StrEnum):
    """The digits in a reader's messages."""

    WESTERN = "western"  # 123
    ARABIC = "arabic"  # ١٢٣


class Months(StrEnum):
    """The names of months in a reader's messages."""

    COMMON = "common"  # يناير
    LEVANT = "levant"  # كانون الثاني
    MAGHREB = "maghreb"  # جانفي


@dataclass(frozen=True, slots=True)
class DisplayPreferences:
    """How messages look to a reader."""

    format: Format = Format.PLAIN
    digits: Digits = Digits.WESTERN
    months: Months = Months.COMMON


USUAL = DisplayPreferences()


class DeliveryKind(StrEnum):
    """Why an edition goes to a subscriber."""

    DIGEST = "digest"  # pushed at the hour; one per local date
    ALERT = "alert"  # pushed at once, to readers who chose alerts
    CORRECTION = "correction"  # to readers of an update that was retracted or amended
    BROADCAST = "broadcast"  # to all, from an administrator
    ANSWER = "answer"  # asked for


class DeliveryState(StrEnum):
    """The progress of a delivery."""

    PENDING = "pending"
    SENDING = "sending"  # claimed; the outcome is not known yet
    SENT = "sent"
    UNCERTAIN = "uncertain"  # perhaps delivered: never repeated, and its updates stay unseen
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Subscriber:
    """A chat, or a topic of a forum, with its settings."""

    id: int
    chat_id: int
    thread_id: int | None
    state: SubscriberState
    muted: frozenset[str]  # topics switched off; a topic new to the story is on
    alerts: frozenset[str]  # topics whose important news comes at once
    digest_time: time  # in `zone`
    zone: str  # IANA name
    quiet_from: time | None  # in `zone`; may be later than `quiet_to`
    quiet_to: time | None
    paused_until: datetime | None  # aware UTC
    tells_nothing_new: bool  # gets a message on a day without news, too
    next_due_at: datetime | None  # aware UTC; None unless ACTIVE
    digested_on: date  # the last local date whose digest was sent, or had no news
    offered_up_to: int  # the last sequence that a digest (or /start) offered
    seen_set_id: int | None  # shared by all who have seen the same; None: nothing seen
    created_at: datetime
    display: DisplayPreferences = USUAL
    begins_after: int = 0  # the last sequence when they subscribed: what came before is never unread


class Changes(TypedDict, total=False):
    """The settings that may be changed, named as in ``Subscriber``."""

    muted: Collection[str]
    alerts: Collection[str]
    digest_time: time
    zone: str
    quiet_from: time | None
    quiet_to: time | None
    paused_until: datetime | None
    tells_nothing_new: bool
    format: Format
    digits: Digits
    months: Months
    next_due_at: datetime | None


@dataclass(frozen=True, slots=True)
class StoredUpdate:
    """An update with its place in the story's sequence."""

    sequence: int
    update: TopicUpdate
    recorded_at: datetime
    inherits: frozenset[int] = frozenset()  # sequences of updates that were merged into this one

    backlog: bool = False  # it was old when it was stored, beside later news: it is told on request only

    @property
    def is_item(self) -> bool:
        """Return whether the update is news that is told by itself: no detail, no background, no part of other news."""
        return self.update.tier is Tier.NEWS and self.update.part_of is None and not self.is_background

    @property
    def is_background(self) -> bool:
        """Return whether the update is background: «founded in 1992» never stands among the news."""
        return self.update.tier is Tier.BACKGROUND or self.update.kind is Kind.BACKGROUND

    @property
    def composed_id(self) -> str:
        """Return the id by which the composer names the update; an amended update has its sequence behind «@», too."""
        return self.update.id.partition("@")[0]


@dataclass(frozen=True, slots=True)
class UpdateChanges:
    """The sequences that saving a composition changed."""

    added: tuple[int, ...] = ()
    changed: tuple[int, ...] = ()  # the same news with another text or other sources, or carried again
    withdrawn: tuple[int, ...] = ()  # no article carries it any more


@dataclass(frozen=True, slots=True)
class Source:
    """An article as messages name it: its outlet and its date, if they were given or found."""

    article: str  # its id
    outlet: str | None
    published_on: date | None
    url: str | None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """An update that was retracted or amended, and the update in its place (None if there is none)."""

    id: int
    wrong: StoredUpdate
    right: StoredUpdate | None


@dataclass(frozen=True, slots=True)
class Broadcast:
    """A text of an administrator to all subscribers."""

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
    offers_up_to: int | None  # of a digest: the last sequence that it offered
    rich: str | None = None  # if readers chose that format; if Telegram refuses it, the HTML is sent


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message on its way to a subscriber. Its content is decided when the delivery is claimed: see ``Edition``."""

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
    """The outcome of a delivery that was claimed."""

    delivery: Delivery
    state: DeliveryState  # never SENDING; PENDING means that nothing was sent and it will be tried again
    edition: Edition | None = None
    message_id: int | None = None  # if SENT
    error: str | None = None
    not_before: datetime | None = None  # if PENDING
