"""Values → pictures and PDF. Pure: no Telegram, no database, no clock, no network; why and how: docs/cards.md."""

from bot.cards.typesetting import draw_figures, draw_timeline, fingerprint, print_paper
from bot.cards.values import (
    Bar,
    Card,
    Chapter,
    Chart,
    Day,
    Entry,
    FiguresCard,
    Paper,
    Reference,
    Theme,
    TimelineCard,
)

__all__ = [
    "Bar",
    "Card",
    "Chapter",
    "Chart",
    "Day",
    "Entry",
    "FiguresCard",
    "Paper",
    "Reference",
    "Theme",
    "TimelineCard",
    "draw_figures",
    "draw_timeline",
    "fingerprint",
    "print_paper",
]
