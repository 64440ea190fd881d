"""Find of which time a figure is, where that is not the time of its clause."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from briefings.model import DateMention, EventDate, FigureMention, Precision
from briefings.text import ParsedText, fold, lexicon

_OLD = timedelta(7)  # before the report: what is told to be older is of another time
_JOINED = 12  # letters between two expressions that name one time
_REACH = 30  # letters between «منذ» and the year since which is counted
_ANOTHER = EventDate(precision=Precision.BEFORE)
_OTHER_TIMES = re.compile(rf"(?<!\w)[وفبل]?{lexicon.alternation('other_times')}(?!\w)")
_LAST = rf"(?<!\w)[وفبل]?{lexicon.alternation('stretches_of_time')} {lexicon.alternation('last')}(?!\w)"
_AGO = rf"(?<!\w)قبل (?:\w+ ){{0,2}}{lexicon.alternation('long_stretches')}(?!\w)"
_SINCE = re.compile(lexicon.alternation("since"))
_LONG_AGO = re.compile(f"{_LAST}|{_AGO}")
_YEAR = re.compile(
    r"(?<!\w)[وف]?(?:في|منذ|خلال|[لب]?(?:ال)?عام|[لب]?(?:ال)?سنه) (?:ال)?(?:عام )?(1[5-9]\d\d|20\d\d)(?!\w)"
)


@dataclass(frozen=True, slots=True)
class _Time:
    """An expression of time in a clause, by its offsets there; ``when`` is None if it is that of the report."""

    start: int
    end: int
    when: EventDate | None


def date_figures(
    figures: Sequence[FigureMention],
    dates: Iterable[DateMention],
    text: ParsedText,
    start: int,
    published_on: date | None,
) -> tuple[FigureMention, ...]:
    """Date the figures of a clause that are of another time than its report: by the time that stands before each.

    «… منذ أن فجر انتحاري سيارة في 27 يناير، ما أسفر عن مقتل 100 شخص» counts of January, whatever else it tells. What
    stands beside «الحرب العالمية» or «سنويا» is of no day of a story.

    :param start: offset of the clause in its article, as the spans count.
    """
    if not figures:
        return ()
    if _OTHER_TIMES.search(text.folded) or _names_old_year(text, published_on):
        return tuple(replace(figure, when=_ANOTHER) for figure in figures)
    times = sorted(_list_times(dates, text, start, published_on), key=lambda time: time.start)
    since = _SINCE.search(text.folded) is not None
    return tuple(_date(figure, times, start, since=since) for figure in figures)


def _date(figure: FigureMention, times: Sequence[_Time], start: int, *, since: bool) -> FigureMention:
    """Return a figure with the last time before it, else the first behind it, if that is another than the report's."""
    before = [time for time in times if time.end <= figure.span.start - start]
    behind = [time for time in times if time.start >= figure.span.end - start]
    when = before[-1].when if before else _find_behind(behind)
    if when and since and when.precision is Precision.DAY:
        return replace(figure, when=EventDate(when.start, None, Precision.AFTER), period="total")
    return replace(figure, when=when) if when else figure


def _find_behind(behind: Sequence[_Time]) -> EventDate | None:
    """Return the first time behind a figure; «في يونيو، العام الماضي» is one."""
    joined = list(behind[:1])
    for time in behind[1:]:
        if time.start - joined[-1].end > _JOINED:
            break
        joined.append(time)
    return next((time.when for time in joined if time.when), None)


def _list_times(
    dates: Iterable[DateMention], text: ParsedText, start: int, published_on: date | None
) -> Iterator[_Time]:
    for mention in dates:
        old = published_on is not None and _is_old(mention, published_on)
        begin, end = mention.span.start - start, mention.span.end - start
        yield _Time(begin, end, mention.when if old else None)
    for match in _LONG_AGO.finditer(text.folded):
        yield _Time(*text.original(*match.span()), _ANOTHER)


def _names_old_year(text: ParsedText, published_on: date | None) -> bool:
    """Return whether a clause names a year before that of the report, and not only as that since which is counted."""
    if published_on is None:
        return False
    return any(
        int(match[1]) < published_on.year
        and not _SINCE.search(text.folded, max(0, match.start() - _REACH), match.end())
        for match in _YEAR.finditer(text.folded)
    )


def _is_old(mention: DateMention, published_on: date) -> bool:
    """Return whether a date lies wholly some days before the report; a month or a year: before that of the report."""
    when, last = mention.when, mention.when.end or mention.when.start
    if last is None or when.precision in {Precision.AFTER, Precision.NONE}:
        return False
    if len(last) == len("2018-01-01"):
        return last < (published_on - _OLD).isoformat()
    this = published_on.isoformat()[: len(last)]
    return last < this or (last == this and fold(mention.span.text).endswith("الماضي"))
