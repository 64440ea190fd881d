"""The values that storage returns and accepts, never rows. Imports `briefings.model`."""

from storage.model.audience import AUDIENCE_FIELDS, Audience, ReadingState
from storage.model.interval_set import IntervalSet
from storage.model.snapshot import Parts, StorySnapshot, sort_by_weight
from storage.model.values import (
    USUAL,
    Broadcast,
    Changes,
    Correction,
    Delivery,
    DeliveryKind,
    DeliveryState,
    Digits,
    DisplayPreferences,
    Edition,
    Format,
    Months,
    Outcome,
    Source,
    StoredUpdate,
    Subscriber,
    SubscriberState,
    UpdateChanges,
)

__all__ = [
    "AUDIENCE_FIELDS",
    "USUAL",
    "Audience",
    "Broadcast",
    "Changes",
    "Correction",
    "Delivery",
    "DeliveryKind",
    "DeliveryState",
    "Digits",
    "DisplayPreferences",
    "Edition",
    "Format",
    "IntervalSet",
    "Months",
    "Outcome",
    "Parts",
    "ReadingState",
    "Source",
    "StoredUpdate",
    "StorySnapshot",
    "Subscriber",
    "SubscriberState",
    "UpdateChanges",
    "sort_by_weight",
]
