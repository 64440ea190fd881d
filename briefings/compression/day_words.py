"""Leave out the words for the day that stands beside an update («7 يناير — …»), so that none misleads later."""

import re
from collections.abc import Sequence
from datetime import date
from functools import partial

from briefings.dates.words import DAYS_AWAY, WEEKDAYS
from briefings.model import DateMention, EventDate, Precision
from briefings.text import ParsedText, alternation, split_words

_written = partial(alternation, as_written=True)

_NEEDS_ITS_DAY = re.compile(rf"(?<!\w){_written('needing_a_day')}\s+(?:يوم\s+)?$")
_TIME_OF_DAY = rf"(?:{_written('parts_of_the_day')}\s+)?"
# What goes with a day: before one that stands beside the text, and before one that a reader could not place.
_BEFORE_DAY = r"(?:يوم\s+)?"
_BEFORE_AWAY = rf"(?:في\s+)?{_TIME_OF_DAY}{_BEFORE_DAY}"
_BEFORE_HANGING = rf"(?:(?:في|منذ|حتى|خلال)\s+)?{_TIME_OF_DAY}{_BEFORE_DAY}"
_REACHING = re.compile(rf"(?<!\w)(?:من|إلى|بعد|قبل)\s+{_TIME_OF_DAY}{_BEFORE_DAY}$")
_OPENING = re.compile(rf"^(?:و|ف)?{_written('meeting_openings')}\s+\w+\s+$")  # «خلال جلسة الجمعة،»
# It counts from the sentence before.
_AFTERWARDS = re.compile(
    rf"\s+(?:في|خلال)\s+{_written('stretches_of_days')}(?: القليلة)?\s+{_written('following')}(?=[\s،.])"
)


def leave_out_days(
    parsed: ParsedText, start: int, dates: Sequence[DateMention], shown: EventDate, unplaced: Sequence[DateMention]
) -> ParsedText | None:
    """Leave out of a clause the words for its day.

    «أمس», «اليوم», «غدا» never stay: if they cannot go, or mean another day, their weekday is written.

    :param start: offset of the clause in its article, as the spans of the dates count.
    :param shown: what stands beside the text; if that is nothing, no other day is left hanging in the text either.
    :param unplaced: what counts from a day that is not known.
    :return: the clause; None if it hangs on a day that nobody can tell («قبل الثلاثاء»).
    """
    clause = parsed.raw
    for mention in sorted((*dates, *unplaced), key=lambda mention: -mention.span.start):
        begin, end = mention.span.start - start, mention.span.end - start
        if begin < 0 or parsed.is_quoted(begin):  # what has gone stood behind
            continue
        before, after = clause[:begin], clause[end:]
        left = None
        near = mention.when.precision in {Precision.DAY, Precision.RANGE} and not mention.explicit
        if mention in unplaced or (shown == EventDate() and near):
            left = _drop(before, after, _BEFORE_HANGING)
            if left is None and mention in unplaced and _REACHING.search(before):
                return None
        elif mention.when == shown and (near or shown.precision is Precision.DAY):
            left = _drop_shown(before, after, away=_is_away(mention))
        if left is None and mention not in unplaced and _is_away(mention):
            left = f"{before}{_weekday(mention)}{after}"
        clause = clause if left is None else left
    if shown == EventDate() or shown.precision is Precision.REPORTED:
        clause = _leave_out_afterwards(clause)
    return parsed if clause == parsed.raw else ParsedText(clause)


def _is_away(mention: DateMention) -> bool:
    """Return whether a day is named from the day of the report («أمس», «اليوم الجمعة»)."""
    if mention.when.precision is not Precision.DAY:
        return False
    return any(word.folded in DAYS_AWAY for word in split_words(mention.span.text))


def _weekday(mention: DateMention) -> str:
    return WEEKDAYS[date.fromisoformat(mention.when.start or "").weekday()]


def _drop_shown(before: str, after: str, *, away: bool) -> str | None:
    """Return what is left around a day that stands beside the text; «خلال جلسة» goes too if it opens the clause."""
    if _OPENING.match(before) and (comma := re.match(r"\s*[،,]\s*", after)):
        return after[comma.end() :]
    return _drop(before, after, _BEFORE_AWAY if away else _BEFORE_DAY)


def _drop(before: str, after: str, prefix: str) -> str | None:
    """Return what is left around a day that opens the clause, is set apart or ends a phrase; None if it has to stay."""
    if re.fullmatch(rf"\s*(?:و|ف)?(?:في\s+)?{prefix}", before) and (found := re.match(r"\s*[،,]?\s*", after)):
        return after[found.end() :]
    left = re.sub(rf"(?<=\s){prefix}$", "", before)
    if re.search(r"[،,]\s*$", left) and re.match(r"\s*[،,]", after):
        return re.sub(r"\s*[،,]\s*$", "", left) + " " + re.sub(r"^\s*[،,]\s*", "", after)
    if re.search(r"\S\s+$", left) and not _NEEDS_ITS_DAY.search(left):
        return left.rstrip() + after
    return None


def _leave_out_afterwards(clause: str) -> str:
    match = _AFTERWARDS.search(clause)
    if match is None or ParsedText(clause).is_quoted(match.start()):
        return clause
    return clause[: match.start()] + clause[match.end() :]
