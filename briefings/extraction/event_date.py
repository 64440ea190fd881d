"""Find the day of what a clause tells. The day of a relative or an adverbial clause is that of something else."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from briefings.model import DateMention, EventDate, Precision
from briefings.text import ParsedText, alternation, is_future_verb

# Behind these words stands the day of something else.
_OF_ANOTHER = re.compile(rf"{alternation('before_another_day')} (?:يوم )?(?:في )?$")
_SUBORDINATE = re.compile(rf"(?<=\s)(?<!من ){alternation('subordinate')}(?!\w)")
_THAT = re.compile(r"(?<!\w)ب?ان(?:ه|ها|هم|هما)?(?!\w)")
# Days: what an opening tells is seldom older, in 177 articles of three running stories.
_NEW = 2  # what is older is recalled
_NEAR = 4  # and still dates what is told; a day before that is mostly another's


def find_own_dates(
    text: ParsedText, start: int, dates: Iterable[DateMention], *, announces: bool = False
) -> list[DateMention]:
    """Find the dates in the main clause, outside quotations and brackets.

    :param start: offset of the clause in its article, as the spans of the dates count.
    :param announces: the clause tells that something is announced; the day of what will be is not that of saying so.
    """
    subordinate = _SUBORDINATE.search(text.folded)
    end = min(
        subordinate.start() if subordinate else len(text.folded),
        _find_announced(text) if announces else len(text.folded),
    )
    return [
        mention
        for mention in dates
        if not text.is_quoted(mention.span.start - start)
        and text.find_folded(mention.span.start - start) <= end
        and not _OF_ANOTHER.search(text.fold_before(mention.span.start - start))
    ]


def _find_announced(text: ParsedText) -> int:
    """Find the verb of what is announced: «أعلن الاتحاد أن اللاعب سيسافر الثلاثاء».

    :return: an offset of the folded text; its length if there is none.
    """
    that = _THAT.search(text.folded)
    places = (text.find_folded(word.start) for word in text.words if is_future_verb(word.folded))
    return next((place for place in places if that and place > that.start()), len(text.folded))


def pick_date(own_dates: Sequence[DateMention]) -> DateMention | None:
    """Pick the first day; if there is none, the first range."""
    for precision in (Precision.DAY, Precision.RANGE):
        for mention in own_dates:
            if mention.when.precision is precision:
                return mention
    return None


def find_shown(when: EventDate, reported_on: date | None, *, awaited: bool) -> EventDate:
    """Find the day that stands beside the text.

    A day long before the report is that of something recalled, a day after it that of something announced. What stands
    beside such a text is the day of the report, as such.

    :param when: the day of what the clause tells.
    :param reported_on: the day of the report, if the clause tells what is new.
    :param awaited: the clause tells what is to come, and not that somebody announced it.
    """
    if reported_on is None or 0 <= _count_days(when, reported_on) <= _NEAR:
        return when
    if awaited and when.precision is Precision.DAY and (when.start or "") > reported_on.isoformat():
        return when
    return EventDate(reported_on.isoformat(), None, Precision.REPORTED)


def recalls(own_dates: Iterable[DateMention], reported_on: date | None) -> bool:
    """Return whether a clause that should tell what is new names no day but those long before the report."""
    if reported_on is None:
        return False
    ages = [_count_days(mention.when, reported_on) for mention in own_dates]
    return any(age > _NEW for age in ages) and not any(0 <= age <= _NEW for age in ages)


def looks_back(dates: Iterable[DateMention], reported_on: date | None) -> bool:
    """Return whether any day that is named, in whatever clause, is long before the report."""
    return reported_on is not None and any(_count_days(mention.when, reported_on) > _NEAR for mention in dates)


def _count_days(when: EventDate, reported_on: date) -> int:
    """Count the days from a day, or the end of a range, to the report; -1 if the date is neither, or later."""
    if when.precision not in {Precision.DAY, Precision.RANGE} or when.start is None:
        return -1
    return max(-1, (reported_on - date.fromisoformat(when.end or when.start)).days)
