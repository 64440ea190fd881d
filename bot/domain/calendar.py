"""Spans of the calendar."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Days:
    """Some days of the calendar, both included."""

    first: date
    last: date
